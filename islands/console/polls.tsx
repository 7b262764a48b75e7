/** Polls: prepared ones opened and closed; results shown when the director wishes; a new one written on the spot. */
import { useState } from "preact/hooks";
import type { CrewState } from "../shared/state";
import { Key } from "./parts";
import type { Desk } from "./scene";

type Prepared = CrewState["polls"][string];

export function PollsPanel({ desk }: { desk: Desk }) {
  const polls = Object.values(desk.state.polls);
  return (
    <>
      {polls.length === 0 && <p class="quiet">{desk.words.t("polls.none")}</p>}
      <ol class="mq">{polls.map((poll) => <Row key={poll.ref} desk={desk} poll={poll} />)}</ol>
      <NewPoll desk={desk} />
    </>
  );
}

function Row({ desk, poll }: { desk: Desk; poll: Prepared }) {
  const w = desk.words, level = desk.levels.poll?.ref === poll.ref ? desk.levels.poll : null;
  const act = (name: string, more: Record<string, unknown> = {}) => void desk.act({ act: name, poll: poll.ref, ...more });
  return (
    <li>
      <p><bdi>{poll.question}</bdi></p>
      <small>{w.of("poll_state", poll.state)}{level && <>. {w.n("poll.votes", level.votes ?? 0)}</>}</small>
      {level?.options && <ul>{poll.options.map((option) => <li key={option.ref}><bdi>{option.text}</bdi>: <b class="num">{w.num(level.options?.[option.ref] ?? 0)}</b></li>)}</ul>}
      <span class="ks">
        {poll.state === "draft" && <Key label={w.t("polls.open")} busy={desk.isPending("open_poll", { poll: poll.ref })} onPress={() => act("open_poll")} />}
        {poll.state === "open" && <Key label={w.t("polls.close")} busy={desk.isPending("close_poll", { poll: poll.ref })} onPress={() => act("close_poll")} />}
        {poll.state !== "draft" && <Key label={w.t(poll.results_shown ? "polls.hide" : "polls.show")} busy={desk.isPending("show_results", { poll: poll.ref })} onPress={() => act("show_results", { on: !poll.results_shown })} />}
      </span>
    </li>
  );
}

function NewPoll({ desk }: { desk: Desk }) {
  const w = desk.words;
  const [question, setQuestion] = useState(""), [options, setOptions] = useState("");
  const choices = options.split("\n").map((line) => line.trim()).filter(Boolean);
  const create = (event: Event) => {
    event.preventDefault();
    if (!question.trim() || choices.length < 2) return;
    void desk.act({ act: "create_poll", question: question.trim(), options: choices }).then((done) => { if (done) { setQuestion(""); setOptions(""); } });
  };
  return (
    <details class="newpoll">
      <summary>{w.t("polls.new")}</summary>
      <form class="stack" onSubmit={create}>
        <label>{w.t("polls.question")}<input class="in" maxLength={200} value={question} onInput={(event) => setQuestion(event.currentTarget.value)} /></label>
        <label>{w.t("polls.options")}<textarea class="in" rows={3} value={options} onInput={(event) => setOptions(event.currentTarget.value)} /></label>
        <button class={desk.isPending("create_poll") ? "k waits" : "k"} disabled={!question.trim() || choices.length < 2}>{w.t("polls.create")}</button>
      </form>
    </details>
  );
}
