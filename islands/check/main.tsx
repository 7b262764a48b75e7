/** Checks one figure in the reader's browser: key, checkpoint, history, entries, count. Says nothing before it is proven. */
import { render } from "preact";
import { useState } from "preact/hooks";
import { Icon, Seal, StatusShape } from "../shared/icons";
import { takeOver } from "../shared/takeover";
import { type WordList, Words } from "../shared/words";
import { fitTogether } from "./counts";
import { type Entry, readEntry } from "./entry";
import { numberOf, Publication, same, type Value } from "./figure";
import { type Checkpoint, type Get, NotChecked, readCheckpoint, readKey, walk, Wrong } from "./log";

interface Boot { log: string; index: number; value: Value; size?: number; meaning?: Record<string, string>; offline: string; words: WordList; language: string; dir: "ltr" | "rtl" }
type Told = Record<string, string | number | string[]>;
interface Step { code: string; facts: Told }
interface Seen { key: string; size: number; root: string; at: number }

/** Bytes of one entry with its share of the tiles, as measured; the price is told before the button is pressed. */
const ENTRY_BYTES = 320;
/** How many entries behind the figure's own are read, for what was said of it since. */
const BEYOND = 20_000;
const MEMORY = "ocaq.log";

function remembered(name: string): Seen | null {
  try { return (JSON.parse(localStorage.getItem(MEMORY) ?? "{}") as Record<string, Seen>)[name] ?? null; } catch { return null; }
}

function remember(name: string, seen: Seen): void {
  try { localStorage.setItem(MEMORY, JSON.stringify({ ...JSON.parse(localStorage.getItem(MEMORY) ?? "{}") as object, [name]: seen })); } catch { /* a browser that keeps nothing checks no history */ }
}

function forget(name: string): void { localStorage.setItem(MEMORY, JSON.stringify({ ...JSON.parse(localStorage.getItem(MEMORY) ?? "{}") as object, [name]: undefined })); }

function reader(log: string, told: (bytes: number) => void): Get {
  let sum = 0;
  return async (path) => {
    const answer = await fetch(`${log}/${path}`, { cache: path === "checkpoint" ? "no-store" : "default" }).catch(() => { throw new NotChecked("check.no_line"); });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new NotChecked("check.no_line");
    const raw = new Uint8Array(await answer.arrayBuffer().catch(() => { throw new NotChecked("check.no_line"); }));
    told(sum += raw.length);
    return raw;
  };
}

/** The whole check; `done` is told each step that holds. */
async function check(boot: Boot, keyText: string, get: Get, done: (code: string, facts?: Told) => void): Promise<void> {
  const key = await readKey(keyText), seen = remembered(key.name);
  done("check.key_is", { key: `${key.name}+${key.identity}` });
  const raw = await get("checkpoint");
  if (!raw) throw new Wrong("check.wrong_missing", { path: "checkpoint" });
  if (seen && seen.key !== key.text) {
    await readCheckpoint(raw, await readKey(seen.key)).catch(() => { throw new Wrong("check.wrong_other_key", { name: key.name }); });
    done("check.handed_over");
  }
  const checkpoint = await readCheckpoint(raw, key);
  done("check.signed", { size: checkpoint.size });
  const entries = await read(boot, get, checkpoint, seen, done);
  const publication = await Publication.read(boot.index, entries[boot.index] as Entry);
  await publication.follows(entries);
  done("check.stands", { index: boot.index });
  const { value, made_from } = publication.recount(entries);
  await publication.hold(value);
  if (boot.meaning) await publication.explains(boot.meaning);
  if (!same(value, boot.value)) throw new Wrong("check.wrong_page", { published: boot.value, computed: value });
  const fits = fitTogether(entries, publication.about, made_from.at(-1));
  if (publication.isStated) readBack(fits, made_from, value, done);
  else done("check.counted", { entries: made_from.length, value });
  const late = publication.since(entries, made_from);
  if (late) done("check.since", late);
  remember(key.name, { key: key.text, size: checkpoint.size, root: checkpoint.root, at: Date.now() });
}

/** Say of a figure that few entries state that it was not counted again, and whether they fit the others of their count. */
function readBack(fits: ReturnType<typeof fitTogether>, stated: number[], value: Value, done: (code: string, facts?: Told) => void): void {
  done("check.stated", { entries: stated.join(", "), value });
  if (fits) done("check.fits");
  if (fits?.people) done("check.people", { people: fits.people });
}

async function read(boot: Boot, get: Get, checkpoint: Checkpoint, seen: Seen | null, done: (code: string, facts?: Told) => void): Promise<Entry[]> {
  if (checkpoint.size <= boot.index) throw new Wrong("check.wrong_short", { index: boot.index, size: checkpoint.size });
  if (seen && seen.size > checkpoint.size) throw new Wrong("check.wrong_cut", { size: seen.size });
  const entries: Entry[] = [], to = Math.min(checkpoint.size, boot.index + 1 + BEYOND);
  const root = await walk(get, checkpoint, {
    to, index: boot.index, older: seen?.size ?? 0,
    each: (index, entry) => { entries[index] = readEntry(index, entry); },
  });
  if (seen && root !== seen.root) throw new Wrong("check.wrong_history", { size: seen.size });
  if (seen) done("check.history", { size: seen.size, day: new Date(seen.at).toLocaleDateString(boot.language, { dateStyle: "long" }) });
  done("check.hangs", { entries: entries.length });
  if (to < checkpoint.size) done("check.read_to", { index: entries.length - 1 });
  return entries;
}

type State = "ready" | "working" | "holds" | "wrong" | "unknown";

function Check({ boot, served }: { boot: Boot; served: string }) {
  const w = new Words(boot.words, boot.language);
  const [given, type] = useState(served), [state, turn] = useState<State>("ready"), [bytes, weigh] = useState(0);
  const [steps, grow] = useState<Step[]>([]), [trouble, tell] = useState<Step | null>(null);
  const run = async (event: Event) => {
    event.preventDefault();
    grow([]); tell(null); weigh(0); turn("working");
    try {
      await check(boot, given, reader(boot.log, weigh), (code, facts = {}) => grow((before) => [...before, { code, facts }]));
      turn("holds");
    } catch (error) {
      if (!(error instanceof Wrong || error instanceof NotChecked)) { turn("unknown"); tell({ code: "check.no_answer", facts: {} }); throw error; }
      turn(error instanceof Wrong ? "wrong" : "unknown");
      tell({ code: error.code, facts: error instanceof Wrong ? error.facts : {} });
    }
  };
  return (
    <>
      <form class="ck-form" onSubmit={(event) => void run(event)}>
        <div class="field">
          <label for="ck-key">{w.t("check.key")}</label>
          <p class="hint" id="ck-key-hint">{w.t("check.key_hint")}</p>
          <textarea class="in ck-key ltr" id="ck-key" aria-describedby="ck-key-hint" rows={3} spellcheck={false} autocomplete="off" value={given} onInput={(event) => type(event.currentTarget.value)} />
        </div>
        <p class="ck-go">
          <button class="btn" type="submit" aria-disabled={state === "working"} disabled={state === "working"}>{w.t("check.go")}</button>
          <span class="quiet small">{w.t(state === "ready" ? "check.price" : "check.paid", { kb: w.num(Math.ceil((state === "ready" ? Math.min(boot.size ?? boot.index, boot.index + BEYOND) * ENTRY_BYTES : bytes) / 1000)) })}</span>
        </p>
      </form>
      <ol class="ck-steps">{steps.map(({ code, facts }) => <li key={code}><span class="ck-tick"><Icon name="check" /></span><span>{shown(w, code, facts)}</span></li>)}</ol>
      <div role="status">
        {state === "working" && <p class="quiet">{w.t("check.working")}</p>}
        {state === "holds" && <p class="ck-end good"><Seal /><b>{w.t("check.holds")}</b></p>}
        {trouble && <div class={`ck-end ${state === "wrong" ? "bad" : "wait"}`}><p><span class={`st ${state === "wrong" ? "bad" : "wait"}`}><StatusShape shape="triangle" /></span> <b>{w.t(state === "wrong" ? "check.is_wrong" : "check.is_unknown")}</b></p><p>{shown(w, trouble.code, trouble.facts)}</p>
          {trouble.code === "check.wrong_other_key" && <p><button class="btn second sm" type="button" onClick={() => { forget(String(trouble.facts.name)); tell(null); turn("ready"); }}>{w.t("check.forget")}</button></p>}
          <p><a href={boot.offline}>{w.t("check.offline")}</a></p>
        </div>}
      </div>
    </>
  );
}

/** Numbers as the language writes them, in rows of tables too; keys, paths and codes read from the left. */
function shown(w: Words, code: string, facts: Told) {
  const row = (each: string) => `${each.slice(0, each.lastIndexOf(":"))}: ${w.num(numberOf(each))}`;
  const said = (fact: Told[string]) => (typeof fact === "number" ? w.num(fact) : <bdi>{Array.isArray(fact) ? fact.map(row).join(", ") : fact}</bdi>);
  return w.parts(code, Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, said(fact)])));
}

async function begin(mount: HTMLElement): Promise<void> {
  const boot = JSON.parse(document.getElementById("boot")?.textContent ?? "") as Boot;
  const key = await reader(boot.log, () => { /* not worth telling */ })("key").catch(() => null);
  takeOver(mount, () => render(<Check boot={boot} served={key ? newest(new TextDecoder().decode(key)) : ""} />, mount));
}

/** While a key is handed over the log tells two, the newest first; each signs. */
const newest = (keys: string) => keys.trim().split("\n", 1)[0] ?? "";

const mount = document.getElementById("check-figure");
if (mount) void begin(mount);
