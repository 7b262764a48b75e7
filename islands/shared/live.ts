/** The line from the server: a stream that resumes, or polling where a proxy cuts streams. Never loses, never doubles. */
import { merged } from "./levels";
import { applied, Sequence } from "./patch";
import { Frames, type Frame } from "./sse";
import type { Levels, RoomEvent } from "./state";
import type { Ticket } from "./ticket";
import type { Clock } from "./time";

/** `closed`: there is no right to be here any more. */
export type Line = "connecting" | "live" | "catching_up" | "polling" | "offline" | "closed";

export interface LiveOptions<S extends { seq: number }> {
  state: S; levels: Levels; ticket: Ticket; clock: Clock;
  urls: { stream: string; state: string; events: string };
  changed: () => void;
  /** Milliseconds this page's picture is behind the hall; cues wait for it. */
  delay?: () => number;
  fetcher?: typeof fetch; random?: () => number; online?: () => boolean;
}

export const PATIENCE = {
  silentStart: 10_000, silent: 45_000, poll: 15_000, pollActive: 4_000, active: 30_000, shortLife: 60_000, cuts: 3,
  streamAgain: 300_000, backoff: 500, backoffMost: 20_000, delayMost: 60_000,
};
/** A Date header counts whole seconds, and servers write it up to a second late. */
const DATE_GRAIN = 2_000;
class Cut extends Error {}

export class Live<S extends { seq: number }> {
  state: S;
  levels: Levels;
  line: Line = "connecting";
  private readonly sequence: Sequence;
  private readonly fetcher: typeof fetch;
  private stopped = false;
  private failures = 0;
  private cuts = 0;
  private streamless = 0;
  private pollUntil = 0;
  private activeUntil = 0;
  private heardAt = 0;
  private abort: AbortController | null = null;
  private alarm: (() => void) | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private comeBack = 0;
  private hurry = false;
  private woken = false;

  constructor(private readonly options: LiveOptions<S>) {
    this.state = options.state;
    this.levels = options.levels;
    this.sequence = new Sequence(options.state.seq);
    this.fetcher = options.fetcher ?? ((...args) => fetch(...args));
  }

  async run(): Promise<void> {
    while (!this.stopped && (this.line as Line) !== "closed") {
      if (!(this.options.online ?? (() => navigator.onLine))()) {
        this.say("offline");
        await this.pause(5_000);
        continue;
      }
      try {
        if (Date.now() < this.pollUntil) await this.poll();
        else if (this.failures % 3 === 2) await this.probe();
        else await this.stream();
      } catch (error) {
        if (!(error instanceof Cut) && !(error instanceof TypeError) && (error as Error).name !== "AbortError") throw error;
        await this.backOff();
      }
    }
  }

  stop(): void {
    this.stopped = true;
    this.abort?.abort();
    this.alarm?.();
  }

  /** The person did something, or the page came back: what is new is wanted soon. */
  wake(acted = false): void {
    if (acted) this.activeUntil = Date.now() + PATIENCE.active;
    if (Date.now() - this.heardAt > PATIENCE.silent / 2 && this.line === "live") {
      this.woken = true;
      this.abort?.abort();
    }
    this.alarm?.();
  }

  /** The device says that its line is gone: no need to wait for silence to prove it. */
  lost(): void {
    this.woken = true;
    this.abort?.abort();
    this.alarm?.();
  }

  private async stream(): Promise<void> {
    if (this.line !== "connecting") this.say("catching_up");
    const abort = (this.abort = new AbortController());
    let opened = 0;
    let silence = setTimeout(() => { this.mute(); abort.abort(); }, PATIENCE.silentStart);
    try {
      const answer = await this.ask(`${this.options.urls.stream}?after=${this.sequence.received}`, "text/event-stream", abort.signal);
      const reader = (answer.body as ReadableStream<Uint8Array>).getReader(), text = new TextDecoder(), frames = new Frames();
      opened = Date.now();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), PATIENCE.silent);
        this.heardAt = Date.now();
        await this.hear(frames.push(text.decode(piece.value, { stream: true })));
        this.comeBack = frames.retry;
        this.failures = this.streamless = 0;
        this.say("live");
      }
    } finally {
      clearTimeout(silence);
      abort.abort();
      this.abort = null;
      if (opened && !this.stopped) this.cut(Date.now() - opened);
    }
    throw new Cut();
  }

  private async hear(frames: Frame[]): Promise<void> {
    for (const frame of frames) {
      if (frame.event === "patch") await this.take([JSON.parse(frame.data) as RoomEvent]);
      else if (frame.event === "levels") this.level(JSON.parse(frame.data) as Levels);
      else if (frame.event === "reload") await this.snapshot();
    }
  }

  /** The stream does not open: does anything? Twice so, and streams are given up for a while. */
  private async probe(): Promise<void> {
    await this.look();
    if (++this.streamless >= 2) this.mute();
  }

  private async poll(): Promise<void> {
    await this.look();
    this.say("polling");
    await this.pause(Date.now() < this.activeUntil ? PATIENCE.pollActive : PATIENCE.poll);
  }

  private async look(): Promise<void> {
    const answer = await this.ask(`${this.options.urls.events}?after=${this.sequence.received}`, "application/json");
    const body = (await answer.json()) as { events?: RoomEvent[]; levels?: Levels; reload?: boolean };
    this.failures = 0;
    if (body.reload) await this.snapshot();
    else await this.take(body.events ?? []);
    if (body.levels) this.level(body.levels);
  }

  private async take(events: RoomEvent[]): Promise<void> {
    for (const event of events) {
      if (this.sequence.take(event) === "gap") {
        await this.snapshot();
        if (this.sequence.take(event) === "gap") throw new Cut();
      }
      this.options.clock.heard(Date.parse(event.at));
    }
    this.settle();
  }

  /** Applies what is due; a picture that runs behind holds cues and words back until it gets there. */
  private settle(): void {
    clearTimeout(this.timer);
    const due = (event: RoomEvent) => this.wait(event) <= 0;
    const events = this.sequence.due(due);
    for (const event of events) this.state = applied(this.state, event);
    if (events.length) this.options.changed();
    const first = this.sequence.first;
    if (first) this.timer = setTimeout(() => this.settle(), Math.min(this.wait(first), 1_000));
  }

  private wait(event: RoomEvent): number {
    const delay = Math.min(this.options.delay?.() ?? 0, PATIENCE.delayMost);
    if (!delay || !/^(cue|words)\./.test(event.kind)) return 0;
    return Date.parse(event.at) + delay - this.options.clock.now();
  }

  private async snapshot(): Promise<void> {
    const answer = await this.ask(this.options.urls.state, "application/json");
    const state = (await answer.json()) as S;
    if (!this.sequence.restart(state.seq)) return;
    this.state = state;
    this.options.changed();
  }

  private level(levels: Levels): void {
    // Totals are sent when they change; what arrives is of this moment unless it says otherwise.
    this.levels = merged(this.levels, { at: new Date(this.options.clock.now()).toISOString(), ...levels });
    this.options.changed();
  }

  private async ask(url: string, accept: string, signal?: AbortSignal): Promise<Response> {
    const from = Date.now();
    const init: RequestInit = { headers: { ...this.options.ticket.header, Accept: accept }, cache: "no-store", credentials: "same-origin" };
    if (signal) init.signal = signal;
    const answer = await this.fetcher(url, init);
    this.options.clock.observe(Date.parse(answer.headers.get("Date") ?? ""), from, Date.now(), DATE_GRAIN);
    if (answer.ok) return answer;
    if (answer.status === 401 || answer.status === 403) {
      await this.options.ticket.renew();
      if (this.options.ticket.refused) this.say("closed");
    }
    throw new Cut();
  }

  private cut(lived: number): void {
    this.cuts = lived < PATIENCE.shortLife && !this.woken ? this.cuts + 1 : 0;
    this.woken = false;
    if (this.cuts >= PATIENCE.cuts) this.mute();
  }

  /** This line's proxy holds streams back or cuts them: poll at once, and try a stream again later. */
  private mute(): void {
    this.cuts = this.streamless = 0;
    this.hurry = true;
    this.pollUntil = Date.now() + PATIENCE.streamAgain;
  }

  private async backOff(): Promise<void> {
    if (this.stopped || this.line === "closed") return;
    if (this.hurry) { this.hurry = false; return; }
    const most = Math.min(PATIENCE.backoffMost, PATIENCE.backoff * 2 ** this.failures++);
    this.say(this.failures > 3 ? "offline" : this.line === "connecting" ? "connecting" : "catching_up");
    const wait = Math.max(most, this.comeBack) * (0.3 + 0.7 * (this.options.random ?? Math.random)());
    this.comeBack = 0;
    await this.pause(wait);
  }

  /** Fetches the whole state: what this page believed was refused as stale. */
  async refresh(): Promise<void> {
    try { await this.snapshot(); } catch (error) { if (!(error instanceof Cut) && !(error instanceof TypeError)) throw error; }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => { clearTimeout(timer); this.alarm = null; resolve(); };
      const timer = setTimeout(end, milliseconds);
      this.alarm = end;
    });
  }

  private say(line: Line): void {
    if (this.line === line) return;
    this.line = line;
    this.options.changed();
  }
}
