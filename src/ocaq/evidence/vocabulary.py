"""What the log may say: `vocabulary.toml`, read once and asked of every entry before it is written."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ocaq.evidence.canonical import LARGEST

Check = Callable[[object], bool]
_LONGEST = 100
CODE: Final = re.compile(rf"[a-z0-9][a-z0-9._:/@+-]{{0,{_LONGEST - 1}}}")
LIST: Final[Mapping[str, Any]] = tomllib.loads(Path(__file__).with_name("vocabulary.toml").read_text(encoding="utf-8"))

_CLASSES: Final = LIST["actors"].keys() - {"system:…"}


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of entry says.

    Args:
        of: how its subject begins, with the colon.
        facts: how each may look, by its name.
        needed: those that are never left out.
        sealed: whether it carries a commitment.
    """

    of: str
    facts: Mapping[str, Check]
    needed: frozenset[str]
    sealed: bool

    def misfit(self, subject: str, facts: Mapping[str, object], *, sealed: bool) -> str:
        """Say why an entry of this kind does not fit, or nothing."""
        if not (subject.startswith(self.of) and CODE.fullmatch(subject, len(self.of)) and len(subject) <= _LONGEST):
            return f"its subject is not a code that begins with {self.of}"
        if sealed is not self.sealed:
            return "it lacks the commitment that seals it" if self.sealed else "it has nothing to seal"
        if not self.needed <= facts.keys():
            return f"it lacks the facts {', '.join(sorted(self.needed - facts.keys()))}"
        for name, fact in facts.items():
            fits = self.facts.get(name)
            if fits is None:
                return f"it has no fact {name!r}"
            if not fits(fact):
                return f"fact {name!r} is not what the vocabulary says"
        return ""


def is_actor(public: str) -> bool:
    """Say whether the log may call somebody so."""
    kind, _, name = public.partition(":")
    return public in _CLASSES if kind != "system" else CODE.fullmatch(name) is not None


def _check_of(name: str) -> Check:
    told = LIST["types"][name]
    if "text" in told:
        return _text(re.compile(told["text"]))
    if "each" in told:
        return _each(_check_of(told["each"]))
    if "rows" in told:
        return _each(_row(_check_of(told["rows"])))
    if "truth" in told:
        return lambda fact: isinstance(fact, bool)
    return _whole(told.get("least", -LARGEST), told.get("most", LARGEST), told.get("or"))


def _text(pattern: re.Pattern[str]) -> Check:
    return lambda fact: isinstance(fact, str) and pattern.fullmatch(fact) is not None


def _whole(least: int, most: int, other: int | None) -> Check:
    def fits(fact: object) -> bool:
        return isinstance(fact, int) and not isinstance(fact, bool) and (least <= fact <= most or fact == other)

    return fits


def _each(check: Check) -> Check:
    return lambda fact: isinstance(fact, list) and all(map(check, fact))


def _row(check: Check) -> Check:
    def fits(fact: object) -> bool:
        row, _, number = str(fact).rpartition(":")
        return (
            CODE.fullmatch(row) is not None and re.fullmatch("[0-9]{1,15}", number) is not None and check(int(number))
        )

    return fits


def _or_null(check: Check) -> Check:
    return lambda fact: fact is None or check(fact)


def _kind(told: Mapping[str, Any]) -> Kind:
    says, may = told.get("says", {}), told.get("may", {})
    checks = {name: _check_of(type_) for name, type_ in (says | may).items()}
    checks |= {name: _or_null(checks[name]) for name in told.get("or_null", [])}
    return Kind(f"{told['of']}:", checks, frozenset(says), told.get("sealed", False))


def learn(name: str, *, of: str, says: Mapping[str, str]) -> None:
    """Let the log say something more, for tests and measurements with acts of their own."""
    KINDS[name] = _kind({"of": of, "says": says})


KINDS: dict[str, Kind] = {name: _kind(told) for name, told in LIST["kinds"].items()}
