/** The drawings the three screens need; shapes as in the design's sprite. */
const PATHS = {
  text: "M4 6h16M4 11h16M4 16h10",
  sound: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6m2.5-8.5a8 8 0 0 1 0 11",
  picture: "M4.5 5.5h15a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-15a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1zM10.5 9.5l4 2.5-4 2.5z",
  clap: "M12 3v3M6.500 4.500 8 7m9.500-2.500L16 7m-10 7 5-5a1.600 1.600 0 0 1 2.300 2.300l4-1.500a1.600 1.600 0 0 1 1.500 2.800L13 18.500a5 5 0 0 1-7-4.500z",
  heart: "M12 20s-8-4.700-8-10.300A4.200 4.200 0 0 1 12 7.500a4.200 4.200 0 0 1 8 2.200C20 15.300 12 20 12 20z",
  check: "m5 12.5 4.5 4.5L19 7.5",
  up: "m6 15 6-6 6 6",
  hand: "M7.5 12.5V6.8a1.4 1.4 0 0 1 2.8 0v4.4-6a1.4 1.4 0 0 1 2.8 0v6-4.7a1.4 1.4 0 0 1 2.8 0v6-3a1.4 1.4 0 0 1 2.8 0V15c0 3.6-2.3 6-6 6-3 0-4.4-1.3-6-4l-2.4-4a1.5 1.5 0 0 1 2.5-1.6z",
  globe: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM3 12h18M12 3c3 2.6 4 5.6 4 9s-1 6.4-4 9c-3-2.6-4-5.6-4-9s1-6.4 4-9z",
  clock: "M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM12 7v5.2l3.5 2",
  offline: "M3 3l18 18M8.5 8.7A9 9 0 0 0 4 11.500m16 0a9 9 0 0 0-7-3.200M7.500 15a5 5 0 0 1 6.500-.7M12 19h.01",
} as const;
export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return <svg class="ic" viewBox="0 0 24 24" aria-hidden="true"><path d={PATHS[name]} /></svg>;
}

export function Seal() {
  return (
    <svg class="seal" viewBox="0 0 32 32" aria-hidden="true">
      <path d="M11.23 2.26A14.55 14.55 0 0 1 20.77 2.26L19.51 5.31A11.25 11.25 0 0 0 12.49 5.31zM22.34 2.91A14.55 14.55 0 0 1 29.09 9.66L26.04 10.92A11.25 11.25 0 0 0 21.08 5.96zM29.74 11.23A14.55 14.55 0 0 1 29.74 20.77L26.69 19.51A11.25 11.25 0 0 0 26.69 12.49zM29.09 22.34A14.55 14.55 0 0 1 22.34 29.09L21.08 26.04A11.25 11.25 0 0 0 26.04 21.08zM9.66 29.09A14.55 14.55 0 0 1 2.91 22.34L5.96 21.08A11.25 11.25 0 0 0 10.92 26.04zM2.26 20.77A14.55 14.55 0 0 1 2.26 11.23L5.31 12.49A11.25 11.25 0 0 0 5.31 19.51zM2.91 9.66A14.55 14.55 0 0 1 9.66 2.91L10.92 5.96A11.25 11.25 0 0 0 5.96 10.92z" />
      <path class="tick" d="m10.6 16.6 3.8 3.8 7.2-8" />
    </svg>
  );
}

export type Shape = "ring" | "half" | "dot" | "triangle" | "bar";

/** A status has a shape beside its colour and its word. */
export function StatusShape({ shape }: { shape: Shape }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      {shape === "ring" && <circle cx="12" cy="12" r="8.5" />}
      {shape === "half" && [<circle key="o" cx="12" cy="12" r="8.5" />, <path key="h" class="solid" d="M12 3.500a8.500 8.500 0 0 1 0 17z" />]}
      {shape === "dot" && <circle class="solid" cx="12" cy="12" r="9" />}
      {shape === "triangle" && <path d="M12 3 22 21H2z" />}
      {shape === "bar" && <path d="M4 12h16" />}
    </svg>
  );
}
