/** The cue sheet: every item, what each department does in it, and who is ready. */
import { useEffect, useRef } from "preact/hooks";
import { StatusShape } from "../shared/icons";
import { clockOf } from "../shared/time";
import { lightOf, SHAPES } from "./parts";
import { type Cue, cueNumber, type Desk } from "./scene";

export function matches(item: Cue, owner: string, filter: string | null): boolean {
  const sought = (filter ?? "").trim().toLocaleLowerCase();
  return !sought || [item.title, item.subtitle, ...item.people, owner, cueNumber(item.number)].some((text) => text.toLocaleLowerCase().includes(sought));
}

export function Sheet({ desk }: { desk: Desk }) {
  const w = desk.words, { departments, crew, standby } = desk.state;
  const sheet = useRef<HTMLElement>(null);
  const used = departments.filter(({ code }) => Object.values(crew).some(({ cues }) => cues[code]));
  const over = desk.state.phase === "ended";   // a row is chosen to act on it
  const rows = desk.items.filter((item) => matches(item, crew[item.ref]?.owner ?? "", desk.filter));
  useEffect(() => jumpToNow(sheet.current), [desk.state.now?.ref]);
  return (
    <section class="cell sheet" id="cues" aria-label={w.t("sheet.label")} tabIndex={0} ref={sheet}>
      <table>
        <thead><tr>
          <th>{w.t("sheet.cue")}</th><th class="far">{w.t("sheet.plan")}</th><th>{w.t("sheet.real")}</th><th>{w.t("sheet.length")}</th><th>{w.t("sheet.item")}</th><th class="far">{w.t("sheet.page")}</th>
          {used.map(({ code, name }) => <th key={code} class="far">{name}</th>)}
          <th><abbr class="lt" title={w.list(departments.map(({ name }) => name))}>{departments.map(({ code, letter }) => <span key={code}>{letter}</span>)}</abbr></th>
        </tr></thead>
        <tbody>
          {rows.map((item) => (
            <tr key={item.ref} class={shade(item, standby?.ref ?? null, desk.selected)} aria-current={item.state === "on" ? "true" : undefined} onClick={over ? undefined : () => { desk.selected = item.ref; desk.changed(); }}>
              <td>{cueNumber(item.number)}</td>
              <td class="d far">{desk.capitalTime(item.planned_at, true)}</td>
              <td class="d">{item.state === "skipped" ? w.t("programme.skipped") : desk.capitalTime(item.expected_at, true)}</td>
              <td class="d">{clockOf(item.ran_s ?? item.seconds)}</td>
              <td class="t" title={item.title}>
                {over ? <Called desk={desk} item={item} /> : <button type="button" class="pickrow" aria-pressed={desk.selected === item.ref}><Called desk={desk} item={item} /></button>}
              </td>
              <td class="far"><span class="cut">{w.of("kind", item.kind)}</span></td>
              {used.map(({ code }) => <td key={code} class="far" title={crew[item.ref]?.cues[code]}><bdi class="cut">{crew[item.ref]?.cues[code] ?? ""}</bdi></td>)}
              <td><Lights desk={desk} item={item.ref} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p class="quiet">{w.t("sheet.no_match")}</p>}
    </section>
  );
}

function Called({ desk, item }: { desk: Desk; item: Cue }) {
  return <>{item.people.length > 0 && <><bdi>{desk.words.list(item.people)}</bdi>. </>}{item.state === "skipped" ? <s><bdi>{item.title}</bdi></s> : <bdi>{item.title}</bdi>}</>;
}

function shade(item: Cue, standby: string | null, selected: string | null): string {
  const names = [item.state === "on" ? "on" : item.state === "to_come" ? "" : "past", item.ref === standby && item.state !== "on" ? "sb" : "", item.ref === selected ? "sel" : ""];
  return names.filter(Boolean).join(" ");
}

function Lights({ desk, item }: { desk: Desk; item: string }) {
  return (
    <span class="lt">
      {desk.state.departments.map(({ code, name }) => {
        const { state } = lightOf(desk, item, code), [shape, , tone] = SHAPES[state], word = `${name}: ${desk.words.of("light", state)}`;
        return <span key={code} class={tone} title={word}><StatusShape shape={shape} /><span class="sr">{word}</span></span>;
      })}
    </span>
  );
}

/** Brings the running item into view inside the sheet; the page itself stays where it is. */
export function jumpToNow(sheet: HTMLElement | null): void {
  const row = sheet?.querySelector<HTMLElement>("tr.on");
  if (sheet && row) sheet.scrollTop = row.offsetTop - sheet.clientHeight / 3;
}
