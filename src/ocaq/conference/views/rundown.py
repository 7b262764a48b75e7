"""The rundown at the desk: a table that can be typed, dragged and walked through by keyboard."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocaq.conference.commands import rundown as commands
from ocaq.conference.forms.planning import ItemForm, NewItemForm, differences, initial_of_item
from ocaq.conference.queries import programme as queries
from ocaq.conference.queries.programme import ItemRow, Rundown
from ocaq.conference.rules.planning import refusal_to_plan
from ocaq.conference.views.asking import actor_of, planner_of, with_version
from ocaq.conference.views.planning import lines_of
from ocaq.conference.words.planning import DEPARTMENTS, KINDS, STATES
from ocaq.design import dates
from ocaq.kernel import clock
from ocaq.kernel.refusals import SENTENCES, NotPossible, NotValid, Refused

_FIELD_OF = {"media-address-not-valid": "media_url", "item-length-out-of-range": "length", "no-such-kind": "kind"}


@require_safe
def rundown(request: HttpRequest, slug: str) -> HttpResponse:
    planner_of(request)
    return _rundown_page(request, slug, NewItemForm(initial={"kind": "speech", "length": "5:00"}))


@require_POST
def item_create(request: HttpRequest, slug: str) -> HttpResponse:
    planner_of(request)
    form = NewItemForm(request.POST)
    if not form.is_valid():
        return _rundown_page(request, slug, form, status=422)
    languages = queries.conference_by_slug(slug, public=False).languages
    made = commands.add_item(
        slug=slug,
        entry=form.entry_made(languages),
        after=request.POST.get("after", ""),
        by=actor_of(request),
        at=clock.now(),
    )
    return HttpResponseRedirect(f"{reverse('conference:desk_rundown', args=[slug])}#item-{made.ref}")


@require_POST
def item_move(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    planner_of(request)
    try:
        commands.move_item(
            slug=slug,
            ref=ref,
            position=_number(request, "position"),
            version=_number(request, "version"),
            by=actor_of(request),
            at=clock.now(),
        )
    except NotPossible as refusal:
        if refusal.code != "changed-meanwhile":
            raise
        # The order has changed under the mover's eyes: show it as it is now, and say so.
        return _rundown_page(
            request, slug, NewItemForm(initial={"kind": "speech", "length": "5:00"}), refusal=refusal, status=409
        )
    return HttpResponseRedirect(f"{reverse('conference:desk_rundown', args=[slug])}#item-{ref}")


@require_POST
def item_remove(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    planner_of(request)
    commands.remove_item(slug=slug, ref=ref, version=_number(request, "version"), by=actor_of(request), at=clock.now())
    return redirect("conference:desk_rundown", slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """One item with everything it says. When somebody else saved first, both texts are shown and nothing is lost."""
    planner_of(request)
    whole = queries.rundown(slug, at=clock.now())
    row, zone = whole.item(ref), whole.conference.zone
    form = ItemForm(
        request.POST or None,
        languages=whole.conference.languages,
        zone=zone,
        people=_people(request, row),
        initial=initial_of_item(row, zone),
    )
    if request.method == "GET" or not form.is_valid():
        return _item_page(request, whole, row, form)
    try:
        commands.change_item(
            slug=slug,
            ref=ref,
            entry=form.entry_made(row),
            version=form.cleaned_data["version"],
            by=actor_of(request),
            at=clock.now(),
        )
    except (NotPossible, NotValid) as refusal:
        form.add_error(_FIELD_OF.get(refusal.code), refusal.sentence)
        return _item_page(request, whole, row, form, collided=refusal.code == "changed-meanwhile")
    return HttpResponseRedirect(f"{reverse('conference:desk_rundown', args=[slug])}#item-{ref}")


def _people(request: HttpRequest, row: ItemRow) -> int:
    """Return how many people the form must hold: those saved, and those typed by whoever saw more of them."""
    typed = [name for name in request.POST if name.startswith("speaker") and name.endswith("_name")]
    return max(len(row.speakers), len(typed) - 2)


def _item_page(
    request: HttpRequest, whole: Rundown, row: ItemRow, form: ItemForm, *, collided: bool = False
) -> HttpResponse:
    if collided:
        form.data = with_version(request, row.version)
    context = {
        "conference": whole.conference,
        "item": row,
        "form": form,
        "kind": KINDS[row.kind],
        "here": "rundown",
        "theirs": differences(form, row) if collided else [],
        "state": STATES[whole.conference.state],
    }
    return render(
        request, "conference/desk_item.html", context, status=409 if collided else 422 if form.errors else 200
    )


def _rundown_page(
    request: HttpRequest, slug: str, form: NewItemForm, *, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    whole = queries.rundown(slug, at=clock.now())
    zone = ZoneInfo(whole.conference.zone)
    closed = refusal_to_plan(state=whole.conference.state)
    rows = [
        {
            "item": one,
            "kind": KINDS[one.kind],
            "starts": dates.clock(one.starts_at, zone),
            "cues": [one.cues.get(code, "") for code in DEPARTMENTS],
        }
        for one in whole.items
    ]
    return render(
        request,
        "conference/desk_rundown.html",
        {
            "rundown": whole,
            "conference": whole.conference,
            "rows": rows,
            "ends": dates.clock(whole.ends_at, zone),
            "departments": DEPARTMENTS.values(),
            "form": form,
            "last": len(rows) - 1,
            "refusal": refusal,
            "closed": SENTENCES[closed] if closed else "",
            "lacks": lines_of(whole),
            "here": "rundown",
            "state": STATES[whole.conference.state],
            "length_s": (whole.ends_at - whole.conference.starts_at).total_seconds(),
        },
        status=status,
    )


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise NotValid("not-understood")
    return int(value)
