"""A small world of people of whom every domain keeps something: what each is known by, and where they may be met."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from django.db.models import Model
from django.test import Client
from django.urls import get_resolver

from ocaq.accounts.commands import grant_role, open_account
from ocaq.accounts.models import RoleGrant, User
from ocaq.conference.models import Conference, Hand, Invitation, Item, Question, Registration
from ocaq.conference.tests.show_makers import make_floor, register
from ocaq.kernel import capability, clock, links
from ocaq.kernel.actor import Actor, Grant, system
from ocaq.kernel.ids import new_ref
from ocaq.kernel.sealing import mark
from ocaq.mail.models import Mail
from ocaq.mail.queries import letters_of
from ocaq.mail.queueing import queue_mail
from ocaq.privacy.commands import asking, lawful
from ocaq.privacy.commands.emergency import open_emergency
from ocaq.privacy.models import LawfulRequest, Request
from ocaq.privacy.rules.keeping import Holder as RecordHolder
from ocaq.register.commands.merging import merge_people
from ocaq.register.commands.posts import Holder, begin_post
from ocaq.register.models import Change, Community, Likeness, Merge, Person, PersonKey, Post, Renewal
from ocaq.register.rules.keys import keys_of
from ocaq.register.tests.makers import community, keeper_of, town
from tests.architecture.addresses import ROLES
from tests.architecture.town import routes

BY = system("test")
SLUG = "yearly-2026"
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Somebody:
    """One person: words that stand for nobody else, and the subjects under which a look at them is written."""

    name: str
    words: tuple[str, ...]
    subjects: set[str] = field(default_factory=set)


@dataclass
class World:
    people: dict[str, Somebody] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)  # role: whose record is their own

    def meets(self, name: str, *subjects: str, words: tuple[str, ...] = ()) -> Somebody:
        told = (name, address(name), *words)
        one = self.people.setdefault(name, Somebody(name, told))
        one.subjects |= {*subjects, letters_of(address(name))}
        return one


def address(name: str) -> str:
    return f"{name.lower()}@people.example"


def build() -> World:
    world = World()
    conference = make_floor()
    house = community("Azərbaycan Evi", place=town(), key=new_ref())
    _guests(world, conference)
    _holders(world, house)
    _letters(world)
    _askers(world)
    for role in ROLES:
        world.browsers.setdefault(role, Client(raise_request_exception=False))
        world.actors[role] = ""
    _officials(world)
    return world


def _guests(world: World, conference: Conference) -> None:
    for name in ("Xguestperson", "Xownperson"):
        row = register(conference, name)
        row.email = address(name)
        row.save()
        world.meets(name, row.subject)
    guest = Registration.objects.get(name="Xguestperson")
    own = Registration.objects.get(name="Xownperson")
    Question.objects.create(
        conference=conference, participant=guest.ref, name=guest.name, country="DE", language="az", text="Nə vaxt?",
        key=new_ref(), asked_at=_FIRST,
    )  # fmt: skip
    Hand.objects.create(
        conference=conference, participant=guest.ref, name=guest.name, country="DE", topic="Məktəblər", budget_s=60,
        key=new_ref(), raised_at=_FIRST,
    )  # fmt: skip
    invited = Invitation.objects.create(
        conference=conference, secret_digest=new_ref(), name="Xinvited", email=address("Xinvited"), country="DE",
        capacity="house", language="az", created_at=_FIRST, expires_at=clock.now() + timedelta(days=9),
    )  # fmt: skip
    world.meets("Xinvited", f"invitation:{invited.ref}")
    world.browsers["participant"] = Client(raise_request_exception=False)
    world.browsers["participant"].cookies[capability.cookie_name("registration")] = capability.issue(
        "registration", own.ref
    )
    world.own["participant"] = "Xownperson"


def _holder(world: World, house: Community, name: str, number: int) -> Person:
    phone = f"+49305550{number:03}"
    person = Person.objects.create(
        name=name, email=address(name), email_mark=mark(address(name)), phone=phone, language="az", created_at=_FIRST,
        changed_at=_FIRST,
    )  # fmt: skip
    PersonKey.objects.bulk_create(PersonKey(named=person, key=key) for key in keys_of(name))
    Post.objects.create(community=house, holder=person, office="teacher", starts_on=date(2020, 1, number))
    world.meets(name, person.subject, words=(phone,))
    return person


def _holders(world: World, house: Community) -> None:
    _holder(world, house, "Xholderperson", 1)
    pair = [_holder(world, house, name, number) for name, number in (("Xlikeone", 2), ("Xliketwo", 3))]
    Likeness.objects.create(
        about="people", one_id=pair[0].pk, other_id=pair[1].pk, score=0.9, code="same-letters", found_at=_FIRST,
    )  # fmt: skip
    one, other = (_holder(world, house, name, number) for name, number in (("Xkeptperson", 4), ("Xabsorbed", 5)))
    likeness = Likeness.objects.create(
        about="people", one_id=one.pk, other_id=other.pk, score=0.9, code="same-letters", found_at=_FIRST,
    )  # fmt: skip
    merge_people(ref=likeness.ref, keep=one.ref, by=BY, at=clock.now())
    begin_post(
        community=house.ref, holder=Holder(name="Xwaiting", email=address("Xwaiting"), phone="+49305550099"),
        office="secretary", starts_on=date(2026, 2, 1), source="", key=new_ref(), by=keeper_of(house), at=clock.now(),
    )  # fmt: skip
    waiting = Person.objects.get(name="Xwaiting")
    world.meets("Xwaiting", waiting.subject, words=("+49305550099",))
    far = community("Maison", country="FR", key=new_ref())
    _holder(world, far, "Xforeign", 6)
    renewal = Renewal(
        community=house,
        post=house.posts.filter(ends_on=None).first(),
        sent_at=clock.now(),
        expires_at=clock.now() + timedelta(days=30),
    )
    renewal.secret_digest = links.digest(links.secret("renewal", renewal.ref))
    renewal.save()


def _letters(world: World) -> None:
    queue_mail(
        template="privacy_answered", language="en", to=address("Xletterperson"),
        context={"words": "Yes", "asked": "No"}, by=BY, at=clock.now(),
    )  # fmt: skip
    world.meets("Xletterperson")


def _askers(world: World) -> None:
    guest = Registration.objects.get(name="Xguestperson")
    asking.ask(
        holder=RecordHolder(addresses=frozenset({address("Xguestperson")})), subject=guest.subject, kind="correct",
        words="Xguestperson asks", address=address("Xguestperson"), key=new_ref(), by=BY, at=clock.now(),
    )  # fmt: skip
    granted = lawful.enter_request(
        authority="Court", act="Order 7", asks="Name", told_from=None, subject=guest.subject, key=new_ref(), by=BY,
        at=clock.now(),
    )  # fmt: skip
    for number in (901, 902):
        lawful.agree(ref=granted, by=Actor(f"user:{number}", frozenset({Grant("staff")})), at=clock.now())


def _officials(world: World) -> None:
    house = Community.objects.get(country="DE").ref
    narrow = {"coordinator": ("country", "DE"), "keeper": ("community", house)}
    for role in sorted(ROLES[2:], key="keeper".__eq__):  # those who run the show have the numbers its makers gave them
        name = f"Xrole{role}"
        user_id = open_account(email=address(name), name=name, by=BY, at=clock.now())
        scope, place = narrow.get(role, ("institution", ""))
        grant_role(
            user_id=user_id,
            role="coordinator" if role in narrow else role,
            scope=scope,
            place=place,
            by=BY,
            at=clock.now(),
            tell=False,
        )
        user = User.objects.get(pk=user_id)
        world.meets(name, user.subject)
        world.browsers[role].force_login(user)
        session = world.browsers[role].session
        session["ocaq_reason"] = ["Asked by telephone", int(clock.now().timestamp())]
        session.save()
        world.actors[role], world.own[role] = f"user:{user_id}", name
    keeper = Actor(world.actors["coordinator"], frozenset({Grant("coordinator", "country", "DE")}))
    open_emergency(country="FR", reason="A house burns", by=keeper, at=clock.now())


def addresses() -> Iterator[tuple[str, str]]:
    """Yield each address with each thing of this world in its parameter; without one where there is none."""
    house = Community.objects.get(country="DE")
    things: dict[str, list[str]] = {
        "rundown/<str:ref>": [Item.objects.all()[3].ref],
        "invitations/<str:ref>": _refs(Invitation),
        "registrations/<str:ref>": _refs(Registration),
        "roles/<int:grant_id>": [str(pk) for pk in RoleGrant.objects.values_list("pk", flat=True)],
        "mail/<slug:ref>": _refs(Mail),
        "desk/register/changes/<ref:ref>": list(Change.objects.filter(state="waiting").values_list("ref", flat=True)),
        "desk/register/posts/<ref:ref>": _refs(Post),
        "desk/register/likeness/<slug:ref>": _refs(Likeness),
        "desk/register/merges/<slug:ref>": _refs(Merge),
        "desk/register/emergency/<ref:ref>": _refs(Community),
        "desk/register/<ref:ref>": [house.ref],
        "directory/<slug:slug>": [house.slug],
        "api/directory/<slug:ref>": [house.ref],
        "desk/privacy/requests/<slug:ref>": _refs(Request),
        "desk/privacy/lawful/<slug:ref>": _refs(LawfulRequest),
        "renew/<str:secret>": [links.secret("renewal", ref) for ref in _refs(Renewal)],
        "<slug:group>": ["hours"],
        "<slug:slug>": [SLUG],
    }
    for name, route in routes(get_resolver()):
        paths = [f"/{route.removeprefix('^').removesuffix('$')}"]
        for part, refs in things.items():
            head = part[: part.index("<")]
            paths = [path.replace(part, head + ref) for path in paths for ref in refs] if part in route else paths
        yield from ((name, path) for path in paths if "<" not in path)


def _refs(model: type[Model]) -> list[str]:
    return list(model._default_manager.values_list("ref", flat=True))
