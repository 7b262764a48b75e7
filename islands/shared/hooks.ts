/** The few hooks screens share. */
import { useEffect, useReducer, useRef } from "preact/hooks";
import type { Boot, Scene } from "./boot";

/** Draws again whenever the scene changed. */
export function useScene<S extends { seq: number }, B extends Boot<S>>(scene: Scene<S, B>): void {
  const [, draw] = useReducer<number, void>((n) => n + 1, 0);
  useEffect(() => scene.listen(draw as () => void), [scene]);
}

/** Draws again just after each full second of the server's clock, so that all clocks of a page turn together. */
export function useSeconds(now: () => number): number {
  const [, draw] = useReducer<number, void>((n) => n + 1, 0);
  const clock = useRef(now);
  clock.current = now;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const turn = () => { draw(undefined); timer = setTimeout(turn, 1_005 - (((clock.current() % 1_000) + 1_000) % 1_000)); };
    timer = setTimeout(turn, 1_005 - (((clock.current() % 1_000) + 1_000) % 1_000));
    return () => clearTimeout(timer);
  }, []);
  return clock.current();
}

const FOCUSABLE = "button:not([disabled]), input:not([disabled]), textarea, select, a[href], summary";

/** What a person has just pressed may be gone once it is done: the focus then goes to what stands in its place, not to the top. */
export function useKeptFocus<T extends HTMLElement>(): { current: T | null } {
  const within = useRef<T>(null);
  const place = useRef(-1);
  useEffect(() => {
    const inside = () => [...(within.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
    const remember = (event: Event) => { place.current = inside().indexOf(event.target as HTMLElement); };
    const forget = (event: Event) => { if (!within.current?.contains(event.target as Node)) place.current = -1; };
    document.addEventListener("focusin", remember);
    document.addEventListener("pointerdown", forget);
    return () => { document.removeEventListener("focusin", remember); document.removeEventListener("pointerdown", forget); };
  }, []);
  useEffect(() => {
    if (place.current < 0 || document.activeElement !== document.body) return;
    const all = [...(within.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
    all[Math.min(place.current, all.length - 1)]?.focus({ preventScroll: true });
  });
  return within;
}
