/** What one department must do now and next, and the two keys with which it answers the director. */
import { useEffect, useState } from "preact/hooks";
import { EndedCell, EndedLog } from "../console/ended";
import { Top } from "../console/header";
import { keysAreOn } from "../console/keys";
import { ago, Key, lightOf, Status } from "../console/parts";
import { Acting, Trouble } from "../console/page";
import { QuestionsPanel } from "../console/questions";
import { callOf, type Cue, cueNumber, type Desk } from "../console/scene";
import { browserStore } from "../shared/outbox";
import { useKeptFocus, useScene, useSeconds } from "../shared/hooks";
import { clockOf, left, sizeOf } from "../shared/time";
import { Captions } from "./captions";

const CHOSEN = "ocaq.department";

export function CrewPage({ desk }: { desk: Desk }) {
  useScene(desk);
  const w = desk.words, { me } = desk.boot;
  const all = desk.state.departments;
  const open = all.filter(({ code }) => me.departments.length === 0 || me.departments.includes(code));
  const [department, setDepartment] = useState(() => browserStore()?.getItem(CHOSEN) ?? open[0]?.code ?? "");
  const mine = open.find(({ code }) => code === department) ?? open[0];
  const work = useKeptFocus<HTMLElement>();
  const choose = (code: string) => { setDepartment(code); browserStore()?.setItem(CHOSEN, code); };
  if (desk.state.phase === "ended") return (
    <>
      <Top desk={desk} />
      <Trouble desk={desk} />
      <main class="desk over alone"><h1 class="sr">{w.t("crew.title")}</h1><EndedCell desk={desk} /><EndedLog desk={desk} /></main>
    </>
  );
  return (
    <>
      <Top desk={desk}>
        <label class="quiet">{w.t("crew.department")} <select class="in dept" value={mine?.code ?? ""} onChange={(event) => choose(event.currentTarget.value)}>
          {open.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
        </select></label>
      </Top>
      <Trouble desk={desk} />
      <main class="desk crewdesk" ref={work}>
        <h1 class="sr">{w.t("crew.title")}</h1>
        <Acting desk={desk}>
          <div class="crewcol"><OnStage desk={desk} />{mine && <Coming desk={desk} department={mine.code} name={mine.name} />}</div>
          {me.may_caption && <div class="crewcol"><section class="cell" aria-labelledby="cp"><header><h2 id="cp">{w.t("caption.title")}</h2></header><Captions desk={desk} /></section></div>}
          <div class="crewcol">
            {me.may_moderate && <section class="cell" aria-labelledby="mq"><header><h2 id="mq">{w.t("questions.title")}</h2></header><QuestionsPanel desk={desk} /></section>}
            {mine && <Ahead desk={desk} department={mine.code} />}
          </div>
        </Acting>
      </main>
    </>
  );
}

function OnStage({ desk }: { desk: Desk }) {
  const w = desk.words, { now } = desk.state;
  const at = useSeconds(() => desk.clock.now());
  return (
    <section class="cell nowc" aria-labelledby="n1">
      <header><h2 id="n1" class={now ? "now" : ""}>{w.t(now?.held_at ? "stage.held" : "console.now")}</h2><span>{desk.capitalTime(at, true)}</span></header>
      {now ? <>
        <p class={`giant ${sizeOf(clockOf(left(now, at)))}`} role="timer" aria-label={w.t("stage.left")}>{clockOf(left(now, at))}</p>
        <p class="cue"><bdi>{callOf(w, { title: now.title, people: now.people.map((person) => person.name) })}</bdi></p>
        <p>{w.list([w.t("console.cue", { number: cueNumber(now.number) }), w.of("kind", now.kind)])}</p>
      </> : <p class="quiet">{w.t("crew.nothing_on")}</p>}
    </section>
  );
}

/** A nudge makes this card pulse until the department has answered. */
function Coming({ desk, department, name }: { desk: Desk; department: string; name: string }) {
  const w = desk.words, item = desk.coming, at = useSeconds(() => desk.clock.now());
  const { state, light } = item ? lightOf(desk, item.ref, department) : { state: "not_asked" as const, light: null };
  const say = (answer: "read" | "ready" | "problem") => { if (item) void desk.act({ act: "set_light", item: item.ref, department, state: answer }); };
  const nudged = light?.nudged_at != null && light.nudged_at > light.at && state !== "ready";
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || !keysAreOn() || target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) return;
      if (event.key === " " && target.closest("button, a, summary, input")) return;
      if (event.key === "r" || event.key === "R") say("read");
      else if (event.key === " ") say("ready");
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  });
  if (!item) return <section class="cell nextc"><p class="quiet">{w.t("console.nothing_next")}</p></section>;
  const crew = desk.state.crew[item.ref];
  return (
    <section class={nudged ? "cell nextc nudged" : "cell nextc"} aria-labelledby="n2">
      <header><h2 id="n2">{w.t(desk.state.standby ? "console.next_standby" : "console.next")}</h2><span>{w.t("console.cue_about", { number: cueNumber(item.number), time: desk.capitalTime(item.expected_at, true) })}</span></header>
      <p class="cue"><bdi>{callOf(w, item)}</bdi></p>
      <p>{w.of("kind", item.kind)}. <bdi>{item.title}</bdi>. {clockOf(item.seconds)}</p>
      <p class="todo"><b>{name}:</b> <bdi>{crew?.cues[department] || w.t("crew.no_cue")}</bdi></p>
      {crew?.notes && <p class="quiet"><bdi>{crew.notes}</bdi></p>}
      <p role="status"><Status state={state}>{w.of("light", state)}{light && <span class="quiet"> {ago(desk, light.at, at)}</span>}</Status>{nudged && <> <b>{w.t("crew.nudged")}</b></>}</p>
      <div class="ks answers">
        <Key label={w.t("crew.read")} hint="R" pressed={state === "read"} busy={desk.isPending("set_light", { state: "read" })} onPress={() => say("read")} />
        <Key label={w.t("crew.ready")} hint={w.t("console.space")} pressed={state === "ready"} busy={desk.isPending("set_light", { state: "ready" })} onPress={() => say("ready")} />
        <Key label={w.t("crew.problem")} pressed={state === "problem"} busy={desk.isPending("set_light", { state: "problem" })} onPress={() => say("problem")} />
      </div>
    </section>
  );
}

function Ahead({ desk, department }: { desk: Desk; department: string }) {
  const w = desk.words;
  const due: Cue[] = desk.items.filter((item) => item.state === "to_come" && desk.state.crew[item.ref]?.cues[department]).slice(0, 8);
  return (
    <section class="cell" aria-labelledby="ah">
      <header><h2 id="ah">{w.t("crew.ahead")}</h2></header>
      {due.length === 0 && <p class="quiet">{w.t("crew.nothing_ahead")}</p>}
      <ol class="mq">{due.map((item) => {
        const { state } = lightOf(desk, item.ref, department);
        return <li key={item.ref}><p><b>{cueNumber(item.number)}</b> <bdi>{item.title}</bdi>: <bdi>{desk.state.crew[item.ref]?.cues[department]}</bdi></p>
          <small>{desk.capitalTime(item.expected_at)} <Status state={state}>{w.of("light", state)}</Status></small></li>;
      })}</ol>
    </section>
  );
}
