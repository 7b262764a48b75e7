/** Small parts the console and the crew's screen share. */
import type { ComponentChildren } from "preact";
import { StatusShape, type Shape } from "../shared/icons";
import type { CrewItem } from "../shared/state";
import type { Desk } from "./scene";

export type Light = CrewItem["lights"][string];
export type LightState = Light["state"] | "not_asked";

export const SHAPES: Record<LightState, [Shape, "good" | "wait" | "bad" | "", "g" | "w" | "b" | "o"]> = {
  ready: ["dot", "good", "g"], read: ["half", "wait", "w"], asked: ["ring", "wait", "w"], not_asked: ["ring", "", "o"], not_needed: ["bar", "", "o"], problem: ["triangle", "bad", "b"],
};

export function Status({ state, children }: { state: LightState; children: ComponentChildren }) {
  const [shape, tone] = SHAPES[state];
  return <span class={`st ${tone || "dim"}`}><StatusShape shape={shape} />{children}</span>;
}

export interface KeyProps { label: string; hint?: string; busy?: boolean; disabled?: boolean; onPress: () => void; pressed?: boolean }

export function Key({ label, hint, busy, disabled, onPress, pressed }: KeyProps) {
  return (
    <button type="button" class={busy ? "k waits" : "k"} aria-busy={busy} disabled={disabled} aria-pressed={pressed} onClick={onPress}>
      {label}{hint && <> <kbd>{hint}</kbd></>}
    </button>
  );
}

/** A department without a light was not asked; one without a cue for the item is not needed. */
export function lightOf(desk: Desk, item: string, department: string): { state: LightState; light: Light | null } {
  const crew = desk.state.crew[item];
  const light = crew?.lights[department] ?? null;
  if (light) return { state: light.state, light };
  return { state: crew && department in crew.cues ? "not_asked" : "not_needed", light: null };
}

/** "12 s ago", in the largest whole unit that says enough. */
export function ago(desk: Desk, at: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  return seconds < 90 ? desk.words.n("ago.seconds", seconds) : desk.words.n("ago.minutes", Math.round(seconds / 60));
}
