"""A community says what it did in a quarter: eight questions that a phone keeps while the line is down."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocaq.kernel import clock
from ocaq.kernel.ids import key_saying
from ocaq.kernel.refusals import Refused
from ocaq.register.commands.activity import report_activity
from ocaq.register.forms.keeping import ReportForm
from ocaq.register.queries.activity import Reports, reports_of
from ocaq.register.rules.activity import open_quarters
from ocaq.register.views.asking import actor_of, new_key
from ocaq.register.views.kept import keeps_words
from ocaq.register.words import keeping
from ocaq.register.words.shown import quarter_in_words


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(lambda sent: ReportForm(sent, quarters=_quarters(), taught=[]))
def report(request: HttpRequest, ref: str) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    found = reports_of(ref, by=actor, at=at)
    quarters = _quarters()
    wanted = request.GET.get("quarter", "")
    quarter = wanted if wanted in dict(quarters) else quarters[1][0]
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        quarters=quarters,
        taught=list(found.taught),
        initial={"key": new_key(), "quarter": quarter, **_told_before(found, quarter)},
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            number = report_activity(
                community=ref,
                quarter=told["quarter"],
                counts=form.counts(),
                taught=told["taught"],
                words=told["words"],
                key=key_saying(told["key"], ref, told["quarter"], form.counts(), told["taught"], told["words"]),
                by=actor,
                at=at,
            )
        except Refused as refused:
            form.refuse(refused.sentence, "words" if refused.code == "words-too-long" else "")
        else:
            messages.success(
                request, _("Thank you. The report is kept.") if number == 1 else _("The report is corrected.")
            )
            return redirect("register:desk_report", ref=ref)
    context = {
        "desk_here": "register:desk",
        "found": found,
        "form": form,
        "rows": [_drawn(row) for row in found.rows],
    }
    return render(request, "register/desk_report.html", context, status=422 if form.errors else 200)


def _quarters() -> list[tuple[str, str]]:
    return [(code, quarter_in_words(code)) for code in open_quarters(clock.now().date())]


def _told_before(found: Reports, quarter: str) -> dict[str, Any]:
    """What was told of this quarter stands in the form, to be corrected; else the languages that are taught."""
    before = next((row for row in found.rows if row.quarter == quarter), None)
    if before is None:
        return {"taught": list(found.taught)}
    return {**dict(before.counts), "taught": list(before.taught), "words": before.words}


def _drawn(row: Any) -> dict[str, Any]:
    counts = [(keeping.COUNTED[name], count) for name, count in row.counts]
    return {"row": row, "quarter": quarter_in_words(row.quarter), "counts": counts}
