/** What a director or the crew sees and does. An act is drawn as pending until the server has acknowledged it. */
import { type Boot, Scene } from "../shared/boot";
import type { CrewState, ProgrammeItem } from "../shared/state";
import type { Words } from "../shared/words";
import { type Act, Acts, type Answer, type Fate } from "./acts";

export interface Person { ref: string; name: string }
export interface DeskBoot extends Boot<CrewState> {
  me: Person & { looks_on: boolean; may_direct: boolean; may_moderate: boolean; may_caption: boolean; departments: string[] };
  directors?: Person[];
  languages?: { code: string; name: string }[];
}
export interface Cue extends ProgrammeItem { ref: string }

/** The server takes a holder for absent after thirty seconds without a word. */
const HERE_MS = 10_000;

export class Desk extends Scene<CrewState, DeskBoot> {
  readonly acts: Acts;
  savedAt: number;
  trouble = "";
  selected: string | null = null;
  filter: string | null = null;
  private version: number;

  constructor(boot: DeskBoot) {
    super(boot);
    this.version = boot.state.version;
    this.savedAt = this.clock.now();
    this.acts = new Acts({
      url: boot.actsUrl, csrf: boot.csrf, version: () => Math.max(this.version, this.state.version),
      now: () => this.clock.now(), changed: () => this.changed(), settle: (fate) => this.settle(fate),
    });
  }

  start(): void {
    void this.live.run();
    setInterval(() => void this.beHere(), HERE_MS);
  }

  /** Whoever holds the baton is heard of, so that nobody takes it from a director who is at the console. */
  private async beHere(): Promise<void> {
    if (!this.holdsBaton || this.acts.pending.length) return;
    await this.acts.post({ act: "here" });
  }

  act(act: Act): Promise<boolean> {
    this.trouble = "";
    return this.boot.me.looks_on ? Promise.resolve(false) : this.acts.take(act);
  }

  isPending(name: string, like: Partial<Act> = {}): boolean { return this.acts.isPending(name, like); }

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

  private async settle(fate: Fate): Promise<boolean> {
    const answer = fate.response;
    if (!answer) {
      this.trouble = fate.late ? this.words.t("act.late") : this.words.t("act.unknown");
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
