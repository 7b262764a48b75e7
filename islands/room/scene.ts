/** The room of one participant: what the server tells, what this person did, what still waits to be sent. */
import { type Boot, Scene } from "../shared/boot";
import { browserStore, Outbox, type Refusal } from "../shared/outbox";
import { Presence } from "../shared/presence";
import type { Deed, DeedAnswer, Mode, RoomState } from "../shared/state";

export interface Me { participant: string; name: string; country: string; country_name: string }
export interface RoomBoot extends Boot<RoomState> {
  me: Me | null;
  mine?: { votes?: string[]; poll?: Record<string, string>; reactions?: string[] };
}
export type Follow = "text" | "sound" | "picture";
export type Reaction = "applause" | "thanks" | "agree";
export const REACTIONS: readonly Reaction[] = ["applause", "thanks", "agree"];

export class Room extends Scene<RoomState, RoomBoot> {
  readonly outbox: Outbox;
  readonly presence: Presence | null;
  follow: Follow = "text";
  refusal: Refusal | null = null;
  /** Texts of questions that a moderator now reads. */
  asked: { ref: string; text: string }[] = [];
  private votes: Set<string>;
  private poll: Record<string, string>;
  private reactions: { item: string; kinds: Set<string> };

  constructor(boot: RoomBoot) {
    super(boot);
    this.votes = new Set(boot.mine?.votes ?? []);
    this.poll = { ...boot.mine?.poll };
    this.reactions = { item: boot.state.now?.ref ?? "", kinds: new Set(boot.mine?.reactions ?? []) };
    this.presence = boot.me ? new Presence(boot.intakeUrl, this.ticket) : null;
    this.outbox = new Outbox({
      url: boot.intakeUrl, ticket: this.ticket, owner: `${boot.state.conference.ref}.${boot.me?.participant ?? ""}`,
      store: boot.me ? browserStore() : null,
      changed: () => this.changed(), answered: (deed, answer) => this.answered(deed, answer),
    });
    for (const event of ["online", "pageshow", "focus"]) window.addEventListener(event, () => void this.outbox.flush());
  }

  start(): void {
    void this.live.run();
    this.presence?.start();
    void this.outbox.flush();
  }

  setFollow(follow: Follow): void {
    this.follow = follow;
    if (follow === "text") this.behind = 0;
    this.changed();
  }

  do(deed: Parameters<Outbox["add"]>[0]): void {
    this.refusal = null;
    this.live.wake(true);
    this.outbox.add(deed);
  }

  /** What waits counts already as done here, and is drawn as waiting. */
  voted(question: string): boolean {
    return this.last((deed) => (deed.kind === "question-vote" && deed.question === question ? deed.on : null)) ?? this.votes.has(question);
  }

  reacted(kind: Reaction): boolean {
    const item = this.state.now?.ref, kept = this.reactions.item === item && this.reactions.kinds.has(kind);
    return this.last((deed) => (deed.kind === "reaction" && deed.reaction === kind && deed.item === item ? deed.on : null)) ?? kept;
  }

  chosen(poll: string): string | null {
    return this.last((deed) => (deed.kind === "poll-vote" && deed.poll === poll ? deed.option : null)) ?? this.poll[poll] ?? null;
  }

  waits(kind: Deed["kind"], about?: string): boolean {
    return this.outbox.waiting.some(({ deed }) => deed.kind === kind && (about === undefined || subject(deed) === about));
  }

  get canAct(): boolean { return this.boot.me !== null && this.live.line !== "closed"; }

  /** Whether the mode of the hall, as a rule, holds these back. The server decides; this only says so beforehand. */
  rests(what: "reaction" | "floor"): Mode | null {
    const { mode } = this.state;
    if (mode === "open" || (mode === "presentation" && what === "reaction")) return null;
    return mode;
  }

  private last<T>(pick: (deed: Deed) => T | null): T | null {
    for (let i = this.outbox.waiting.length - 1; i >= 0; i--) {
      const found = pick(this.outbox.waiting[i]!.deed);
      if (found !== null) return found;
    }
    return null;
  }

  private answered(deed: Deed, answer: DeedAnswer): void {
    if ("refused" in answer) {
      this.refusal = { deed, sentence: answer.sentence || this.words.t("deed.not_done") };
      return;
    }
    if (deed.kind === "question-vote") this.votes[deed.on ? "add" : "delete"](deed.question);
    if (deed.kind === "poll-vote") this.poll[deed.poll] = deed.option;
    if (deed.kind === "question") this.asked = [...this.asked, { ref: answer.ref ?? deed.key, text: deed.text }];
    // What waited for its line belongs to whoever was on stage then.
    if (deed.kind === "reaction" && deed.item === this.state.now?.ref) {
      const { item } = deed;
      if (this.reactions.item !== item) this.reactions = { item, kinds: new Set() };
      this.reactions.kinds[deed.on ? "add" : "delete"](deed.reaction);
    }
  }
}

function subject(deed: Deed): string {
  if (deed.kind === "question-vote") return deed.question;
  if (deed.kind === "poll-vote") return deed.poll;
  return deed.kind === "reaction" ? `${deed.item} ${deed.reaction}` : "";
}
