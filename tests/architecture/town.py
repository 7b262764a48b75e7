"""The made-up institution as every role sees it, and every address with something that exists in each parameter."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ocaq.accounts.models import RoleGrant, User
from ocaq.conference.models import Conference, Hand, Invitation, Item, Poll, Question, Registration
from ocaq.demo.seed import seed
from ocaq.kernel import capability
from ocaq.mail.models import Mail
from ocaq.register.models import Change, Community, Post
from ocaq.report.models import Figure
from tests.architecture.addresses import ROLES

SLUG = "solidarity-day"


@dataclass(frozen=True)
class Address:
    name: str
    path: str


@dataclass
class Town:
    """The made-up institution, and a browser for everybody."""

    addresses: list[Address]
    browsers: dict[str, Client] = field(default_factory=dict)


def build() -> Town:
    """Build it in an empty database that keeps what is committed."""
    assert seed()
    guest = Registration.objects.filter(conference__slug=SLUG, state="confirmed").order_by("pk")[0]
    addresses = [Address(name, _filled(route)) for name, route in routes(get_resolver())]
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


def routes(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and the route of every address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", prefix + str(pattern.pattern)


def _filled(route: str) -> str:
    """Put something that exists in the place of each parameter."""
    item = Item.objects.filter(conference__slug=SLUG).order_by("position")[3].ref
    house = Community.objects.filter(country="DE", kind__code="house").exclude(hours=None).first()
    things = {
        "desk/register/changes/<ref:ref>": f"desk/register/changes/{Change.objects.get(state='waiting').ref}",
        "desk/register/posts/<ref:ref>": f"desk/register/posts/{Post.objects.filter(community__country='DE')[0].ref}",
        "desk/register/<ref:ref>": f"desk/register/{house.ref}" if house else "",
        "directory/<slug:slug>": f"directory/{house.slug}" if house else "",
        "api/directory/<slug:ref>": f"api/directory/{house.ref}" if house else "",
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
        "ref:ref": "k7mn4pqr2stv",
        "slug:group": "hours",
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
