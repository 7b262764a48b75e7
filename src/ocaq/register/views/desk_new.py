"""What is added to the register at the desk: communities, towns, kinds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocaq.kernel import clock, places
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import key_saying
from ocaq.kernel.refusals import NotAllowed, NotValid
from ocaq.register.commands.communities import found
from ocaq.register.commands.places import add_kind, add_place
from ocaq.register.forms.keeping import FoundForm, KindForm, PlaceForm, names_in
from ocaq.register.queries import desk as queries
from ocaq.register.views.asking import actor_of, kind_choices, new_key
from ocaq.register.views.kept import keeps_words

_FIELDS = {
    "community-name-missing": "name",
    "community-name-too-long": "name",
    "name-mixes-alphabets": "name",
    "kind-code-wrong": "code",
    "place-name-missing": "name_en",
    "kind-name-missing": "title_en",
}


def _countries(actor: Actor) -> list[tuple[str, str]]:
    """Return the countries in reach by name.

    Raises:
        NotAllowed: `sign-in-first`, `not-allowed`: there is none.
    """
    reach = queries.countries_in_reach(actor, at=clock.now())
    if reach is not None and not reach:
        raise NotAllowed("sign-in-first" if actor.is_anonymous else "not-allowed")
    return [pair for pair in _everywhere() if reach is None or pair[0] in reach]


def _everywhere() -> list[tuple[str, str]]:
    return places.countries(get_language() or "en")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(lambda sent: FoundForm(sent, kinds=kind_choices(), countries=_everywhere()))
def community_create(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    data = request.POST if request.method == "POST" else None
    form = FoundForm(
        data,
        kinds=kind_choices(),
        countries=_countries(actor),
        initial={"key": new_key(), "language": get_language() or "en"},
    )
    if data and form.is_valid() and (ref := _founded(form, actor)):
        messages.success(request, _("The community is entered. Now the rest of what is known of it."))
        return redirect("register:desk_community", ref=ref)
    context = {"desk_here": "register:desk", "form": form}
    return render(request, "register/desk_new.html", context, status=422 if form.errors else 200)


def _founded(form: FoundForm, actor: Actor) -> str:
    told = form.cleaned_data
    place = queries.place_named(told["country"], told["town"])
    if told["town"] and not place:
        form.refuse(_("This town is not known here yet. Add it first, or leave the town empty."), "town")
        return ""
    names = [[told["name"], told["language"], "original"]]
    if told["romanised"].strip():
        names.append([told["romanised"], told["language"], "romanised"])
    try:
        return found(
            kind=told["kind"],
            country=told["country"],
            names=names,
            place=place,
            key=key_saying(told["key"], told["kind"], told["country"], place, names),
            by=actor,
            at=clock.now(),
        )
    except NotValid as refused:
        form.refuse(refused.sentence, _FIELDS.get(refused.code, ""))
        return ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(lambda sent: PlaceForm(sent, countries=_everywhere()))
def place_create(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = PlaceForm(request.POST if request.method == "POST" else None, countries=_countries(actor))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            add_place(
                country=told["country"],
                name=names_in(form, "name"),
                latitude=told["latitude"],
                longitude=told["longitude"],
                zone=told["zone"],
                spellings=told["spellings"].splitlines()[:20],
                by=actor,
                at=clock.now(),
            )
        except NotValid as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            messages.success(request, _("The town is known now."))
            return redirect("register:desk_new")
    context = {"desk_here": "register:desk", "form": form}
    return render(request, "register/desk_place.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds there are, and one more."""
    actor = actor_of(request)
    if queries.countries_in_reach(actor, at=clock.now()) is not None:
        raise NotAllowed("sign-in-first" if actor.is_anonymous else "not-allowed")
    form = KindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_kind(
                code=form.cleaned_data["code"].strip().lower(),
                title=names_in(form, "title"),
                plural=names_in(form, "plural"),
                teaches=form.cleaned_data["teaches"],
                by=actor,
                at=clock.now(),
            )
        except NotValid as refused:
            form.add_error(_FIELDS.get(refused.code), refused.sentence)
        else:
            messages.success(request, _("The kind is there now."))
            return redirect("register:desk_kinds")
    context = {"desk_here": "register:desk", "form": form, "kinds": queries.kinds()}
    return render(request, "register/desk_kinds.html", context, status=422 if form.errors else 200)
