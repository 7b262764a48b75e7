"""Writing one group of an entry. Whatever happens, the words that somebody typed stay on the page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocaq.kernel import clock
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed, NotFound, Refused
from ocaq.register.commands.changes import Written, write
from ocaq.register.forms.entry import FORMS, GroupForm
from ocaq.register.queries import desk as queries
from ocaq.register.views.asking import actor_of, drawn_changes, drawn_groups, kind_choices, new_key, towns_of
from ocaq.register.views.kept import kept
from ocaq.register.words import keeping


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_edit(request: HttpRequest, ref: str, group: str) -> HttpResponse:
    if group not in FORMS:
        raise NotFound("not-found")
    actor = actor_of(request)
    if request.method == "POST":
        return _written(request, actor, ref, group)
    entry = queries.entry(ref, by=actor, at=clock.now())
    return _page(request, entry, group, form_of(entry, group))


def form_of(entry: queries.Entry, group: str, data: Any = None) -> GroupForm:
    """Return the form of a group as the entry stands, or as it was sent."""
    fields = next(row.fields for row in entry.groups if row.group == group)
    form: Any = FORMS[group]
    boxes: dict[str, Any] = form.boxes_of(fields)
    around = _around(group, towns_of(entry.country) if group == "place" else [])
    made: GroupForm = form(data, initial={**boxes, "version": entry.version, "key": new_key()}, **around)
    return made


def blank(group: str, data: QueryDict) -> GroupForm:
    """Return the form of a group as it was sent, with nothing of the entry."""
    form: Any = FORMS[group]
    town = data.get("place", "")
    towns = [(town, name)] if (name := queries.names_of([{"place": town}]).get(town)) else []
    made: GroupForm = form(data, **_around(group, towns))
    return made


def _around(group: str, towns: list[tuple[str, str]]) -> dict[str, Any]:
    """Return what a form offers beside what stands in the entry."""
    return {"names": {"kinds": kind_choices()}, "place": {"towns": towns}}.get(group, {})


def _written(request: HttpRequest, actor: Actor, ref: str, group: str) -> HttpResponse:
    try:
        entry = queries.entry(ref, by=actor, at=clock.now())
    except NotFound:
        return kept(request, NotAllowed("not-your-community"), blank(group, request.POST), keeping.GROUPS[group])
    except NotAllowed as refused:
        return kept(request, refused, blank(group, request.POST), keeping.GROUPS[group])
    form = form_of(entry, group, request.POST)
    if not form.is_valid():
        return _page(request, entry, group, form, status=422)
    try:
        made = save(form, ref=ref, group=group, by=actor)
    except Refused as refused:
        form.say(str(refused.facts.get("field", "")), refused.sentence)
        return _page(request, entry, group, form, status=refused.status)
    if made.overtaken:
        return _collided(request, actor, ref, group, form)
    messages.success(request, said(made))
    return redirect("register:desk_community", ref=ref)


def save(form: GroupForm, *, ref: str, group: str, by: Actor) -> Written:
    told = form.cleaned_data
    return write(
        ref=ref,
        version=told["version"],
        group=group,
        fields=form.fields_wanted(),
        key=told["key"],
        by=by,
        at=clock.now(),
    )


def said(made: Written) -> str:
    """Return what became of a form, in a sentence."""
    if made.state == "waiting":
        return _("Your change is kept. It holds when the council or staff agree.")
    if made.state == "applied":
        return _("The change is saved.")
    return _("Nothing differs; it is written that this is still right.")


def _collided(request: HttpRequest, actor: Actor, ref: str, group: str, form: GroupForm) -> HttpResponse:
    """Show both texts: the entry as others wrote it, and the form as this editor did, to be saved once more."""
    entry = queries.entry(ref, by=actor, at=clock.now())
    return _page(request, entry, group, again(form, entry, group), status=409, **both(entry, group, by=actor))


def again(form: GroupForm, entry: queries.Entry, group: str) -> GroupForm:
    """Return a form as it was sent, to be saved over the entry as it stands now."""
    data: Any = form.data.copy()  # type: ignore[attr-defined] # a QueryDict, as it was posted
    data["version"], data["key"] = str(entry.version), new_key()
    return form_of(entry, group, data)


def both(entry: queries.Entry, group: str, *, by: Actor) -> dict[str, Any]:
    """Return what others wrote of a group, and what was kept beside it last."""
    mine = [change for change in entry.changes if change.state == "overtaken" and change.group == group][:1]
    theirs = [row for row in entry.groups if row.group == group]
    return {"collided": drawn_changes(mine, by=by, at=clock.now()), "theirs": drawn_groups(theirs)}


def _page(
    request: HttpRequest, entry: queries.Entry, group: str, form: GroupForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "desk_here": "register:desk",
        "entry": entry,
        "group": group,
        "title": keeping.GROUPS[group],
        "form": form,
        "waits": group == "names" and not entry.may_review,
        **more,
    }
    return render(request, "register/desk_edit.html", context, status=status)
