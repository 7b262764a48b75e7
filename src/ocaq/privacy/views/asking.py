"""What several doors ask of a request: who asks, and whose record is open to them."""

from datetime import datetime

from django.http import HttpRequest

from ocaq.accounts.public import account_of_address, proven_addresses
from ocaq.kernel.actor import Actor
from ocaq.privacy.rules.asking import PROOF_HOLDS
from ocaq.privacy.rules.keeping import Holder

_PROOF = "ocaq_record"


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def holder_of(request: HttpRequest, at: datetime) -> Holder:
    """Return whose record this browser may open: by account, by personal links, by an address just proven."""
    proven, user_id = _proven(request, at), actor_of(request).user_id
    if user_id is None and proven:
        user_id = account_of_address(proven)
    addresses = proven_addresses(user_id=user_id) if user_id is not None else frozenset()
    held = dict(request.capabilities)  # type: ignore[attr-defined]
    return Holder(user_id, addresses | ({proven} if proven else set()), held)


def has_proven(request: HttpRequest, at: datetime) -> bool:
    return bool(_proven(request, at))


def note_proof(request: HttpRequest, address: str, at: datetime) -> None:
    request.session.cycle_key()
    request.session[_PROOF] = [address, int(at.timestamp())]


def forget_proof(request: HttpRequest) -> None:
    request.session.pop(_PROOF, None)


def _proven(request: HttpRequest, at: datetime) -> str:
    address, since = request.session.get(_PROOF, ("", 0))
    return str(address) if at.timestamp() - since < PROOF_HOLDS.total_seconds() else ""
