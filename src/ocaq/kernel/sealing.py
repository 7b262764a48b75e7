"""Columns that the database holds sealed: a copy of it says nothing without the keys, which lie elsewhere."""

import base64
import hashlib
import hmac
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models


@cache
def _sealer(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def sealer() -> MultiFernet:
    """Return what seals with the first of `FIELD_KEYS` and opens with any of them."""
    return _sealer(tuple(settings.FIELD_KEYS))


def mark(text: str) -> str:
    """Return what is stored beside a sealed text so that it is found when known: HMAC-SHA-256, 64 hexadecimal digits.

    Letter case and space at the ends do not count. It lasts as long as the secret of this server.
    """
    return hmac.digest(_mark_key(settings.SECRET_KEY), text.strip().casefold().encode(), "sha256").hex()


@cache
def _mark_key(secret: str) -> bytes:
    return hashlib.sha256(f"ocaq.sealing.mark:{secret}".encode()).digest()


def new_key() -> str:
    """Return 32 random bytes as a line for OCAQ_FIELD_KEYS."""
    return Fernet.generate_key().decode()


def key_from(secret: str) -> str:
    """Return the key that a demo or a test uses; production must have its own."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"ocaq.sealing:{secret}".encode()).digest()).decode()


class Sealed:
    """What a column has that is sealed: it cannot be compared."""

    name: str

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse to compare: the same text is sealed differently each time, so that a filter would find nothing.

        Raises:
            FieldError: always.
        """
        message = f"{self.name} is sealed: it has no {lookup_name}, and is found by its mark"
        raise FieldError(message)


class SealedColumn(Sealed, models.TextField):  # type: ignore[type-arg] # it cannot be written otherwise at run time
    """A text, sealed by Fernet (AES-128-CBC, HMAC-SHA-256). Empty stays empty. What is sealed is found by its `mark`.

    Raises:
        cryptography.fernet.InvalidToken: on reading, when no key opens it.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default": "", "blank": True, "editable": False, **options})

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> str:
        return sealer().decrypt(bytes(value)).decode() if value else ""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002
        return connection.Database.Binary(sealer().encrypt(value.encode()) if value else b"")


class SealedBytesColumn(Sealed, models.BinaryField):  # type: ignore[type-arg] # as above
    """Bytes, sealed as a text is; base64 makes them a third longer."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"default": b"", "blank": True, **options})

    def get_internal_type(self) -> str:
        return "BinaryField"

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> bytes:
        return sealer().decrypt(bytes(value)) if value else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002
        return connection.Database.Binary(sealer().encrypt(bytes(value)) if value else b"")


class MarkColumn(models.CharField):  # type: ignore[type-arg] # as above
    """The `mark` of the sealed text in the column `of`, made whenever a row is saved; `update` must name both."""

    def __init__(self, *, of: str, **options: Any) -> None:
        self.of = of
        super().__init__(**{"max_length": 64, "blank": True, "editable": False, "db_index": True, **options})

    def deconstruct(self) -> Any:
        name, path, arguments, options = super().deconstruct()
        return name, path, arguments, {**options, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002
        text = getattr(model_instance, self.of)
        made = mark(text) if text else ""
        setattr(model_instance, self.attname, made)
        return made
