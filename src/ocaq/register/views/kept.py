"""Somebody's role ended while their form was open: nothing is saved, and nothing they typed is taken from them."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise

from ocaq.kernel.refusals import NotAllowed, NotFound, Refused

View = Callable[..., HttpResponse]
# Makes the form that was sent, without anything of the entry.
Sent = Callable[[QueryDict], forms.Form]


def kept(request: HttpRequest, refused: Refused, form: forms.Form, title: str | Promise = "") -> HttpResponse:
    """Return a page with what was typed, under the names that the form gave it, to be copied."""
    context = {"sentence": refused.sentence, "title": title, "typed": list(_typed(form))}
    return render(request, "register/desk_kept.html", context, status=refused.status)


def keeps_words(sent: Sent) -> Callable[[View], View]:
    """Have a form answer so when whoever sends it looks after the entry no longer."""

    def keeping(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            try:
                return view(request, *args, **named)
            except (NotAllowed, NotFound) as refused:
                form = sent(request.POST)
                if request.method != "POST" or not any(_typed(form)):
                    raise
                return kept(
                    request, NotAllowed("not-your-community") if isinstance(refused, NotFound) else refused, form
                )

        return answered

    return keeping


def _typed(form: forms.Form) -> Iterator[tuple[str, str]]:
    """Yield (label, words) of what was written or chosen in a form."""
    for box in form.visible_fields():
        if words := "\n".join(_words(box)):
            yield str(box.label), words


def _words(box: BoundField) -> list[str]:
    """Return what stands in a box; of choices, what they are called."""
    told = box.data if isinstance(box.data, list) else [box.data]
    written = [str(one) for one in told if one]
    choices = getattr(box.field, "choices", None)
    if choices is None:
        return written
    called = {str(code): str(name) for code, name in choices}
    return [called[one] for one in written if one in called]
