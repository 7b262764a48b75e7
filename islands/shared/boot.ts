/** What the page was served with, and the first wiring every screen shares. */
import { isTimed, paced } from "./pace";
import type { Levels } from "./state";
import { Live } from "./live";
import { Ticket } from "./ticket";
import { Clock, ownZone, timeIn } from "./time";
import { type WordList, Words } from "./words";

export interface Boot<S> {
  state: S; levels?: Levels; now: string;
  ticket: string; channel: string; streamUrl: string; stateUrl: string; eventsUrl: string; intakeUrl: string; ticketUrl: string;
  actsUrl: string; csrf: string; leaveUrl: string; reportUrl?: string;
  words: WordList; language: string; dir: "ltr" | "rtl"; zone: string; city: string; capitalZone: string; worldUrl?: string;
}

/** Everything a screen is drawn from; `changed` is told whenever something of it moves. */
export class Scene<S extends { seq: number }, B extends Boot<S>> {
  readonly words: Words;
  readonly clock = new Clock();
  readonly ticket: Ticket;
  readonly live: Live<S>;
  readonly zone: string;
  private listeners = new Set<() => void>();
  /** The state as it was drawn last: one object a second, however many ask. */
  private drawn: { of: S; second: number; state: S } | null = null;
  /** How far this page's picture is behind the hall, set by the player. */
  behind = 0;

  constructor(readonly boot: B) {
    this.words = new Words(boot.words, boot.language);
    this.zone = boot.zone || ownZone();
    this.clock.observe(Date.parse(boot.now), ...asked());
    this.ticket = new Ticket(boot.ticket, boot.ticketUrl, boot.channel, boot.csrf);
    this.live = new Live<S>({
      state: boot.state, levels: boot.levels ?? {}, ticket: this.ticket, clock: this.clock,
      urls: { stream: boot.streamUrl, state: boot.stateUrl, events: boot.eventsUrl },
      changed: () => this.changed(), delay: () => this.behind,
    });
    for (const event of ["online", "pageshow"]) window.addEventListener(event, () => this.live.wake());
    window.addEventListener("offline", () => this.live.lost());
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") this.live.wake(); });
  }

  get state(): S {
    const state = this.live.state, second = Math.floor(this.clock.now() / 1_000);
    if (this.drawn?.of !== state || this.drawn.second !== second) this.drawn = { of: state, second, state: isTimed(state) ? paced(state, second * 1_000) : state };
    return this.drawn.state;
  }
  get levels(): Levels { return this.live.levels; }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(): void { for (const listener of this.listeners) listener(); }

  time(at: string | number, seconds = false): string { return timeIn(this.zone, at, seconds); }
  capitalTime(at: string | number, seconds = false): string { return timeIn(this.boot.capitalZone, at, seconds); }
}

/** Between these two moments of the device the server wrote the page. */
function asked(): [number, number] {
  const page = performance.getEntriesByType("navigation")[0] as PerformanceNavigationTiming | undefined;
  const to = page?.responseStart ? performance.timeOrigin + page.responseStart : Date.now();
  return [performance.timeOrigin + (page?.requestStart ?? 0), to];
}

export function readBoot<B>(): B {
  const element = document.getElementById("boot");
  if (!element) throw new Error("the page carries no boot block");
  return JSON.parse(element.textContent ?? "") as B;
}
