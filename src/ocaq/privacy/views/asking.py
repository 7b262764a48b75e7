"""What several doors ask of a request: who asks, and whether a mailed code opened the record."""

from datetime import datetime

from django.http import HttpRequest

from ocaq.kernel.actor import Actor
from ocaq.privacy.public import forget_proof, holder_of, note_proof, proven_address

__all__ = ["actor_of", "forget_proof", "has_proven", "holder_of", "note_proof"]


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def has_proven(request: HttpRequest, at: datetime) -> bool:
    return bool(proven_address(request, at))
