"""A network in plain words: who looks after what in which country, and things in it that have words of their own.

Whatever stands in no scope of somebody must not reach them; `may` says what does, in the words of the institution.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from django.test import Client
from PIL import Image

from ocaq.accounts.commands import end_role, grant_role, open_account
from ocaq.accounts.models import User
from ocaq.conference.models import Item, Registration
from ocaq.conference.tests.makers import make_conference
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor, Grant, system
from ocaq.kernel.sealing import mark
from ocaq.mail.models import Mail
from ocaq.privacy.commands import lawful
from ocaq.privacy.models import Request
from ocaq.register import jobs
from ocaq.register import models as tables
from ocaq.register.commands.importing import bring_in
from ocaq.register.commands.photos import add_photo
from ocaq.register.rules.keys import keys_of

BY = system("test")
STAFF = Actor("user:999", frozenset({Grant("staff")}))
# {body: (kind, country of its seat, countries it spans)}
BODIES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "west": ("council", "DE", ("DE", "FR")),
    "east": ("council", "AT", ("PL", "UA", "GE")),  # seated in a country that nobody spans
    "south": ("council", "TR", ("TR", "GE")),  # of two councils in one country
    "berlin": ("house", "DE", ()),
    "lyon": ("house", "FR", ()),
    "krakow": ("house", "PL", ()),
    "odesa": ("house", "UA", ()),
    "tbilisi": ("house", "GE", ()),
    "izmir": ("association", "TR", ()),
    "school": ("school", "DE", ()),
    "club": ("other", "AT", ()),
}
# Who asks: (role, scope, what it is for).
Who = tuple[str, str, str]
EVERYBODY: tuple[Who, ...] = (
    ("staff", "institution", ""),
    ("coordinator", "institution", ""),
    *(("coordinator", "country", code) for code in ("DE", "GE", "IT")),
    *(("coordinator", "community", name) for name in ("west", "east", "south", "lyon", "school", "club")),
    *((role, "institution", "") for role in ("guardian", "director", "crew")),
    ("former", "community", "berlin"),  # a keeper whose role has ended
    ("", "", ""),  # an account without a role
    ("anonymous", "", ""),
)


def sees(who: Who, body: str) -> bool:
    """A council sees its countries, a house its own, a country its own, the institution all; nobody else sees any."""
    (role, scope, place), (_kind, country, _spans) = who, BODIES[body]
    if scope == "institution":
        return role in {"staff", "coordinator"}
    if role != "coordinator":
        return False
    return country == place if scope == "country" else body == place or country in BODIES[place][2]


def gives(who: Who, body: str) -> bool:
    """Nobody gives as much as they hold: a role for what lies wholly within it, and is not all of it."""
    (_role, scope, place), (_kind, country, spans) = who, BODIES[body]
    if scope == "institution" or not sees(who, body):
        return sees(who, body)
    reach = {place} if scope == "country" else set(BODIES[place][2])
    return {country, *spans} <= reach and not (scope == "community" and body == place)


@dataclass(frozen=True)
class Thing:
    """Something with an address and with words that stand nowhere else.

    `open`: words that everybody may read. `crosses`: the community whose people it is about: whoever answers it is
    shown that record, and a look is written.
    """

    kind: str
    part: str  # of an address
    bodies: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    bearer: Who | None = None
    crosses: tuple[str, ...] = ()


def may(who: Who, thing: Thing) -> bool:
    """Say whether somebody may read and act upon a thing at a desk."""
    role, scope, _place = who
    if thing.kind in {"body", "change", "post", "pair", "merge"}:
        return all(sees(who, body) for body in thing.bodies)
    if thing.kind == "list":
        return who == thing.bearer or (scope == "institution" and role in {"staff", "coordinator"})
    if thing.kind == "grant":
        return gives(who, thing.bodies[0])
    if thing.kind in {"request", "lawful"}:
        return role in {"staff", "guardian"}
    return role == "staff" or (thing.kind in {"guest", "invitation", "item"} and role == "director")


@dataclass
class World:
    things: list[Thing] = field(default_factory=list)
    bodies: dict[str, tables.Community] = field(default_factory=dict)
    slug: str = ""

    def of(self, kind: str) -> list[Thing]:
        return [thing for thing in self.things if thing.kind == kind]


def make() -> World:
    world, at = World(), clock.now()
    for name in BODIES:
        _body(world, name, at)
    for name, (_kind, _country, spans) in BODIES.items():
        for country in spans:
            tables.Area.objects.create(council=world.bodies[name], country=country, starts_on=date(2020, 1, 1))
    _alike(world, "berlin", "school", at)
    _alike(world, "berlin", "izmir", at)  # of two countries: nobody under the institution sees both
    _merged(world, "krakow", at)
    _privacy(world, at)
    _mail(world, at)
    _conference(world, at)
    return world


def _body(world: World, name: str, at: datetime) -> None:
    kind, country, _spans = BODIES[name]
    place = tables.Place.objects.create(
        country=country, name={"en": f"Townof{name}"}, latitude=1, longitude=1, zone="UTC"
    )
    body = world.bodies[name] = tables.Community.objects.create(
        slug=f"slug-{name}", kind=tables.Kind.objects.get(code=kind), country=country, place=place,
        title={"en": f"Nameof{name}"}, created_at=at, changed_at=at,
    )  # fmt: skip
    tables.Name.objects.create(community=body, text=f"Nameof{name}")
    photo = add_photo(community=body.ref, content=_picture(), described={"en": f"Altof{name}"}, by=STAFF, at=at)
    open_words = (f"Nameof{name}", f"Altof{name}", f"Townof{name}")
    world.things.append(Thing("body", body.ref, (name,), (f"Reportof{name}",), open_words))
    world.things.append(Thing("photo", photo, (name,)))
    tables.ActivityReport.objects.create(
        key=name, community=body, quarter=_quarter(at), round=1, events=3, words=f"Reportof{name}", by="user:999", at=at
    )
    tables.Renewal.objects.create(community=body, secret_digest=name, sent_at=at, expires_at=at + timedelta(days=30))
    world.things.append(Thing("post", _post(body, f"Holderof{name}", at).ref, (name,), _person_words(name)))
    wish = tables.Change.objects.create(
        key=name, community=body, group="names", before={"names": [[f"Nameof{name}", "", "original"]]},
        after={"names": [[f"Wishof{name}", "", "original"]]}, by="user:998", at=at, note=f"Noteof{name}",
    )  # fmt: skip
    world.things.append(Thing("change", wish.ref, (name,), (f"Wishof{name}", f"Noteof{name}")))
    keeper = open_account(email=f"keeperof{name}@example.org", name=f"Keeperof{name}", by=BY, at=at)
    grant = grant_role(user_id=keeper, role="coordinator", scope="community", place=body.ref, by=BY, at=at, tell=False)
    words = (f"Keeperof{name}", f"keeperof{name}@example.org")
    world.things.append(Thing("grant", str(grant), (name,), words))


def _person_words(name: str) -> tuple[str, ...]:
    return (f"Holderof{name}", f"holderof{name}@example.org", f"Sourceof{name}")


def _post(body: tables.Community, name: str, at: datetime) -> tables.Post:
    address = f"{name.lower()}@example.org"
    person = tables.Person.objects.create(
        name=name, email=address, email_mark=mark(address), created_at=at, changed_at=at
    )
    tables.PersonKey.objects.bulk_create(tables.PersonKey(named=person, key=key) for key in keys_of(name))
    return tables.Post.objects.create(
        community=body, holder=person, office="chair", starts_on=date(2024, 1, 1),
        source=name.replace("Holder", "Source"),
    )  # fmt: skip


def _alike(world: World, one: str, other: str, at: datetime) -> None:
    both = [world.bodies[one], world.bodies[other]]
    for about, rows, code in (
        ("bodies", both, "same-own-name"),
        ("people", [body.posts.get().holder for body in both], "same-sounds"),
    ):
        low, high = sorted(row.pk for row in rows)
        found = tables.Likeness.objects.create(
            about=about, one_id=low, other_id=high, score=0.9, code=code, found_at=at
        )
        world.things.append(Thing("pair", found.ref, (one, other)))


def _merged(world: World, name: str, at: datetime) -> None:
    kept = world.bodies[name]
    twin = tables.Community.objects.create(
        slug=f"twin-{name}", kind=kept.kind, country=kept.country, title={"en": f"Twinof{name}"}, absorbed_into=kept,
        created_at=at, changed_at=at,
    )  # fmt: skip
    merge = tables.Merge.objects.create(
        kept_community=kept, absorbed_community=twin, by="user:999", at=at,
        moved={"names": [], "contacts": {}, "posts": []},
    )  # fmt: skip
    world.things.append(Thing("merge", merge.ref, (name,), (f"Twinof{name}",)))


def _privacy(world: World, at: datetime) -> None:
    subject = tables.Person.objects.get(name="Holderofberlin").subject
    request = Request.objects.create(
        key="request", subject=subject, kind="correct", words="Wordsofrequest", address="asker@example.org",
        language="en", asked_at=at, due_at=at + timedelta(days=30),
    ).ref  # fmt: skip
    world.things.append(Thing("request", request, (), ("Wordsofrequest", "asker@example.org"), crosses=("berlin",)))
    told = {"authority": "Courtofact", "act": "Actofcourt", "asks": "Asksofcourt", "told_from": None}
    wanted = lawful.enter_request(**told, subject=subject, key="lawful", by=STAFF, at=at)  # type: ignore[arg-type]
    world.things.append(Thing("lawful", wanted, (), ("Courtofact", "Actofcourt", "Asksofcourt")))


def _mail(world: World, at: datetime) -> None:
    reader = open_account(email="readerofletter@example.org", by=BY, at=at)
    grant_role(user_id=reader, role="crew", by=BY, at=at)
    letter = Mail.objects.get()
    Mail.objects.update(state=Mail.State.FAILED, last_error="refused", attempts=9)
    world.things.append(Thing("mail", letter.ref, (), ("readerofletter@example.org",)))


def _conference(world: World, at: datetime) -> None:
    conference = make_conference(at=at)
    world.slug = conference.slug
    guest = Registration.objects.create(
        conference=conference, name="Guestofevening", email="guestof@example.org", country="DE", state="confirmed",
        key="guest", secret_digest="guest", capacity="guest", created_at=at, changed_at=at, confirmed_at=at,
    )  # fmt: skip
    world.things.append(Thing("guest", guest.ref, (), ("Guestofevening", "guestof@example.org")))
    world.things.append(Thing("item", Item.objects.filter(conference=conference)[0].ref))


def lists(world: World, actors: dict[Who, Actor]) -> None:
    """Bring in a list by whoever keeps the western council, once they are there."""
    who = ("coordinator", "community", "west")
    raw = b"Name,Country,Kind\nRowoflist,DE,house\n"
    ref = bring_in(raw=raw, title="Titleoflist", key="list", by=actors[who], at=clock.now())
    jobs.go_on_with_lists()
    world.things.append(Thing("list", ref, (), ("Titleoflist", "Rowoflist"), bearer=who))


def enter(world: World, who: Who) -> tuple[Client, Actor]:
    """Return a browser in which somebody is signed in, and how they act."""
    browser, (role, scope, name) = Client(raise_request_exception=False), who
    if role == "anonymous":
        return browser, Actor("anonymous")
    at = clock.now()
    place = world.bodies[name].ref if scope == "community" else name
    user_id = open_account(email=f"{role or 'none'}.{scope}.{name or 'all'}@example.net".lower(), by=BY, at=at)
    if role:
        held = "coordinator" if role == "former" else role
        grant = grant_role(user_id=user_id, role=held, scope=scope, place=place, by=BY, at=at, tell=False)
        if role == "former":
            end_role(grant_id=grant, by=BY, at=at)
    browser.force_login(User.objects.get(pk=user_id))
    grants = {Grant(role, scope, place)} if role not in {"", "former"} else set()  # type: ignore[arg-type]
    return browser, Actor(f"user:{user_id}", frozenset(grants))


def _quarter(at: datetime) -> str:
    before = at.astimezone(UTC).replace(day=1) - timedelta(days=80)
    return f"{before.year}q{(before.month - 1) // 3 + 1}"


def _picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 150)).save(file, "PNG")
    return file.getvalue()


def outside(who: Who, world: World) -> Iterator[Thing]:
    yield from (thing for thing in world.things if thing.kind != "photo" and not may(who, thing))
