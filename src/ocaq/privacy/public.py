"""What domains above may ask: say that a record was read, and register what they keep of people."""

from datetime import datetime

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from ocaq.accounts.public import account_of_address, proven_addresses
from ocaq.kernel.looking import How
from ocaq.kernel.looking import declare as declare_purposes
from ocaq.privacy.commands.asking import prove_address, send_code
from ocaq.privacy.commands.consent import end_receipt, give_receipt
from ocaq.privacy.commands.emergency import open_emergency
from ocaq.privacy.commands.erasing import forget_subjects, rewrite_lines
from ocaq.privacy.commands.exporting import write_export
from ocaq.privacy.queries.consent import ends_with
from ocaq.privacy.queries.countries import keeps_nothing
from ocaq.privacy.queries.deeds import Deeds, deeds_kept
from ocaq.privacy.queries.exports import declare_export
from ocaq.privacy.queries.record import keeps
from ocaq.privacy.queries.watching import emergencies_open, emergency_in
from ocaq.privacy.rules.asking import PROOF_HOLDS, digits
from ocaq.privacy.rules.keeping import Holder, Keeper, Kept, Line
from ocaq.privacy.rules.looks import REASON_HOLDS
from ocaq.privacy.words.notices import NOTICES, Notice

__all__ = [
    "Deeds",
    "Holder",
    "How",
    "Keeper",
    "Kept",
    "Line",
    "declare_export",
    "declare_purposes",
    "deeds_kept",
    "digits",
    "emergencies_open",
    "emergency_in",
    "end_receipt",
    "ends_with",
    "forget_subjects",
    "give_receipt",
    "holder_of",
    "keeps",
    "keeps_nothing",
    "note_proof",
    "note_reason",
    "notice_of",
    "open_emergency",
    "prove_address",
    "reason_asked",
    "reason_given",
    "rewrite_lines",
    "send_code",
    "write_export",
]

_REASON = "ocaq_reason"
_PROOF = "ocaq_record"


def notice_of(code: str) -> Notice:
    """Return a notice as it stands now.

    Raises:
        KeyError: there is no such notice.
    """
    return NOTICES[code]


def holder_of(request: HttpRequest, at: datetime) -> Holder:
    """Return whose record this browser may open: by account, by personal links, by an address just proven."""
    proven = proven_address(request, at)
    user_id = request.actor.user_id  # type: ignore[attr-defined]
    if user_id is None and proven:
        user_id = account_of_address(proven)
    addresses = proven_addresses(user_id=user_id) if user_id is not None else frozenset()
    held = dict(request.capabilities)  # type: ignore[attr-defined]
    return Holder(user_id, addresses | ({proven} if proven else set()), held)


def proven_address(request: HttpRequest, at: datetime) -> str:
    """Return the address whose mailed code this browser entered within the last half hour, or ""."""
    address, since = request.session.get(_PROOF, ("", 0))
    return str(address) if at.timestamp() - since < PROOF_HOLDS.total_seconds() else ""


def note_proof(request: HttpRequest, address: str, at: datetime) -> None:
    request.session.cycle_key()
    request.session[_PROOF] = [address, int(at.timestamp())]


def forget_proof(request: HttpRequest) -> None:
    request.session.pop(_PROOF, None)


def reason_given(request: HttpRequest, at: datetime) -> str:
    """Return why who asks said they read across what they look after, empty without a reason of the last half hour."""
    reason, since = request.session.get(_REASON, ("", 0))
    return str(reason) if at.timestamp() - since < REASON_HOLDS.total_seconds() else ""


def note_reason(request: HttpRequest, reason: str, at: datetime) -> None:
    request.session[_REASON] = [reason, int(at.timestamp())]


def reason_asked(request: HttpRequest) -> HttpResponseRedirect:
    """Return the way to the page that asks for a reason and then leads back here."""
    return HttpResponseRedirect(f"{reverse('privacy:reason')}?{urlencode({'next': request.get_full_path()})}")
