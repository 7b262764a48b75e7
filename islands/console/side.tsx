/** The console's side: floor, questions, polls, and the message to the speaker. */
import { useState } from "preact/hooks";
import { useKeptFocus } from "../shared/hooks";
import { StatusShape } from "../shared/icons";
import { clockOf } from "../shared/time";
import { FloorPanel } from "./floor";
import { Key } from "./parts";
import { PollsPanel } from "./polls";
import { QuestionsPanel } from "./questions";
import type { Desk } from "./scene";

type Tab = "floor" | "questions" | "polls";

export function Side({ desk }: { desk: Desk }) {
  const w = desk.words;
  const [tab, setTab] = useState<Tab>("floor");
  const side = useKeptFocus<HTMLDivElement>();
  const counts = { floor: Object.keys(desk.state.queue).length, questions: Object.keys(desk.state.waiting).length, polls: Object.values(desk.state.polls).filter((poll) => poll.state === "open").length };
  return (
    <div class="cell sidec" id="side" ref={side}>
      <section class="cell side-tabs" aria-label={w.t("side.label")}>
        <div class="tabset">
          <div class="tabs" role="radiogroup" aria-label={w.t("side.label")}>
            {(["floor", "questions", "polls"] as const).map((each, i) => (
              <label key={each}><input class={`t${i + 1}`} type="radio" name="side" checked={tab === each} onChange={() => setTab(each)} />{w.of("side", each)} <span class="n">{w.num(counts[each])}</span></label>
            ))}
          </div>
          <div class="panel p1"><FloorPanel desk={desk} /></div>
          <div class="panel p2"><QuestionsPanel desk={desk} /></div>
          <div class="panel p3"><PollsPanel desk={desk} /></div>
        </div>
      </section>
      {desk.state.balance.length > 0 && tab === "floor" && <Balance desk={desk} />}
      <Message desk={desk} />
    </div>
  );
}

function Balance({ desk }: { desk: Desk }) {
  const w = desk.words, heard = desk.state.balance.slice(0, 3), most = Math.max(1, heard[0]?.seconds ?? 1);
  const silent = Math.max(0, (desk.levels.countries ?? 0) - desk.state.balance.length);
  return (
    <section class="cell">
      <div class="lab1"><span>{w.t("balance.title")}</span><span>{w.n("balance.silent", silent)}</span></div>
      <div class="bal">
        {heard.map(({ country, country_name: name, seconds }) => [
          <bdi key={`${country}n`}>{name}</bdi>, <div key={`${country}b`} class="bar" aria-hidden="true"><i style={`inline-size:${Math.round((100 * seconds) / most)}%`} /></div>,
          <span key={`${country}s`} class="num">{clockOf(seconds)}</span>,
        ])}
      </div>
    </section>
  );
}

/** Sent as codes: the speaker reads them in the language of the speaker's screen. */
const QUICK = ["message.two_minutes", "message.slower", "message.close"];

export function quickMessage(desk: Desk, index: number): void {
  const text = QUICK[index];
  if (text) void desk.act({ act: "show_message", text });
}

function Message({ desk }: { desk: Desk }) {
  const w = desk.words, { message } = desk.state;
  const [text, setText] = useState("");
  const send = (event: Event) => {
    event.preventDefault();
    if (text.trim()) void desk.act({ act: "show_message", text: text.trim() }).then((done) => { if (done) setText(""); });
  };
  const labels = [w.t("message.two_minutes"), w.t("message.slower"), w.t("message.close")];
  return (
    <section class="cell" aria-labelledby="ms">
      <header><h2 id="ms">{w.t("message.title")}</h2>
        {message && (message.seen_at
          ? <span class="st good tiny"><StatusShape shape="dot" />{w.t("message.seen", { time: desk.capitalTime(message.seen_at, true) })}</span>
          : <span class="st wait tiny"><StatusShape shape="half" />{w.t("message.shown", { time: desk.capitalTime(message.shown_at, true) })}</span>)}
      </header>
      {message && <p class="on-screen"><bdi>{message.text}</bdi> <Key label={w.t("message.remove")} busy={desk.isPending("remove_message")} onPress={() => void desk.act({ act: "remove_message" })} /></p>}
      <form class="ask" onSubmit={send}>
        <label class="sr" for="m">{w.t("message.label")}</label>
        <input class="in" id="m" maxLength={200} placeholder={w.t("message.label")} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        <button class={desk.isPending("show_message") ? "k waits" : "k"}>{w.t("message.show")} <kbd>M</kbd></button>
      </form>
      <div class="ks">{labels.map((label, i) => <Key key={label} label={label} hint={`F${i + 1}`} onPress={() => quickMessage(desk, i)} />)}</div>
    </section>
  );
}
