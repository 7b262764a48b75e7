"""Changes that wait for an answer: before and after side by side, agreed to or refused with a reason."""

from dataclasses import replace
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ocaq.kernel import clock
from ocaq.kernel.refusals import NotFound, NotPossible, NotValid
from ocaq.register.commands.reviewing import agree, refuse
from ocaq.register.commands.settling import Collided
from ocaq.register.forms.entry import FORMS
from ocaq.register.forms.keeping import AnswerForm
from ocaq.register.queries import desk as queries
from ocaq.register.queries.holders import people_named
from ocaq.register.rules.merging import merged
from ocaq.register.views.asking import actor_of, drawn_changes
from ocaq.register.views.desk_edit import again, blank, form_of
from ocaq.register.views.kept import keeps_words
from ocaq.register.words import keeping
from ocaq.register.words.shown import shown

_COLLIDED: Final[dict[str, Collided]] = {"asked": "asked", "standing": "standing"}


@never_cache
@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    rows = queries.reviews(by=actor, at=at)
    drawn = drawn_changes(rows, by=actor, at=at)
    return render(request, "register/desk_reviews.html", {"desk_here": "register:desk", "rows": drawn})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(AnswerForm)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if "agree" in request.POST:
                collided = _COLLIDED.get(request.POST["agree"], "")
                agree(change=ref, version=form.cleaned_data["version"], collided=collided, by=actor, at=at)
                messages.success(request, _said(collided))
            else:
                refuse(change=ref, answer=form.cleaned_data["answer"], by=actor, at=at)
                messages.success(request, _("The change is refused. Whoever asked for it reads why."))
            return redirect("register:desk_reviews")
        except NotValid as refused:
            form.add_error("answer", refused.sentence)
        except NotPossible as refused:
            form.add_error(None, refused.sentence)
    found = queries.review(ref, by=actor, at=at)
    if not form.errors:
        form = AnswerForm(initial={"version": found.version})
    fields = [found.change.before, found.change.after, found.now]
    names = queries.names_of(fields) | people_named(fields, by=actor, at=at)
    context = {
        "desk_here": "register:desk",
        "form": form,
        "found": found,
        "version": found.version,
        "group": keeping.GROUPS[found.change.group],
        "state": keeping.ANSWERS[found.change.state],
        "now": shown(found.now, names=names),
        "before": shown(found.change.before, names=names),
        "after": shown(found.change.after, names=names),
        "collides": found.may_answer and found.change.group in FORMS and _collides(found),
    }
    return render(request, "register/desk_change.html", context, status=409 if form.errors else 200)


def _collides(found: queries.Review) -> bool:
    """Say whether others changed the same words since the change was asked for."""
    return bool(merged(found.now, since=[found.change.before], wanted=found.change.after).overtaken)


def _said(collided: Collided) -> str:
    if collided == "standing":
        return _("What stood still holds. The other words are kept beside it.")
    return _("The change holds now.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(lambda sent: blank("names", sent))
def change_both(request: HttpRequest, ref: str) -> HttpResponse:
    """Write one out of two: what stands now, and what was asked for before others changed the same words."""
    actor, at = actor_of(request), clock.now()
    found = queries.review(ref, by=actor, at=at)
    group = found.change.group
    if not found.may_answer or group not in FORMS:
        raise NotFound("no-such-change")
    entry = queries.entry(found.change.community, by=actor, at=at)
    form = form_of(_as_asked(entry, found), group, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = {"version": form.cleaned_data["version"], "instead": form.fields_wanted()}
        try:
            agree(change=ref, **told, by=actor, at=at)
            messages.success(request, _("What you wrote holds now. What was asked for is kept beside it."))
            return redirect("register:desk_reviews")
        except NotValid as refused:
            form.say(str(refused.facts.get("field", "")), refused.sentence)
        except NotPossible as refused:
            form = again(form, entry, group)
            form.add_error(None, refused.sentence)
    names = queries.names_of([found.change.after, found.now])
    context = {
        "desk_here": "register:desk",
        "entry": entry,
        "change": ref,
        "group": group,
        "title": keeping.GROUPS[group],
        "form": form,
        "now": shown(found.now, names=names),
        "after": shown(found.change.after, names=names),
    }
    return render(request, "register/desk_change_both.html", context, status=422 if form.errors else 200)


def _as_asked(entry: queries.Entry, found: queries.Review) -> queries.Entry:
    """Return the entry as it would be if everything asked for held."""
    asked = found.change
    groups = [
        replace(row, fields={**row.fields, **asked.after}) if row.group == asked.group else row for row in entry.groups
    ]
    return replace(entry, groups=groups)
