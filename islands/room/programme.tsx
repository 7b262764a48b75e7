/** Where we are in the programme, in the reader's own time. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { ProgrammeItem } from "../shared/state";
import type { Room } from "./scene";

export function Programme({ room }: { room: Room }) {
  const w = room.words;
  const pane = useRef<HTMLElement>(null);
  const [scrolls, setScrolls] = useState(false);
  const items = Object.entries(room.state.programme).sort(([, a], [, b]) => a.order - b.order);
  useEffect(() => {
    setScrolls(pane.current !== null && pane.current.scrollHeight > pane.current.clientHeight);
    const on = pane.current?.querySelector<HTMLElement>(".on");
    // Only inside its own pane: the page itself must never move under a reader's thumb.
    if (on && pane.current && pane.current.scrollHeight > pane.current.clientHeight) pane.current.scrollTop = on.offsetTop - pane.current.offsetTop - pane.current.clientHeight / 3;
  }, [room.state.now?.ref]);
  return (
    <section class="pane programme" id="programme" aria-labelledby="ph" ref={pane} tabIndex={scrolls ? 0 : -1}>
      <h2 id="ph">{w.t("programme.title")}<span class="tiny dim">{w.t("programme.your_time")}</span></h2>
      <ol class="prog">{items.map(([ref, item]) => <Item key={ref} room={room} item={item} />)}</ol>
      <p class="tiny dim lateness">{lateness(room)}</p>
    </section>
  );
}

function Item({ room, item }: { room: Room; item: ProgrammeItem }) {
  const w = room.words;
  const shape = item.state === "on" ? "on" : item.state === "to_come" ? "" : "past";
  return (
    <li class={shape} aria-current={item.state === "on" ? "step" : undefined}>
      <time dateTime={item.expected_at}>{room.time(item.expected_at)}</time>
      <span>
        {item.state === "skipped" ? <s><bdi>{item.title}</bdi></s> : <bdi>{item.title}</bdi>}
        {item.people.length > 0 && <small>{item.people.map((name, i) => [i > 0 && w.t("text.comma"), <bdi key={name}>{name}</bdi>])}</small>}
        {item.subtitle && <small><bdi>{item.subtitle}</bdi></small>}
        {item.state === "skipped" && <small>{w.t("programme.skipped")}</small>}
        {item.ran_s !== null && <small>{w.n("programme.ran", Math.max(1, Math.round(item.ran_s / 60)))}</small>}
      </span>
    </li>
  );
}

function lateness(room: Room): string {
  const w = room.words, { running_late_s: late, phase, programme } = room.state;
  if (phase !== "on_air" && phase !== "held") return "";
  const minutes = Math.round(Math.abs(late) / 60);
  const told = minutes === 0 ? w.t("programme.on_time") : w.n(late > 0 ? "programme.late" : "programme.ahead", minutes);
  const next = Object.values(programme).filter((item) => item.state === "to_come" && item.fixed).sort((a, b) => a.order - b.order)[0];
  // A fixed start that cannot be kept is not promised.
  if (!next || Date.parse(next.expected_at) > Date.parse(next.planned_at)) return told;
  return `${told} ${w.t("programme.stays", { title: next.title, time: room.time(next.planned_at) })}`;
}
