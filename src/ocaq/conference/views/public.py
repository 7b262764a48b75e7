"""What anyone may see of conferences: the list, one conference, its calendar file."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ocaq.conference import permissions
from ocaq.conference.queries import programme as queries
from ocaq.conference.queries.registration import own_registration
from ocaq.conference.rules.registration import OPEN_STATES
from ocaq.conference.views.asking import actor_of
from ocaq.conference.words.planning import KINDS
from ocaq.kernel import capability, clock
from ocaq.mail.calendar import Appointment, calendar_file

# While these last, those who run the show find their screens on its page.
SHOWN_STATES = {"published", "doors", "on_air"}


@require_safe
def conferences(request: HttpRequest) -> HttpResponse:
    """What is open, what comes, what was."""
    at, rows = clock.now(), queries.public_conferences()
    to_come = [row for row in reversed(rows) if row.state == "published" and row.starts_at + timedelta(days=1) > at]
    listed = {row.ref for row in to_come}
    return render(
        request,
        "conference/list.html",
        {
            "open_now": [row for row in rows if row.is_open],
            "to_come": to_come,
            "past": [row for row in rows if not row.is_open and row.ref not in listed],
        },
    )


@require_safe
def conference(request: HttpRequest, slug: str) -> HttpResponse:
    programme = queries.programme(slug, at=clock.now())
    own = own_registration(slug=slug, refs=capability.held(request, "registration"), user_id=actor_of(request).user_id)
    return render(
        request,
        "conference/page.html",
        {
            "programme": programme,
            "conference": programme.conference,
            "rows": [{"item": one, "kind": KINDS[one.kind]} for one in programme.items],
            "own": own,
            "may_look_in": permissions.may_look_in(actor_of(request)) and programme.conference.state in SHOWN_STATES,
            "may_register": programme.conference.state in OPEN_STATES,
            "length_s": (programme.ends_at - programme.conference.starts_at).total_seconds(),
        },
    )


@require_safe
def calendar(_request: HttpRequest, slug: str) -> HttpResponse:
    programme, language, at = queries.programme(slug, at=clock.now()), get_language() or "en", clock.now()
    row = programme.conference
    file = calendar_file(
        Appointment(
            ref=row.ref,
            title=row.title.within(language)[1],
            starts_at=row.starts_at,
            ends_at=programme.ends_at,
            zone=row.zone,
            description=row.about.within(language)[1],
            address=settings.SITE_ADDRESS + reverse("conference:page", args=[slug]),
            sequence=row.version,
            alarm_minutes=30,
            cancelled=row.state == "cancelled",
        ),
        at=at,
        language=language,
        name=f"{slug}.ics",
    )
    response = HttpResponse(file.content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response
