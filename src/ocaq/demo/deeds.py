"""What the made-up people did in the hall, through the same commands that take the deeds of real ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ocaq.conference.api import QuestionDeed
from ocaq.conference.commands import counts
from ocaq.conference.commands import deeds as commands
from ocaq.conference.queries.programme import conference_by_slug
from ocaq.conference.queries.room import room_state
from ocaq.demo.names import Somebody
from ocaq.intake.kinds import Answer, Submitted
from ocaq.intake.store import keep
from ocaq.kernel.actor import system
from ocaq.live.tickets import Ticket

BY = system("demo")
BEAT = timedelta(seconds=50)  # within the lease, so that a stay is one interval


@dataclass(frozen=True, slots=True)
class Guest:
    registration: str
    somebody: Somebody

    @property
    def beat(self) -> counts.Beat:
        return counts.Beat(self.registration, "demo", self.somebody.home.code, self.somebody.capacity)


class Guests:
    """People registered for one conference, in the order of their registration; nothing here is left to chance."""

    def __init__(self, conference: str, guests: Sequence[Guest]) -> None:
        self.conference, self.guests = conference, list(guests)
        self._asked = 0

    def come(self, *, first_at: datetime, last_at: datetime) -> None:
        """Have everybody open the page once, one after the other."""
        step = (last_at - first_at) / max(1, len(self.guests))
        for number, guest in enumerate(self.guests):
            _expect(
                counts.be_present(conference=self.conference, beats=[guest.beat], by=BY, at=first_at + step * number)
            )

    def stay(self, *, absent_each: int, first_at: datetime, last_at: datetime) -> None:
        """Have everybody but each `absent_each`th there for a time of their own, most of them all along."""
        stays = []
        for number, guest in enumerate(self.guests):
            if number % absent_each == absent_each - 1:
                continue
            late, early = (
                timedelta(minutes=number * 7 % 31),
                timedelta(minutes=(number * 13 % 53 if number % 4 == 0 else number % 5)),
            )
            stays.append((guest.beat, first_at + late, last_at - early))
        at = first_at
        while at <= last_at:
            here = [beat for beat, come_at, go_at in stays if come_at <= at <= go_at]
            if here:
                _expect(counts.be_present(conference=self.conference, beats=here, by=BY, at=at))
            at += BEAT

    def ask(self, text: str, *, language: str, at: datetime) -> str:
        """Have somebody who reads that language ask, by the intake as in the hall; return the question's reference."""
        self._asked += 1
        guest = self._reader(language, self._asked)
        deed = QuestionDeed(key=f"demo-{self.conference}-q{self._asked}", text=text)
        ticket = Ticket(
            f"conference/{self.conference}",
            "public",
            language,
            int(at.timestamp()) + 3600,
            participant=guest.registration,
            device="demo",
            country=guest.somebody.home.code,
            capacity=guest.somebody.capacity,
        )
        return _expect([keep([Submitted(deed, ticket, at)], at=at)[0].answer])[0].ref

    def raise_hand(self, topic: str, *, language: str, at: datetime) -> None:
        self._asked += 1
        deed = self._deed(
            self._reader(language, self._asked), f"demo.{self.conference}.h{self._asked}", language, topic
        )
        _expect(commands.raise_hands(conference=self.conference, deeds=[deed], by=BY, at=at))

    def vote(self, question: str, *, share_pct: int, at: datetime) -> None:
        votes = [counts.Vote(guest.registration, question) for guest in self._share(share_pct, offset=share_pct)]
        _expect(counts.vote_for_questions(conference=self.conference, votes=votes, by=BY, at=at))

    def react(self, kind: str, *, share_pct: int, at: datetime) -> None:
        votes = [counts.Vote(guest.registration, kind) for guest in self._share(share_pct, offset=share_pct * 3)]
        _expect(counts.react(conference=self.conference, votes=votes, by=BY, at=at))

    def choose(self, slug: str, poll: str, *, shares_pct: Sequence[int], at: datetime) -> None:
        """Give voices to the options of the open poll, each to its share of the people, nobody twice."""
        options = poll_options(slug, poll)
        votes, begin = [], 0
        for option, share in zip(options, shares_pct, strict=True):
            end = begin + len(self.guests) * share // 100
            votes += [counts.Vote(guest.registration, poll, option=option) for guest in self.guests[begin:end]]
            begin = end
        _expect(counts.vote_in_poll(conference=self.conference, votes=votes, by=BY, at=at))

    def _share(self, share_pct: int, *, offset: int) -> list[Guest]:
        count = len(self.guests) * share_pct // 100
        return [self.guests[(offset + number) % len(self.guests)] for number in range(count)]

    def _reader(self, language: str, number: int) -> Guest:
        readers = [guest for guest in self.guests if guest.somebody.home.reads == language]
        return readers[number * 5 % len(readers)]

    def _deed(self, guest: Guest, key: str, language: str, text: str) -> commands.Deed:
        return commands.Deed(guest.registration, key, guest.somebody.home.code, language, text)


def poll_options(slug: str, poll: str) -> list[str]:
    """Return the options of the poll that is open, in their order."""
    state = room_state(conference_by_slug(slug).id)
    assert state["poll"]["ref"] == poll
    return [str(option["ref"]) for option in state["poll"]["options"]]


def _expect(answers: list[Answer]) -> list[Answer]:
    """Return the answers.

    Raises:
        RuntimeError: one of them is a refusal; the demo's own script is wrong.
    """
    refused = {answer.refused for answer in answers if answer.refused}
    if refused:
        message = f"the demo did what the hall refuses: {sorted(refused)}"
        raise RuntimeError(message)
    return answers
