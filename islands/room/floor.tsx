/** The floor: my hand, the queue, and the questions and polls beside it. */
import { useState } from "preact/hooks";
import { Counted } from "../shared/counted";
import { useKeptFocus } from "../shared/hooks";
import { Icon } from "../shared/icons";
import type { Hand } from "../shared/state";
import { tidy } from "../shared/tidy";
import { clockOf } from "../shared/time";
import { PollPanel } from "./poll";
import { Questions } from "./questions";
import type { Room } from "./scene";

type Raised = Hand & { ref: string };

export function queueOf(hands: Record<string, Hand>): Raised[] {
  return Object.entries(hands).map(([ref, hand]) => ({ ...hand, ref })).sort((a, b) => a.order - b.order);
}

export function Floor({ room }: { room: Room }) {
  const w = room.words, { floor, phase } = room.state;
  const hand = useKeptFocus<HTMLDivElement>();
  const queue = queueOf(room.state.queue), rests = room.rests("floor");
  return (
    <section class="pane floor" id="floor" aria-labelledby="fh" tabIndex={-1}>
      <h2 id="fh">{w.t("floor.title")}{floor.open && phase === "on_air" ? <span class="now">{w.t("floor.open")}</span> : <span class="tiny dim">{w.t("floor.closed")}</span>}</h2>
      <Refusal room={room} />
      {room.canAct && rests && <p class="held">{w.of("rests", rests)}</p>}
      <div ref={hand}><MyHand room={room} queue={queue} /></div>
      {queue.length > 0 && <Queue room={room} queue={queue} />}
      <Tabs room={room} />
    </section>
  );
}

/** A refusal is said where the person acts, in the server's own sentence. */
function Refusal({ room }: { room: Room }) {
  const { refusal } = room;
  return <p class="err" role="alert" hidden={!refusal}>{refusal?.sentence}</p>;
}

function MyHand({ room, queue }: { room: Room; queue: Raised[] }) {
  const w = room.words;
  const [topic, setTopic] = useState("");
  if (!room.canAct) return null;
  const index = queue.findIndex((hand) => hand.participant === room.boot.me?.participant);
  const mine = queue[index];
  if (mine && !room.waits("hand-down")) return <MyPlace room={room} queue={queue} index={index} mine={mine} />;
  if (room.waits("hand")) return <p class="waits small" role="status"><Icon name="clock" />{w.t("hand.waiting")}</p>;
  if (!room.state.floor.open || room.rests("floor")) return null;
  const raise = (event: Event) => {
    event.preventDefault();
    room.do({ kind: "hand", topic: tidy(topic) });
    setTopic("");
  };
  return (
    <form class="ask topic" onSubmit={raise}>
      <label class="sr" for="topic">{w.t("hand.topic")}</label>
      <input class="in" id="topic" maxLength={200} placeholder={w.t("hand.topic")} value={topic} onInput={(event) => setTopic(event.currentTarget.value)} />
      <button class="key1"><Icon name="hand" />{w.t("hand.raise")}</button>
    </form>
  );
}

function MyPlace({ room, queue, index, mine }: { room: Room; queue: Raised[]; index: number; mine: Raised }) {
  const w = room.words;
  const before = queue.slice(0, index).reduce((seconds, hand) => seconds + hand.budget_s, 0);
  const told = mine.state === "speaking" ? w.t("hand.speaking") : mine.state === "called" ? w.t("hand.called")
    : `${w.t("hand.place", { place: w.num(index + 1) })} ${w.n("hand.wait", Math.max(1, Math.round(before / 60)))}`;
  return (
    <div class="row myhand">
      {mine.state === "raised" && (
        <button type="button" class="key1" aria-pressed="true" onClick={() => room.do({ kind: "hand-down" })}><Icon name="hand" />{w.t("hand.lower")}</button>
      )}
      <span class="small" role="status">{told}</span>
    </div>
  );
}

const SHOWN = 8;

function Queue({ room, queue }: { room: Room; queue: Raised[] }) {
  const w = room.words;
  return (
    <>
      <ol class="queue">
        {queue.slice(0, SHOWN).map((hand, i) => {
          const me = hand.participant === room.boot.me?.participant;
          return (
            <li key={hand.ref} class={me ? "me" : ""}>
              <span>{w.num(i + 1)}</span>
              <span>
                <bdi>{me ? w.t("hand.you") : hand.name}</bdi>{hand.state !== "raised" && <> <span class={hand.state === "speaking" ? "now" : "turn"}>{w.of("hand_state", hand.state)}</span></>}
                <small><bdi>{hand.country_name}</bdi>{hand.topic && <>: <bdi>{hand.topic}</bdi></>}</small>
              </span>
              <span class="num dim">{clockOf(hand.budget_s)}</span>
            </li>
          );
        })}
      </ol>
      {queue.length > SHOWN && <p class="tiny dim"><Counted figure="hands" value={queue.length - SHOWN}>{w.n("queue.more", queue.length - SHOWN)}</Counted> <a class="counted" href="/figures/#conference.hands">{w.t("count.how")}</a></p>}
      <p class="tiny dim queue-rule">{w.t("queue.rule")}</p>
    </>
  );
}

function Tabs({ room }: { room: Room }) {
  const w = room.words;
  const [tab, setTab] = useState<"questions" | "poll">("questions");
  const asked = useKeptFocus<HTMLDivElement>();
  const count = Object.keys(room.state.questions).length;
  return (
    <div class="tabset" id="questions" tabIndex={-1}>
      <div class="tabs" role="radiogroup" aria-label={w.t("tabs.label")}>
        <label><input class="t1" type="radio" name="tab" checked={tab === "questions"} onChange={() => setTab("questions")} />{w.t("questions.title")} <span class="n hits">{w.num(count)}</span></label>
        <label><input class="t2" type="radio" name="tab" checked={tab === "poll"} onChange={() => setTab("poll")} />
          {room.state.poll?.state === "open" ? <span class="now">{w.t("poll.title")}</span> : w.t("poll.title")}</label>
      </div>
      <div class="panel p1" ref={asked}><Questions room={room} /></div>
      <div class="panel p2"><PollPanel room={room} /></div>
    </div>
  );
}
