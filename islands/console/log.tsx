/** Last row: who is there, what was done, and what can be done with the chosen row of the sheet. */
import { useState } from "preact/hooks";
import { LiveMap } from "../shared/map";
import { Key, Status } from "./parts";
import { callOf, type Desk } from "./scene";
import { standByNext } from "./go";
import { jumpToNow } from "./sheet";

export function LogCell({ desk, inserting, onInsert }: { desk: Desk; inserting: boolean; onInsert: (open: boolean) => void }) {
  const w = desk.words, { countries = 0, lights = {} } = desk.levels, people = desk.levels.people ?? 0;
  return (
    <div class="cell logc">
      <section class="mini" aria-labelledby="at">
        <header class="lab1"><h2 id="at">{w.num(people)} <span class="quiet">{w.n("count.people", people)}</span> {w.num(countries)} <span class="quiet">{w.n("count.countries", countries)}</span></h2></header>
        <LiveMap id="mini" present={lights} viewBox="0 0 2400 1038" label={w.n("world.label", countries)} />
      </section>
      <section aria-labelledby="lg">
        <header class="lab1"><h2 id="lg">{w.t("log.title")}</h2><RowKeys desk={desk} inserting={inserting} onInsert={onInsert} /></header>
        {desk.filter !== null && <FilterField desk={desk} />}
        {inserting && <InsertForm desk={desk} onDone={() => onInsert(false)} />}
        <div class="log" role="log">{desk.state.log.slice(0, 8).map((line) => [<time key={line.id} dateTime={line.at}>{desk.capitalTime(line.at, true)}</time>, <span key={`s${line.id}`}><bdi>{line.sentence}</bdi></span>])}</div>
        <p class="tiny quiet legend">{(["ready", "read", "asked", "not_asked", "not_needed", "problem"] as const).map((state) => <Status key={state} state={state}>{w.of("light", state)}</Status>)}
          <span>{desk.state.departments.map(({ letter, name }) => `${letter} ${name}`).join(w.t("text.comma"))}</span></p>
      </section>
    </div>
  );
}

function RowKeys({ desk, inserting, onInsert }: { desk: Desk; inserting: boolean; onInsert: (open: boolean) => void }) {
  const w = desk.words, item = desk.item(desk.selected);
  const filter = () => { desk.filter = desk.filter === null ? "" : null; desk.changed(); };
  return (
    <span class="ks">
      {item && <bdi class="quiet chosen">{callOf(w, item)}</bdi>}
      {item?.state === "to_come" && <Key label={w.t("row.standby")} hint="↵" busy={desk.isPending("standby", { item: item.ref })} onPress={() => standByNext(desk)} />}
      {item?.state === "to_come" && <Key label={w.t("row.skip")} hint="X" busy={desk.isPending("skip", { item: item.ref })} onPress={() => void desk.act({ act: "skip", item: item.ref })} />}
      {item?.state === "skipped" && <Key label={w.t("row.unskip")} hint="X" busy={desk.isPending("unskip", { item: item.ref })} onPress={() => void desk.act({ act: "unskip", item: item.ref })} />}
      <Key label={w.t("row.insert")} hint="I" pressed={inserting} onPress={() => onInsert(!inserting)} />
      <Key label={w.t("row.filter")} hint="/" pressed={desk.filter !== null} onPress={filter} />
      <Key label={w.t("row.jump")} hint="J" onPress={() => jumpToNow(document.getElementById("cues"))} />
    </span>
  );
}

function FilterField({ desk }: { desk: Desk }) {
  return (
    <div class="ask"><label class="sr" for="filter">{desk.words.t("row.filter")}</label>
      <input class="in" id="filter" type="search" value={desk.filter ?? ""} ref={(field) => { if (field && !desk.filter) field.focus(); }} onInput={(event) => { desk.filter = event.currentTarget.value; desk.changed(); }} /></div>
  );
}

const KINDS = ["speech", "music", "film", "greeting", "exchange", "break"] as const;

function InsertForm({ desk, onDone }: { desk: Desk; onDone: () => void }) {
  const w = desk.words;
  const [title, setTitle] = useState(""), [kind, setKind] = useState<string>("speech"), [minutes, setMinutes] = useState(3);
  const insert = (event: Event) => {
    event.preventDefault();
    if (title.trim()) void desk.act({ act: "insert", title: title.trim(), kind, seconds: Math.round(minutes * 60) }).then((done) => { if (done) onDone(); });
  };
  return (
    <form class="ask insert" onSubmit={insert}>
      <label>{w.t("insert.title")}<input class="in" id="insert" maxLength={120} value={title} ref={(field) => { if (field && !title) field.focus(); }} onInput={(event) => setTitle(event.currentTarget.value)} /></label>
      <label>{w.t("insert.kind")}<select class="in" value={kind} onChange={(event) => setKind(event.currentTarget.value)}>{KINDS.map((each) => <option key={each} value={each}>{w.of("kind", each)}</option>)}</select></label>
      <label>{w.t("insert.minutes")}<input class="in" type="number" min={0.5} max={60} step={0.5} value={minutes} onInput={(event) => setMinutes(Number(event.currentTarget.value))} /></label>
      <button class={desk.isPending("insert") ? "k waits" : "k"} disabled={!title.trim()}>{w.t("insert.do")}</button>
    </form>
  );
}
