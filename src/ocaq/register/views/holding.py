"""Whoever holds a post reads what is kept of them as such, corrects it, and says what may be public."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ocaq.kernel import clock
from ocaq.kernel.phones import readable
from ocaq.kernel.refusals import NotFound, Refused
from ocaq.privacy.public import Holder, digits, holder_of, note_proof, notice_of, prove_address, send_code
from ocaq.register.commands.consents import answer
from ocaq.register.commands.correcting import Corrected, Wanted, correct, move_address
from ocaq.register.forms.holding import CorrectForm, DigitsForm, NewAddressForm
from ocaq.register.queries.holding import OnRecord, letter_of, on_record, person_of
from ocaq.register.views.asking import actor_of, new_key
from ocaq.register.words.directory import OFFICES
from ocaq.register.words.holding import ASKED, ENTERED

_MOVING = "ocaq_new_address"
_FIELDS = {
    "holder-name-missing": "name",
    "holder-name-too-long": "name",
    "name-mixes-alphabets": "name",
    "phone-not-understood": "phone",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, secret: str) -> HttpResponse:
    """The page of a letter: each thing that may be public, with yes and no."""
    at = clock.now()
    known = on_record(letter_of(secret, at=at).person, at=at)
    if request.method == "POST":
        _answer(request, secret, at)
        return redirect("register:letter", secret=secret)
    return render(request, "register/letter.html", {**_asked(known), "known": known})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, ref: str) -> HttpResponse:
    """What is kept of somebody as holder of posts, to be corrected by themselves."""
    at = clock.now()
    holder = holder_of(request, at)
    if holder.is_nobody:
        return redirect("privacy:record_code")
    known = on_record(person_of(holder, ref, at=at), at=at)
    if request.method == "POST" and "answer" in request.POST:
        _answer(request, holder, at)
        return redirect("register:own", ref=ref)
    form = _form(request, known)
    if request.method == "POST" and form.is_valid() and (done := _corrected(form, holder, ref, request)) is not None:
        messages.success(request, _said(done))
        return redirect("register:own", ref=ref)
    context = {**_asked(known), "known": known, "form": form, "entered": ENTERED.get(known.entered_as, ENTERED[""])}
    return render(request, "register/own.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest, known: OnRecord) -> CorrectForm:
    first = {
        "name": known.wanted_name or known.name,
        "romanised": known.wanted_romanised if known.wanted_name else known.romanised,
        "phone": readable(known.phone),
        "language": known.language,
        "key": new_key(),
    }
    return CorrectForm(request.POST if request.method == "POST" else None, initial=first)


def _corrected(form: CorrectForm, holder: Holder, ref: str, request: HttpRequest) -> Corrected | None:
    told = form.cleaned_data
    wanted = Wanted(told["name"], told["romanised"], told["phone"], told["language"])
    try:
        return correct(holder=holder, person=ref, wanted=wanted, key=told["key"], by=actor_of(request), at=clock.now())
    except NotFound:
        raise
    except Refused as refused:
        form.refuse(refused.sentence, _FIELDS.get(refused.code, ""))
        return None


def _said(done: Corrected) -> str:
    if done.waits:
        return _("Your name stands in public, so the council looks at the new one first. You hear of it by mail.")
    return _("It is corrected.") if done.fields else _("Nothing was different.")


def _answer(request: HttpRequest, whose: Holder | str, at: datetime) -> None:
    """Do one tap: `<post>:<field>:<yes or no>`."""
    post, _colon, rest = request.POST.get("answer", "").partition(":")
    field, _colon, said = rest.partition(":")
    if said not in {"yes", "no"}:
        raise NotFound("no-such-post")
    answer(whose=whose, post=post, field=field, yes=said == "yes", by=actor_of(request), at=at)
    if said == "yes":
        messages.success(request, _("Thank you. It stands there for a year; then we ask again."))
    else:
        messages.success(request, _("It is not public."))


def _asked(known: OnRecord) -> dict[str, Any]:
    """Return each post with what may be public of it: [(post, office, [(purpose, title, question, until)])]."""
    return {
        "posts": [
            (post, OFFICES[post.office], [(code, *ASKED[code], post.shown.get(code)) for code in ASKED])
            for post in known.posts
        ],
        "waiting": [(OFFICES[office], title) for office, title in known.waiting],
        "notice": notice_of("post"),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask for digits to a new mail address."""
    at = clock.now()
    holder = holder_of(request, at)
    if holder.is_nobody:
        return redirect("privacy:record_code")
    known = on_record(person_of(holder, ref, at=at), at=at)
    form = NewAddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _sent(form, request, at):
        request.session[_MOVING] = [ref, form.cleaned_data["address"]]
        return redirect("register:own_address_code", ref=ref)
    return render(
        request, "register/own_address.html", {"form": form, "known": known}, status=422 if form.errors else 200
    )


def _sent(form: NewAddressForm, request: HttpRequest, at: datetime) -> bool:
    try:
        send_code(
            address=form.cleaned_data["address"],
            origin=request.META.get("REMOTE_ADDR", ""),
            language=get_language() or "en",
            template="register_new_address",
            by=actor_of(request),
            at=at,
        )
    except Refused as refused:
        form.add_error("address", refused.sentence)
        return False
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address_code(request: HttpRequest, ref: str) -> HttpResponse:
    """Enter the digits that prove a new mail address: it holds from then on."""
    at = clock.now()
    holder = holder_of(request, at)
    asked, wanted = request.session.get(_MOVING, ("", ""))
    if holder.is_nobody or asked != ref:
        return redirect("register:own_address", ref=ref)
    form = DigitsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (proven := _proven(form, wanted, request, at)):
        move_address(holder=holder, person=ref, address=proven, by=actor_of(request), at=at)
        del request.session[_MOVING]
        if holder.user_id is None:
            note_proof(request, proven, at)
        messages.success(request, _("Your mail address is changed. The old one was told."))
        return redirect("privacy:record")
    context = {"form": form, "address": wanted, "ref": ref}
    return render(request, "register/own_address_code.html", context, status=422 if form.errors else 200)


def _proven(form: DigitsForm, wanted: str, request: HttpRequest, at: datetime) -> str:
    try:
        return prove_address(address=wanted, code=digits(form.cleaned_data["code"]), by=actor_of(request), at=at)
    except Refused as refused:
        form.add_error("code", refused.sentence)
        return ""
