"""Requests under a law, exports, and the switch that has a country's forms keep nothing."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta

LONGEST_DELAY = timedelta(days=366)
LONGEST_EXPORT = timedelta(days=90)
SUBJECT = re.compile(r"(?:person|registration|account|invitation):[0-9a-z]{12}")


def refusal_to_enter(*, subject: str, told_from: datetime | None, at: datetime) -> str | None:
    """Return why a request cannot be entered: one record by its sign, and a delay that ends."""
    if not SUBJECT.fullmatch(subject):
        return "one-record-only"
    if told_from is not None and not at < told_from <= at + LONGEST_DELAY:
        return "delay-too-long"
    return None


def refusal_to_agree(*, state: str, by: str, entered_by: str, first_by: str) -> str | None:
    """Return why somebody cannot agree: it takes two people, neither of whom entered the request."""
    if state not in {"waiting", "agreed"}:
        return "decided-already"
    return "two-people-decide" if by in {entered_by, first_by} else None


def refusal_to_refuse(*, state: str) -> str | None:
    return None if state in {"waiting", "agreed"} else "decided-already"


def refusal_to_deliver(*, state: str) -> str | None:
    """Return why nothing is delivered: only what two people granted leaves, and once."""
    return None if state == "granted" else "not-granted"


def refusal_to_export(*, roles: Collection[str], held: Collection[str], recipient: str, purpose: str,
                      expires_at: datetime, at: datetime) -> str | None:  # fmt: skip
    """Return why a file may not leave.

    Args:
        roles: that may take this kind of export; `held`: those of who asks.
    """
    if not set(roles) & set(held):
        return "not-allowed"
    if len(recipient.strip()) < 3 or len(purpose.strip()) < 10:
        return "export-for-whom"
    return None if at < expires_at <= at + LONGEST_EXPORT else "export-too-long"


def watermark(*, ref: str, recipient: str, expires_on: str, rows: int) -> str:
    """Return the line that stands in an export, for people and programs alike; it names no person of the house."""
    return f"export {ref} | {recipient} | {rows} | {expires_on}"
