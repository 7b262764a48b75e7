"""The doors of scripts: deeds through the intake, acts of the console."""

from collections.abc import Callable
from typing import Annotated, Literal

from msgspec import Meta

from ocaq.conference.commands import counts, deeds
from ocaq.intake import kinds
from ocaq.intake.kinds import Answer, Batch, Rate, Submitted
from ocaq.kernel.actor import system

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


class PresentDeed(kinds.Deed, frozen=True, tag="present"):
    pass


class LeaveDeed(kinds.Deed, frozen=True, tag="leave"):
    pass


def declare_deeds() -> None:
    """Have the intake know every deed of the room."""
    kinds.handle("question", body=QuestionDeed, apply=_saying(deeds.ask_questions, "text"), rate=Rate(5, 10),
                 evidence="conference.questions.asked")
    kinds.handle("question-vote", body=QuestionVoteDeed, apply=_question_votes, evidence="conference.question_votes.counted")
    kinds.handle("poll-vote", body=PollVoteDeed, apply=_poll_votes, evidence="conference.poll_votes.counted")
    kinds.handle("hand", body=HandDeed, apply=_saying(deeds.raise_hands, "topic"), rate=Rate(6, 12),
                 evidence="conference.hands.raised")
    kinds.handle("hand-down", body=HandDownDeed, apply=_saying(deeds.lower_hands, ""), evidence="conference.hands.lowered")
    kinds.handle("reaction", body=ReactionDeed, apply=_reactions, rate=Rate(30, 90), evidence="conference.reactions.counted")
    kinds.handle("present", body=PresentDeed, apply=_beats(counts.be_present), rate=Rate(20, 60), keeps_receipts=False)
    kinds.handle("leave", body=LeaveDeed, apply=_beats(counts.leave), rate=Rate(20, 60), keeps_receipts=False)


def _saying(command: Callable[..., list[Answer]], words: str) -> kinds.Apply:
    def apply(batch: Batch) -> list[Answer]:
        said = [
            deeds.Deed(one.ticket.participant, one.deed.key, one.ticket.country, one.ticket.language,
                       getattr(one.deed, words) if words else "")
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
    votes = [counts.Vote(one.ticket.participant, one.deed.reaction, one.deed.on) for one in batch.deeds]
    return counts.react(conference=batch.room, votes=votes, by=BY, at=batch.at)


def _beats(command: Callable[..., list[Answer]]) -> kinds.Apply:
    def apply(batch: Batch) -> list[Answer]:
        return command(conference=batch.room, beats=[_beat(one) for one in batch.deeds], by=BY, at=batch.at)

    return apply


def _beat(one: Submitted) -> counts.Beat:
    ticket = one.ticket
    return counts.Beat(ticket.participant, ticket.device, ticket.country, ticket.capacity)
