"""Whoever signs in, or proves or changes an address, is joined with the person of the register who bears it."""

from typing import Any

from allauth.account import signals

from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.register.commands.joining import join_account


def listen() -> None:
    signals.user_logged_in.connect(_signed_in)
    for signal in (signals.email_confirmed, signals.email_changed, signals.email_removed):
        signal.connect(_address_changed)


def _signed_in(user: Any, **_said: Any) -> None:
    join_account(user_id=user.pk, by=system("record"), at=clock.now())


def _address_changed(**said: Any) -> None:
    """Signals of allauth name the account as `user`, or by its address as `email_address`."""
    _signed_in(said.get("user") or said["email_address"].user)
