/** What a director or the crew sees and does. An act is drawn as pending until the server has acknowledged it. */
import { type Boot, Scene } from "../shared/boot";
import { newKey } from "../shared/outbox";
import type { CrewState, ProgrammeItem } from "../shared/state";
import type { Words } from "../shared/words";

export interface Person { ref: string; name: string }
export interface DeskBoot extends Boot<CrewState> {
  me: Person & { may_direct: boolean; may_moderate: boolean; may_caption: boolean; departments: string[] };
  directors?: Person[];
  languages?: { code: string; name: string }[];
}
export type Act = Record<string, unknown> & { act: string };
export interface Cue extends ProgrammeItem { ref: string }
type Answer = { version?: number; seq?: number; refused?: string; sentence?: string };

/** How long an act is repeated under its key before the screen says that its fate is unknown. */
const GIVE_UP_MS = 8_000;
/** The server takes a holder for absent after thirty seconds without a word. */
const HERE_MS = 10_000;

export class Desk extends Scene<CrewState, DeskBoot> {
  pending: Act[] = [];
  savedAt: number;
  trouble = "";
  selected: string | null = null;
  filter: string | null = null;
  private version: number;
  private chain: Promise<unknown> = Promise.resolve();

  constructor(boot: DeskBoot) {
    super(boot);
    this.version = boot.state.version;
    this.savedAt = this.clock.now();
  }

  start(): void {
    void this.live.run();
    setInterval(() => void this.beHere(), HERE_MS);
  }

  /** Whoever holds the baton is heard of, so that nobody takes it from a director who is at the console. */
  private async beHere(): Promise<void> {
    if (!this.holdsBaton || this.pending.length) return;
    await this.post({ act: "here" });
  }

  /** Sends acts one after the other; the same act is not taken twice while it is pending, but for minutes, which add up. */
  act(act: Act): Promise<boolean> {
    if (act.act !== "stretch" && this.isPending(act.act, act)) return Promise.resolve(false);
    this.pending = [...this.pending, act];
    this.trouble = "";
    this.changed();
    const done = this.chain.then(() => this.send(act));
    this.chain = done;
    return done;
  }

  isPending(name: string, like: Partial<Act> = {}): boolean {
    return this.pending.some((act) => act.act === name && Object.entries(like).every(([key, value]) => act[key] === value));
  }

  get items(): Cue[] {
    return Object.entries(this.state.programme).map(([ref, item]) => ({ ...item, ref })).sort((a, b) => a.order - b.order);
  }

  item(ref: string | null): Cue | null {
    const item = ref === null ? undefined : this.state.programme[ref];
    return item && ref !== null ? { ...item, ref } : null;
  }

  /** The item the go key starts: the one on standby, else the next. */
  get coming(): Cue | null { return this.item(this.state.standby?.ref ?? this.state.next); }
  get holdsBaton(): boolean { return this.state.baton?.ref === this.boot.me.ref; }

  private async send(act: Act): Promise<boolean> {
    const key = newKey(), from = Date.now();
    let answer: Response | null = null;
    for (let wait = 300; answer === null && Date.now() - from < GIVE_UP_MS; wait *= 2) {
      answer = await this.post({ ...act, key, version: Math.max(this.version, this.state.version) });
      if (answer && answer.status >= 500) answer = null;
      if (!answer) await new Promise((resolve) => setTimeout(resolve, wait));
    }
    const done = await this.settle(answer);
    this.pending = this.pending.filter((each) => each !== act);
    this.changed();
    return done;
  }

  private async post(body: Act): Promise<Response | null> {
    try {
      return await fetch(this.boot.actsUrl, {
        method: "POST", credentials: "same-origin", body: JSON.stringify(body),
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.boot.csrf, Accept: "application/json" },
      });
    } catch {
      return null;
    }
  }

  private async settle(answer: Response | null): Promise<boolean> {
    if (!answer) {
      this.trouble = this.words.t("act.unknown");
      void this.live.refresh();
      return false;
    }
    const body = (await answer.json().catch(() => ({}))) as Answer;
    if (answer.ok) {
      this.version = Math.max(this.version, body.version ?? 0);
      this.savedAt = this.clock.now();
      this.live.wake(true);
      return true;
    }
    this.trouble = body.sentence || this.words.t("act.refused");
    if (body.version !== undefined) this.version = body.version;
    // Whoever is refused looks at something old, or is about to be: the whole state is fetched.
    await this.live.refresh();
    return false;
  }
}

/** What a director reads of an item: its people, else its title. */
export const callOf = (words: Words, item: { title: string; people: string[] }): string => (item.people.length ? words.list(item.people) : item.title);

/** Inserted items stand between whole numbers. */
export const cueNumber = (number: number): string => String(Math.round(number * 100) / 100);
