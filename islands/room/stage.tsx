/** Who is on stage, how long, their words, and the world that listens. */
import { useState } from "preact/hooks";
import { Counted } from "../shared/counted";
import { useSeconds } from "../shared/hooks";
import { Icon, type IconName, Seal } from "../shared/icons";
import { LiveMap } from "../shared/map";
import type { Now, Words as Spoken } from "../shared/state";
import { clockOf, durationAttribute, elapsed, left } from "../shared/time";
import { Player } from "./player";
import { type Follow, REACTIONS, type Reaction, type Room } from "./scene";

export function Stage({ room }: { room: Room }) {
  const { now } = room.state;
  return (
    <section class="stage" id="stage" aria-labelledby="who">
      {now ? <OnStage room={room} now={now} /> : <Empty room={room} />}
      {now && <FollowChoice room={room} />}
      {now && room.follow !== "text" && <Player room={room} now={now} />}
      <SaidWords room={room} />
      <Reactions room={room} />
      <Sky room={room} />
    </section>
  );
}

function OnStage({ room, now }: { room: Room; now: Now }) {
  const w = room.words;
  const person = now.people[0];
  const about = person ? w.list([person.role, person.place].filter(Boolean)) : now.subtitle;
  const language = person?.speaks && room.words.languageOf(person.speaks);
  return (
    <div class="onstage">
      <div class="meta">
        <span class="now">{now.held_at ? w.t("stage.held") : w.t("stage.now")}</span>
        <span>{now.people.length > 0 && now.title ? <bdi>{now.title}</bdi> : place(room, now)}</span>
        <TimeLeft room={room} now={now} />
      </div>
      <h1 id="who">{now.people.length
        ? now.people.map((each, i) => [i > 0 && w.t("text.comma"), <bdi key={each.name}>{each.name}</bdi>])
        : <bdi>{now.title}</bdi>}</h1>
      <p class="quiet">{about && <bdi>{about}</bdi>}{about && language && ". "}{language && w.t("stage.language", { language })}</p>
      <Run room={room} now={now} />
    </div>
  );
}

/** "Speech 3 of 12", counted among its kind as the programme now stands. */
function place(room: Room, now: Now): string {
  const kind = room.words.of("kind", now.kind);
  const alike = Object.entries(room.state.programme).filter(([, item]) => item.kind === now.kind && item.state !== "skipped").sort(([, a], [, b]) => a.order - b.order);
  const index = alike.findIndex(([ref]) => ref === now.ref);
  return alike.length > 1 && index >= 0 ? room.words.t("stage.place", { kind, n: index + 1, of: alike.length }) : kind;
}

function TimeLeft({ room, now }: { room: Room; now: Now }) {
  const seconds = left(now, useSeconds(() => room.clock.now()));
  return (
    <span class="left" role="timer">
      <span class="sr">{room.words.t(seconds < 0 ? "stage.over" : "stage.left")} </span>
      <time dateTime={durationAttribute(seconds)}>{clockOf(seconds)}</time>
    </span>
  );
}

function Run({ room, now }: { room: Room; now: Now }) {
  const share = Math.min(100, (100 * elapsed(now, useSeconds(() => room.clock.now()))) / Math.max(1, now.seconds));
  return <div class="run" aria-hidden="true"><i style={`inline-size:${share.toFixed(2)}%`} /></div>;
}

function Empty({ room }: { room: Room }) {
  const w = room.words, { conference, phase } = room.state;
  const facts = { time: room.time(conference.starts_at), there: room.capitalTime(conference.starts_at) };
  return (
    <div class="onstage">
      <div class="meta"><span>{w.of("phase", phase)}</span></div>
      <h1 id="who"><bdi>{conference.title}</bdi></h1>
      <p class="quiet">{phase === "ended" ? w.t("stage.ended") : w.t("stage.begins", facts)}</p>
      {phase === "ended" && <p><a class="more" href={room.boot.reportUrl ?? room.boot.leaveUrl}>{w.t("stage.after")}</a></p>}
    </div>
  );
}

const WAYS: readonly [Follow, IconName][] = [["text", "text"], ["sound", "sound"], ["picture", "picture"]];

function FollowChoice({ room }: { room: Room }) {
  const w = room.words;
  return (
    <div class="mode">
      <div class="seg" role="radiogroup" aria-label={w.t("follow.label")}>
        {WAYS.map(([way, icon]) => (
          <label key={way}>
            <input type="radio" name="mode" value={way} checked={room.follow === way} onChange={() => room.setFollow(way)} />
            <span><Icon name={icon} />{w.of("follow", way)}</span><small class="price">{w.of("price", way)}</small>
          </label>
        ))}
      </div>
    </div>
  );
}

function SaidWords({ room }: { room: Room }) {
  const said = room.state.words.slice(-3);
  const newest = said[said.length - 1];
  return (
    <div class="words" aria-live="polite" aria-label={room.words.t("words.label")} role="log">
      {said.map((line, i) => <p key={line.id} lang={line.lang} dir="auto" class={shade(said.length - 1 - i)}>{line.text}</p>)}
      {newest && <p key="who" class="who">{source(room, newest)}</p>}
      {!newest && room.state.now && <p key="none" class="who">{room.words.t("words.none")}</p>}
    </div>
  );
}

const shade = (age: number) => (age === 0 ? "now1" : age === 1 ? "b" : "");

function source(room: Room, line: Spoken): string {
  if (!line.interpreted) return room.words.t("words.own");
  return line.who ? room.words.t("words.interpreted_by", { name: line.who }) : room.words.t("words.interpreted");
}

const DRAWN: Record<Reaction, IconName> = { applause: "clap", thanks: "heart", agree: "check" };

function Reactions({ room }: { room: Room }) {
  const w = room.words, { now, phase } = room.state;
  if (!now || phase === "ended" || !room.canAct) return null;
  const rests = room.rests("reaction");
  if (rests) return <div class="react"><p class="held">{w.of("rests", rests)}</p></div>;
  return (
    <div class="react">
      {REACTIONS.map((kind) => {
        const on = room.reacted(kind), waits = room.waits("reaction", `${now.ref} ${kind}`), count = room.levels.reactions?.[kind] ?? 0;
        return (
          <button key={kind} type="button" class={waits ? "key1 waits" : "key1"} aria-pressed={on} onClick={() => room.do({ kind: "reaction", reaction: kind, on: !on, item: now.ref })}>
            <Icon name={DRAWN[kind]} />{w.of("reaction", kind)}<b><Counted figure="reactions" value={count}>{w.num(count)}</Counted></b>
          </button>
        );
      })}
      <a class="tiny counted" href="/figures/#conference.reactions">{w.t("count.how")}</a>
    </div>
  );
}

function Sky({ room }: { room: Room }) {
  const w = room.words, { people, countries = 0, lights = {}, at } = room.levels;
  const [opened] = useState(() => room.clock.now());
  return (
    <div class="sky" id="map">
      <LiveMap id="sky" present={lights} viewBox="330 -40 1860 700" slice label={countries ? w.n("world.label", countries) : w.t("world.dark")} />
      <div class="tell">
        <p class="big">{people && countries
          ? <><Counted figure="people_now" value={people}>{w.num(people)}</Counted><small>{w.n("count.people", people)}</small><Counted figure="countries_now" value={countries}>{w.num(countries)}</Counted><small>{w.n("count.countries", countries)}</small></>
          : <small>{w.t("count.few")}</small>}</p>
        <details class="know">
          <summary><Seal /><span><time>{w.t("count.at", { time: room.time(at ?? opened, true) })}</time> · <u>{w.t("count.how")}</u></span></summary>
          <div class="proof"><dl class="facts">
            <dt><a href="/figures/#conference.people_now">{w.t("count.what")}</a></dt><dd>{w.t("count.what_long")}</dd>
            <dt><a href="/figures/#conference.countries_now">{w.t("count.country")}</a></dt><dd>{w.t("count.country_long")}</dd>
          </dl></div>
        </details>
      </div>
    </div>
  );
}
