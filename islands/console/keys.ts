/** Every act of the console on a key. Keys can be switched off: a person who dictates would trigger them by speaking. */
import { stepHand } from "./floor";
import { go, standByNext } from "./go";
import { lightOf } from "./parts";
import type { Desk } from "./scene";
import { jumpToNow } from "./sheet";
import { quickMessage } from "./side";

export interface Screens { help: boolean; inserting: boolean; handing: boolean; set: (next: Partial<Omit<Screens, "set">>) => void }

/** A hand that bounces on the bar must not stand by and go in one blow. */
const STEADY_MS = 700;
const OFF = "ocaq.keys-off";

export const keysAreOn = (): boolean => { try { return localStorage.getItem(OFF) !== "1"; } catch { return true; } };
export const setKeys = (on: boolean): void => { try { on ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1"); } catch { /* not kept: on again with the next page */ } };

export class Keyboard {
  private steadyAt = 0;

  constructor(private readonly desk: Desk, private readonly screens: () => Screens) {}

  press(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if (event.key === "Escape") { this.escape(target); return; }
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || !keysAreOn()) return;
    if (target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog")) return;
    // The bar and the return key belong to whatever control has the focus, except the row it has just chosen.
    if (/^( |Enter|Arrow.*)$/.test(event.key) && target.closest("input")) return;
    if (/^( |Enter)$/.test(event.key) && target.closest("button:not(.pickrow), a, summary")) return;
    if (this.run(event.key)) event.preventDefault();
  }

  private escape(target: HTMLElement): void {
    this.desk.selected = null;
    this.desk.filter = null;
    this.desk.trouble = "";
    this.screens().set({ help: false, inserting: false, handing: false });
    if (target.closest("input, textarea, select")) target.blur();
    this.desk.changed();
  }

  private run(key: string): boolean {
    const act = this.acts()[key.length === 1 ? key.toLowerCase() : key];
    if (!act) return false;
    act();
    return true;
  }

  private acts(): Record<string, () => void> {
    const { desk } = this, screens = this.screens(), { now, phase, baton_offered_to: offered } = desk.state;
    const acts: Record<string, () => void> = {
      " ": () => this.bar(),
      "s": () => standByNext(desk), "Enter": () => { if (desk.selected) standByNext(desk); },
      "u": () => void desk.act({ act: "undo_go" }),
      "p": () => { if (now) void desk.act({ act: now.held_at ? "resume" : "hold" }); },
      "+": () => { if (now) void desk.act({ act: "stretch", seconds: 60 }); },
      "-": () => { if (now) void desk.act({ act: "stretch", seconds: -60 }); },
      "d": () => { if (phase === "before") void desk.act({ act: "open_doors" }); },
      "n": () => nudgeSlow(desk),
      "x": () => skipChosen(desk),
      "i": () => screens.set({ inserting: !screens.inserting }),
      "h": () => (offered?.ref === desk.boot.me.ref ? void desk.act({ act: "accept_baton" }) : screens.set({ handing: !screens.handing })),
      "m": () => document.getElementById("m")?.focus(),
      "/": () => { desk.filter ??= ""; desk.changed(); document.getElementById("filter")?.focus(); },
      "j": () => jumpToNow(document.getElementById("cues")),
      "?": () => screens.set({ help: !screens.help }),
      "ArrowDown": () => choose(desk, 1), "ArrowUp": () => choose(desk, -1),
      "F1": () => quickMessage(desk, 0), "F2": () => quickMessage(desk, 1), "F3": () => quickMessage(desk, 2),
    };
    acts["="] = acts["+"]!;
    acts["−"] = acts["-"]!;
    for (let figure = 1; figure <= 9; figure++) acts[String(figure)] = () => stepHand(desk, figure - 1);
    return acts;
  }

  /** The bar: first blow stands by, second goes. */
  private bar(): void {
    const { desk } = this;
    if (Date.now() - this.steadyAt < STEADY_MS || desk.isPending("go") || desk.isPending("standby")) return;
    this.steadyAt = Date.now();
    if (desk.state.standby) go(desk);
    else standByNext(desk);
  }
}

function nudgeSlow(desk: Desk): void {
  const item = desk.coming;
  if (!item) return;
  for (const { code } of desk.state.departments) {
    const { state } = lightOf(desk, item.ref, code);
    if (state === "asked" || state === "read" || state === "problem") void desk.act({ act: "nudge", item: item.ref, department: code });
  }
}

function skipChosen(desk: Desk): void {
  const item = desk.item(desk.selected);
  if (item?.state === "to_come") void desk.act({ act: "skip", item: item.ref });
  if (item?.state === "skipped") void desk.act({ act: "unskip", item: item.ref });
}

function choose(desk: Desk, step: 1 | -1): void {
  const items = desk.items, from = desk.selected ?? desk.state.now?.ref ?? desk.state.next;
  const index = items.findIndex((item) => item.ref === from);
  const item = items[Math.min(items.length - 1, Math.max(0, index + step))];
  if (!item) return;
  desk.selected = item.ref;
  desk.changed();
  document.querySelector(".sheet tr.sel")?.scrollIntoView({ block: "nearest" });
}
