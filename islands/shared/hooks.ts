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
