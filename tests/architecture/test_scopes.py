"""Who looks after what: every page, list, file and answer as everybody, and every act on what is not theirs.

The world and what everybody may see of it are plain words (`world.py`); addresses come from the URLconf, so that a new
one is walked or fails here until somebody says what stands in it.
"""

import io
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from ocaq.accounts import network
from ocaq.privacy import permissions as privacy_permissions
from ocaq.register import permissions as register_permissions
from ocaq.register.models import Community
from ocaq.register.queries import scope
from tests.architecture import world as making
from tests.architecture.town import routes
from tests.architecture.world import BODIES, EVERYBODY, Thing, Who, World, gives, may, sees

pytestmark = pytest.mark.slow

# What stands in an address: the longest that fits counts. None: a secret, which is the right itself, or somebody's own.
IN_ADDRESSES: dict[str, tuple[str, ...] | None] = {
    "desk/register/changes/<ref:ref>": ("change",),
    "desk/register/posts/<ref:ref>": ("post",),
    "desk/register/emergency/<ref:ref>": ("body",),
    "desk/register/lists/<slug:ref>": ("list",),
    "desk/register/likeness/<slug:ref>": ("pair",),
    "desk/register/merges/<slug:ref>": ("merge",),
    "desk/register/<ref:ref>": ("body",),
    "desk/people/roles/<int:grant_id>": ("grant",),
    "desk/mail/<slug:ref>": ("mail",),
    "desk/privacy/requests/<slug:ref>": ("request",),
    "desk/privacy/lawful/<slug:ref>": ("lawful",),
    "desk/conferences/<slug:slug>/rundown/<str:ref>": ("item",),
    "desk/conferences/<slug:slug>/registrations/<str:ref>": ("guest",),
    "desk/conferences/<slug:slug>/invitations/<str:ref>": ("guest",),
    "desk/conferences/<slug:slug>": ("conference",),
    "desk/figures/<slug:kind>/<slug:ref>": ("conference",),
    "conferences/<slug:slug>": ("conference",),
    "directory/photos/<ref:ref>": ("photo",),
    "directory/<slug:slug>": ("slug",),
    "api/directory/<slug:ref>": ("body",),
    "my/posts/<ref:ref>": ("post",),
    "my/record/": None,
    "my/sessions/": None,
    "accounts/passkeys/": None,
    "register/renew/": None,
    "register/letters/": None,
    "figures/<slug:ref>": None,  # published for everybody
    "sitemap/": None,
}
# Acts that are not of somebody's scope: their own sessions and account, and the one way over the border, which says so.
NOT_ACTED = re.compile(r"^/(accounts|my|zone|conferences|demo)/|^/desk/register/emergency/|^/desk/privacy/reason/")
# What every form of the desk would take; the country and the community are not theirs.
SENT = {
    "version": "1", "key": "walk", "agree": "asked", "answer": "No", "kind": "house", "state": "active",
    "founded": "1999", "name_0": "Walked", "language_0": "en", "use_0": "original", "email": "walk@example.org",
    "phone": "+49301234567", "web": "https://walk.example", "shown": "town", "languages": "az", "name": "Walked here",
    "language": "en", "office": "deputy", "starts_on": "2025-01-01", "ends_on": "2025-02-01", "end": "1", "source": "x",
    "letters_in": "en", "events": "1", "words": "Walked", "umbrella": "", "give": "1", "keep": "", "one": "1",
    "two": "1", "later": "1", "outcome": "done", "why": "Because of the walk", "code": "walk", "title_en": "Walk",
    "plural_en": "Walks", "name_en": "Walk", "latitude": "1", "longitude": "1", "zone": "UTC", "address": "",
    "role": "coordinator", "scope": "community", "until": "2031-01-01", "recipient": "Walk", "purpose": "Walk",
}  # fmt: skip


READERS: tuple[Who, ...] = (("anonymous", "", ""), ("coordinator", "community", "lyon"))


@dataclass(frozen=True)
class Address:
    """`thing` is what stands in it, None for lists and forms."""

    name: str
    path: str
    thing: Thing | None = None

    @property
    def is_desk(self) -> bool:
        return self.path.startswith("/desk/")


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> World:
    cache.clear()
    return making.make()


def _addresses(world: World) -> Iterator[Address]:
    for name, route in routes(get_resolver()):
        if route.startswith("demo") or "^" in route:
            continue
        if "<" not in route:
            yield Address(name, "/" + route)
            continue
        part = max((one for one in IN_ADDRESSES if route.startswith(one)), key=len, default=None)
        assert part is not None, f"{name} ({route}): say in IN_ADDRESSES what stands in it"
        for kind in IN_ADDRESSES[part] or ():
            yield from _filled(world, name, route, part, kind)


def _filled(world: World, name: str, route: str, part: str, kind: str) -> Iterator[Address]:
    route = route.replace("<slug:slug>", world.slug) if "conferences" in route else route
    if kind == "conference":
        yield Address(name, "/" + route.replace("<slug:kind>", "conference").replace("<slug:ref>", world.slug))
        return
    for thing in world.of("body" if kind == "slug" else kind):
        value = f"slug-{thing.bodies[0]}" if kind == "slug" else thing.part
        path = re.sub(r"<(?!slug:group)[a-z]+:[a-z_]+>", value, route)
        for group in ("names", "contacts", "hours") if "<slug:group>" in path else ("",):
            yield Address(name, "/" + path.replace("<slug:group>", group), thing)


def _text(answer: HttpResponse) -> str:
    content = answer.getvalue()
    if content[:2] == b"PK":  # a workbook is an archive
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return str(content.decode(errors="replace"))


def _told(who: Who, address: Address, answer: HttpResponse, world: World) -> list[str]:
    """Return what an answer tells of things that are not theirs."""
    if answer.status_code >= 500:
        return [f"{address.path} fails: {answer.status_code}"]
    text = _text(answer) if answer.status_code in {200, 409, 422} else ""
    said = []
    crossed = address.thing.crosses if address.thing and may(who, address.thing) else ()
    for thing in making.outside(who, world):
        if crossed and thing.bodies == crossed:
            continue
        words = thing.words + (thing.open if address.is_desk and thing.kind == "body" else ())
        said += [f"{address.name} tells {word}" for word in words if word in text]
    if address.is_desk and address.thing and not may(who, address.thing) and answer.status_code == 200:
        said.append(f"{address.name} opens {address.thing.kind} {address.thing.part}")
    return said


def walk(who: Who, browser: Client, world: World, *, only: str = "/") -> list[str]:
    """Read everything and act upon everything that is not theirs; return what was told or changed.

    Of what many stand in alike, one of theirs and one or two that are not: others for everybody. Coordinators, who see
    something, are shown the page of every community, and search.
    """
    told: list[str] = []
    asked = [one for one in _chosen(who, world) if one.path.startswith(only)]
    for address in asked:
        told += _told(who, address, browser.get(address.path), world)
        if address.is_desk and address.thing is None and who[0] == "coordinator":
            searched = {"q": "of", "name": "of", "country": _abroad(who), "page": "1", "about": "people"}
            told += _told(who, address, browser.get(address.path, searched), world)
    before = _rows()
    acted: set[str] = set()
    for address in asked:
        form = address.name + address.path.rpartition("/edit/")[2] if "/edit/" in address.path else address.name
        if form in acted or NOT_ACTED.match(address.path) or not _is_outside(who, address):
            continue
        acted.add(form)
        told += _told(who, address, browser.post(address.path, _sent(who, address, world)), world)
    after = _rows()
    changed = [f"an act changed {table}" for table in before if before[table] != after[table]]
    return sorted({*told, *changed})


def _chosen(who: Who, world: World) -> list[Address]:
    """Return the addresses of the desk, and for two of everybody the rest, which is alike for all."""
    alike: dict[str, list[Address]] = defaultdict(list)
    for address in _addresses(world):
        if address.is_desk or (who in READERS and address.name != "account_logout"):
            group = address.path.rpartition("/edit/")[2] if "/edit/" in address.path else ""
            alike[f"{address.name} {group}"].append(address)
    turn, many = EVERYBODY.index(who), 2 if who[0] == "coordinator" else 1
    found: list[Address] = []
    for places in alike.values():
        turned = places[turn % len(places) :] + places[: turn % len(places)]
        theirs = [one for one in turned if one.thing is None or may(who, one.thing)]
        others = [one for one in turned if one not in theirs]
        is_page = places[0].name == "register:desk_community"
        found += [*theirs[:1], *(others if is_page and many > 1 else others[:many])]
    return found


def _is_outside(who: Who, address: Address) -> bool:
    if address.thing is not None:
        return address.is_desk and not may(who, address.thing)
    return address.is_desk and who[0] in {"coordinator", "former", "", "anonymous", "crew"} and who[1] != "institution"


def _abroad(who: Who) -> str:
    """Return a country whose house is not theirs."""
    return next((BODIES[name][1] for name in ("odesa", "lyon") if not sees(who, name)), "BR")


def _sent(who: Who, address: Address, world: World) -> dict[str, str]:
    other = next((name for name in ("odesa", "lyon") if not sees(who, name)), "odesa")
    ref = world.bodies[other].ref
    sent = {**SENT, "country": BODIES[other][1], "ground": ref, "community": f"meof{other}", "keep": ref}
    if address.name == "register:desk_alike":
        return {"name": f"Holderof{other}"}
    if address.name == "desk-role-end" and address.thing is not None:
        return {"address": address.thing.words[1]}
    return sent


def _rows() -> dict[str, int]:
    """Return {table: digest of every row}, but for looks, which reading leaves, and sessions."""
    kept = {}
    for label in ("register", "privacy", "accounts", "mail", "conference", "report"):
        for table in apps.get_app_config(label).get_models():
            if table.__name__ not in {"Look", "Looked"}:
                kept[f"{label}.{table.__name__}"] = hash(str(sorted(map(str, table._default_manager.values_list()))))
    return kept


def _entered(world: World, *everybody: Who) -> dict[Who, Client]:
    entered = {who: making.enter(world, who) for who in everybody}
    west = ("coordinator", "community", "west")
    making.lists(world, {west: (entered.get(west) or making.enter(world, west))[1]})
    return {who: browser for who, (browser, _actor) in entered.items()}


def test_nothing_from_outside_is_told_or_changed(world: World) -> None:
    browsers = _entered(world, *EVERYBODY)

    wrong = [f"{' '.join(who)}: {line}" for who in EVERYBODY for line in walk(who, browsers[who], world)]

    assert "\n".join(wrong) == ""


def test_everybody_sees_all_that_is_theirs(world: World) -> None:
    """Else finding nothing outside would prove nothing."""
    wrong = []
    for who, browser in _entered(world, *EVERYBODY).items():
        listed = _text(browser.get("/desk/register/"))
        people = _text(browser.get("/desk/people/"))
        for name in BODIES:
            wrong += [f"{who} lists {name}"] if (f"Nameof{name}" in listed) != sees(who, name) else []
            wrong += [f"{who} keepers of {name}"] if (f"Keeperof{name}" in people) != gives(who, name) else []
        for thing in world.things:
            if not may(who, thing):
                continue
            pages = {
                "body": "/desk/register/{0}/", "change": "/desk/register/changes/{0}/",
                "post": "/desk/register/posts/{0}/", "request": "/desk/privacy/requests/{0}/",
                "lawful": "/desk/privacy/lawful/{0}/", "list": "/desk/register/lists/{0}/",
                "pair": "/desk/register/likeness/{0}/", "grant": "/desk/people/roles/{0}/end/",
            }  # fmt: skip
            path = pages.get(thing.kind, "").format(thing.part)
            is_reviewer = thing.kind not in {"pair"} or who[2] not in {"lyon", "school", "club"}
            status = browser.get(path).status_code if path and is_reviewer else 200
            wrong += [f"{who} {path}: {status}"] if status not in {200, 302} else []

    assert wrong == []


def _breaks(monkeypatch: pytest.MonkeyPatch, function: Any, instead: Any) -> None:
    """Put something else in the place of a function wherever it was imported."""
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("ocaq."):
            for name, value in list(vars(module).items()):
                if value is function:
                    monkeypatch.setattr(module, name, instead)


GERMANY: Who = ("coordinator", "country", "DE")
STANDING = Community.objects.filter(absorbed_into=None)
# {what is broken: (a function, what stands in its place, where the walk looks, what it says)}
HOLES: dict[str, tuple[Any, Any, str, str]] = {
    "lists show everything": (scope.within, lambda *_, **_by: STANDING.all(), "/desk/register/c", "tells Nameof"),
    "acts ask nobody": (
        register_permissions.office_over, lambda *_, **_at: "staff", "/desk/register/", "an act changed",
    ),
    "a compartment is open": (
        privacy_permissions.require_staff, lambda _actor: None, "/desk/privacy/requests", "opens request",
    ),
}  # fmt: skip


@pytest.mark.parametrize("hole", HOLES)
def test_the_walk_finds_a_hole(world: World, monkeypatch: pytest.MonkeyPatch, hole: str) -> None:
    browser = _entered(world, GERMANY)[GERMANY]
    function, instead, where, found = HOLES[hole]
    assert walk(GERMANY, browser, world, only=where) == []
    _breaks(monkeypatch, function, instead)

    assert [line for line in walk(GERMANY, browser, world, only=where) if found in line]


def test_the_walk_finds_roles_that_are_told_of(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = _entered(world, GERMANY)[GERMANY]
    monkeypatch.setattr(network, "_joined", [replace(network.network(), below=lambda refs, **_k: frozenset(refs))])

    assert "desk-people tells Keeperoflyon" in walk(GERMANY, browser, world, only="/desk/people/")
