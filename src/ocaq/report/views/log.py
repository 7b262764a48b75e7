"""The desk: how the evidence log stands."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ocaq.evidence.queries import standing
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import SENTENCES, NotAllowed
from ocaq.report import permissions


@never_cache
@require_safe
def log_standing(request: HttpRequest) -> HttpResponse:
    if not permissions.may_publish(cast("Actor", request.actor)):  # type: ignore[attr-defined]
        raise NotAllowed("not-allowed")
    now = standing()
    return render(request, "report/desk_log.html", {"now": now, "trouble": SENTENCES.get(now.trouble)})


def waiting_in_trouble(_actor: Actor) -> int | None:
    """Return how many entries wait while the log may not sign; None when all is well (two SQL queries)."""
    now = standing()
    return now.unplaced if now.trouble else None
