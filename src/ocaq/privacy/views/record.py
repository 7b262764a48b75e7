"""One's own record: everything kept, who looked, what was agreed to; to correct, to take along, to leave."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ocaq.accounts.public import signed_in_lately
from ocaq.kernel import capability, clock
from ocaq.kernel.ids import new_ref
from ocaq.kernel.refusals import NotFound, Refused
from ocaq.privacy.commands import asking, consent, leaving
from ocaq.privacy.forms import AskForm
from ocaq.privacy.queries.consent import ReceiptRow, receipts_of
from ocaq.privacy.queries.copies import copy_of
from ocaq.privacy.queries.lines import Thing, thing_of
from ocaq.privacy.queries.looks import looks_at
from ocaq.privacy.queries.record import record_of
from ocaq.privacy.queries.requests import requests_of
from ocaq.privacy.rules.keeping import Holder
from ocaq.privacy.views.asking import actor_of, forget_proof, has_proven, holder_of
from ocaq.privacy.words import asking as words
from ocaq.privacy.words.looks import sentence_of
from ocaq.privacy.words.notices import READ, Notice

LOOKS_SHOWN = 50
# Seen when somebody leaves: what their browser held leads to nothing any more.
_LINKS = ("registration",)


def _things(holder: Holder, at: datetime) -> list[Thing]:
    return [thing_of(kept) for kept in record_of(holder, at=at)]


def _record(request: HttpRequest) -> tuple[Holder, datetime] | HttpResponse:
    """Return whose record is open and the moment, or the way to open one."""
    at = clock.now()
    holder = holder_of(request, at)
    return redirect("privacy:record_code") if holder.is_nobody else (holder, at)


@never_cache
@require_safe
def record_page(request: HttpRequest) -> HttpResponse:
    found = _record(request)
    if isinstance(found, HttpResponse):
        return found
    return render(request, "privacy/record.html", _context(request, *found))


def _context(request: HttpRequest, holder: Holder, at: datetime) -> dict[str, Any]:
    things = _things(holder, at)
    subjects = [thing.kept.subject for thing in things]
    looks = looks_at(subjects=subjects, at=at, limit=LOOKS_SHOWN + 1)
    return {
        "things": things,
        "fields": sum(len(thing.rows) for thing in things),
        "looks": [(row, sentence_of(row)) for row in looks[:LOOKS_SHOWN]],
        "more_looks": len(looks) > LOOKS_SHOWN,
        "receipts": [(row, found) for row in receipts_of(subjects=subjects) if (found := _noticed(row))],
        "requests": [
            (row, words.KINDS[row.kind], words.STATES[row.state], row.days_left(at))
            for row in requests_of(subjects=subjects)
        ],
        "by_code": has_proven(request, at),
        "at": at,
    }


@never_cache
@require_safe
def copy_json(request: HttpRequest) -> HttpResponse:
    found = _record(request)
    if isinstance(found, HttpResponse):
        return found
    holder, at = found
    answer = JsonResponse(copy_of(_things(holder, at), at=at), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="record-{at:%Y-%m-%d}.json"'
    return answer


@never_cache
@require_safe
def copy_page(request: HttpRequest) -> HttpResponse:
    """One file that opens anywhere and prints: no sheet, script or picture from elsewhere."""
    found = _record(request)
    if isinstance(found, HttpResponse):
        return found
    holder, at = found
    answer = render(request, "privacy/copy.html", _context(request, holder, at))
    answer["Content-Disposition"] = f'attachment; filename="record-{at:%Y-%m-%d}.html"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leaving_one(request: HttpRequest, handle: str) -> HttpResponse:
    """Erase one thing, after a page that names it."""
    found = _record(request)
    if isinstance(found, HttpResponse):
        return found
    holder, at = found
    thing = next((one for one in _things(holder, at) if one.handle == handle and one.kept.may_leave), None)
    if thing is None:
        if request.method == "POST":  # pressed twice
            return redirect("privacy:record")
        raise NotFound("not-found")
    if (answer := _sign_in_again(request, holder)) is not None:
        return answer
    if request.method != "POST":
        return render(request, "privacy/leave.html", {"thing": thing})
    leaving.leave(holder=holder, subject=thing.kept.subject, by=actor_of(request), at=at)
    _begin_anew_if_ended(request)
    messages.success(request, _("It is erased."))
    return redirect("privacy:record")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leaving_all(request: HttpRequest) -> HttpResponse:
    """Erase everything, after a page that lists it."""
    found = _record(request)
    if isinstance(found, HttpResponse):
        return found
    holder, at = found
    if (answer := _sign_in_again(request, holder)) is not None:
        return answer
    things = _things(holder, at)
    if request.method != "POST":
        return render(request, "privacy/leave_all.html", {"things": things})
    leaving.leave_everything(holder=holder, by=actor_of(request), at=at)
    forget_proof(request)
    if request.user.is_authenticated:
        request.session.flush()
    _begin_anew_if_ended(request)
    messages.success(request, _("Everything kept about you is erased."))
    answer = redirect("/")
    for kind in _LINKS:
        for ref in holder.held.get(kind, ()):
            capability.let_go(request, answer, kind, ref)
    return answer


def _begin_anew_if_ended(request: HttpRequest) -> None:
    """Whose address is erased has no session any more; one that is gone cannot be written to."""
    if request.session.session_key and not request.session.exists(request.session.session_key):
        request.session.flush()


def _sign_in_again(request: HttpRequest, holder: Holder) -> HttpResponse | None:
    """A telephone left lying about must not erase an account; an address proven a moment ago is as good."""
    if request.user.is_authenticated and holder.user_id is not None and not signed_in_lately(request):
        return HttpResponseRedirect(f"{reverse('account_again')}?{urlencode({'next': request.path})}")
    return None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_create(request: HttpRequest, handle: str) -> HttpResponse:
    """Ask somebody to correct, stop or explain; the clock of thirty days begins."""
    found = _record(request)
    if isinstance(found, HttpResponse):
        return found
    holder, at = found
    thing = next((one for one in _things(holder, at) if one.handle == handle), None)
    if thing is None:
        raise NotFound("not-found")
    first = {"key": new_ref(), "kind": "correct", "address": next(iter(sorted(holder.addresses)), "")}
    form = AskForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            asking.ask(holder=holder, subject=thing.kept.subject, **form.cleaned_data, by=actor_of(request), at=at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("Your request is written down. You get an answer within 30 days."))
            return redirect(f"{reverse('privacy:record')}#requests")
    return render(request, "privacy/ask.html", {"form": form, "thing": thing}, status=422 if form.errors else 200)


def _receipt(request: HttpRequest, ref: str) -> tuple[Holder, datetime, ReceiptRow] | HttpResponse:
    found = _record(request)
    if isinstance(found, HttpResponse):
        return found
    holder, at = found
    subjects = [kept.subject for kept in record_of(holder, at=at)]
    row = next((one for one in receipts_of(subjects=subjects) if one.ref == ref and _noticed(one)), None)
    if row is None:
        raise NotFound("not-found")
    return holder, at, row


def _noticed(row: ReceiptRow) -> Notice | None:
    """Return the notice as it stood when somebody agreed to it."""
    return READ.get((row.notice, row.version))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """A receipt with the notice it was given to; a POST takes the consent back."""
    found = _receipt(request, ref)
    if isinstance(found, HttpResponse):
        return found
    holder, at, row = found
    if request.method == "POST":
        consent.withdraw(holder=holder, ref=ref, by=actor_of(request), at=at)
        messages.success(request, _("Your consent is taken back."))
        return redirect(f"{reverse('privacy:record')}#receipts")
    notice = READ[row.notice, row.version]
    context = {"row": row, "notice": notice, "what": notice.purposes.get(row.purpose, row.purpose)}
    answer = render(request, "privacy/receipt.html", context)
    if "download" in request.GET:
        answer = render(request, "privacy/receipt.txt", context)
        answer["Content-Type"] = "text/plain; charset=utf-8"
        answer["Content-Disposition"] = f'attachment; filename="receipt-{row.ref}.txt"'
    return answer
