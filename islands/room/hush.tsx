/** The minute of silence: everything else withdraws. No number counts down; a thread shortens. */
import { useState } from "preact/hooks";
import { Counted } from "../shared/counted";
import { LiveMap } from "../shared/map";
import { elapsed } from "../shared/time";
import type { Room } from "./scene";

export function Hush({ room }: { room: Room }) {
  const w = room.words, { now, conference } = room.state;
  const { people, countries = 0, lights = {} } = room.levels;
  const seconds = now?.seconds ?? 60;
  // Set once: an animation that restarts would stretch the minute.
  const [begun] = useState(() => (now ? elapsed(now, room.clock.now()) : 0));
  return (
    <main class="hush">
      <div><LiveMap id="hush" present={lights} viewBox="0 0 2400 1038" label={countries ? w.n("world.label", countries) : w.t("world.dark")} /></div>
      <div>
        <h1><bdi>{now?.title ?? conference.title}</bdi></h1>
        <div class="thread" role="presentation"><i style={`--lasts:${seconds}s;--since:-${begun.toFixed(1)}s`} /></div>
        <p class="quiet small">
          {people && countries
            ? w.parts("hush.together", {
              people: <a class="counted" href="/figures/#conference.people_now"><Counted figure="people_now" value={people}>{w.n("hush.people", people)}</Counted></a>,
              countries: <a class="counted" href="/figures/#conference.countries_now"><Counted figure="countries_now" value={countries}>{w.n("hush.countries", countries)}</Counted></a>,
            })
            : w.t("hush.few")}<br />{w.t("hush.rest")}
        </p>
      </div>
      <a class="act dim" href={room.boot.leaveUrl}>{w.t("hush.leave")}</a>
    </main>
  );
}
