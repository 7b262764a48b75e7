/** What the server tells a room. Python's side is `ocaq/conference/queries/room.py`; a test holds both together.
 *
 * A page starts from a snapshot (`RoomState` or `CrewState`, numbered `seq`) and applies numbered events in order.
 * All texts are already in the language of the stream. All times are ISO 8601 in UTC. */

export type Mode = "open" | "anthem" | "silence" | "screening" | "presentation";
/** Hall before the doors, doors open, on air, held (a pause), ended. */
export type Phase = "before" | "doors" | "on_air" | "held" | "ended";

export interface Person { name: string; role: string; place: string; country: string; speaks: string }
export interface Media { kind: "video" | "hls" | "audio"; src: string; sound: string }

/** The item on stage. `seconds` are of the plan plus what was added; `held_at` set: the clock stands. */
export interface Now {
  ref: string; number: number; kind: string; title: string; subtitle: string; people: Person[];
  started_at: string; seconds: number; held_at: string | null; held_s: number; media: Media | null;
}
export interface ProgrammeItem {
  order: number; number: number; kind: string; title: string; subtitle: string; people: string[];
  planned_at: string; expected_at: string; seconds: number; fixed: boolean;
  state: "past" | "on" | "to_come" | "skipped"; ran_s: number | null;
}
export interface Words { id: number; text: string; lang: string; interpreted: boolean; who: string; at: string }
export interface Hand {
  order: number; participant: string; name: string; country: string; country_name: string; topic: string;
  state: "raised" | "called" | "speaking"; budget_s: number; spoken_by_country_s: number;
}
export interface Question {
  text: string; lang: string; name: string; country: string; country_name: string; at: string;
  state: "waiting" | "shown" | "taken" | "answered"; votes: number;
}
export interface Poll {
  ref: string; question: string; state: "open" | "closed"; results_shown: boolean;
  options: { ref: string; text: string }[];
}

export interface RoomState {
  seq: number;
  conference: { ref: string; slug: string; title: string; zone: string; starts_at: string };
  phase: Phase;
  mode: Mode;
  now: Now | null;
  next: string | null;                       // ref into programme
  running_late_s: number;                    // negative: ahead
  projected_end: string;
  programme: Record<string, ProgrammeItem>;  // by ref
  words: Words[];                            // the last five, oldest first
  floor: { open: boolean; budget_s: number };
  queue: Record<string, Hand>;               // by ref
  questions_open: boolean;
  questions: Record<string, Question>;       // by ref, without those waiting
  poll: Poll | null;
}

/** The console's and the crew's own half, beside everything of the room. */
export interface CrewItem {
  owner: string; notes: string; script: string[]; cues: Record<string, string>;
  lights: Record<string, { state: "not_needed" | "asked" | "read" | "ready" | "problem"; at: string; by: string; nudged_at: string | null }>;
}
export interface CrewState extends RoomState {
  version: number;                           // sent back with every act; a stale one is refused
  standby: { ref: string; at: string } | null;
  undo_until: string | null;
  baton: { ref: string; name: string } | null;
  baton_offered_to: { ref: string; name: string } | null;
  crew: Record<string, CrewItem>;            // by item ref
  departments: { code: string; letter: string; name: string }[];
  waiting: Record<string, Question>;         // questions for the moderator, by ref
  balance: { country: string; country_name: string; seconds: number }[];  // longest heard first
  message: { id: number; text: string; shown_at: string; seen_at: string | null } | null;
  polls: Record<string, Omit<Poll, "state"> & { state: "draft" | "open" | "closed" }>;
  log: { id: number; at: string; sentence: string }[];   // newest first, the last thirty
}
export interface SpeakerState {
  seq: number; phase: Phase; mode: Mode; now: Now | null; next: string;
  message: { id: number; text: string; shown_at: string } | null; capital_zone: string;
}

/** A numbered event: top-level keys replaced, keyed collections patched. */
export interface Patch {
  set?: Record<string, unknown>;
  put?: Record<string, Record<string, unknown>>;
  del?: Record<string, string[]>;
}
export interface RoomEvent { seq: number; kind: string; at: string; patch: Patch }

/** Once a second at most, without a number: totals, so that a lost one does no harm. Only what changed is sent;
 * a stream that opens gets all of it. */
export interface Levels {
  at?: string;
  people?: number | null;                    // null: fewer than five, of whom no number is told
  countries?: number;
  lights?: Record<string, number>;           // by country: how many at least (1, 10, 50, 200), so that nobody is pointed at
  votes?: Record<string, number>;            // by question ref
  reactions?: Record<string, number>;        // by kind, for the item on stage
  poll?: { ref: string; votes: number | null; options: Record<string, number> | null } | null;   // options only when results are shown
}

/** What a person does, `POST /intake/<conference ref>`; `key` is a UUID made once a deed, repeated with every retry. */
export type Deed =
  | { key: string; kind: "question"; text: string }
  | { key: string; kind: "question-vote"; question: string; on: boolean }
  | { key: string; kind: "poll-vote"; poll: string; option: string }
  | { key: string; kind: "hand"; topic: string }
  | { key: string; kind: "hand-down" }
  | { key: string; kind: "reaction"; reaction: "applause" | "thanks" | "agree"; on: boolean; item: string }
  | { key: string; kind: "present" }
  | { key: string; kind: "leave" };
/** 201 first time, 200 for a repeat: same body. 409 refused, 401 ticket expired, 422 not understood. */
export type DeedAnswer = { done: true; ref?: string } | { refused: string; sentence: string };
