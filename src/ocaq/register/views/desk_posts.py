"""Posts at the desk: somebody is entered, with a look at who is there already."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ocaq.kernel import clock
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import key_saying
from ocaq.kernel.lines import side_by_side
from ocaq.kernel.refusals import SENTENCES, Refused
from ocaq.privacy.public import reason_asked, reason_given
from ocaq.register.commands.posts import Holder, begin_post
from ocaq.register.forms.keeping import BeginPostForm
from ocaq.register.permissions import needs_reason, require_desk
from ocaq.register.queries import desk as queries
from ocaq.register.queries.alike import Alike, people_alike
from ocaq.register.views.asking import actor_of, new_key
from ocaq.register.views.kept import keeps_words
from ocaq.register.words import REASONS
from ocaq.register.words.keeping import ANSWERS

_FIELDS = {
    "office-unknown": "office",
    "holder-name-missing": "name",
    "holder-name-too-long": "name",
    "name-mixes-alphabets": "name",
    "email-not-understood": "email",
    "phone-not-understood": "phone",
    "post-held": "office",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(lambda sent: BeginPostForm(sent, alike=[]))
def post_create(request: HttpRequest, ref: str) -> HttpResponse:
    """Enter a post. Who may be the same person is asked once, before anything is written."""
    actor, at = actor_of(request), clock.now()
    entry = queries.entry(ref, by=actor, at=at)
    data = request.POST if request.method == "POST" else None
    why = None if reason_given(request, at) or not needs_reason(actor) else reason_asked(request)
    if why and not data:
        return why
    alike = _alike(request) if data and not why else []
    initial = {"key": new_key(), "starts_on": at.date(), "letters_in": get_language()}
    form = BeginPostForm(data, alike=_choices(alike), initial=initial)
    if why and form.is_valid():  # it ended while the form was open
        form.add_error(None, str(SENTENCES["reason-first"]))
    if data and form.is_valid():
        chosen = form.cleaned_data.get("holder", "")
        if alike and not chosen:
            form.add_error("holder", _("Somebody of a like name is here already. Say whether it is the same person."))
        elif _begun(form, ref=ref, chosen=chosen, by=actor):
            messages.success(request, _("The post is entered.") if entry.may_review else waits())
            return redirect("register:desk_community", ref=ref)
    context = {"desk_here": "register:desk", "form": form, "entry": entry, "why": why}
    return render(request, "register/desk_post_new.html", context, status=422 if form.errors else 200)


def _begun(form: BeginPostForm, *, ref: str, chosen: str, by: Actor) -> bool:
    told = form.cleaned_data
    known = chosen if chosen not in {"", "new"} else ""
    try:
        begin_post(
            community=ref,
            holder=Holder(
                ref=known,
                name="" if known else told["name"],
                email="" if known else told["email"],
                phone="" if known else told["phone"],
                language=told["letters_in"],
            ),
            office=told["office"],
            starts_on=told["starts_on"],
            source=told["source"],
            key=key_saying(told["key"], known or told["name"], told["office"], told["starts_on"]),
            by=by,
            at=clock.now(),
        )
    except Refused as refused:
        form.refuse(refused.sentence, _FIELDS.get(refused.code, ""))
        return False
    return True


@never_cache
@require_POST
def people_alike_json(request: HttpRequest) -> HttpResponse:
    """Who may be the one being typed, with the reason in words; posted, so that a name stands in no address."""
    require_desk(actor_of(request))
    rows = _alike(request)
    return JsonResponse({"alike": [{"name": row.name, "where": _where(row), "why": _why(row)} for row in rows]})


def _alike(request: HttpRequest) -> list[Alike]:
    name, at = request.POST.get("name", "")[:200].strip(), clock.now()
    if len(name) < 3:
        return []
    return people_alike(name, reason=reason_given(request, at), by=actor_of(request), at=at)


def _choices(alike: list[Alike]) -> list[tuple[str, str]]:
    return [(row.ref, side_by_side(row.name, *_where(row), _why(row))) for row in alike]


def _where(row: Alike) -> list[str]:
    """Say where somebody holds posts, and where they were asked for and nobody has answered yet."""
    return [*row.where, *row.asked, str(ANSWERS["waiting"])] if row.asked else [*row.where]


def _why(row: Alike) -> str:
    return str(REASONS[row.code])


def waits() -> str:
    return _("This is kept. It holds when the council or staff agree.")
