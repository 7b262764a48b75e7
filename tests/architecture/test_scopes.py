"""Every page, list, file and answer of the register's desk, as every role in every scope: no row from outside it.

Addresses are taken from the URLconf and filled with every row there is, so a new page is walked without being added.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ocaq.accounts.commands import grant_role, open_account
from ocaq.accounts.models import User
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor, Grant, system
from ocaq.kernel.sealing import mark
from ocaq.register.models import Area, Change, Community, Group, Kind, Name, Person, PersonKey, Place, Post
from ocaq.register.queries.scope import within
from ocaq.register.rules.keys import keys_of

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
BY = system("test")
TOWNS = (("Berlin", "DE"), ("Paris", "FR"), ("Ankara", "TR"))
SCOPES = (
    ("staff", "institution", ""),
    ("director", "institution", ""),
    ("crew", "institution", ""),
    ("coordinator", "institution", ""),
    ("coordinator", "country", "DE"),
    ("coordinator", "country", "IT"),
    ("coordinator", "community", "house in FR"),
    ("coordinator", "community", "council in DE"),  # it spans FR
)
# Whatever a page searches or sorts by, it must not reach over the border.
ASKED = {"q": "of", "name": "Holderof", "country": "FR"}


@dataclass(frozen=True)
class Row:
    """A community, and words that stand nowhere but in it."""

    community: Community
    words: tuple[str, ...]
    refs: tuple[str, ...]


def _row(kind: str, town: str, country: str) -> Row:
    tag = f"{kind}{country}"
    place = Place.objects.create(country=country, name={"en": town}, latitude=1, longitude=1, zone="UTC")
    body = Community.objects.create(
        slug=f"{kind}-{country.lower()}", kind=Kind.objects.get(code=kind), country=country, place=place,
        created_at=AT, changed_at=AT,
    )  # fmt: skip
    name, holder, wish = f"Nameof{tag}", f"Holderof{tag}", f"Wishof{tag}"
    Name.objects.create(community=body, text=name)
    address = f"{tag.lower()}@example.org"
    person = Person.objects.create(name=holder, email=address, email_mark=mark(address), created_at=AT, changed_at=AT)
    PersonKey.objects.bulk_create(PersonKey(named=person, key=key) for key in keys_of(holder))
    post = Post.objects.create(community=body, holder=person, office="chair", starts_on=date(2024, 1, 1))
    change = Change.objects.create(
        key=tag, community=body, group=Group.NAMES, before={"names": [[name, "", "original"]]},
        after={"names": [[wish, "", "original"]]}, by="user:999", at=AT,
    )  # fmt: skip
    return Row(body, (name, holder, wish, address), (body.ref, post.ref, change.ref))


@pytest.fixture
def rows(db: None) -> list[Row]:
    made = [_row(kind, town, country) for town, country in TOWNS for kind in ("house", "school")]
    council = _row("council", "Bonn", "DE")
    Area.objects.create(council=council.community, country="FR", starts_on=date(2020, 1, 1))
    return [*made, council]


def _desk(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _desk(pattern, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern) and (prefix + str(pattern.pattern)).startswith("desk/register/"):
            yield f"{space}{pattern.name}", "/" + prefix + str(pattern.pattern)


def _filled(path: str, ref: str) -> list[str]:
    path = path.replace("<ref:ref>", ref).replace("<slug:ref>", ref)
    return [path.replace("<slug:group>", group) for group in Group.values] if "<slug:group>" in path else [path]


def _browser(role: str, scope: str, place: str) -> tuple[Client, Actor]:
    email = f"{role}-{scope}-{place or 'all'}@example.org".lower()
    user_id = open_account(email=email, by=BY, at=AT)
    grant_role(user_id=user_id, role=role, scope=scope, place=place, by=BY, at=AT, tell=False)
    browser = Client()
    browser.force_login(User.objects.get(pk=user_id))
    return browser, Actor(f"user:{user_id}", frozenset({Grant(role, scope, place)}))  # type: ignore[arg-type]


def _text(answer: object) -> str:
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined,arg-type]
    if content[:2] == b"PK":  # a workbook is an archive
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return " ".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return content.decode(errors="replace")


@pytest.mark.slow
@pytest.mark.parametrize(("role", "scope", "place"), SCOPES, ids=lambda part: part or "all")
def test_no_row_from_outside(rows: list[Row], role: str, scope: str, place: str) -> None:
    where = {f"{row.community.kind.code} in {row.community.country}": row.community.ref for row in rows}
    browser, actor = _browser(role, scope, where.get(place, place))
    seen = set(within(actor, at=clock.now()).values_list("pk", flat=True))
    outside = [row for row in rows if row.community.pk not in seen]
    leaks, opened = [], set()
    for name, path in _desk(get_resolver()):
        for row in rows if "<" in path or "alike" in path else rows[:1]:
            for ref in row.refs if "<" in path else ("",):
                for address in _filled(path, ref):
                    answers = [
                        browser.get(address),
                        browser.get(address, {"q": "of", "name": "Holderof", "country": "FR"}),
                    ]
                    answers += [browser.post(address, {"name": row.words[1]})] if "alike" in path else []
                    for answer in answers:
                        assert answer.status_code < 500, address
                        opened |= {name} if answer.status_code == 200 else set()
                        if "<" in path and row in outside and answer.status_code == 200:
                            leaks.append(f"{name}: opens {address}")
                        text = _text(answer) if answer.status_code == 200 else ""
                        leaks += [f"{name}: tells {word}" for one in outside for word in one.words if word in text]

    assert sorted(set(leaks)) == []
    assert bool(opened) == (role in {"staff", "coordinator"}), sorted(opened)


@pytest.mark.slow
def test_the_walk_sees_what_is_inside(rows: list[Row]) -> None:
    """Else finding nothing would prove nothing."""
    browser, _actor = _browser("coordinator", "country", "DE")
    text = " ".join(_text(browser.get(path)) for _name, path in _desk(get_resolver()) if "<" not in path)

    assert "NameofhouseDE" in text
    assert "HolderofhouseDE" in _text(browser.post("/desk/register/alike/", {"name": "HolderofhouseDE"}))
    assert "HolderofhouseDE" in _text(browser.get(f"/desk/register/{rows[0].community.ref}/"))
