"""A commitment proves later what was written, and until then tells nothing: HMAC under a salt kept beside the record.

Erasing the record erases its salt, and the commitment can never again be tied to anybody.
"""

import hmac
import secrets
from collections.abc import Mapping

from ocaq.evidence.canonical import Value, canonical

SALT_BYTES = 32


def new_salt() -> bytes:
    """Return the salt of one record, to be stored in a column of that record and nowhere else."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes | memoryview, record: Mapping[str, Value]) -> str:
    """Return HMAC-SHA-256 of the canonical JSON of `record`, as 64 hexadecimal digits.

    Raises:
        ValueError: a salt of another length, or a record without a canonical spelling.
    """
    if len(salt) != SALT_BYTES:
        message = f"a salt has {SALT_BYTES} bytes, not {len(salt)}"
        raise ValueError(message)
    return hmac.digest(bytes(salt), canonical(record), "sha256").hex()
