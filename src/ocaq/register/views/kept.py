"""Somebody's role ended while their form was open: nothing is saved, and nothing they typed is taken from them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from ocaq.kernel.refusals import NotAllowed, NotFound, Refused

_HIDDEN: Final = frozenset({"csrfmiddlewaretoken", "version", "key", "agree"})
_MOST: Final = 200
View = Callable[..., HttpResponse]


def kept(request: HttpRequest, refused: Refused, title: str | Promise = "") -> HttpResponse:
    """Return a page with what was typed, to be copied."""
    context = {"sentence": refused.sentence, "title": title, "typed": _typed(request)[:_MOST]}
    return render(request, "register/desk_kept.html", context, status=refused.status)


def keeps_words(view: View) -> View:
    """Have a form answer so when whoever sends it looks after the entry no longer."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *args, **named)
        except (NotAllowed, NotFound) as refused:
            if not _typed(request):
                raise
            return kept(request, NotAllowed("not-your-community") if isinstance(refused, NotFound) else refused)

    return answered


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return (field, words) of what was sent in a form."""
    rows = request.POST.lists() if request.method == "POST" else ()
    return [(name, "\n".join(words)) for name, words in rows if name not in _HIDDEN and any(words)]
