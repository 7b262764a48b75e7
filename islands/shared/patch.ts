/** What a numbered event does to a state: pure, so that every page and every test folds alike. */
import type { Patch, RoomEvent } from "./state";

type Keyed = Record<string, unknown>;

export function patched<S extends object>(state: S, patch: Patch): S {
  const next = { ...state, ...(patch.set ?? {}) } as Keyed;
  for (const [name, rows] of Object.entries(patch.put ?? {})) next[name] = { ...((next[name] as Keyed | undefined) ?? {}), ...rows };
  for (const [name, refs] of Object.entries(patch.del ?? {})) {
    const kept = { ...((next[name] as Keyed | undefined) ?? {}) };
    for (const ref of refs) delete kept[ref];
    next[name] = kept;
  }
  return next as S;
}

export function applied<S extends { seq: number }>(state: S, event: RoomEvent): S {
  return { ...patched(state, event.patch), seq: event.seq };
}

/** Sorts arriving events into exactly-once order: what comes again is dropped, what is missing is a gap. */
export class Sequence {
  private queue: RoomEvent[] = [];

  constructor(public received: number) {}

  take(event: RoomEvent): "taken" | "known" | "gap" {
    if (event.seq <= this.received) return "known";
    if (event.seq !== this.received + 1) return "gap";
    this.received = event.seq;
    this.queue.push(event);
    return "taken";
  }

  /** Gives out the events that are due, in order; one that waits holds back all behind it. */
  due(isDue: (event: RoomEvent) => boolean): RoomEvent[] {
    const until = this.queue.findIndex((event) => !isDue(event));
    return this.queue.splice(0, until < 0 ? this.queue.length : until);
  }

  get first(): RoomEvent | undefined { return this.queue[0]; }

  /** Starts over from a snapshot; an older one than what was received changes nothing. */
  restart(seq: number): boolean {
    if (seq < this.received) return false;
    this.received = seq;
    this.queue = [];
    return true;
  }
}
