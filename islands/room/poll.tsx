/** A poll: one voice a person, changeable while it is open; bars only when the director shows them. */
import { Counted } from "../shared/counted";
import type { Room } from "./scene";

export function PollPanel({ room }: { room: Room }) {
  const w = room.words, { poll } = room.state;
  if (!poll) return <p class="quiet small">{w.t("poll.none")}</p>;
  const level = room.levels.poll?.ref === poll.ref ? room.levels.poll : null;
  const results = poll.results_shown ? (level?.options ?? null) : null;
  const votes = level?.votes ?? null;
  const chosen = room.chosen(poll.ref), rests = room.rests("floor");
  const may = room.canAct && poll.state === "open" && !rests;
  return (
    <fieldset>
      <legend class="poll-q"><bdi>{poll.question}</bdi></legend>
      <ul class="poll">
        {poll.options.map((option) => {
          const share = results && votes ? Math.round((100 * (results[option.ref] ?? 0)) / votes) : 0;
          const mine = chosen === option.ref;
          return (
            <li key={option.ref} class={mine ? "mine" : ""}>
              <label class="pick">
                <input type="radio" name="poll" checked={mine} disabled={!may} onChange={() => room.do({ kind: "poll-vote", poll: poll.ref, option: option.ref })} />
                <bdi>{option.text}</bdi>{results && <b><Counted figure="poll" value={share}>{w.t("poll.share", { n: w.num(share) })}</Counted></b>}
              </label>
              {results && <div class="bar" aria-hidden="true"><i style={`inline-size:${share}%`} /></div>}
            </li>
          );
        })}
      </ul>
      {room.waits("poll-vote", poll.ref) && <p class="waits tiny" role="status">{w.t("poll.waiting")}</p>}
      <p class="tiny dim">
        {votes === null ? w.t("poll.few") : <Counted figure="poll" value={votes}>{w.n("poll.votes", votes)}</Counted>} {poll.state === "closed" ? w.t("poll.closed") : rests ? w.of("rests", rests) : w.t("poll.open")}{" "}
        {results ? w.t("poll.shown") : w.t("poll.hidden")}{" "}
        <a class="counted" href="/figures/#conference.poll">{w.t("count.how")}</a>
      </p>
    </fieldset>
  );
}
