/** Questions: those that wait for a moderator, then those shown, most wanted first. */
import type { Question } from "../shared/state";
import { Key } from "./parts";
import type { Desk } from "./scene";

export function QuestionsPanel({ desk }: { desk: Desk }) {
  const w = desk.words, { waiting, questions, questions_open: open } = desk.state;
  const votes = (ref: string, question: Question) => desk.levels.votes?.[ref] ?? question.votes;
  const rank = { taken: 0, shown: 1, waiting: 1, answered: 2 } as const;
  const shown = Object.entries(questions).sort(([r, a], [s, b]) => rank[a.state] - rank[b.state] || votes(s, b) - votes(r, a) || (a.at < b.at ? -1 : 1));
  const oldest = Object.entries(waiting).sort(([, a], [, b]) => (a.at < b.at ? -1 : 1));
  return (
    <>
      <div class="lab1"><span>{oldest.length ? w.n("moderate.waiting", oldest.length) : w.t("moderate.none")}</span>
        <Key label={w.t(open ? "moderate.close" : "moderate.open")} busy={desk.isPending("open_questions")} onPress={() => void desk.act({ act: "open_questions", on: !open })} /></div>
      <ol class="mq">
        {oldest.map(([ref, question]) => <Row key={ref} desk={desk} id={ref} question={question} acts={["shown", "declined"]} />)}
        {shown.map(([ref, question]) => (
          <Row key={ref} desk={desk} id={ref} question={question} votes={votes(ref, question)} acts={question.state === "shown" ? ["taken", "declined"] : question.state === "taken" ? ["answered"] : []} />
        ))}
      </ol>
    </>
  );
}

type Decision = "shown" | "declined" | "taken" | "answered";

function Row({ desk, id, question, votes, acts }: { desk: Desk; id: string; question: Question; votes?: number; acts: Decision[] }) {
  const w = desk.words;
  return (
    <li>
      <p><bdi lang={question.lang}>{question.text}</bdi></p>
      <small><bdi>{question.name}</bdi>{w.t("text.comma")}<bdi>{question.country_name}</bdi>. {desk.capitalTime(question.at)}{votes !== undefined && <>. {w.n("moderate.votes", votes)}</>}{question.state === "answered" && <>. {w.t("questions.answered")}</>}</small>
      <span class="ks">{acts.map((state) => <Key key={state} label={w.of("decide", state)} busy={desk.isPending("moderate", { question: id, state })} onPress={() => void desk.act({ act: "moderate", question: id, state })} />)}</span>
    </li>
  );
}
