/** Time: the server's clock kept here, instants in the reader's zone, lengths as a clock shows them. */
import type { Now } from "./state";

/** What comes down the line is at least this old; usually hardly more. */
const USUAL_DELAY = 60;

/** Estimates how far this device's clock is off by intersecting what every answer proves. */
export class Clock {
  private low = -Infinity;
  private high = Infinity;
  private latest = -Infinity;

  constructor(private readonly device: () => number = () => Date.now()) {}

  /** The server's clock stood within [server, server + grain) somewhere between the device's `from` and `to`. */
  observe(server: number, from: number, to: number, grain = 0): void {
    if (!Number.isFinite(server)) return;
    const low = Math.max(this.low, server - to), high = Math.min(this.high, server + grain - from);
    // An empty intersection means that this device's clock was set: believe the newest alone.
    if (low <= high) [this.low, this.high] = [low, high];
    else [this.low, this.high, this.latest] = [server - to, server + grain - from, -Infinity];
  }

  /** An event written at `server` has arrived now: it can only be older. */
  heard(server: number): void {
    if (!Number.isFinite(server)) return;
    this.latest = Math.max(this.latest, server - this.device());
    this.observe(server, -Infinity, this.device());
  }

  get skew(): number {
    if (this.low === -Infinity && this.high === Infinity) return 0;
    if (this.high === Infinity) return this.low;
    if (this.low === -Infinity) return this.high;
    const middle = (this.low + this.high) / 2;
    return this.latest >= this.low ? Math.min(middle, this.latest + USUAL_DELAY) : middle;
  }

  now(): number { return this.device() + this.skew; }
}

/** Seconds the item on stage has run, without its holds. */
export function elapsed(now: Now, at: number): number {
  const until = now.held_at ? Date.parse(now.held_at) : at;
  return Math.max(0, (until - Date.parse(now.started_at)) / 1000 - now.held_s);
}

export const left = (now: Now, at: number): number => now.seconds - elapsed(now, at);

/** 134 → 2:14, 3734 → 1:02:14; what is over is written with a minus. */
export function clockOf(seconds: number): string {
  const whole = Math.ceil(seconds), s = Math.abs(whole), two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(s / 3600), minutes = Math.floor(s / 60) % 60;
  return (whole < 0 ? "−" : "") + (hours ? `${hours}:${two(minutes)}` : String(minutes)) + `:${two(s % 60)}`;
}

/** Large clocks grow smaller when they hold more figures: the name of the size for a text. */
export const sizeOf = (clock: string): "" | "five" | "long" => (clock.length > 5 ? "long" : clock.length > 4 ? "five" : "");

export const durationAttribute = (seconds: number): string => `PT${Math.max(0, Math.ceil(seconds))}S`;

const formats = new Map<string, Intl.DateTimeFormat>();

/** 18:57, or with seconds 18:57:04, in `zone`; digits as the whole page has them. */
export function timeIn(zone: string, at: number | string, seconds = false): string {
  const key = `${zone}|${seconds}`;
  let format = formats.get(key);
  if (!format) {
    const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn" };
    if (zone) options.timeZone = zone;
    if (seconds) options.second = "2-digit";
    formats.set(key, (format = new Intl.DateTimeFormat("en", options)));
  }
  const when = typeof at === "string" ? Date.parse(at) : at;
  return Number.isFinite(when) ? format.format(when) : "";
}

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Europe/Berlin → Berlin: shown beside a time when the server gave no better name. */
export const cityOf = (zone: string): string => (zone.split("/").pop() ?? zone).replace(/_/g, " ");
