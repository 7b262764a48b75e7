"""Every address as everybody: what a stranger, a participant and each role of the institution get."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ocaq.accounts.models import RoleGrant, User
from ocaq.conference.models import Conference, Hand, Invitation, Item, Poll, Question, Registration
from ocaq.demo.seed import seed
from ocaq.kernel import capability
from ocaq.mail.models import Mail
from ocaq.report.models import Figure
from tests.architecture.addresses import GETS, ROLES

SLUG = "solidarity-day"
HOSTILE = "<script>alert(1)</script>\u202e\x00'\"; DROP TABLE x;--" + "ə" * 10_000
FIELDS = """
    act address_as answer capacity choice code country email entry hand ids item key kind language languages
    length length_s lines message name needs note notes option organisation owner participant place poll
    question reaction ref role scope starts_at state step text title title_az title_en topic user user_id
    version zone
"""


@dataclass(frozen=True)
class Address:
    name: str
    path: str


@dataclass
class Town:
    """The made-up institution, and a browser for everybody."""

    addresses: list[Address]
    browsers: dict[str, Client] = field(default_factory=dict)


@pytest.fixture
def town(transactional_db: None) -> Town:
    assert seed()
    guest = Registration.objects.filter(conference__slug=SLUG, state="confirmed").order_by("pk")[0]
    addresses = [Address(name, _filled(route)) for name, route in _routes(get_resolver())]
    # Who has erased themselves is a stranger everywhere else: that comes last.
    town = Town(sorted(addresses, key=lambda one: "erasure" in one.name))
    for role in ROLES:
        # A page that fails must be seen as its status 500, as a visitor sees it.
        browser = town.browsers[role] = Client(raise_request_exception=False)
        if role == "participant":
            browser.cookies[capability.cookie_name("registration")] = capability.issue("registration", guest.ref)
        elif role != "anonymous":
            browser.force_login(User.objects.get(email=f"{role}@example.org"))
    return town


def _routes(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _routes(pattern, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", prefix + str(pattern.pattern)


def _filled(route: str) -> str:
    """Put something that exists in the place of each parameter."""
    item = Item.objects.filter(conference__slug=SLUG).order_by("position")[3].ref
    things = {
        "rundown/<str:ref>": f"rundown/{item}",
        "invitations/<str:ref>": f"invitations/{_ref(Invitation)}",
        "registrations/<str:ref>": f"registrations/{_ref(Registration)}",
        "questions/<str:ref>": f"questions/{_ref(Question)}",
        "polls/<str:ref>": f"polls/{_ref(Poll)}",
        "hands/<str:ref>": f"hands/{_ref(Hand)}",
        "mail/<slug:ref>": f"mail/{_ref(Mail)}",
        "desk/figures/<slug:kind>/<slug:ref>": f"desk/figures/conference/{Conference.objects.get(state='ended').ref}",
        "figures/<slug:ref>": f"figures/{_ref(Figure)}",
    }
    for part, thing in things.items():
        route = route.replace(part, thing)
    defaults = {
        "slug:slug": SLUG,
        "str:slug": SLUG,
        "str:secret": "x" * 32,
        "str:ref": "k7mn4pqr2stv",
        "slug:ref": "k7mn4pqr2stv",
    }
    for name, value in defaults.items():
        route = route.replace(f"<{name}>", value)
    grant = RoleGrant.objects.values_list("pk", flat=True).order_by("pk")[0]
    while "<" in route:
        route = route[: route.index("<")] + str(grant) + route[route.index(">") + 1 :]
    return "/" + route.removeprefix("^").removesuffix("$")


def _ref(model: type[Model]) -> str:
    rows = model._default_manager.values_list("ref", flat=True)
    found = (rows.filter(conference__slug=SLUG, state="confirmed") if model is Registration else rows).first()
    return str(found or "k7mn4pqr2stv")


@pytest.mark.slow
def test_everybody_gets_what_the_table_says(town: Town) -> None:
    seen = {
        address.name: " ".join(str(town.browsers[role].get(address.path).status_code) for role in ROLES)
        for address in town.addresses
    }

    wrong = [f'    "{name}": "{row}",' for name, row in sorted(seen.items()) if row != GETS.get(name)]
    assert not wrong, "not as in addresses.py:\n" + "\n".join(wrong)
    assert GETS.keys() == seen.keys()


@pytest.mark.slow
def test_every_page_carries_the_strict_policy(town: Town) -> None:
    loose = []
    for address in town.addresses:
        page = town.browsers["staff"].get(address.path)
        policy = page.headers.get("Content-Security-Policy", "")
        parts = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
        sources = {*parts.get("script-src", ["*"]), *parts.get("style-src", ["*"])}
        nothing = [parts.get(name) for name in ("default-src", "frame-ancestors", "base-uri")]
        strict = (
            nothing == [["'none'"]] * 3 and not {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "data:"} & sources
        )
        if page.headers.get("Content-Type", "").startswith("text/html") and not strict:
            loose.append(f"{address.name}: {policy}")

    assert loose == []


@pytest.mark.slow
def test_a_head_is_answered_as_its_page(town: Town) -> None:
    """Link previews and monitors ask for the head alone."""
    browser = town.browsers["staff"]

    unlike = [
        f"{each.name}: GET {page}, HEAD {head}"
        for each in town.addresses
        if (page := browser.get(each.path).status_code) != (head := browser.head(each.path).status_code)
    ]

    assert unlike == []


@pytest.mark.slow
def test_nobody_changes_what_is_not_theirs(town: Town) -> None:
    """Whoever may not look may not act either, and never learns more by acting."""
    wrong = []
    for address in town.addresses:
        for role, may_look in zip(ROLES, GETS[address.name].split(), strict=True):
            status = town.browsers[role].post(address.path).status_code
            if status >= 500 or (may_look in {"403", "404"} and status not in {302, 403, 404, 405, 409, 410, 422}):
                wrong.append(f"{role} POST {address.name}: {status}")

    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("role", ["participant", "staff"])
def test_hostile_texts_break_nothing(town: Town, role: str) -> None:
    body = dict.fromkeys(FIELDS.split(), HOSTILE)
    asked = dict.fromkeys(("lang", "page", "country", "capacity", "q"), HOSTILE[:200])
    browser = town.browsers[role]

    broken = [f"POST {each.name}" for each in town.addresses if browser.post(each.path, body).status_code >= 500]
    broken += [f"GET {each.name}" for each in town.addresses if browser.get(each.path, asked).status_code >= 500]

    assert broken == []
