/** Times to come hold for the moment a state was written; an item that overruns, or is held, moves them on by the second. */
import type { Now, RoomState } from "./state";

type Timed = Pick<RoomState, "phase" | "now" | "next" | "running_late_s" | "projected_end" | "programme">;

const planned = (now: Now): number => Date.parse(now.started_at) + (now.seconds + now.held_s) * 1000;

/** Milliseconds by which what is on stage ends later than its state says, as seen at `at`. */
export function overrun(now: Now, at: number): number {
  if (now.held_at === null) return Math.max(0, at - planned(now));
  const held = Date.parse(now.held_at);
  return Math.max(0, held - planned(now)) + Math.max(0, at - held);
}

/** The state as it is at `at`: how late, when what comes begins, when all ends. A fixed start is never left early. */
export function paced<S extends Timed>(state: S, at: number): S {
  const { now, next } = state, more = now && (state.phase === "on_air" || state.phase === "held") ? overrun(now, at) : 0;
  if (!now || more < 1_000) return state;
  const programme = { ...state.programme }, first = next === null ? Infinity : programme[next]?.order ?? Infinity;
  const coming = Object.entries(programme).filter(([, item]) => item.state === "to_come" && item.order >= first).sort(([, a], [, b]) => a.order - b.order);
  let clock = planned(now) + more;
  for (const [ref, item] of coming) {
    const starts = Math.max(Date.parse(item.expected_at), clock);
    programme[ref] = { ...item, expected_at: new Date(starts).toISOString() };
    clock = starts + item.seconds * 1000;
  }
  const ends = Math.max(Date.parse(state.projected_end), clock);
  return { ...state, programme, running_late_s: state.running_late_s + Math.floor(more / 1000), projected_end: new Date(ends).toISOString() };
}

export const isTimed = (state: object): state is Timed => "programme" in state;
