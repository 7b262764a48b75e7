/** The clock, the plan, and the one key that moves everybody's page. */
import { useSeconds } from "../shared/hooks";
import { Icon } from "../shared/icons";
import { clockOf } from "../shared/time";
import { Key } from "./parts";
import { callOf, cueNumber, type Desk } from "./scene";

const UNDO_MS = 8_000;

export function ClockCell({ desk }: { desk: Desk }) {
  const w = desk.words, at = useSeconds(() => desk.clock.now());
  const [clock, seconds] = split(desk.capitalTime(at, true));
  const late = desk.state.running_late_s, fixed = desk.items.find((item) => item.state === "to_come" && item.fixed && item.expected_at <= item.planned_at);
  return (
    <section class="cell clockc" aria-label={w.t("console.clock_and_go")}>
      <div class="clock-row">
        <div><p class="lab1">{w.t("console.in_capital")}</p><p class="clk" role="timer" aria-label={w.t("console.clock")}>{clock}<small>{seconds}</small></p></div>
        <dl class="two-n">
          <div><dt>{w.t("console.against_plan")}</dt><dd class={Math.abs(late) < 30 ? "st good" : "st wait"}><Icon name="clock" />{against(desk, late)}</dd></div>
          <div><dt>{w.t("console.end_expected")}</dt><dd>{desk.capitalTime(desk.state.projected_end, true)}</dd></div>
        </dl>
      </div>
      <p class="quiet tiny plan">{late > 0 && fixed ? w.t("programme.stays", { title: fixed.title, time: desk.capitalTime(fixed.planned_at) }) : " "}</p>
      <Gos desk={desk} at={at} />
    </section>
  );
}

const split = (time: string): [string, string] => [time.slice(0, 5), time.slice(5)];

function against(desk: Desk, late: number): string {
  if (Math.abs(late) < 1) return desk.words.t("console.on_time");
  return desk.words.t(late > 0 ? "console.behind" : "console.ahead", { time: clockOf(Math.abs(late)) });
}

function Gos({ desk, at }: { desk: Desk; at: number }) {
  const w = desk.words, { standby, undo_until: undo, phase, now } = desk.state, item = desk.coming;
  const undoLeft = undo ? Math.max(0, Date.parse(undo) - at) : 0;
  const going = desk.isPending("go"), ending = !item && now !== null && phase !== "ended";
  return (
    <div class="gos">
      <button type="button" class={desk.isPending("standby") ? "stand waits" : "stand"} disabled={!item} aria-busy={desk.isPending("standby")} onClick={() => standByNext(desk)}>
        {w.t("console.standby")}<span>{desk.acts.isUnsent("standby") ? w.t("console.not_sent") : standby ? w.t("console.standby_set", { time: desk.capitalTime(standby.at, true) }) : w.t("console.standby_not")} <kbd>S</kbd></span>
      </button>
      {ending ? (
        <button type="button" class={desk.isPending("end_show") ? "go waits" : "go"} aria-busy={desk.isPending("end_show")} onClick={() => void desk.act({ act: "end_show" })}>
          {w.t("console.end")}<span>{w.t("console.end_long")}</span>
        </button>
      ) : (
        <button type="button" class={going ? "go waits" : standby ? "go" : "go resting"} disabled={!item} aria-busy={going} onClick={() => go(desk)}>
          {item ? w.t("console.go", { number: cueNumber(item.number) }) : w.t("console.go_none")}
          <span>{desk.acts.isUnsent("go") ? w.t("console.not_sent") : <bdi>{item ? callOf(w, item) : ""}</bdi>} <kbd>{w.t("console.space")}</kbd></span>
        </button>
      )}
      <div class="undo">
        <Key label={w.t("console.undo")} hint="U" disabled={undoLeft <= 0} busy={desk.isPending("undo_go")} onPress={() => void desk.act({ act: "undo_go" })} />
        <div class="bar" aria-hidden="true"><i style={`inline-size:${((100 * undoLeft) / UNDO_MS).toFixed(0)}%`} /></div>
        <span class="tiny">{w.t("console.undo_window")}</span>
      </div>
    </div>
  );
}

export function standByNext(desk: Desk, ref = desk.selected ?? desk.state.next): void {
  if (ref && desk.state.programme[ref]?.state === "to_come") void desk.act({ act: "standby", item: ref });
}

export function go(desk: Desk): void {
  const item = desk.coming;
  if (item && !desk.isPending("go")) void desk.act({ act: "go", item: item.ref }).then((done) => { if (done) desk.selected = null; });
}
