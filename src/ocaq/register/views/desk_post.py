"""One post at the desk: it ends; its holder is told that they are on record, and asked what may be public."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocaq.kernel import clock
from ocaq.kernel.refusals import Refused
from ocaq.register.commands.consents import note_paper, take_down
from ocaq.register.commands.correcting import give_address
from ocaq.register.commands.erasing import erase_holder
from ocaq.register.commands.posts import end_post
from ocaq.register.commands.telling import ask_holder, note_told
from ocaq.register.forms.holding import PaperForm, ReachForm, ToldForm
from ocaq.register.forms.keeping import EndPostForm
from ocaq.register.queries.holding import standing_of
from ocaq.register.queries.people import post_in_sight
from ocaq.register.views.asking import actor_of, new_key
from ocaq.register.views.desk_posts import waits
from ocaq.register.views.kept import keeps_words
from ocaq.register.words import directory, holding

_FIELDS = {
    "post-ends-before-start": "ends_on",
    "paper-too-old": "signed_on",
    "paper-lies-nowhere": "kept_at",
    "email-not-understood": "address",
    "told-in-the-future": "told_on",
    "told-before-kept": "told_on",
}


class _Nothing(forms.Form):
    """A button alone."""


def _ended(told: dict[str, Any], **act: Any) -> str:
    end_post(ends_on=told["ends_on"], source=told["source"], key=told["key"], **act)
    return _("The post is changed.")


def _asked(_told: dict[str, Any], **act: Any) -> str:
    ask_holder(**act)
    return _("They are asked by mail. Until they say yes, the page shows the post alone.")


def _noted(told: dict[str, Any], **act: Any) -> str:
    note_paper(signed_on=told["signed_on"], kept_at=told["kept_at"], **act)
    return _("The consent is noted. They are told of it by mail.")


def _hidden(_told: dict[str, Any], **act: Any) -> str:
    take_down(**act)
    return _("The name stands there no longer.")


def _reached(told: dict[str, Any], **act: Any) -> str:
    give_address(address=told["address"], **act)
    return _("The address is kept. The letter goes out within a day.")


def _told(told: dict[str, Any], **act: Any) -> str:
    note_told(on=told["told_on"], **act)
    return _("It is noted that they know.")


def _erased(_told: dict[str, Any], **act: Any) -> str:
    erase_holder(**act)
    return _("Everything kept about this person in the register is erased.")


# {name of the button: its form, what is done}.
_ACTS: dict[str, tuple[type[forms.Form], Callable[..., str]]] = {
    "end": (EndPostForm, _ended),
    "ask": (_Nothing, _asked),
    "paper": (PaperForm, _noted),
    "down": (_Nothing, _hidden),
    "reach": (ReachForm, _reached),
    "told": (ToldForm, _told),
    "erase": (_Nothing, _erased),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_words(lambda sent: _ACTS[name][0](sent) if (name := _wanted(sent)) else _Nothing())
def post_page(request: HttpRequest, ref: str) -> HttpResponse:
    actor, at = actor_of(request), clock.now()
    found = post_in_sight(ref, by=actor, at=at)
    standing = standing_of(ref, at=at)
    drawn = _drawn(request)
    wanted = _wanted(request.POST)
    form = drawn.get(wanted)
    if form is not None and form.is_valid():
        try:
            said = _ACTS[wanted][1](form.cleaned_data, post=ref, by=actor, at=at)
        except Refused as refused:
            field = _FIELDS.get(refused.code, "")
            form.add_error(field if field in form.fields else None, refused.sentence)
        else:
            messages.success(request, waits() if wanted == "end" and not found.may_review else said)
            if wanted in {"end", "erase"}:
                return redirect("register:desk_community", ref=found.community)
            return redirect("register:desk_post", ref=ref)
    context = {
        "desk_here": "register:desk",
        "found": found,
        "standing": standing,
        "untold": holding.UNTOLD.get(standing.why),
        "office": directory.OFFICES[found.post.office],
        "form": form,
        **drawn,
    }
    return render(request, "register/desk_post.html", context, status=422 if form and form.errors else 200)


def _wanted(sent: QueryDict) -> str:
    return next((name for name in _ACTS if name in sent), "")


def _drawn(request: HttpRequest) -> dict[str, forms.Form]:
    """Return each form, filled in when it is the one that was sent."""
    first = {"key": new_key(), "ends_on": clock.now().date()}
    return {
        name: form(request.POST if name in request.POST else None, initial=first)
        for name, (form, _act) in _ACTS.items()
    }
