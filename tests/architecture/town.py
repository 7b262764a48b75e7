"""The made-up institution as every role sees it, and every address with something that exists in each parameter."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

from django.core.cache import cache
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from ocaq.accounts.models import RoleGrant, User
from ocaq.conference.models import Conference, Invitation, Item, Registration
from ocaq.kernel import capability
from ocaq.mail.models import Mail
from ocaq.register.models import Change, Post
from ocaq.report.models import Figure
from tests.architecture import kept
from tests.architecture.addresses import ROLES
from tests.architecture.things import make

SLUG = "solidarity-day"
# Whoever has erased, withdrawn, signed out or closed something is somebody else afterwards: that comes last.
LAST = ("cancel", "remove", "withdraw", "end", "logout", "erasure")


@dataclass(frozen=True)
class Address:
    name: str
    path: str


@dataclass
class Town:
    """The made-up institution, and a browser for everybody."""

    addresses: list[Address]
    browsers: dict[str, Client] = field(default_factory=dict)

    def ask(self, role: str, address: Address, method: str = "get") -> int:
        """Return the status somebody is answered with, who holds afterwards what they held before."""
        browser = self.browsers[role]
        held = {name: morsel.value for name, morsel in browser.cookies.items()}
        answer = getattr(browser, method)(address.path)
        answer.getvalue()  # files are closed when they have been read
        browser.cookies = SimpleCookie(held)
        return int(answer.status_code)


def build() -> Town:
    """Build it in an empty database that keeps what is committed, for people who did not ask too often before."""
    cache.clear()
    kept.institution()
    guest = Registration.objects.filter(conference__slug=SLUG, state="confirmed").order_by("pk")[0]
    known = make(guest)
    addresses = [Address(name, _filled(route, known)) for name, route in routes(get_resolver())]
    town = Town(sorted(addresses, key=lambda one: how_late(one.name)))
    for role in ROLES:
        # A page that fails must be seen as its status 500, as a visitor sees it.
        browser = town.browsers[role] = Client(raise_request_exception=False)
        if role == "participant":
            browser.cookies[capability.cookie_name("registration")] = capability.issue("registration", guest.ref)
        elif role != "anonymous":
            browser.force_login(User.objects.get(email=f"{role}@example.org"))
    return town


def how_late(name: str) -> int:
    return max((LAST.index(word) + 1 for word in LAST if word in name), default=0)


def routes(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and the route of every address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", prefix + str(pattern.pattern)


def _filled(route: str, known: dict[str, str]) -> str:
    """Put something that exists in the place of each parameter."""
    item = Item.objects.filter(conference__slug=SLUG).order_by("position")[3].ref
    looked_after = RoleGrant.objects.get(scope="community").place
    post = Post.objects.filter(community__ref=looked_after).order_by("pk")[0]
    waits = Change.objects.filter(state="waiting").order_by("pk")[0]
    things = known | {
        "desk/register/changes/<ref:ref>": f"desk/register/changes/{waits.ref}",
        "desk/register/posts/<ref:ref>": f"desk/register/posts/{post.ref}",
        "rundown/<str:ref>": f"rundown/{item}",
        "invitations/<str:ref>": f"invitations/{_ref(Invitation)}",
        "registrations/<str:ref>": f"registrations/{_ref(Registration)}",
        "mail/<slug:ref>": f"mail/{_ref(Mail)}",
        "desk/figures/<slug:kind>/<slug:ref>": f"desk/figures/conference/{Conference.objects.get(state='ended').ref}",
        "figures/<slug:ref>": f"figures/{_ref(Figure)}",
        "<slug:slug>": SLUG,
        "<str:slug>": SLUG,
        "<int:grant_id>": str(RoleGrant.objects.values_list("pk", flat=True).order_by("pk")[0]),
    }
    for part, thing in things.items():
        route = route.replace(part, thing)
    while "<" in route:  # the server's own numbers: of passkeys, of sessions
        route = route[: route.index("<")] + "1" + route[route.index(">") + 1 :]
    return "/" + route.removeprefix("^").removesuffix("$")


def _ref(model: type[Model]) -> str:
    rows = model._default_manager.values_list("ref", flat=True)
    return str((rows.filter(conference__slug=SLUG, state="confirmed") if model is Registration else rows)[0])
