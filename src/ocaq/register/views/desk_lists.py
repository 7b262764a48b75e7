"""Lists at the desk: brought in, looked through, applied, undone."""

import hashlib
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocaq.kernel import clock, places
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import key_saying
from ocaq.kernel.refusals import SENTENCES, NotValid
from ocaq.register.commands.importing import ask_to_apply, ask_to_undo, bring_in, choose
from ocaq.register.forms.lists import ListForm
from ocaq.register.queries import desk as desk_queries
from ocaq.register.queries import lists as queries
from ocaq.register.rules.sheets import MOST_BYTES
from ocaq.register.views.asking import actor_of, kind_choices, new_key, page_of
from ocaq.register.words import keeping
from ocaq.register.words import lists as words
from ocaq.register.words.likeness import BODY_REASONS

_AT_FIELD: Final = {"country-unknown": "country", "kind-unknown": "kind"}
_VERDICTS: Final = ("doubtful", "wrong", "changes", "new", "same")
_OUTCOMES: Final = ("entered", "changed", "left", "undone", "remains")


@never_cache
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    rows = [(row, words.STATES[row.state]) for row in queries.lists(by=actor_of(request), at=clock.now())]
    return render(request, "register/desk_lists.html", {"desk_here": "register:desk", "rows": rows})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def list_create(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    queries.lists(by=actor, at=clock.now())  # refuses whoever may not
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ListForm(*sent, countries=_countries(actor), kinds=kind_choices(), initial={"key": new_key()})
    if sent[0] is not None and form.is_valid() and (ref := _brought(form, actor)):
        return redirect("register:list", ref=ref)
    context = {"desk_here": "register:desk", "form": form}
    return render(request, "register/desk_list_new.html", context, status=422 if form.errors else 200)


def _countries(actor: Actor) -> list[tuple[str, str]]:
    reach = desk_queries.countries_in_reach(actor, at=clock.now())
    return [pair for pair in places.countries(get_language() or "en") if reach is None or pair[0] in reach]


def _brought(form: ListForm, actor: Actor) -> str:
    wanted = form.cleaned_data
    raw = wanted["file"].read(MOST_BYTES + 1)
    try:
        return bring_in(
            raw=raw,
            title=wanted["file"].name,
            country=wanted["country"],
            kind=wanted["kind"],
            key=key_saying(wanted["key"], hashlib.sha256(raw).digest(), wanted["country"], wanted["kind"]),
            by=actor,
            at=clock.now(),
        )
    except NotValid as refusal:
        form.add_error(_AT_FIELD.get(refusal.code, "file"), refusal.sentence)
        return ""


@never_cache
@require_safe
def list_page(request: HttpRequest, ref: str) -> HttpResponse:
    actor, at, page = actor_of(request), clock.now(), page_of(request)
    row = queries.list_by_ref(ref, by=actor, at=at)
    asked = request.GET.get("show")
    kinds = _kinds_of_rows(row)
    show = asked if asked in {code for code, *_ in kinds} | {""} else _first(row)
    found = queries.lines(ref, show=show, page=page, by=actor, at=at)
    count = row.counts.get(show, 0) if show else row.rows
    context = {
        "desk_here": "register:desk",
        "list": row,
        "state": words.STATES[row.state],
        "kinds": kinds,
        "show": show,
        "rows": [_drawn(line) for line in found],
        "choices": list(words.CHOICES.items()),
        "page": page,
        "more": page * queries.PAGE < count,
        "to_write": _to_write(row),
        "open": row.counts.get("open-doubtful", 0),
    }
    return render(request, "register/desk_list_rows.html", context)


def _kinds_of_rows(row: queries.ListRow) -> list[tuple[str, object, int]]:
    found = [(code, words.VERDICTS[code][1], row.counts.get(code, 0)) for code in _VERDICTS]
    if row.state not in {"reading", "read"}:
        found += [(f"is-{code}", words.OUTCOMES[code][1], row.counts.get(f"is-{code}", 0)) for code in _OUTCOMES]
    return [one for one in found if one[2]]


def _first(row: queries.ListRow) -> str:
    return "doubtful" if row.state == "read" and row.counts.get("doubtful") else ""


def _to_write(row: queries.ListRow) -> int:
    decided = row.counts.get("doubtful", 0) - row.counts.get("open-doubtful", 0)
    return row.counts.get("new", 0) + row.counts.get("changes", 0) + decided


def _drawn(line: queries.LineRow) -> dict[str, Any]:
    return {
        "line": line,
        "verdict": words.VERDICTS[line.verdict],
        "outcome": words.OUTCOMES[line.state],
        "reasons": [_said(*reason) for reason in line.reasons],
    }


def _said(code: str, heading: str, text: str) -> tuple[object, str, str, str]:
    """Return the sentence, and before it a heading and what stood there; last what it ends with."""
    if code.startswith("like:"):  # whom a row is like stands above its reasons, as a link
        return sentence_of(code), "", "", ""
    if code == "list-like-row":
        return sentence_of(code), "", "", text
    return sentence_of(code), heading, text, ""


def sentence_of(code: str) -> object:
    """Return what stands beside a row for a reason of `rules.drafts`, of a field, or of a likeness."""
    if code.startswith("like:"):
        return BODY_REASONS[code.removeprefix("like:")]
    return words.ROW_REASONS.get(code) or SENTENCES.get(code) or keeping.FIELDS.get(code, code)


@require_POST
def choices_write(request: HttpRequest, ref: str) -> HttpResponse:
    sent = {
        int(name.removeprefix("row-")): str(choice)
        for name, choice in request.POST.items()
        if name.startswith("row-") and name[4:].isascii() and name[4:].isdigit() and len(name) < 12
    }
    choose(
        ref=ref, choices={number: str(choice) for number, choice in sent.items()}, by=actor_of(request), at=clock.now()
    )
    messages.success(request, _("What you decided is kept. Nothing is written until you apply the list."))
    return redirect("register:list", ref=ref)


@require_POST
def application_create(request: HttpRequest, ref: str) -> HttpResponse:
    ask_to_apply(ref=ref, by=actor_of(request), at=clock.now())
    return redirect("register:list", ref=ref)


@require_POST
def undoing_create(request: HttpRequest, ref: str) -> HttpResponse:
    ask_to_undo(ref=ref, by=actor_of(request), at=clock.now())
    return redirect("register:list", ref=ref)
