"""Who may be the same person: the check while a name is typed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Protocol

from django.db import connection

from ocaq.register.models import NameKey
from ocaq.register.rules.keys import heard_of, keys_near, keys_of
from ocaq.register.rules.names import judge

# A name as common as any has thousands of bearers; who else bears it is no news. What is read and judged is bounded.
_SOUNDS: Final = 600
_NEAREST: Final = 8
_FEW, _MOST = 1_000, 20_000  # more than the first bear a common name
_JUDGED: Final = 24


@dataclass(frozen=True, slots=True)
class Lookalike:
    """An entry whose name may be the one typed. `score`: 0 to 1. `code`: the reason, a key of `words.REASONS`."""

    named_id: int
    name: str
    score: float
    code: str
    is_same_name: bool


class Bearers(Protocol):
    """A query: who has one of these keys, by how their names sound, the sound nearest to the name first."""

    def __call__(self, keys: Sequence[str], name: str, /) -> list[list[int]]: ...


class Sight(Protocol):
    """A query: {entry: its name} of those among them that whoever asks may see."""

    def __call__(self, ids: Collection[int], /) -> Mapping[int, str]: ...


def lookalikes(bearers: Bearers, *, name: str, seen: Sight, at_once: int = _JUDGED, limit: int = 5) -> list[Lookalike]:
    """Return the entries most like the one typed, best first; nobody is merged by it.

    Names that sound nearest are looked at first, whoever else bears them, so that a common name hides nobody. `bearers`
    is asked once or twice, and `seen` once for every `at_once` entries that sound alike until enough are in sight.

    Args:
        at_once: more where few of those that sound alike are in sight.
    """
    found: dict[int, Lookalike] = {}
    for rows in _nearest_first(bearers, name, seen, at_once):
        found |= {row.named_id: row for row in _judged(rows, name)}
        if any(row.is_same_name for row in found.values()) and len(found) >= limit:
            break
    return sorted(found.values(), key=lambda row: (-row.score, row.named_id))[:limit]


def of_all(table: type[NameKey]) -> Bearers:
    """Return bearers among all keys of one purpose, from the index alone (one SQL query; three for a common name)."""
    name_of = connection.ops.quote_name(table._meta.db_table)

    def bearers(keys: Sequence[str], name: str) -> list[list[int]]:
        # In SQL as it stands: putting it together anew for hundreds of keys takes longer than to answer it.
        having = f"FROM {name_of} WHERE key IN ({_marks(keys)})"
        rows = _rows(f"SELECT heard, named_id {having} LIMIT {_FEW}", keys)
        if len(rows) < _FEW:
            return _by_sound(rows, _by_nearness(name, {sound for sound, _ in rows}))
        sounds = _rows(f"SELECT DISTINCT heard {having} LIMIT {_SOUNDS}", keys)
        nearest = _by_nearness(name, [sound for (sound,) in sounds])
        alike = f"SELECT heard, named_id {having} AND heard IN ({_marks(nearest)}) LIMIT {_MOST}"
        return _by_sound(_rows(alike, [*keys, *nearest]), nearest)

    return bearers


def of_few(rows: Iterable[tuple[str, str, int]]) -> Bearers:
    """Return bearers among few people: (key, how the name sounds, entry)."""
    known: dict[str, list[tuple[str, int]]] = {}
    for key, sound, pk in rows:
        known.setdefault(key, []).append((sound, pk))

    def bearers(keys: Sequence[str], name: str) -> list[list[int]]:
        rows = [row for key in keys for row in known.get(key, ())]
        return _by_sound(rows, _by_nearness(name, {sound for sound, _ in rows}))

    return bearers


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _rows(told: str, params: Sequence[str]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(told, params)
        rows: list[Any] = cursor.fetchall()
    return rows


def _by_sound(rows: Iterable[tuple[str, int]], nearest: Sequence[str]) -> list[list[int]]:
    found: dict[str, dict[int, None]] = {sound: {} for sound in nearest}
    for sound, pk in rows:
        if sound in found:
            found[sound][pk] = None
    return [list(ids) for ids in found.values()]


def _nearest_first(bearers: Bearers, name: str, seen: Sight, at_once: int) -> Iterator[Mapping[int, str]]:
    """Yield groups of entries to judge, the likeliest first; a slip of the keyboard is tried where nobody is alike."""
    is_found = False
    for keys_asked in (keys_of, keys_near):
        keys = keys_asked(name)
        nearest, *others = (bearers(keys, name) if keys else []) or [[]]
        groups = (nearest, [pk for ids in others for pk in ids])
        # Few are asked for in one go.
        names = seen([*groups[0], *groups[1]]) if 0 < len(groups[0]) + len(groups[1]) <= at_once else None
        for ids in groups:
            some = _some_in_sight(ids, seen, at_once) if names is None else _first(ids, names)
            is_found = is_found or bool(some)
            yield some
        if is_found:
            return


def _some_in_sight(ids: Sequence[int], seen: Sight, at_once: int) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(ids), at_once):
        some = ids[start : start + at_once]
        found |= _first(some, seen(some))
        if len(found) >= _JUDGED:
            break
    return found


def _first(ids: Sequence[int], names: Mapping[int, str]) -> dict[int, str]:
    return {pk: names[pk] for pk in islice((pk for pk in ids if pk in names), _JUDGED)}


def _by_nearness(name: str, sounds: Iterable[str]) -> list[str]:
    heard = _pairs(heard_of(name))
    return sorted(sounds, key=lambda other: (_unlike(heard, _pairs(other)), other))[:_NEAREST]


def _judged(rows: Mapping[int, str], name: str) -> Iterator[Lookalike]:
    for named_id, other in rows.items():
        verdict = judge(name, other)
        yield Lookalike(named_id, other, verdict.score, verdict.code, verdict.is_same)


def _pairs(heard: str) -> frozenset[str]:
    """Return pairs of neighbouring sounds, over all parts of the name."""
    return frozenset(f" {heard} "[i : i + 2] for i in range(len(heard) + 1))


def _unlike(one: frozenset[str], other: frozenset[str]) -> float:
    return -len(one & other) / (len(one) + len(other) or 1)
