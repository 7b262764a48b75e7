"""The made-up network: houses, councils, associations, schools, kept by the commands that real keepers use."""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from django.db import transaction

from ocaq.accounts.commands import grant_role, open_account
from ocaq.demo import bodies, names
from ocaq.demo.lines import telephone
from ocaq.demo.towns import TOWNS, Town
from ocaq.kernel.actor import Actor, Grant, system
from ocaq.kernel.fold import fold
from ocaq.privacy.public import Holder
from ocaq.register.commands.activity import report_activity
from ocaq.register.commands.affiliating import affiliate, give_area
from ocaq.register.commands.changes import write
from ocaq.register.commands.communities import found
from ocaq.register.commands.consents import answer
from ocaq.register.commands.places import add_place
from ocaq.register.commands.posts import Holder as NewHolder
from ocaq.register.commands.posts import begin_post
from ocaq.register.commands.verifying import verify
from ocaq.register.figures import NETWORK
from ocaq.register.queries.people import posts_held
from ocaq.register.rules.activity import after, quarter_of
from ocaq.report.commands.publication import publish_figures

HOUSES, ASSOCIATIONS, SCHOOLS = 31, 300, 95
HOUSE_COUNTRIES, SCHOOL_COUNTRIES = 20, 24
KEEPER, KEEPER_NAME = "keeper@example.org", "Günel Söyüdlü"
_AT_ONCE = 20
GROUPS = ("names", "place", "contacts", "hours", "work", "posts")
_ZONES = {home.code: home.zone for home in names.HOMES}
_WEIGHTS = {home.code: home.weight for home in names.HOMES}
_WEEKS = (
    [[day, "15:00", "20:00"] for day in (1, 2, 3, 4)] + [[5, "10:00", "20:00"], [6, "12:00", "17:00"]],
    [[5, "10:00", "14:00"], [6, "10:00", "14:00"]],
    [[day, "10:00", "13:00"] for day in range(5)] + [[day, "14:00", "18:00"] for day in range(5)],
    [[2, "17:00", "20:00"], [5, "11:00", "16:00"]],
)


T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Body:
    ref: str
    kind: str
    town: Town
    place: str


def _in_turn(act: Callable[[T], R], things: Sequence[T]) -> list[R]:
    """Do it to each, a few in one transaction: a visitor's page never waits long for its own."""
    done: list[R] = []
    for first in range(0, len(things), _AT_ONCE):
        with transaction.atomic():
            done += [act(thing) for thing in things[first : first + _AT_ONCE]]
    return done


class Network:
    """Builds it; the same for the same seed."""

    def __init__(self, *, staff: Actor, at: datetime) -> None:
        self.staff, self.at = staff, at
        self.luck = random.Random(7)  # noqa: S311 - a script to repeat, not a secret
        self.places: dict[Town, str] = {}
        self.count = 0
        self.lines: Counter[str] = Counter()

    def build(self) -> None:
        self.places = {town: self._place(town) for town in TOWNS}
        councils = _in_turn(self._council, bodies.COUNCILS)
        houses = _in_turn(partial(self._body, "house"), list(self._spread(HOUSES, HOUSE_COUNTRIES)))
        schools = _in_turn(partial(self._body, "school"), list(self._spread(SCHOOLS, SCHOOL_COUNTRIES)))
        towns = [self.luck.choices(TOWNS, _weights())[0] for _ in range(ASSOCIATIONS)]
        others = _in_turn(partial(self._body, "association"), towns)
        _in_turn(self._seen, [*councils, *houses, *schools, *others])
        self._belong(houses, schools)
        _in_turn(self._post, [*councils, *houses, *schools[::2]])
        _in_turn(self._report, [*houses, *schools])
        self._keeper(next(body for body in houses if body.town.country == "DE"))

    def _place(self, town: Town) -> str:
        return add_place(
            country=town.country,
            name={"az": town.az, "en": town.en, "ru": town.ru, "ar": town.ar},
            latitude=town.latitude,
            longitude=town.longitude,
            zone=_ZONES[town.country],
            spellings=[town.own],
            by=self.staff,
            at=self.at - timedelta(days=390),
        )

    def _spread(self, count: int, countries: int) -> Iterator[Town]:
        """Yield a town in each of so many countries, then more where many people live."""
        order = sorted({town.country for town in TOWNS}, key=lambda code: (-_WEIGHTS[code], code))[:countries]
        within = [town for town in TOWNS if town.country in order]
        firsts = [next(town for town in within if town.country == code) for code in order]
        yield from firsts
        yield from self.luck.choices(within, [_WEIGHTS[town.country] for town in within], k=count - len(firsts))

    def _council(self, region: bodies.Region) -> Body:
        countries = region[-1]
        town = next(town for town in TOWNS if town.country == countries[0])
        body = self._found("council", town, bodies.council_called(region))
        for country in countries:
            give_area(council=body.ref, country=country, starts_on=date(2019, 6, 1), by=self.staff, at=self.at)
        return body

    def _body(self, kind: str, town: Town) -> Body:
        sort = self.luck.choice(bodies.ASSOCIATIONS) if kind == "association" else kind
        return self._found(kind, town, bodies.called(sort, town, self.luck))

    def _found(self, kind: str, town: Town, called: list[list[str]]) -> Body:
        self.count += 1
        luck, place = self.luck, self.places[town]
        founded = luck.randint(1993, 2022)
        host = fold(called[0][0] if called[0][1] != "ar" else called[2][0]).replace(" ", "-")[:30] or "body"
        fields: dict[str, Any] = {
            "email": [f"office@{_ascii(host)}-{self.count}.example"],
            "web": [f"https://{_ascii(host)}-{self.count}.example"],
            "languages": list(dict.fromkeys(["az", bodies.spoken_in(town.country), "ru"])),
            "taught": self._taught(kind, town),
            "founded": f"{founded}-{luck.randint(1, 12):02}" if luck.random() < 0.5 else str(founded),
            "state": self._state(kind, founded),
            **{f"about:{language}": text for language, text in bodies.ABOUT[kind].items()},
        }
        if kind != "association" or luck.random() < 0.4:
            fields["hours"] = _WEEKS[1] if kind == "school" else luck.choice(_WEEKS)
            fields["phone"] = [telephone(town.country, self._line(town.country))]
        ref = found(
            kind=kind,
            country=town.country,
            names=called,
            place=place,
            fields=fields,
            key=f"demo-{self.count}",
            by=self.staff,
            at=self.at - timedelta(days=luck.randint(370, 390)),
        )
        return Body(ref, kind, town, place)

    def _line(self, country: str) -> int:
        self.lines[country] += 1
        return self.lines[country]

    def _taught(self, kind: str, town: Town) -> list[str]:
        if kind == "school":
            more = self.luck.sample(["ru", "en", bodies.spoken_in(town.country)], k=self.luck.randint(0, 2))
            return list(dict.fromkeys(["az", *more]))
        return ["az"] if kind == "house" else []

    def _state(self, kind: str, founded: int) -> dict[str, str]:
        chance = 1.0 if kind in {"house", "council"} else self.luck.random()
        since = f"{min(founded + 6, 2025)}-03-01"
        if chance < 0.03:
            return {"state": "closed", "since": since, "source": "Minutes of the board"}
        if chance < 0.08:
            return {"state": "dormant", "since": since, "source": "Letter of the chair"}
        return {"state": "active", "since": f"{founded}-12-31", "source": ""}

    def _seen(self, body: Body) -> None:
        """Most were looked through within the year; some are due, some grey, some were never."""
        chance = self.luck.random()
        if chance < 0.06:
            return
        days = self.luck.randint(5, 320) if chance < 0.82 else self.luck.randint(331, 369)
        verify(ref=body.ref, groups=GROUPS, by=self.staff, at=self.at - timedelta(days=days))

    def _belong(self, houses: Sequence[Body], schools: Sequence[Body]) -> None:
        by_town = {house.town: house for house in houses}
        for school in schools:
            if school.town in by_town:
                affiliate(
                    member=school.ref,
                    umbrella=by_town[school.town].ref,
                    starts_on=date(2021, 9, 1),
                    by=self.staff,
                    at=self.at,
                )

    def _post(self, body: Body) -> None:
        somebody = names.people(60, seed=self.count)[self.luck.randint(0, 59)]
        self.count += 1
        office = {"council": "chair", "house": "coordinator", "school": "head"}[body.kind]
        begun_on = (self.at - timedelta(days=self.luck.randint(200, 1500))).date()
        email = f"holder-{self.count}@people.example"
        begin_post(
            community=body.ref,
            holder=NewHolder(name=somebody.name, email=email, language="az"),
            office=office,
            starts_on=begun_on,
            source="Minutes of the board",
            key=f"demo-post-{self.count}",
            by=self.staff,
            at=self.at - timedelta(days=3),
        )
        if self.luck.random() < 0.6:
            self._show(body, email)

    def _show(self, body: Body, address: str) -> None:
        """Some agreed to stand in the directory; most of them with the day on which their post began."""
        at = self.at - timedelta(days=3)
        for post in posts_held(body.ref, by=self.staff, at=at):
            for field in ("public", "since"):
                whose = Holder(addresses=frozenset({address}))
                answer(whose=whose, post=post.ref, field=field, yes=True, by=self.staff, at=at)

    def _report(self, body: Body) -> None:
        last = after(quarter_of(self.at.date()), -1)
        is_school = body.kind == "school"
        counts = {
            "events": self.luck.randint(1, 6) if is_school else self.luck.randint(3, 24),
            "people": self.luck.randint(30, 900),
            "pupils": self.luck.randint(12, 140) if is_school else 0,
            "teachers": self.luck.randint(2, 9) if is_school else 0,
            "lessons": self.luck.randint(20, 160) if is_school else 0,
        }
        report_activity(
            community=body.ref,
            quarter=last,
            counts=counts,
            taught=["az"],
            key=f"demo-report-{body.ref}",
            by=self.staff,
            at=self.at - timedelta(days=2),
        )

    def _keeper(self, house: Body) -> None:
        """A coordinator of one house, whose wish for another name waits."""
        user_id = open_account(
            email=KEEPER, name=KEEPER_NAME, language="", by=system("demo"), at=self.at - timedelta(days=200)
        )
        grant_role(
            user_id=user_id,
            role="coordinator",
            scope="community",
            place=house.ref,
            tell=False,
            by=system("demo"),
            at=self.at - timedelta(days=200),
        )
        keeper = Actor(f"user:{user_id}", frozenset({Grant("coordinator", "community", house.ref)}), "az")
        write(
            ref=house.ref,
            version=1,
            group="names",
            fields={"founded": "1998-05-28"},
            note="The charter is in the office.",
            key="demo-wish",
            by=keeper,
            at=self.at - timedelta(days=1),
        )


def publish(*, by: Actor, at: datetime) -> None:
    """Publish what the network, and the last quarter reported on, come to."""
    for about in (NETWORK, after(quarter_of(at.date()), -1)):
        publish_figures(about=f"register:{about}", by=by, at=at)


def _weights() -> list[int]:
    return [_WEIGHTS[town.country] for town in TOWNS]


def _ascii(text: str) -> str:
    return "".join(c for c in text if c.isascii()).strip("-") or "body"
