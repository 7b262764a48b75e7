"""Looks drawn by lot, judged by a second person; what was opened in an emergency."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocaq.accounts.public import names_of_accounts
from ocaq.kernel import clock
from ocaq.kernel.looking import PURPOSES
from ocaq.kernel.places import country_name
from ocaq.privacy.commands.reviewing import judge_review
from ocaq.privacy.queries import watching as queries
from ocaq.privacy.views.asking import actor_of
from ocaq.privacy.words.looks import HOW, VERDICTS, office_words


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """Looks drawn by lot every week, with who looked and why they said they had to."""
    actor, at, language = actor_of(request), clock.now(), get_language() or "en"
    if request.method == "POST":
        holds = request.POST.get("verdict") == "holds"
        judge_review(ref=request.POST.get("ref", "")[:12], holds=holds, by=actor, at=at)
        messages.success(request, _("It is written what you found."))
        return redirect("privacy:desk_review")
    rows, opened = queries.looks_to_review(by=actor, at=at), queries.emergencies(by=actor)
    who = {row.by for row in rows} | {row.by for row in opened}
    names = names_of_accounts(who, by=actor, purpose="roles", at=at)
    context = {
        "rows": [
            {
                "row": row,
                "name": names.get(row.by, ""),
                "office": office_words(row.office),
                "how": HOW[row.how],
                "purpose": PURPOSES.get(row.purpose, row.purpose),
                "verdict": VERDICTS.get(row.verdict),
                "own": row.by == actor.ref,
            }
            for row in rows
        ],
        "emergencies": [
            (
                row,
                names.get(row.by, ""),
                office_words(row.office),
                country_name(row.country, language),
                row.ends_at > at,
            )
            for row in opened
        ],
    }
    return render(request, "privacy/desk_review.html", context)
