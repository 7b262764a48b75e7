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
# Marks that are no acts: one UPDATE, no evidence, gone with what they mark.
MARKS = {
    ("ocaq.accounts.commands.account", "note_session_seen"),
    ("ocaq.conference.commands.baton", "hear_of_holder"),
}
# Each mail is claimed and settled in a transaction of its own: between them another server is waited for.
MANY_TRANSACTIONS = {("ocaq.mail.commands", "send_due")}
# What Django and allauth call by themselves, and registrations of something that is no row.
MAY_WRITE = {"ocaq.accounts.models", "ocaq.accounts.adapters", "ocaq.register.apps"}


def _names_doors_use() -> set[tuple[str, str]]:
    """Return {(module, name)} of everything that lies in commands and is named anywhere else."""
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
    return used


def _commands() -> list[tuple[Module, ast.FunctionDef]]:
    """Return every function of a domain's commands that something outside them calls, by its chapter or the package."""
    used = _names_doors_use()
    return [
        (module, function)
        for module in modules()
        if module.folder in {*DOMAINS, "mail"} and module.rooms[:1] == ("commands",)
        for function in module.tree.body
        if isinstance(function, ast.FunctionDef)
        and {(module.name, function.name), (f"ocaq.{module.folder}.commands", function.name)} & used
        and (module.name, function.name) not in MARKS
    ]


def test_every_command_takes_by_and_at_by_keyword() -> None:
    wrong = []
    for module, function in _commands():
        keywords = {
            argument.arg: ast.unparse(argument.annotation)
            for argument in function.args.kwonlyargs
            if argument.annotation
        }
        positional = [*function.args.posonlyargs, *function.args.args]
        if positional or keywords.get("by") != "Actor" or keywords.get("at") != "datetime":
            wrong.append(f"{module.at(function)} {function.name}")

    assert wrong == []
    assert len(_commands()) > 20


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
    # A whole batch of deeds lies in the transaction of the intake's writer, which answers after its commit.
    wrong = [
        f"{module.at(function)} {function.name}"
        for module, function in _commands()
        if not (function.returns and ast.unparse(function.returns) == "list[Answer]")
        and "atomic" not in ast.unparse(function)
        and (module.name, function.name) not in MANY_TRANSACTIONS
    ]

    assert wrong == []
