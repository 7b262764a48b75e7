/** Whose turn it is: the queue as the written rule orders it, called by the director. */
import { clockOf } from "../shared/time";
import { queueOf } from "../room/floor";
import { Key, Status } from "./parts";
import type { Desk } from "./scene";

const MOST = 9;

export function FloorPanel({ desk }: { desk: Desk }) {
  const w = desk.words, queue = queueOf(desk.state.queue), { open } = desk.state.floor;
  return (
    <>
      <div class="lab1">
        <span>{queue.length ? w.n("floor.hands", queue.length) : w.t("floor.no_hands")}</span>
        <Key label={w.t(open ? "floor.close_it" : "floor.open_it")} busy={desk.isPending("open_floor")} onPress={() => void desk.act({ act: "open_floor", on: !open })} />
      </div>
      <ol class="fq">
        {queue.slice(0, MOST).map((hand, i) => (
          <li key={hand.ref}>
            <kbd>{i + 1}</kbd>
            <span class="who">
              <bdi>{hand.name}</bdi> {hand.state !== "raised" && <Status state={hand.state === "speaking" ? "ready" : "read"}>{w.of("hand_state", hand.state)}</Status>}
              <small><bdi>{hand.country_name}</bdi>{hand.topic && <>: <bdi>{hand.topic}</bdi></>}</small>
            </span>
            <span class="num dim" title={w.t("floor.spoken_by_country")}>{clockOf(hand.spoken_by_country_s)}</span>
            <HandKey desk={desk} hand={hand.ref} state={hand.state} />
          </li>
        ))}
      </ol>
      {queue.length > MOST && <p class="tiny quiet">{w.n("queue.more", queue.length - MOST)}</p>}
    </>
  );
}

function HandKey({ desk, hand, state }: { desk: Desk; hand: string; state: "raised" | "called" | "speaking" }) {
  const w = desk.words;
  if (state === "raised") return <Key label={w.t("hand.call")} busy={desk.isPending("call_hand", { hand })} onPress={() => void desk.act({ act: "call_hand", hand })} />;
  if (state === "called") return <Key label={w.t("hand.give_floor")} busy={desk.isPending("give_floor", { hand })} onPress={() => void desk.act({ act: "give_floor", hand })} />;
  return <Key label={w.t("hand.end_turn")} busy={desk.isPending("end_turn", { hand })} onPress={() => void desk.act({ act: "end_turn", hand })} />;
}

/** One figure key moves a hand one step on: called, given the floor, ended. */
export function stepHand(desk: Desk, index: number): void {
  const hand = queueOf(desk.state.queue)[index];
  if (hand) void desk.act({ act: hand.state === "raised" ? "call_hand" : hand.state === "called" ? "give_floor" : "end_turn", hand: hand.ref });
}
