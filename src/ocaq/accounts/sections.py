"""What accounts themselves put on my page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from ocaq.accounts.queries import account_by_id, passkey_count, roles_of, titles_of
from ocaq.accounts.words import ROLES, where_in_words
from ocaq.kernel.actor import Actor


def roles(actor: Actor, _capabilities: Mapping[str, tuple[str, ...]], at: datetime) -> Mapping[str, Any] | None:
    language = get_language() or "en"
    rows = roles_of(user_id=actor.user_id, at=at) if actor.user_id else []
    titles = titles_of(rows)
    held = [(ROLES[row.role], where_in_words(row.scope, row.place, language, titles), row.since) for row in rows]
    return {"roles": held} if held else None


def signing_in(actor: Actor, _capabilities: Mapping[str, tuple[str, ...]], _at: datetime) -> Mapping[str, Any] | None:
    if actor.user_id is None:
        return None
    return {"account": account_by_id(user_id=actor.user_id), "passkeys": passkey_count(user_id=actor.user_id)}
