/** A number that is a declared figure: marked with its code, so that a test finds each that is not. */
import type { ComponentChildren } from "preact";

export function Counted({ figure, value, children }: { figure: string; value: number; children: ComponentChildren }) {
  return <data value={value} data-figure={`conference.${figure}`}>{children}</data>;
}
