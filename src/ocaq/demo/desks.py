"""What waits on the desks of the register and of privacy, made by the commands of those who sit there."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from ocaq.accounts.public import account_of_address, acting
from ocaq.demo.drawing import facade
from ocaq.demo.lines import telephone
from ocaq.demo.network import KEEPER, KEEPER_NAME
from ocaq.kernel.actor import ANONYMOUS, Actor, system
from ocaq.privacy.commands.asking import ask
from ocaq.privacy.commands.emergency import open_emergency
from ocaq.privacy.commands.reviewing import draw_reviews
from ocaq.privacy.public import Holder
from ocaq.register.commands.changes import write
from ocaq.register.commands.photos import add_photo
from ocaq.register.commands.posts import Holder as NewHolder
from ocaq.register.commands.posts import begin_post
from ocaq.register.queries import desk
from ocaq.register.queries.emergency import bodies_in, holders_in
from ocaq.register.queries.holders import posts_in_sight

HOME, ELSEWHERE = "DE", "FR"
READ = 4
REASON = "A storm has shut a house there, and nobody answers its telephone."
_TWICE = ({"az": "Şəfiqə Söyüdlü", "ru": "Шафига Сёюдлю"}, {"az": "Yaşar Qayalı", "ru": "Яшар Гаялы"})
_SHOTS = (
    ((228, 208, 170), (176, 206, 224), {"en": "The front of the house on a clear day", "az": "Evin qabağı, açıq hava"}),
    ((206, 196, 188), (212, 196, 204), {"en": "The front of the house at dusk", "az": "Evin qabağı, axşamüstü"}),
)


def fill(*, staff: Actor, coordinator: Actor, at: datetime) -> None:
    """Leave on each desk of the register and of privacy something to read, to answer and to judge."""
    keeper = acting(f"user:{account_of_address(KEEPER)}", at=at)
    own = desk.communities(desk.Wanted(), by=keeper, page=1, at=at).rows[0].ref
    houses = desk.communities(desk.Wanted(country=HOME, kind="house"), by=coordinator, page=1, at=at).rows
    others = [house.ref for house in houses if house.ref != own]
    _overtake(own, staff=staff, at=at)
    _give_keeper_a_post(own, by=coordinator, at=at)
    _wish_for_a_post(own, keeper=keeper, at=at)
    _enter_who_has_no_address(others[0], by=coordinator, at=at)
    for number, spellings in enumerate(_TWICE, start=1):
        _enter_twice(spellings, others[:2], number=number, by=coordinator, at=at)
    for wall, sky, described in _SHOTS:
        add_photo(community=others[0], content=facade(wall, sky), described=described, by=coordinator, at=at)
    _read(others, by=coordinator, at=at)
    _read_elsewhere(by=coordinator, at=at - timedelta(hours=26))
    draw_reviews(by=system("demo"), at=at)


def _overtake(house: str, *, staff: Actor, at: datetime) -> None:
    """Write another day of founding than the one that its keeper asked for."""
    when = at - timedelta(hours=5)
    write(
        ref=house,
        version=desk.entry(house, by=staff, at=when).version,
        group="names",
        fields={"founded": "1998-06-04"},
        note="As the court of registration has it.",
        key="demo-overtaking",
        by=staff,
        at=when,
    )


def _wish_for_a_post(house: str, *, keeper: Actor, at: datetime) -> None:
    begin_post(
        community=house,
        holder=NewHolder(name="Könül Göllü", email="secretary@people.example", language="az"),
        office="secretary",
        starts_on=(at - timedelta(days=9)).date(),
        source="Minutes of the board",
        key="demo-wish-for-a-post",
        by=keeper,
        at=at - timedelta(hours=3),
    )


def _give_keeper_a_post(house: str, *, by: Actor, at: datetime) -> None:
    begin_post(
        community=house,
        holder=NewHolder(name=KEEPER_NAME, email=KEEPER, language="az"),
        office="treasurer",
        starts_on=(at - timedelta(days=190)).date(),
        source="Minutes of the board",
        key="demo-post-of-the-keeper",
        by=by,
        at=at - timedelta(days=8),
    )


def _enter_who_has_no_address(house: str, *, by: Actor, at: datetime) -> None:
    for days, name, office in ((3, "Till Mühlenried", "treasurer"), (34, "Глеб Приморин", "member")):
        begin_post(
            community=house,
            holder=NewHolder(name=name),
            office=office,
            starts_on=(at - timedelta(days=days + 10)).date(),
            source="Letter of the chair",
            key=f"demo-without-address-{days}",
            by=by,
            at=at - timedelta(days=days),
        )


def _enter_twice(spellings: Mapping[str, str], houses: list[str], *, number: int, by: Actor, at: datetime) -> None:
    """Enter somebody who moved, by each house in its own letters and with one telephone, for the night to find."""
    for house, (language, name) in zip(houses, spellings.items(), strict=True):
        begin_post(
            community=house,
            holder=NewHolder(
                name=name,
                email=f"moved-{number}-{language}@people.example",
                phone=telephone(HOME, 900 + number),
                language=language,
            ),
            office="teacher",
            starts_on=(at - timedelta(days=60)).date(),
            source="Minutes of the board",
            key=f"demo-twice-{name}",
            by=by,
            at=at - timedelta(days=2),
        )


def _read(houses: list[str], *, by: Actor, at: datetime) -> None:
    """Read who holds posts, as on working days; one of those people asks us about it."""
    rows = []
    for hours, house in enumerate(houses[:READ], start=1):
        rows += posts_in_sight(house, by=by, at=at - timedelta(hours=20 * hours))
    reached = next(row for row in rows if row.email)
    ask(
        holder=Holder(addresses=frozenset({reached.email})),
        subject=reached.subject,
        kind="explain",
        words="Who gave you my name for this post, and who reads it?",
        address=reached.email,
        key="demo-question",
        by=ANONYMOUS,
        at=at - timedelta(days=2),
    )


def _read_elsewhere(*, by: Actor, at: datetime) -> None:
    open_emergency(country=ELSEWHERE, reason=REASON, by=by, at=at)
    for body in bodies_in(ELSEWHERE, by=by, at=at):
        holders_in(body.ref, by=by, at=at)
