"""Acts that a network may bring twice at once."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def once(command: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Let a command that knows its form by a key begin anew when the database refuses a row that it holds already.

    Of two at once neither finds the key of the other, and one comes too late. It finds it then, and answers as the
    first did. The command is one transaction, so that nothing of its first try remains.

    Raises:
        django.db.IntegrityError: what it writes is refused again.
    """

    @wraps(command)
    def twice(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        try:
            return command(*args, **kwargs)
        except IntegrityError:
            return command(*args, **kwargs)

    return twice
