"""What the page frame needs on every page."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, get_urlconf, resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ocaq.design.zones import capital_zone, reader_zone
from ocaq.kernel.places import direction, language_name
from ocaq.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    words: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class LanguageLink:
    code: str
    own_name: str
    direction: str
    address: str
    current: bool


@cache
def _answers(path: str, _urlconf: str | None) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _links(request: HttpRequest, candidates: list[tuple[str, str]]) -> list[Link]:
    """Return those links that this house answers; an address that is not built yet is not offered."""
    return [
        Link(address, words, request.path.startswith(address))
        for address, words in candidates
        if _answers(address, get_urlconf())
    ]


def languages(request: HttpRequest) -> list[LanguageLink]:
    active = get_language() or "en"
    links = []
    for code, _name in settings.LANGUAGES:
        query = request.GET.copy()
        query["lang"] = code
        links.append(
            LanguageLink(
                code, language_name(code), direction(code), f"{request.path}?{query.urlencode()}", code == active
            )
        )
    return links


def _own_links(request: HttpRequest) -> list[Link]:
    actor = getattr(request, "actor", None)
    if actor is not None and actor.ref.startswith("registration:"):
        # Who holds a personal link has pages of their own too, and signs in from there.
        return _links(request, [("/my/", _("My pages"))])
    if actor is None or actor.user_id is None:
        return _links(request, [(reverse(settings.LOGIN_URL), _("Sign in"))]) if _named(settings.LOGIN_URL) else []
    mine = _links(request, [("/my/", _("My pages"))])
    return _links(request, [("/desk/", _("Desk"))]) + mine if actor.grants else mine


@cache
def _named(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


def _foot_links(request: HttpRequest) -> list[Link]:
    return _links(
        request,
        [
            ("/check/", _("Check us")),
            ("/accessibility/", _("Accessibility")),
            ("/privacy/", _("What we keep about you")),
            ("/zone/", _("Your time zone")),
            ("/style/", _("Style of these pages")),
            ("/demo/", _("Demonstration")),
        ],
    )


def frame(request: HttpRequest) -> dict[str, Any]:
    """Cost: none for a visitor without a session; a signed-in person's grants (at most two queries) else."""
    language = get_language() or "en"
    return {
        "institution": Text(settings.INSTITUTION),
        "direction": direction(language),
        "languages": languages(request),
        "nav": _links(
            request,
            [
                ("/conferences/", _("Conferences")),
                ("/directory/", _("Houses and schools")),
                ("/figures/", _("Figures")),
            ],
        ),
        "own_nav": _own_links(request),
        "foot_nav": _foot_links(request),
        "contact": settings.CONTACT,
        "zone": reader_zone(request),
        "capital_zone": capital_zone(),
        "demo": settings.DEMO,
    }
