"""Likenesses at the desk: two entries side by side, merged, kept apart, put off; merges undone."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocaq.kernel import clock
from ocaq.register.commands.merging import answer_likeness, merge_bodies, merge_people, undo_merge
from ocaq.register.queries import likeness as queries
from ocaq.register.views.asking import actor_of, page_of
from ocaq.register.words import REASONS
from ocaq.register.words.likeness import ABOUT, BODY_REASONS, SIDES


@never_cache
@require_safe
def likenesses(request: HttpRequest) -> HttpResponse:
    actor, at, page = actor_of(request), clock.now(), page_of(request)
    about = "people" if request.GET.get("about") == "people" else "bodies"
    rows, count = queries.pairs(about=about, page=page, by=actor, at=at)
    merges = queries.merges(by=actor, at=at)
    context = {
        "desk_here": "register:desk",
        "about": about,
        "abouts": ABOUT.items(),
        "rows": [{"row": row, "why": _why(row)} for row in rows],
        "count": count,
        "page": page,
        "more": page * queries.PAGE < count,
        "merges": merges,
    }
    return render(request, "register/desk_likenesses.html", context)


def _why(row: queries.PairRow) -> str | Promise:
    return (BODY_REASONS if row.about == "bodies" else REASONS)[row.code]


_MERGES: Final = {"bodies": merge_bodies, "people": merge_people}
_KEPT_TWO: Final = ("two", "later", "")  # any other answer is the reference of the entry that stays


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def likeness(request: HttpRequest, ref: str) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    if request.method == "POST":
        return _answered(request, ref)
    row = queries.pair_by_ref(ref, by=actor, at=at)
    facts = [
        {"title": SIDES[name], "name": name, "sides": (one, other), "differs": one != other}
        for name in row.one.facts
        if (one := _said(row.one.facts[name])) + (other := _said(row.other.facts[name]))
    ]
    context = {"desk_here": "register:desk", "row": row, "why": _why(row), "facts": facts}
    return render(request, "register/desk_likeness.html", context)


def _said(values: list[Any]) -> list[Any]:
    return [value for value in values if value]


def _answered(request: HttpRequest, ref: str) -> HttpResponse:
    actor, at, answer = actor_of(request), clock.now(), request.POST.get("answer", "")
    about = queries.pair_about(ref, by=actor, at=at)
    if answer not in _KEPT_TWO:
        _MERGES[about](ref=ref, keep=answer, by=actor, at=at)
        messages.success(request, _("The two are one entry now. It can be undone below."))
    else:
        answer_likeness(ref=ref, is_later=answer != "two", by=actor, at=at)
        is_two = answer == "two"
        messages.success(request, _("They stay two, and are not offered again.") if is_two else _("Put off."))
    return redirect("register:likenesses")


@require_POST
def merge_undo(request: HttpRequest, ref: str) -> HttpResponse:
    undo_merge(ref=ref, by=actor_of(request), at=clock.now())
    messages.success(request, _("They are two entries again."))
    return redirect("register:likenesses")
