"""The desk: conferences listed, made, changed, published, cancelled."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocaq.conference.commands import planning as commands
from ocaq.conference.forms.planning import ConferenceForm, initial_of_conference
from ocaq.conference.queries import programme as queries
from ocaq.conference.queries.programme import Rundown
from ocaq.conference.queries.registration import people_registered, registered_by_country
from ocaq.conference.rules.planning import Lack
from ocaq.conference.views.asking import actor_of, planner_of, with_version
from ocaq.conference.words.planning import LACKS, STATES
from ocaq.kernel import clock, places
from ocaq.kernel.refusals import NotPossible, NotValid, Refused

_FIELD_OF = {"slug-taken": "slug", "slug-not-valid": "slug", "no-such-zone": "zone", "no-such-language": "spoken"}


@dataclass(frozen=True, slots=True)
class LackLine:
    sentence: str
    item: str
    blocks: bool


@require_safe
def conferences(request: HttpRequest) -> HttpResponse:
    planner_of(request)
    people = people_registered()
    rows = [
        {"conference": row, "state": STATES[row.state], "people": people.get(row.slug, 0)}
        for row in queries.planned_conferences()
    ]
    return render(request, "conference/desk_list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def conference_create(request: HttpRequest) -> HttpResponse:
    planner_of(request)
    initial = {
        "template": "solidarity-day",
        "zone": settings.CAPITAL_ZONE,
        "entry": "open",
        "doors_open_min": 60,
        "floor_budget_s": 120,
        "spoken": [code for code, _name in settings.LANGUAGES],
    }
    form = ConferenceForm(request.POST or None, making=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.create_conference(
                entry=form.entry_made(), template=form.cleaned_data["template"], by=actor_of(request), at=clock.now()
            )
        except (NotValid, NotPossible) as refusal:
            _at_field(form, refusal)
        else:
            return redirect("conference:desk_overview", slug=made.slug)
    return render(request, "conference/desk_new.html", _fields(form), status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def conference_change(request: HttpRequest, slug: str) -> HttpResponse:
    planner_of(request)
    row = queries.conference_by_slug(slug, public=False)
    form = ConferenceForm(request.POST or None, initial=initial_of_conference(row), begins_at=row.starts_at)
    if request.method == "POST" and form.is_valid():
        try:
            changed = commands.change_conference(
                slug=slug,
                entry=form.entry_made(),
                version=form.cleaned_data["version"] or 0,
                by=actor_of(request),
                at=clock.now(),
            )
        except (NotValid, NotPossible) as refusal:
            _at_field(form, refusal)
            form.data = with_version(request, row.version)
        else:
            return redirect("conference:desk_overview", slug=changed.slug)
    context = {**_fields(form), "conference": row, "state": STATES[row.state], "here": "overview"}
    return render(request, "conference/desk_change.html", context, status=422 if form.errors else 200)


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    planner_of(request)
    rundown = queries.rundown(slug, at=clock.now())
    by_country = registered_by_country(conference_id=rundown.conference.id)
    return render(
        request,
        "conference/desk_overview.html",
        {
            "rundown": rundown,
            "conference": rundown.conference,
            "state": STATES[rundown.conference.state],
            "here": "overview",
            "by_country": by_country,
            "people": sum(by_country.values()),
            "lacks": lines_of(rundown),
            "length_s": (rundown.ends_at - rundown.conference.starts_at).total_seconds(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def publication_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the programme as everybody will see it; publish it when asked to."""
    planner_of(request)
    if request.method == "POST":
        commands.publish_programme(slug=slug, by=actor_of(request), at=clock.now())
        return redirect("conference:desk_overview", slug=slug)
    rundown = queries.rundown(slug, at=clock.now())
    return render(
        request,
        "conference/desk_publish.html",
        {
            "programme": rundown,
            "conference": rundown.conference,
            "lacks": lines_of(rundown),
            "here": "overview",
            "blocked": any(lack.blocks for lack in rundown.lacks),
            "state": STATES[rundown.conference.state],
        },
    )


@require_POST
def cancellation_create(request: HttpRequest, slug: str) -> HttpResponse:
    commands.cancel_conference(slug=slug, by=actor_of(request), at=clock.now())
    return redirect("conference:desk_overview", slug=slug)


def _fields(form: ConferenceForm) -> dict[str, Any]:
    others = [*form.fields_of("slogan"), *form.fields_of("about")]
    return {
        "form": form,
        "title_fields": list(form.fields_of("title")),
        "other_fields": others,
        "more_open": any(field.errors for field in others),
    }


def lines_of(rundown: Rundown) -> list[LackLine]:
    """Return what is missing, as sentences."""
    numbers = {item.ref: item.number for item in rundown.items}
    return [LackLine(_sentence(LACKS[lack.code], lack, numbers), lack.item, lack.blocks) for lack in rundown.lacks]


def _sentence(words: str | Promise, lack: Lack, numbers: dict[str, int]) -> str:
    return str(words) % {
        "number": numbers.get(lack.item, 0),
        "language": places.language_name(lack.language, get_language() or "en") if lack.language else "",
    }


def _at_field(form: ConferenceForm, refusal: Refused) -> None:
    form.add_error(_FIELD_OF.get(refusal.code), refusal.sentence)
