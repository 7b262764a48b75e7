"""Commands are the only writers, and all look alike."""

import ast

from tests.architecture.tree import DOMAINS, Module, called_name, modules

WRITES = {
    "save",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "acreate",
    "asave",
    "adelete",
}
# A mark that is no act: one UPDATE, no evidence, erased with what it marks.
MARKS = {("ocaq.accounts.commands.account", "note_session_seen")}
# What Django and allauth call by themselves, and registrations of something that is no row.
MAY_WRITE = {"ocaq.accounts.models", "ocaq.accounts.adapters"}


def _commands() -> list[Module]:
    return [module for module in modules() if module.folder in DOMAINS and module.rooms[:1] == ("commands",)]


def _names_doors_use() -> set[tuple[str, str]]:
    """Return {(command module, function)} that anything outside the commands of its domain calls."""
    used: set[tuple[str, str]] = set()
    for module in modules():
        if module.rooms[:1] == ("commands",):
            continue
        chapters: dict[str, str] = {}
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ImportFrom) or ".commands" not in f".{node.module}":
                continue
            for alias in node.names:
                chapters[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                used.add((str(node.module), alias.name))
        used |= {
            (chapters[node.value.id], node.attr)
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in chapters
        }
    return used - MARKS


def test_every_command_takes_by_and_at_by_keyword() -> None:
    used, wrong, seen = _names_doors_use(), [], 0
    for module in _commands():
        for function in module.tree.body:
            if not isinstance(function, ast.FunctionDef) or (module.name, function.name) not in used:
                continue
            seen += 1
            keywords = {
                argument.arg: ast.unparse(argument.annotation)
                for argument in function.args.kwonlyargs
                if argument.annotation
            }
            positional = [*function.args.posonlyargs, *function.args.args]
            if positional or keywords.get("by") != "Actor" or keywords.get("at") != "datetime":
                wrong.append(f"{module.at(function)} {function.name}")

    assert wrong == []
    assert seen > 20


def test_rows_are_written_by_commands_only() -> None:
    trespasses = [
        f"{module.at(call)} .{called_name(call)}()"
        for module in modules()
        if (module.folder in DOMAINS or module.folder in {"wiring", "demo", "design", "rehearsal"})
        and module.rooms[:1] != ("commands",)
        and module.name not in MAY_WRITE
        for call in module.calls()
        if isinstance(call.func, ast.Attribute) and _writes_a_row(call, call.func)
    ]

    assert trespasses == []


def _writes_a_row(call: ast.Call, func: ast.Attribute) -> bool:
    if func.attr in {"create", "update"}:
        # `.update` of a dictionary is no write: only what hangs on a manager or query counts.
        return any(
            isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "filter"}
            for node in ast.walk(func.value)
        )
    if func.attr == "save" and isinstance(func.value, ast.Name) and func.value.id in {"image", "figure"}:
        return False
    return func.attr in WRITES


def test_every_command_is_one_transaction() -> None:
    used, wrong = _names_doors_use(), []
    for module in _commands():
        for function in module.tree.body:
            if not isinstance(function, ast.FunctionDef) or (module.name, function.name) not in used:
                continue
            # A whole batch of deeds lies in the transaction of the intake's writer, which answers after its commit.
            is_batch = function.returns is not None and ast.unparse(function.returns) == "list[Answer]"
            if not is_batch and "atomic" not in ast.unparse(function):
                wrong.append(f"{module.at(function)} {function.name}")

    assert wrong == []
