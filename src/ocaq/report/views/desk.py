"""The desk: what can be counted for good, what would be published, and the act."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ocaq.design.dates import number
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed, NotFound
from ocaq.report import permissions, rules
from ocaq.report.commands.publication import publish_figures
from ocaq.report.queries import desk as queries


def _publisher_of(request: HttpRequest) -> Actor:
    actor = cast("Actor", request.actor)  # type: ignore[attr-defined]
    if not permissions.may_publish(actor):
        raise NotAllowed("not-allowed")
    return actor


@never_cache
@require_safe
def figures_ready(request: HttpRequest) -> HttpResponse:
    _publisher_of(request)
    return render(request, "report/desk.html", {"rows": queries.ready()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publication_create(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Show what a publication would say; publish it when asked to."""
    actor, about = _publisher_of(request), f"{kind}:{ref}"
    subject = queries.ready_by_ref(kind, ref)
    if subject is None:
        raise NotFound("nothing-to-publish")
    if request.method == "POST":
        count = publish_figures(about=about, seen=request.POST.get("seen", "")[:64], by=actor, at=clock.now())
        messages.success(request, _said(count))
        return redirect("report:desk_publish", kind=kind, ref=ref)
    values = queries.values_now(kind, ref)
    rows = queries.preview(kind, ref, values)
    context = {
        "subject": subject,
        "about": about,
        "rows": rows,
        "seen": rules.seen_digest(values),
        "is_published": any(row.last for row in rows),
        "has_news": any(row.is_new for row in rows),
    }
    return render(request, "report/desk_publish.html", context)


def _said(count: int) -> str:
    if not count:
        return _("Nothing differs from what is published; nothing was written.")
    said = ngettext("%(count)s figure is published.", "%(count)s figures are published.", count)
    return said % {"count": number(count)}
