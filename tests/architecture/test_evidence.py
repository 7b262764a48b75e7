"""Every command leaves an entry in the evidence log, whatever ways it goes there."""

import ast
from collections.abc import Iterator
from functools import cache

from ocaq.intake.kinds import kinds
from tests.architecture.test_commands import _commands
from tests.architecture.tree import Module, modules

RECORD = ("ocaq.evidence.recording", "record")
# Commands that write no entry, each with its reason. A new one either calls `record` or gives its own.
SILENT = {
    "accounts.commands.account.forget_ended_sessions": "what ends by itself when its time is over",
    "accounts.commands.erasing.end_sessions_with": "a part of the command that erases whose address it is",
    "privacy.commands.asking.prove_address": "a try; what the proven address then does has its entry",
    "privacy.commands.consent.end_receipt": "a part of the command that ends what was agreed to",
    "privacy.commands.consent.give_receipt": "a part of the command that somebody agreed with",
    "privacy.commands.erasing.rewrite_lines": "a part of the command that erases whose name stood there",
    "privacy.commands.leaving.leave": "the domain's own command erases, and says so",
    "register.commands.finding.keep_findable": "words for search, made anew from what has its entries",
    "register.commands.importing.forget_lists": "what ends by itself when its time is over",
    "register.commands.rows.judge_rows": "work on a list before anything is written",
    "register.commands.sweeping.find_likenesses": "pairs that may be one; what somebody says of them has its entry",
    "report.commands.recovery.take_back_publications": "rows made anew from the entries that have them",
}
# What keeps the log itself is no command: it works outside any transaction, on what is committed.
SILENT_KEEPING = {"add_witness": "what somebody else signed is served as it came"}
SILENT_DEEDS = {
    "present": "a lease that is renewed every half minute; who was there is counted at the end",
    "leave": "the same",
}
Place = tuple[str, str]  # module, name


@cache
def _by_name() -> dict[str, Module]:
    return {module.name: module for module in modules()}


def _imports(module: Module) -> dict[str, Place]:
    """Return {name here: where it is from}, `*` standing for the whole of a module."""
    found: dict[str, Place] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found[alias.asname or alias.name] = (whole, "*") if whole in _by_name() else (node.module, alias.name)
    return found


@cache
def _named_in(place: Place) -> frozenset[Place]:
    """Return what a function or class names in its body, in whatever module that stands."""
    module = _by_name().get(place[0])
    if module is None:
        return frozenset()
    imported, own = _imports(module), {getattr(node, "name", ""): node for node in module.tree.body}
    node = own.get(place[1])
    if node is None:  # handed on by a package
        return frozenset({imported[place[1]]} if place[1] in imported else ())
    return frozenset(_names(node, module, imported, own.keys()))


def _names(node: ast.AST, module: Module, imported: dict[str, Place], own: object) -> Iterator[Place]:
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and each.id in imported:
            yield imported[each.id]
        elif isinstance(each, ast.Name):
            yield module.name, each.id
        elif isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
            where, what = imported.get(each.value.id, ("", ""))
            if what == "*":
                yield where, each.attr


def _reaches_record(start: Place) -> bool:
    seen, ahead = {start}, [start]
    while ahead:
        for place in _named_in(ahead.pop()) - seen:
            if place == RECORD:
                return True
            seen.add(place)
            ahead.append(place)
    return False


def _is_batch(function: ast.FunctionDef) -> bool:
    return bool(function.returns) and ast.unparse(function.returns) == "list[Answer]"


def test_every_command_reaches_the_log_or_says_why_not() -> None:
    """The intake writes one entry for a whole batch, with how many deeds it did; the next test holds it to that."""
    commands = [(module, function) for module, function in _commands() if not _is_batch(function)]
    silent = {
        f"{module.name}.{function.name}".removeprefix("ocaq.")
        for module, function in commands
        if not _reaches_record((module.name, function.name))
    }

    assert sorted(silent - SILENT.keys()) == [], "these neither call `record` nor give a reason above"
    assert sorted(SILENT.keys() - silent) == [], "these have an entry, or are no more"
    assert len(commands) > 90


def test_whoever_keeps_the_log_leaves_an_entry_too() -> None:
    keeping = _by_name()["ocaq.evidence.keeping"]
    acts = [node.name for node in keeping.tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]

    assert {act for act in acts if not _reaches_record((keeping.name, act))} == SILENT_KEEPING.keys()
    assert _reaches_record(("ocaq.evidence.revealing", "reveal_entries"))


def test_every_kind_of_deed_is_counted_in_the_log_or_says_why_not() -> None:
    assert {name for name, kind in kinds().items() if not kind.evidence} == SILENT_DEEDS.keys()
    assert len(kinds()) > len(SILENT_DEEDS) + 3


def test_a_command_without_an_entry_would_be_found() -> None:
    """Asked of one that is known to write none, and of one that reaches the log through three functions."""
    assert not _reaches_record(("ocaq.register.commands.rows", "judge_rows"))
    assert _reaches_record(("ocaq.conference.commands.show", "end_show"))
