/** A show that is over: what ran, and where it is told in full. Nothing here acts. */
import { clockOf } from "../shared/time";
import type { Cue, Desk } from "./scene";

interface Ran { start: number; end: number; items: number; skipped: number }

/** From the first cue that was called to the end of the last one; null when none was. */
export function ranOf(items: Pick<Cue, "state" | "expected_at" | "ran_s">[]): Ran | null {
  const ran = items.filter((item) => item.ran_s !== null);
  if (ran.length === 0) return null;
  const starts = ran.map((item) => Date.parse(item.expected_at));
  return {
    start: Math.min(...starts),
    end: Math.max(...ran.map((item, i) => starts[i]! + 1000 * (item.ran_s ?? 0))),
    items: ran.length,
    skipped: items.filter((item) => item.state === "skipped").length,
  };
}

export function EndedCell({ desk, sheet }: { desk: Desk; sheet?: boolean }) {
  const w = desk.words, ran = ranOf(desk.items);
  return (
    <section class="cell endc" aria-labelledby="n1">
      <h2 id="n1" class="cue">{w.t("console.ended")}</h2>
      {ran && <p>
        {w.t("console.ran", { start: desk.capitalTime(ran.start, true), end: desk.capitalTime(ran.end, true), length: clockOf((ran.end - ran.start) / 1000) })}
        {" "}{w.n("count.items_ran", ran.items)}{ran.skipped > 0 && <> {w.n("count.items_skipped", ran.skipped)}</>}
      </p>}
      {sheet && <p class="quiet">{w.t("console.calls_nothing")}</p>}
      <p><a class="more" href={desk.boot.reportUrl ?? desk.boot.leaveUrl}>{w.t("stage.after")}</a></p>
    </section>
  );
}

/** The last lines of the log; the report tells the whole of it. */
export function EndedLog({ desk }: { desk: Desk }) {
  const w = desk.words;
  return (
    <section class="cell logc" aria-labelledby="lg">
      <header class="lab1"><h2 id="lg">{w.t("log.title")}</h2></header>
      <div class="log">{desk.state.log.map((line) => [<time key={line.id} dateTime={line.at}>{desk.capitalTime(line.at, true)}</time>, <span key={`s${line.id}`}><bdi>{line.sentence}</bdi></span>])}</div>
    </section>
  );
}
