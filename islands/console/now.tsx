/** First row of the console: now, next with its lights, after next. */
import { useSeconds } from "../shared/hooks";
import { StatusShape } from "../shared/icons";
import type { Now } from "../shared/state";
import { clockOf, elapsed, left, sizeOf } from "../shared/time";
import { ago, Key, lightOf, Status } from "./parts";
import { callOf, type Cue, cueNumber, type Desk } from "./scene";

export function NowCell({ desk }: { desk: Desk }) {
  const w = desk.words, { now, phase } = desk.state;
  return (
    <section class="cell nowc" id="now" aria-labelledby="n1">
      <header><h2 id="n1" class={now ? "now" : ""}>{now?.held_at ? w.t("stage.held") : w.t("console.now")}</h2>
        {now && <span>{w.list([w.t("console.cue", { number: cueNumber(now.number) }), w.of("kind", now.kind)])}</span>}</header>
      {now ? <Running desk={desk} now={now} /> : <Before desk={desk} />}
      {now && phase !== "ended" && (
        <div class="ks now-keys">
          <Key label={w.t("console.longer")} hint="+" busy={desk.isPending("stretch", { seconds: 60 })} onPress={() => void desk.act({ act: "stretch", seconds: 60 })} />
          <Key label={w.t("console.shorter")} hint="−" busy={desk.isPending("stretch", { seconds: -60 })} onPress={() => void desk.act({ act: "stretch", seconds: -60 })} />
          {now.held_at
            ? <Key label={w.t("console.resume")} hint="P" busy={desk.isPending("resume")} onPress={() => void desk.act({ act: "resume" })} />
            : <Key label={w.t("console.hold")} hint="P" busy={desk.isPending("hold")} onPress={() => void desk.act({ act: "hold" })} />}
        </div>
      )}
    </section>
  );
}

function Running({ desk, now }: { desk: Desk; now: Now }) {
  const w = desk.words, at = useSeconds(() => desk.clock.now());
  const ran = elapsed(now, at), rest = left(now, at);
  const share = (seconds: number) => `${Math.min(100, Math.max(0, (100 * seconds) / Math.max(1, now.seconds))).toFixed(2)}%`;
  const people = now.people.map((person) => person.name);
  const where = now.people[0] && w.list([now.people[0].role, now.people[0].place].filter(Boolean));
  return (
    <>
      <p class={`giant ${sizeOf(clockOf(rest))} ${rest < 0 ? "over" : ""}`} role="timer" aria-label={w.t(rest < 0 ? "stage.over" : "stage.left")}>{clockOf(rest)}</p>
      <div class="meter" role="img" aria-label={w.t("console.used", { ran: clockOf(ran), of: clockOf(now.seconds) })}>
        <i style={`inline-size:${share(ran)}`} />
        {now.seconds > 90 && <><b style={`inset-inline-start:${share(now.seconds - 60)}`} /><b style={`inset-inline-start:${share(now.seconds - 30)}`} /></>}
      </div>
      <p class="cue"><bdi>{callOf(w, { title: now.title, people })}</bdi></p>
      <p>{people.length > 0 && <><bdi>{now.title}</bdi>. </>}{where && <><bdi>{where}</bdi>. </>}{w.t("console.of_length", { length: clockOf(now.seconds) })}</p>
    </>
  );
}

/** Nothing is on stage: the clock runs to the announced beginning. */
function Before({ desk }: { desk: Desk }) {
  const w = desk.words, { phase, conference } = desk.state;
  const at = useSeconds(() => desk.clock.now());
  const seconds = (Date.parse(conference.starts_at) - at) / 1000;
  const shown = Math.abs(seconds) < 36_000 ? clockOf(seconds) : desk.capitalTime(conference.starts_at);
  if (phase === "ended") return <p class="cue">{w.t("console.ended")}</p>;
  return (
    <>
      <p class={`giant ${sizeOf(shown)}`} role="timer" aria-label={w.t("console.until_start")}>{shown}</p>
      <p class="cue">{w.t(seconds > 0 ? "console.until_start" : "console.past_start")}</p>
      {phase === "before" && <div class="ks now-keys"><Key label={w.t("console.open_doors")} hint="D" busy={desk.isPending("open_doors")} onPress={() => void desk.act({ act: "open_doors" })} /></div>}
    </>
  );
}

export function NextCell({ desk }: { desk: Desk }) {
  useSeconds(() => desk.clock.now());   // what overruns moves what is next
  const w = desk.words, item = desk.coming, standing = desk.state.standby !== null;
  return (
    <section class="cell nextc" id="next" aria-labelledby="n2">
      <header>
        <h2 id="n2" class={standing ? "st wait" : ""}>{standing && <StatusShape shape="half" />}{w.t(standing ? "console.next_standby" : "console.next")}</h2>
        {item && <span>{w.t("console.cue_about", { number: cueNumber(item.number), time: desk.capitalTime(item.expected_at, true) })}</span>}
      </header>
      {item ? <>
        <p class="cue"><bdi>{callOf(w, item)}</bdi></p>
        <p>{about(desk, item)}</p>
        <Readiness desk={desk} item={item} />
      </> : <p class="quiet">{w.t("console.nothing_next")}</p>}
    </section>
  );
}

function about(desk: Desk, item: Cue) {
  const parts = [desk.words.of("kind", item.kind), item.people.length ? item.title : item.subtitle, clockOf(item.seconds), desk.state.crew[item.ref]?.notes]
    .filter((part): part is string => !!part);
  return parts.map((part, i) => [i > 0 && ". ", <bdi key={part}>{part}</bdi>]);
}

function Readiness({ desk, item }: { desk: Desk; item: Cue }) {
  const w = desk.words, at = useSeconds(() => desk.clock.now());
  return (
    <ul class="ready">
      {desk.state.departments.map(({ code, name }) => {
        const { state, light } = lightOf(desk, item.ref, code);
        const slow = state === "asked" || state === "read" || state === "problem";
        const cue = desk.state.crew[item.ref]?.cues[code];
        return (
          <li key={code}>
            <span class="what" title={cue}><span>{name}</span>{cue && <span class="quiet" dir="auto">{cue}</span>}</span>
            {slow ? <Key label={w.t("console.nudge")} hint="N" busy={desk.isPending("nudge", { department: code })} onPress={() => void desk.act({ act: "nudge", item: item.ref, department: code })} /> : <span />}
            <Status state={state}>{w.of("light", state)}{light && slow && <span class="quiet"> {ago(desk, light.nudged_at && light.nudged_at > light.at ? light.nudged_at : light.at, at)}</span>}</Status>
          </li>
        );
      })}
    </ul>
  );
}

export function AfterCell({ desk }: { desk: Desk }) {
  const w = desk.words, coming = desk.coming;
  const after = desk.items.filter((item) => item.state === "to_come" && (coming === null || item.order > coming.order)).slice(0, 3);
  return (
    <section class="cell afterc" aria-labelledby="n3">
      <header><h2 id="n3">{w.t("console.after_next")}</h2></header>
      <ol class="stack">
        {after.map((item) => {
          const problems = desk.state.departments.filter(({ code }) => lightOf(desk, item.ref, code).state === "problem");
          return (
            <li key={item.ref}>
              <p class="cue"><bdi>{callOf(w, item)}</bdi></p>
              <p class="quiet">{w.t(item.fixed ? "console.after_fixed" : "console.after", {
                number: cueNumber(item.number), kind: w.of("kind", item.kind), length: clockOf(item.seconds), time: desk.capitalTime(item.fixed ? item.planned_at : item.expected_at),
              })}{problems.map(({ code, name }) => <Status key={code} state="problem">{name}</Status>)}</p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
