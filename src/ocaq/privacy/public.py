"""What domains above may ask: say that a record was read, and register what they keep of people."""

from datetime import datetime

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from ocaq.kernel.looking import How, looked
from ocaq.kernel.looking import declare as declare_purposes
from ocaq.privacy.commands.consent import end_receipt, give_receipt
from ocaq.privacy.commands.emergency import open_emergency
from ocaq.privacy.commands.erasing import forget_subjects
from ocaq.privacy.commands.exporting import write_export
from ocaq.privacy.queries.consent import ends_with
from ocaq.privacy.queries.countries import keeps_nothing
from ocaq.privacy.queries.exports import declare_export
from ocaq.privacy.queries.record import keeps
from ocaq.privacy.queries.watching import emergencies_open, emergency_in
from ocaq.privacy.rules.keeping import Holder, Keeper, Kept, Line
from ocaq.privacy.rules.looks import REASON_HOLDS

__all__ = [
    "Holder",
    "How",
    "Keeper",
    "Kept",
    "Line",
    "declare_export",
    "declare_purposes",
    "emergencies_open",
    "emergency_in",
    "end_receipt",
    "ends_with",
    "forget_subjects",
    "give_receipt",
    "keeps",
    "keeps_nothing",
    "looked",
    "note_reason",
    "open_emergency",
    "reason_asked",
    "reason_given",
    "write_export",
]

_REASON = "ocaq_reason"


def reason_given(request: HttpRequest, at: datetime) -> str:
    """Return why who asks said they read across what they look after, empty without a reason of the last half hour."""
    reason, since = request.session.get(_REASON, ("", 0))
    return str(reason) if at.timestamp() - since < REASON_HOLDS.total_seconds() else ""


def note_reason(request: HttpRequest, reason: str, at: datetime) -> None:
    request.session[_REASON] = [reason, int(at.timestamp())]


def reason_asked(request: HttpRequest) -> HttpResponseRedirect:
    """Return the way to the page that asks for a reason and then leads back here."""
    return HttpResponseRedirect(f"{reverse('privacy:reason')}?{urlencode({'next': request.get_full_path()})}")
