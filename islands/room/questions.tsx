/** Questions to the chair: ask one, vote on others, see yours on its way. */
import { useState } from "preact/hooks";
import { Counted } from "../shared/counted";
import { Icon } from "../shared/icons";
import type { Question } from "../shared/state";
import { tidy } from "../shared/tidy";
import type { Room } from "./scene";

const FIRST = 5;
const RANK = { taken: 0, shown: 1, waiting: 1, answered: 2 } as const;

export function Questions({ room }: { room: Room }) {
  const w = room.words;
  const [all, setAll] = useState(false);
  const votes = (ref: string, question: Question) => room.levels.votes?.[ref] ?? question.votes;
  const questions = Object.entries(room.state.questions)
    .sort(([r, a], [s, b]) => RANK[a.state] - RANK[b.state] || votes(s, b) - votes(r, a) || (a.at < b.at ? -1 : 1));
  const shown = all ? questions : questions.slice(0, FIRST);
  return (
    <>
      <Ask room={room} />
      {questions.length === 0 && <p class="quiet small">{w.t("questions.none")}</p>}
      <ol class="asks">{shown.map(([ref, question]) => <Asked key={ref} room={room} id={ref} question={question} votes={votes(ref, question)} />)}</ol>
      {questions.length > 0 && <p class="tiny dim"><a class="counted" href="/figures/#conference.support">{w.t("count.how")}</a></p>}
      {questions.length > shown.length && <button type="button" class="act link" onClick={() => setAll(true)}>{w.n("questions.more", questions.length - shown.length)}</button>}
    </>
  );
}

function Ask({ room }: { room: Room }) {
  const w = room.words;
  const [text, setText] = useState("");
  if (!room.canAct) return null;
  const rests = room.rests("floor");
  const waiting = room.outbox.waiting.flatMap(({ deed }) => (deed.kind === "question" ? [deed] : []));
  const send = (event: Event) => {
    event.preventDefault();
    const asked = tidy(text);
    if (!asked) return;
    room.do({ kind: "question", text: asked });
    setText("");
  };
  return (
    <>
      {!rests && (!room.state.questions_open ? <p class="quiet small">{w.t("questions.closed")}</p> : (
        <form class="ask" onSubmit={send}>
          <label class="sr" for="a">{w.t("questions.ask")}</label>
          <input class="in" id="a" maxLength={500} placeholder={w.t("questions.ask")} value={text} onInput={(event) => setText(event.currentTarget.value)} />
          <button class="btn sm">{w.t("questions.send")}</button>
        </form>
      ))}
      <div role="status"><ul class="mine">
        {waiting.map((deed) => <li key={deed.key} class="waits small"><Icon name="clock" /><span><bdi>{deed.text}</bdi> <small>{w.t("questions.waiting")}</small></span></li>)}
        {room.asked.filter(({ ref }) => !(ref in room.state.questions)).map(({ ref, text: asked }) => (
          <li key={ref} class="small"><Icon name="check" /><span><bdi>{asked}</bdi> <small>{w.t("questions.moderated")}</small></span></li>
        ))}
      </ul></div>
    </>
  );
}

function Asked({ room, id, question, votes }: { room: Room; id: string; question: Question; votes: number }) {
  const w = room.words;
  const on = room.voted(id), waits = room.waits("question-vote", id);
  const may = room.canAct && !room.rests("floor") && question.state === "shown";
  return (
    <li>
      <button type="button" class={waits ? "vote waits" : "vote"} aria-pressed={on} disabled={!may}
        aria-label={w.n("questions.vote", votes)} onClick={() => room.do({ kind: "question-vote", question: id, on: !on })}>
        <Icon name="up" /><Counted figure="support" value={votes}>{w.num(votes)}</Counted>
      </button>
      <div>
        <span lang={question.lang} dir="auto">{question.text}</span><br />
        <small>
          {question.state === "taken" && <><span class="now">{w.t("questions.taken")}</span> </>}
          {question.state === "answered" && <>{w.t("questions.answered")} </>}
          <bdi>{question.name}</bdi>{w.t("text.comma")}<bdi>{question.country_name}</bdi>. <time dateTime={question.at}>{room.time(question.at)}</time>
        </small>
      </div>
    </li>
  );
}
