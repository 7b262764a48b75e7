"""Staff's desk page of mail, and the demo's outbox."""

from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ocaq.kernel import clock, outbox
from ocaq.kernel.actor import Actor
from ocaq.mail import queries
from ocaq.mail.commands import retry_all, retry_mail
from ocaq.mail.words import STATES, error_of, title_of

PAGE = 50
# The HTML part is somebody's words: it runs nothing, fetches nothing, and belongs to no site.
LETTER_POLICY = (
    "sandbox allow-popups allow-top-navigation-by-user-activation;"
    " default-src 'none'; style-src 'unsafe-inline'; img-src data:"
)
SHAPES = {
    "waiting": "new",
    "sending": "half",
    "sent": "done",
    "deferred": "wait",
    "bounced": "refused",
    "failed": "problem",
}


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    actor = _actor(request)
    before = request.GET.get("before", "")[:12]
    rows, older = queries.mails(by=actor, at=clock.now(), state=state, before=before, limit=PAGE)
    counted = queries.mails_by_state(by=actor)
    return render(
        request,
        "mail/desk.html",
        {
            "rows": [
                (
                    row,
                    title_of(row.template),
                    STATES[row.state],
                    SHAPES[row.state],
                    error_of(row.last_error),
                )
                for row in rows
            ],
            "states": [(code, STATES[code], number) for code, number in counted.items()],
            "state": state,
            "older": older,
            "server": bool(settings.MAIL_SERVER),
            "stuck": counted["failed"] + counted["deferred"],
            "given_up": outbox.given_up(),
        },
    )


@require_POST
def retry_one(request: HttpRequest, ref: str) -> HttpResponse:
    retry_mail(ref=ref, by=_actor(request), at=clock.now())
    messages.success(request, _("The mail is tried again now."))
    return HttpResponseRedirect(reverse("desk-mail"))


@require_POST
def retry_every(request: HttpRequest) -> HttpResponse:
    count = retry_all(by=_actor(request), at=clock.now())
    messages.success(
        request,
        ngettext("%(count)d mail is tried again now.", "%(count)d mails are tried again now.", count)
        % {"count": count},
    )
    return HttpResponseRedirect(reverse("desk-mail"))


@never_cache
@require_safe
def outbox_list(request: HttpRequest) -> HttpResponse:
    to = request.GET.get("to", "")[:254]
    rows = [(row, STATES[row.state], SHAPES[row.state]) for row in queries.outbox(to=to)]
    return render(request, "mail/outbox.html", {"rows": rows, "to": to})


@never_cache
@require_safe
def outbox_letter(request: HttpRequest, ref: str) -> HttpResponse:
    letter = queries.letter_by_ref(ref=ref)
    return render(
        request, "mail/letter.html", {"letter": letter, "state": STATES[letter.state], "shape": SHAPES[letter.state]}
    )


@never_cache
@require_safe
def outbox_html(_request: HttpRequest, ref: str) -> HttpResponse:
    response = HttpResponse(queries.letter_by_ref(ref=ref).html)
    response["Content-Security-Policy"] = LETTER_POLICY
    return response


@never_cache
@require_safe
def outbox_file(_request: HttpRequest, ref: str, file_id: int) -> HttpResponse:
    row, content = queries.file_content(ref=ref, file_id=file_id)
    response = HttpResponse(content, content_type=row.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    response["Content-Security-Policy"] = LETTER_POLICY
    return response
