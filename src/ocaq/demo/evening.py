"""What the conferences of the demo have in common: how one is gathered, and what happens on its floor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ocaq.conference.commands import floor, polls
from ocaq.conference.commands.show import open_doors
from ocaq.demo import planning, texts
from ocaq.demo.deeds import Guest, Guests
from ocaq.demo.names import Somebody
from ocaq.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Evening:
    """A conference whose doors are open: who calls it, who carries it out, who came."""

    slug: str
    starts_at: datetime
    director: Actor
    crew: Actor
    guests: Guests

    def open_floor(self, *, at: datetime) -> None:
        floor.open_questions(slug=self.slug, by=self.director, at=at)
        floor.open_floor(slug=self.slug, by=self.director, at=at)

    def ask(self, asked: tuple[str, str, int], *, at: datetime, shown_at: datetime, voted_at: datetime) -> str:
        """Have one of `texts.QUESTIONS` asked, shown and supported by its share of the guests; return its reference."""
        language, text, share = asked
        question = self.guests.ask(text, language=language, at=at)
        self.moderate(question, "shown", at=shown_at)
        self.guests.vote(question, share_pct=share, at=voted_at)
        return question

    def moderate(self, question: str, state: str, *, at: datetime) -> None:
        floor.moderate(slug=self.slug, question=question, state=state, by=self.crew, at=at)

    def poll(self, shares_pct: Sequence[int], *, at: datetime, chosen_at: datetime) -> str:
        """Open the poll of `texts.POLL` and let these shares of the guests choose; return its reference."""
        question, options = texts.POLL
        poll = polls.create_poll(slug=self.slug, question=question, options=options, by=self.director, at=at).ref
        polls.open_poll(slug=self.slug, poll=poll, by=self.director, at=at)
        self.guests.choose(self.slug, poll, shares_pct=shares_pct, at=chosen_at)
        return poll


def gather(
    *,
    slug: str,
    template: str,
    title: Mapping[str, str],
    starts_at: datetime,
    registered: Sequence[Somebody],
    here: int,
    director: Actor,
    crew: Actor,
) -> Evening:
    """Plan a conference, register everybody, the first `here` of whom come, and open its doors."""
    ref = planning.plan(
        slug=slug, template=template, title=title, starts_at=starts_at, by=director, at=starts_at - timedelta(days=40)
    )
    refs = planning.register_people(
        registered,
        slug=slug,
        key=slug,
        first_at=starts_at - timedelta(days=38),
        last_at=starts_at - timedelta(hours=2),
    )
    open_doors(slug=slug, by=director, at=starts_at - timedelta(minutes=40))
    guests = [Guest(one, somebody) for one, somebody in zip(refs, registered, strict=True)]
    return Evening(slug, starts_at, director, crew, Guests(ref, guests[:here]))
