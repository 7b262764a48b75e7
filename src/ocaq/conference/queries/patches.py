"""From one state to the next: the smallest patch, how it is applied, how a state is told in one language. Pure."""

from collections.abc import Mapping
from typing import Any

from ocaq.conference.queries.shapes import KEYED
from ocaq.kernel.text import Text

Builtins = dict[str, Any]
Patch = dict[str, Any]


def patch_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Patch | None:
    """Return what turns `before` into `after`, or None when nothing changed; `seq` is the event's own."""
    replaced = {
        key: value for key, value in after.items() if key not in KEYED and key != "seq" and before.get(key) != value
    }
    put: dict[str, Builtins] = {}
    gone: dict[str, list[str]] = {}
    for name in KEYED & after.keys():
        was, now = before.get(name, {}), after[name]
        if changed := {ref: entry for ref, entry in now.items() if ref not in was or _differ(was[ref], entry)}:
            put[name] = changed
        if removed := sorted(was.keys() - now.keys()):
            gone[name] = removed
    patch = {name: part for name, part in (("set", replaced), ("put", put), ("del", gone)) if part}
    return patch or None


def _differ(was: Any, now: Any) -> bool:
    """Say whether an entry changed; votes do not count, they leave as levels."""
    return bool(was != now and (not isinstance(now, dict) or {**was, "votes": 0} != {**now, "votes": 0}))


def patched(state: Mapping[str, Any], patch: Mapping[str, Any]) -> Builtins:
    """Return `state` after `patch`, as a client applies it."""
    result = {**state, **patch.get("set", {})}
    for name, entries in patch.get("put", {}).items():
        result[name] = {**result.get(name, {}), **entries}
    for name, refs in patch.get("del", {}).items():
        result[name] = {ref: entry for ref, entry in result.get(name, {}).items() if ref not in refs}
    return result


def told(text: Text) -> str | Builtins:
    """Return a text of several languages as an event carries it."""
    return {"@": dict(text)} if text else ""


def in_language(value: Any, language: str) -> Any:
    """Return `value` with every `{"@": {language: text}}` replaced by the reader's text, chosen as `Text` does."""
    if isinstance(value, dict):
        if value.keys() == {"@"}:
            return _chosen(value["@"], language)
        return {key: in_language(part, language) for key, part in value.items()}
    if isinstance(value, list):
        return [in_language(part, language) for part in value]
    return value


def _chosen(by_language: Mapping[str, Any], language: str) -> Any:
    for candidate in (language, language.partition("-")[0], "en", next(iter(by_language), "")):
        if candidate in by_language:
            return by_language[candidate]
    return ""
