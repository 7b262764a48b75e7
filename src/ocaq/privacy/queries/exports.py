"""Which exports there are, who may take them, and how many were taken."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class ExportKind:
    code: str
    title: str | Promise
    roles: frozenset[str]


_kinds: dict[str, ExportKind] = {}


def declare_export(code: str, title: str | Promise, roles: Collection[str]) -> None:
    """Declare a kind of file with people's records, and the roles that may take it: one permission a kind."""
    _kinds[code] = ExportKind(code, title, frozenset(roles))


def roles_for(code: str) -> frozenset[str]:
    """Return the roles that may take an export.

    Raises:
        KeyError: the kind is not declared.
    """
    return _kinds[code].roles


def kinds() -> list[ExportKind]:
    return list(_kinds.values())
