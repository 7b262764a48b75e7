"""A refusal is a code that becomes a sentence in the reader's language. Everything else that fails is a bug."""

from collections.abc import Mapping

from django.utils.functional import Promise

# Filled by each room's `words.py`; a test holds every raised code against it.
SENTENCES: dict[str, str | Promise] = {}


class Refused(Exception):
    """Something a person asked for that will not be done, with the reason as a code."""

    status = 409

    def __init__(self, code: str, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = dict(facts or {})

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.code]) % self.facts if self.facts else str(SENTENCES[self.code])


class NotAllowed(Refused):
    """This actor may not do this."""

    status = 403


class NotPossible(Refused):
    """The state of things forbids it, whoever asks."""


class NotFound(Refused):
    """There is no such thing, or not for this actor."""

    status = 404


class Expired(Refused):
    """A link or ticket was good once and is no longer."""

    status = 410


class NotValid(Refused):
    """What was sent cannot be understood."""

    status = 422


def declare(sentences: Mapping[str, str | Promise]) -> None:
    """Register the sentences of a room.

    Raises:
        ValueError: a code is already taken by another sentence.
    """
    for code, sentence in sentences.items():
        if code in SENTENCES and SENTENCES[code] is not sentence:
            message = f"refusal code declared twice: {code}"
            raise ValueError(message)
        SENTENCES[code] = sentence
