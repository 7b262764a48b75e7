"""A command that must lock what crowds lock in any order begins again when PostgreSQL breaks the ring they made."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

P = ParamSpec("P")
R = TypeVar("R")
TRIES = 5
_BROKEN = "40P01"  # deadlock_detected


def begun_again(command: Callable[P, R]) -> Callable[P, R]:
    """Do `command`, one transaction, anew when it was the one broken off; inside another one its caller must."""

    @wraps(command)
    def patiently(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(TRIES - 1):
            try:
                return command(*args, **kwargs)
            except OperationalError as error:
                if connection.in_atomic_block or getattr(error.__cause__, "sqlstate", "") != _BROKEN:
                    raise
        return command(*args, **kwargs)

    return patiently
