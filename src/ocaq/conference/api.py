"""The doors of scripts: deeds through the intake, acts of the console."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ocaq.conference.commands import baton, counts, crew, deeds, floor, polls, running_order, show, words
from ocaq.conference.commands.stage import Act
from ocaq.intake import kinds
from ocaq.intake.kinds import Answer, Batch, Rate, Submitted
from ocaq.kernel.actor import Actor, system
from ocaq.kernel.refusals import NotValid

BY = system("intake")
Ref = Annotated[str, Meta(min_length=1, max_length=12)]


class QuestionDeed(kinds.Deed, frozen=True, tag="question"):
    text: Annotated[str, Meta(max_length=500)]


class QuestionVoteDeed(kinds.Deed, frozen=True, tag="question-vote"):
    question: Ref
    on: bool


class PollVoteDeed(kinds.Deed, frozen=True, tag="poll-vote"):
    poll: Ref
    option: Ref


class HandDeed(kinds.Deed, frozen=True, tag="hand"):
    topic: Annotated[str, Meta(max_length=200)] = ""


class HandDownDeed(kinds.Deed, frozen=True, tag="hand-down"):
    pass


class ReactionDeed(kinds.Deed, frozen=True, tag="reaction"):
    reaction: Literal["applause", "thanks", "agree"]
    on: bool
    item: Annotated[str, Meta(max_length=12)] = ""


class PresentDeed(kinds.Deed, frozen=True, tag="present"):
    pass


class LeaveDeed(kinds.Deed, frozen=True, tag="leave"):
    pass


def declare_deeds() -> None:
    """Have the intake know every deed of the room."""
    kinds.handle(
        "question",
        body=QuestionDeed,
        apply=_saying(deeds.ask_questions, "text"),
        rate=Rate(5, 10),
        evidence="conference.questions.asked",
    )
    kinds.handle(
        "question-vote", body=QuestionVoteDeed, apply=_question_votes, evidence="conference.question_votes.counted"
    )
    kinds.handle(
        "poll-vote",
        body=PollVoteDeed,
        apply=_poll_votes,
        evidence="conference.poll_votes.counted",
        tells_how_many=False,
    )
    kinds.handle(
        "hand",
        body=HandDeed,
        apply=_saying(deeds.raise_hands, "topic"),
        rate=Rate(6, 12),
        evidence="conference.hands.raised",
    )
    kinds.handle(
        "hand-down", body=HandDownDeed, apply=_saying(deeds.lower_hands, ""), evidence="conference.hands.lowered"
    )
    kinds.handle(
        "reaction", body=ReactionDeed, apply=_reactions, rate=Rate(30, 90), evidence="conference.reactions.counted"
    )
    kinds.handle("present", body=PresentDeed, apply=_beats(counts.be_present), rate=Rate(20, 60), keeps_receipts=False)
    kinds.handle("leave", body=LeaveDeed, apply=_beats(counts.leave), rate=Rate(20, 60), keeps_receipts=False)


def _saying(command: Callable[..., list[Answer]], said_in: str) -> kinds.Apply:
    def apply(batch: Batch) -> list[Answer]:
        said = [
            deeds.Deed(
                one.ticket.participant,
                one.deed.key,
                one.ticket.country,
                one.ticket.language,
                getattr(one.deed, said_in) if said_in else "",
            )
            for one in batch.deeds
        ]
        return command(conference=batch.room, deeds=said, by=BY, at=batch.at)

    return apply


def _question_votes(batch: Batch) -> list[Answer]:
    votes = [counts.Vote(one.ticket.participant, one.deed.question, one.deed.on) for one in batch.deeds]
    return counts.vote_for_questions(conference=batch.room, votes=votes, by=BY, at=batch.at)


def _poll_votes(batch: Batch) -> list[Answer]:
    votes = [counts.Vote(one.ticket.participant, one.deed.poll, option=one.deed.option) for one in batch.deeds]
    return counts.vote_in_poll(conference=batch.room, votes=votes, by=BY, at=batch.at)


def _reactions(batch: Batch) -> list[Answer]:
    votes = [
        counts.Vote(one.ticket.participant, one.deed.reaction, one.deed.on, item=one.deed.item) for one in batch.deeds
    ]
    return counts.react(conference=batch.room, votes=votes, by=BY, at=batch.at)


def _beats(command: Callable[..., list[Answer]]) -> kinds.Apply:
    def apply(batch: Batch) -> list[Answer]:
        return command(conference=batch.room, beats=[_beat(one) for one in batch.deeds], by=BY, at=batch.at)

    return apply


def _beat(one: Submitted) -> counts.Beat:
    ticket = one.ticket
    return counts.Beat(ticket.participant, ticket.device, ticket.country, ticket.capacity)


class _Channel(msgspec.Struct, frozen=True):
    channel: str


def channel_asked(body: bytes) -> str:
    """Return the channel a script asks a ticket for.

    Raises:
        NotValid: `not-understood`.
    """
    try:
        return msgspec.json.decode(body, type=_Channel).channel
    except (msgspec.DecodeError, RecursionError) as error:
        raise NotValid("not-understood") from error


def deed_of(kind: str, *, key: str, what: str, on: bool, item: str, text: str, option: str) -> kinds.Deed:
    """Return the deed a form describes, held to the same bounds as a script's.

    Raises:
        NotValid: `deed-not-understood`.
    """
    fields: dict[str, dict[str, object]] = {
        "question": {"text": text},
        "question-vote": {"question": what, "on": on},
        "poll-vote": {"poll": what, "option": option},
        "hand": {"topic": text},
        "hand-down": {},
        "reaction": {"reaction": what, "on": on, "item": item},
    }
    if kind not in fields:
        raise NotValid("deed-not-understood")
    try:
        return kinds.decode(msgspec.json.encode({"kind": kind, "key": key, **fields[kind]}))
    except msgspec.DecodeError as error:
        raise NotValid("deed-not-understood") from error


class ActBody(msgspec.Struct, frozen=True):
    """What a console sends, as JSON or as a form; each act reads what it needs."""

    act: str
    version: int | None = None
    pressed_at: Annotated[datetime, Meta(tz=True)] | None = None
    key: Annotated[str, Meta(max_length=64)] = ""
    item: str = ""
    seconds: Annotated[int, Meta(ge=-86_400, le=86_400)] = 0
    title: Annotated[str, Meta(max_length=500)] = ""
    kind: str = ""
    to: str = ""
    department: str = ""
    state: str = ""
    text: Annotated[str, Meta(max_length=2000)] = ""
    language: str = ""
    interpreted: bool = False
    id: int = 0
    line: int = 0
    on: bool = True
    hand: str = ""
    question: Annotated[str, Meta(max_length=500)] = ""
    options: Annotated[list[Annotated[str, Meta(max_length=500)]], Meta(max_length=20)] = []
    poll: str = ""
    confirmed: bool = False


def act_asked(body: bytes | dict[str, object]) -> ActBody:
    """Return the act in a JSON body, or in the fields of a form, whose values are all text.

    Raises:
        NotValid: `not-understood`.
    """
    try:
        if isinstance(body, bytes):
            return msgspec.json.decode(body, type=ActBody)
        return msgspec.convert(body, ActBody, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotValid("not-understood") from error


Ask = Callable[[ActBody, str], dict[str, object]]
_NOTHING: Ask = lambda _body, _language: {}  # noqa: E731 - one of a table of such
# act: (command, does it ask for the version, what it takes from the body)
ACTS: dict[str, tuple[Callable[..., Act], bool, Ask]] = {
    "open_doors": (show.open_doors, True, _NOTHING),
    "standby": (show.set_standby, True, lambda body, _: {"item": body.item, "pressed_at": body.pressed_at}),
    "go": (show.go, True, lambda body, _: {"item": body.item, "pressed_at": body.pressed_at}),
    "undo_go": (show.undo_go, True, _NOTHING),
    "hold": (show.hold, True, _NOTHING),
    "resume": (show.resume, True, _NOTHING),
    "stretch": (show.stretch, True, lambda body, _: {"seconds": body.seconds}),
    "end_show": (show.end_show, True, _NOTHING),
    "skip": (running_order.skip, True, lambda body, _: {"item": body.item}),
    "unskip": (running_order.skip, True, lambda body, _: {"item": body.item, "skipped": False}),
    "insert": (
        running_order.insert_item,
        True,
        lambda body, language: {"title": {language: body.title}, "kind": body.kind, "seconds": body.seconds},
    ),
    "take_baton": (baton.take_baton, False, lambda body, _: {"confirmed": body.confirmed}),
    "hand_over": (baton.hand_over_baton, False, lambda body, _: {"to": body.to}),
    "accept_baton": (baton.accept_baton, False, _NOTHING),
    "ask_ready": (crew.ask_ready, False, lambda body, _: {"item": body.item}),
    "set_light": (
        crew.set_light,
        False,
        lambda body, _: {"item": body.item, "department": body.department, "state": body.state},
    ),
    "nudge": (crew.nudge, False, lambda body, _: {"item": body.item, "department": body.department}),
    "show_message": (crew.show_message, False, lambda body, _: {"text": body.text}),
    "remove_message": (crew.remove_message, False, _NOTHING),
    "message_seen": (crew.message_seen, False, lambda body, _: {"message": body.id}),
    "say_words": (
        words.say_words,
        False,
        lambda body, language: {
            "text": body.text,
            "language": body.language or language,
            "interpreted": body.interpreted,
        },
    ),
    "say_line": (words.say_line, False, lambda body, _: {"item": body.item, "line": body.line}),
    "open_floor": (floor.open_floor, False, lambda body, _: {"on": body.on}),
    "call_hand": (floor.call_hand, False, lambda body, _: {"hand": body.hand}),
    "give_floor": (floor.give_floor, False, lambda body, _: {"hand": body.hand}),
    "end_turn": (floor.end_turn, False, lambda body, _: {"hand": body.hand}),
    "dismiss_hand": (floor.dismiss_hand, False, lambda body, _: {"hand": body.hand}),
    "open_questions": (floor.open_questions, False, lambda body, _: {"on": body.on}),
    "moderate": (floor.moderate, False, lambda body, _: {"question": body.question, "state": body.state}),
    "create_poll": (
        polls.create_poll,
        False,
        lambda body, language: {
            "question": {language: body.question},
            "options": [{language: option} for option in body.options if option.strip()],
        },
    ),
    "open_poll": (polls.open_poll, False, lambda body, _: {"poll": body.poll}),
    "close_poll": (polls.close_poll, False, lambda body, _: {"poll": body.poll}),
    "show_results": (polls.show_results, False, lambda body, _: {"poll": body.poll, "on": body.on}),
}


def do_act(body: ActBody, *, slug: str, by: Actor, at: datetime) -> Act:
    """Do one act of a console.

    Raises:
        NotValid: `act-unknown`.
        Refused: whatever the act's command refuses.
    """
    if body.act not in ACTS:
        raise NotValid("act-unknown")
    command, asks_version, ask = ACTS[body.act]
    version = {"version": body.version} if asks_version else {}
    return command(slug=slug, by=by, at=at, key=body.key, **version, **ask(body, by.language))
