/** The whole room: stage, programme, floor; and the minute in which all of it withdraws. */
import { useEffect } from "preact/hooks";
import { useScene } from "../shared/hooks";
import { Icon, type IconName } from "../shared/icons";
import { Floor } from "./floor";
import { lineWords } from "./header";
import { Hush } from "./hush";
import { Programme } from "./programme";
import type { Room } from "./scene";
import { Stage } from "./stage";

export function RoomPage({ room }: { room: Room }) {
  useScene(room);
  const hushed = room.state.mode === "silence";
  useEffect(() => {
    const top = document.querySelector<HTMLElement>(".h-top");
    if (top) top.hidden = hushed;
    const live = room.state.phase === "on_air" || room.state.phase === "held" || room.state.phase === "doors";
    top?.classList.toggle("live", live);
    const phase = document.getElementById("phase");
    if (phase) phase.textContent = room.words.of("phase", room.state.phase);
    phase?.classList.toggle("now", live);
  }, [hushed, room.state.phase]);
  if (hushed) return <Hush room={room} />;
  return (
    <>
      <Trouble room={room} />
      <main class="room">
        <Stage room={room} />
        <Programme room={room} />
        <Floor room={room} />
      </main>
      <Dock room={room} />
    </>
  );
}

/** What the line does is always said in words; a banner only when something is asked of the reader's patience. */
function Trouble({ room }: { room: Room }) {
  const { line } = room.live;
  const waiting = room.outbox.waiting.length;
  const bad = line === "offline" || line === "closed" || line === "catching_up";
  return (
    <div class="offline" role="status" hidden={!bad && !waiting}>
      <Icon name="offline" />
      <span>
        {bad && lineWords(room)} {waiting > 0 && room.words.n("line.waiting", waiting)}{" "}
        {line === "closed" && <a href={location.href}>{room.words.t("line.enter_again")}</a>}
      </span>
    </div>
  );
}

const PLACES: readonly [string, IconName, string][] = [
  ["stage", "text", "stage"], ["programme", "clock", "programme"], ["floor", "hand", "floor"], ["questions", "up", "questions"], ["map", "globe", "map"],
];

function Dock({ room }: { room: Room }) {
  const { words } = room;
  useScene(room);
  return (
    <nav class="dock" aria-label={words.t("dock.label")}>
      {PLACES.map(([place, icon, word]) => (
        <a key={place} href={`#${place}`}><Icon name={icon} />{words.of("dock", word)}</a>
      ))}
    </nav>
  );
}
