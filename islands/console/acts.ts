/** Acts on their way to the server: one after the other, each under its own key, and none later than it is meant for. */
import { newKey } from "../shared/outbox";

export type Act = Record<string, unknown> & { act: string };
export type Answer = { version?: number; seq?: number; refused?: string; sentence?: string };
/** What became of an act: answered, or its fate unknown; late when it was given up because its moment had passed. */
export type Fate = { response: Response } | { response: null; late: boolean };

export interface ActsOptions {
  url: string; csrf: string;
  version: () => number;
  /** The server's clock, as this page knows it. */
  now: () => number;
  changed: () => void;
  /** Takes what came back; the act is pending until this has ended. */
  settle: (fate: Fate) => Promise<boolean>;
  fetcher?: typeof fetch;
}

interface Pending { act: Act; unsent: boolean; done: Promise<boolean> }

/** How long an act is repeated under its key before the screen says that its fate is unknown. */
const GIVE_UP_MS = 8_000;
/** A go that comes later than this is a go nobody gives any more: counted from the press, not from the first try. */
const MOMENT_MS = 3_000;
const OF_THE_MOMENT = new Set(["go", "standby"]);
/** Silence for this long is said in words. */
const SILENT_MS = 1_000;

export class Acts {
  pending: Pending[] = [];
  private chain: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: ActsOptions) {}

  /** Sends acts in order; the same act is not taken twice while it is pending, but for minutes, which add up. */
  take(act: Act): Promise<boolean> {
    if (act.act !== "stretch" && this.isPending(act.act, act)) return Promise.resolve(false);
    const entry: Pending = { act, unsent: false, done: Promise.resolve(false) }, turn = this.chain;
    this.pending = [...this.pending, entry];
    this.options.changed();
    entry.done = this.see(entry, turn);
    this.chain = turn.then(() => entry.done);
    return entry.done;
  }

  isPending(name: string, like: Partial<Act> = {}): boolean { return this.among(() => true, name, like); }

  /** Whether an act waits although it should long have been answered. */
  isUnsent(name?: string): boolean { return this.among((entry) => entry.unsent, name); }

  async post(body: Act, signal?: AbortSignal): Promise<Response | null> {
    try {
      return await (this.options.fetcher ?? fetch)(this.options.url, {
        method: "POST", credentials: "same-origin", body: JSON.stringify(body), signal: signal ?? null,
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.options.csrf, Accept: "application/json" },
      });
    } catch {
      return null;
    }
  }

  private among(which: (entry: Pending) => boolean, name?: string, like: Partial<Act> = {}): boolean {
    return this.pending.some((entry) => which(entry) && (name === undefined || entry.act.act === name) && Object.entries(like).every(([key, value]) => entry.act[key] === value));
  }

  private async see(entry: Pending, turn: Promise<unknown>): Promise<boolean> {
    const passed = new AbortController(), brief = OF_THE_MOMENT.has(entry.act.act), made = Date.now();
    const timers = [setTimeout(() => this.unsent(entry), SILENT_MS)];
    if (brief) timers.push(setTimeout(() => passed.abort(), MOMENT_MS));
    try {
      await Promise.race([turn, gone(passed.signal)]);
      // A page that slept wakes with its timers late: the wall clock decides.
      const until = brief ? made + MOMENT_MS : Date.now() + GIVE_UP_MS;
      const response = await this.send(entry, until, passed.signal, brief ? made : null);
      return await this.options.settle(response ? { response } : { response: null, late: brief });
    } finally {
      timers.forEach(clearTimeout);
      this.pending = this.pending.filter((each) => each !== entry);
      this.options.changed();
    }
  }

  private async send(entry: Pending, until: number, passed: AbortSignal, made: number | null): Promise<Response | null> {
    const key = newKey();
    // A line that holds a press back for longer delivers it in vain: the server reads when it was made.
    const pressed = made === null ? {} : { pressed_at: new Date(this.options.now() - (Date.now() - made)).toISOString() };
    for (let wait = 300; Date.now() < until && !passed.aborted; wait *= 2) {
      const answer = await this.post({ ...entry.act, ...pressed, key, version: this.options.version() }, passed);
      if (answer && answer.status < 500) return answer;
      this.unsent(entry);
      await Promise.race([new Promise((resolve) => setTimeout(resolve, wait)), gone(passed)]);
    }
    return null;
  }

  private unsent(entry: Pending): void {
    if (entry.unsent || !this.pending.includes(entry)) return;
    entry.unsent = true;
    this.options.changed();
  }
}

const gone = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => { if (signal.aborted) resolve(); else signal.addEventListener("abort", () => resolve(), { once: true }); });
