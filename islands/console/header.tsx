/** The console's top: is it saved, how is the line, who holds the baton. */
import { useState } from "preact/hooks";
import { useSeconds } from "../shared/hooks";
import { StatusShape } from "../shared/icons";
import { clockOf } from "../shared/time";
import { Key } from "./parts";
import type { Desk } from "./scene";

const MARK = "M11.12 2.19A14.65 14.65 0 0 1 20.88 2.19L19.00 6.72A9.75 9.75 0 0 0 13.00 6.72zM22.31 2.78A14.65 14.65 0 0 1 29.22 9.69L24.68 11.56A9.75 9.75 0 0 0 20.44 7.32zM29.81 11.12A14.65 14.65 0 0 1 29.81 20.88L25.28 19.00A9.75 9.75 0 0 0 25.28 13.00zM29.22 22.31A14.65 14.65 0 0 1 22.31 29.22L20.44 24.68A9.75 9.75 0 0 0 24.68 20.44zM9.69 29.22A14.65 14.65 0 0 1 2.78 22.31L7.32 20.44A9.75 9.75 0 0 0 11.56 24.68zM2.19 20.88A14.65 14.65 0 0 1 2.19 11.12L6.72 13.00A9.75 9.75 0 0 0 6.72 19.00zM2.78 9.69A14.65 14.65 0 0 1 9.69 2.78L11.56 7.32A9.75 9.75 0 0 0 7.32 11.56z";

export function Top({ desk, children }: { desk: Desk; children?: preact.ComponentChildren }) {
  const w = desk.words, { phase, conference } = desk.state;
  const alive = phase === "on_air" || phase === "held" || phase === "doors";
  return (
    <header class={alive ? "h-top live" : "h-top"}>
      <a class="brand" href={desk.boot.leaveUrl}>
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><path d={MARK} /><circle class="core" cx="16" cy="16" r="4.9" /></svg>
        <bdi>{conference.title}</bdi>
      </a>
      <span class={alive ? "now" : ""}>{w.of("phase", phase)}</span>
      {phase === "on_air" && <OnAirFor desk={desk} />}
      {phase !== "ended" && <Saved desk={desk} />}
      {children}
    </header>
  );
}

function OnAirFor({ desk }: { desk: Desk }) {
  const at = useSeconds(() => desk.clock.now());
  const first = desk.items.find((item) => item.state !== "skipped");
  if (!first) return null;
  return <span class="quiet num off-phone">{desk.words.t("console.on_air_for", { time: clockOf((at - Date.parse(first.expected_at)) / 1000) })}</span>;
}

/** The light directors look at before anything else: did what I just did reach the disk? */
export function Saved({ desk }: { desk: Desk }) {
  const w = desk.words, { line } = desk.live;
  if (desk.acts.isUnsent()) return <span class="push st bad" role="status"><StatusShape shape="triangle" />{w.t("saved.not_sent")}</span>;
  if (desk.acts.pending.length) return <span class="push st wait" role="status"><StatusShape shape="half" />{w.t("saved.saving")}</span>;
  if (line === "offline" || line === "closed" || line === "catching_up") {
    return <span class="push st bad" role="status"><StatusShape shape="triangle" />{w.of("saved", line)}</span>;
  }
  return <span class="push st good" role="status"><StatusShape shape="dot" />{w.t("saved.at", { time: desk.capitalTime(desk.savedAt, true) })}</span>;
}

export function Baton({ desk, open, onOpen }: { desk: Desk; open: boolean; onOpen: (open: boolean) => void }) {
  const w = desk.words, { baton, baton_offered_to: offered } = desk.state;
  const mine = desk.holdsBaton, toMe = offered?.ref === desk.boot.me.ref;
  return (
    <>
      <span class="baton">
        {baton ? w.parts("baton.held_by", { name: <b><bdi>{baton.name}</bdi></b> }) : w.t("baton.nobody")}
        {offered && <span class="quiet"> {w.parts("baton.offered_to", { name: <bdi>{offered.name}</bdi> })}</span>}
      </span>
      {mine && <Key label={w.t("baton.hand_over")} hint="H" busy={desk.isPending("hand_over")} pressed={open} onPress={() => onOpen(!open)} />}
      {toMe && <Key label={w.t("baton.accept")} hint="H" busy={desk.isPending("accept_baton")} onPress={() => void desk.act({ act: "accept_baton" })} />}
      {!mine && !toMe && desk.boot.me.may_direct && <TakeBaton desk={desk} />}
      {open && mine && <HandOver desk={desk} onDone={() => onOpen(false)} />}
    </>
  );
}

/** Taking what somebody else holds asks once more. */
function TakeBaton({ desk }: { desk: Desk }) {
  const w = desk.words;
  const [sure, setSure] = useState(false);
  const take = () => { setSure(false); void desk.act({ act: "take_baton", confirmed: true }); };
  if (desk.state.baton && !sure) return <Key label={w.t("baton.take")} onPress={() => setSure(true)} />;
  return <Key label={w.t(desk.state.baton ? "baton.take_sure" : "baton.take")} busy={desk.isPending("take_baton")} onPress={take} />;
}

function HandOver({ desk, onDone }: { desk: Desk; onDone: () => void }) {
  const w = desk.words;
  const others = (desk.boot.directors ?? []).filter((person) => person.ref !== desk.boot.me.ref);
  const give = (to: string) => { onDone(); void desk.act({ act: "hand_over", to }); };
  return (
    <span class="ks" role="group" aria-label={w.t("baton.to_whom")}>
      {others.length === 0 && <span class="quiet">{w.t("baton.no_other")}</span>}
      {others.map((person) => <Key key={person.ref} label={person.name} onPress={() => give(person.ref)} />)}
    </span>
  );
}
