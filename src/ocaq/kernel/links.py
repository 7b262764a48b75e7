"""Secrets of personal links, made from reference and key: only a digest is stored, yet a link can be written again."""

import base64
import hashlib
import hmac

from django.conf import settings

SECRET_LENGTH = 32


def secret(kind: str, ref: str) -> str:
    """Return the 32 characters that open the personal link of this thing, always the same ones."""
    key = hashlib.sha256(f"ocaq.links:{settings.SECRET_KEY}".encode()).digest()
    return base64.urlsafe_b64encode(hmac.digest(key, f"{kind}:{ref}".encode(), "sha256")[:24]).decode()


def digest(given: str) -> str:
    """Return what is stored of a secret: its SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(given.encode()).hexdigest()
