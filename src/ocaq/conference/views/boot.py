"""What a live page carries for its script: state, ticket, addresses, words."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from ocaq.conference.queries.channels import PREFIX, PUBLIC, channel_of, levels_lately
from ocaq.conference.queries.programme import ConferenceRow
from ocaq.conference.words.room_words import island_words
from ocaq.design.zones import city_of, reader_zone
from ocaq.kernel import erasure
from ocaq.kernel.ids import new_ref
from ocaq.kernel.places import direction
from ocaq.live import tickets

TICKET_LIVES_S = 1800
DEVICE_COOKIE, DEVICE_LIVES_S = "ocaq_device", 400 * 86_400


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a ticket is for; nobody listens only."""

    participant: str = ""
    country: str = ""
    capacity: str = ""


NOBODY = Bearer()


def device_of(request: HttpRequest) -> str:
    """Return this browser's own name, new when it has none; `keep_device` stores it."""
    known = request.COOKIES.get(DEVICE_COOKIE, "")
    return known if known.isascii() and known.isalnum() and len(known) <= 24 and known else new_ref()


def ticket_for(*, ref: str, audience: str, bearer: Bearer, device: str, at: datetime) -> str:
    return tickets.issue(
        channel=f"{PREFIX}/{ref}",
        audience=audience,
        language=get_language() or "en",
        at=at,
        lives_s=TICKET_LIVES_S,
        participant=bearer.participant,
        device=device,
        country=bearer.country,
        capacity=bearer.capacity,
    )


@cache
def _words_json(language: str, *, console: bool) -> str:
    return escaped(json.dumps(island_words(language, console=console), ensure_ascii=False))


@lru_cache(maxsize=64)
def _state_json(state: bytes) -> str:
    return escaped(state.decode())


erasure.clears(_state_json.cache_clear)


def escaped(text: str) -> str:
    """Return JSON that no browser takes for the end of its script element."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def boot_block(
    request: HttpRequest,
    conference: ConferenceRow,
    *,
    audience: str,
    ticket: str,
    at: datetime,
    state: bytes,
    rest: dict[str, Any],
) -> SafeString:
    """Return the JSON of the boot block, safe inside a script element."""
    slug, ref = conference.slug, conference.ref
    language = get_language() or "en"
    channel = channel_of(ref, audience)
    live = f"/live/{channel}"
    zone = reader_zone(request)
    fields = {
        "channel": channel,
        "streamUrl": live,
        "stateUrl": f"{live}/state",
        "eventsUrl": f"{live}/events",
        "intakeUrl": f"/intake/{ref}",
        "ticketUrl": reverse("conference:room_ticket", args=[slug]),
        "actsUrl": "",
        "leaveUrl": reverse("conference:page", args=[slug]),
        "reportUrl": reverse("conference:report", args=[slug]),
        "language": language,
        "dir": direction(language),
        "zone": str(zone) if zone else "",
        "city": city_of(str(zone), language) if zone else "",
        "capitalZone": settings.CAPITAL_ZONE,
        "worldUrl": static("ocaq/world.svg"),
        "levels": levels_lately(channel),
        # What differs between readers comes last: a packed page refers back to all before.
        "now": at.isoformat().replace("+00:00", "Z"),
        "ticket": ticket,
        "csrf": get_token(request),
        **rest,
    }
    own = escaped(json.dumps(fields, ensure_ascii=False))[1:]
    words = _words_json(language, console=audience != PUBLIC)
    return mark_safe(f'{{"state": {_state_json(state)}, "words": {words}, {own}')  # noqa: S308 - escaped here
