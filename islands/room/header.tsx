/** The parts of the page's top that live: the state of the line in words, and what time it is here and in the capital. */
import { useScene, useSeconds } from "../shared/hooks";
import { cityOf } from "../shared/time";
import type { Room } from "./scene";

export function lineWords(room: Room): string {
  const w = room.words;
  switch (room.live.line) {
    case "live": return followWords(room);
    case "polling": return w.t("line.polling");
    case "offline": return w.t("line.offline");
    case "closed": return w.t("line.closed");
    case "connecting": return w.t("line.connecting");
    case "catching_up": return w.t("line.catching_up");
  }
}

function followWords(room: Room): string {
  const w = room.words;
  return room.follow === "text" ? w.t("line.live_text") : room.follow === "sound" ? w.t("line.live_sound") : w.t("line.live_picture");
}

export function LineState({ room }: { room: Room }) {
  useScene(room);
  return <>{lineWords(room)}</>;
}

export function Wallclock({ room }: { room: Room }) {
  const at = useSeconds(() => room.clock.now());
  const here = room.time(at), there = room.capitalTime(at);
  return (
    <>
      <time dateTime={new Date(at).toISOString()}>{here}</time>{" "}
      <span class="there"><bdi>{room.boot.city || cityOf(room.zone)}</bdi></span>
      {here !== there && <span class="there">{room.words.t("time.in_capital", { time: there })}</span>}
    </>
  );
}
