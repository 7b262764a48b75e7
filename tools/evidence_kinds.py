"""List every kind of evidence entry that the code writes, in `docs/evidence-kinds.md`.

python tools/evidence_kinds.py update    write the list
python tools/evidence_kinds.py check     exit 1 when it is not what the code says
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "ocaq"
TARGET = ROOT / "docs" / "evidence-kinds.md"
HEAD = """# Kinds of evidence entries

Each command writes one entry in its own transaction: kind, subject, class of actor, time and facts. Facts are numbers,
codes, references and digests, never a name, an address or somebody's words. A sealed entry carries a commitment to
what only the record itself may tell. What each says about a person stands in privacy-log.md.
Written from the code by `python tools/evidence_kinds.py update`.

| kind | facts | sealed | written by |
|---|---|---|---|
"""
# Functions that record for their caller: {name: position of the kind, which is given without its domain}.
RECORDERS = {"settle": 0}
# Written whole: a kind put together while it runs could not be listed.
_KIND = re.compile(r"[a-z]+\.[a-z_]+\.[a-z_]+")


def rows() -> Iterator[tuple[str, str, bool, str]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if {"tests", "migrations"} & set(path.parts) or path == SOURCE / "evidence" / "recording.py":
            continue
        yield from _rows_of(path, ast.parse(path.read_text(encoding="utf-8")))


def _rows_of(path: Path, tree: ast.Module) -> Iterator[tuple[str, str, bool, str]]:
    where = f"`{path.relative_to(SOURCE).as_posix()}`"
    kinds = {text for node in ast.walk(tree) for text in _kind_like(node, path)}
    through_variable: list[tuple[str, bool]] = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        facts, sealed = _facts(given.get("facts")), "commit" in given
        for text in _written_by(call, given, path):
            kinds.discard(text)
            yield text, facts, sealed, where
        if _name(call) == "record" and not isinstance(given.get("kind"), ast.Constant):
            through_variable.append((facts, sealed))
    for kind in kinds:
        for facts, sealed in through_variable:
            yield kind, facts, sealed, where


def _written_by(call: ast.Call, given: dict[str | None, ast.expr], path: Path) -> Iterator[str]:
    """Yield the kinds that a call writes, itself or handed on to what records them."""
    name = _name(call)
    if name in RECORDERS and len(call.args) > RECORDERS[name]:
        yield from (f"{path.relative_to(SOURCE).parts[0]}.{text}" for text in _texts(call.args[RECORDERS[name]]))
    for kind in (given.get("kind"), given.get("evidence")):
        # A kind that rows are looked up by is not written.
        if isinstance(kind, ast.Constant) and name != "filter" and _KIND.fullmatch(str(kind.value)):
            yield str(kind.value)


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def _kind_like(node: ast.AST, path: Path) -> Iterator[str]:
    """Yield text such as `conference.show.went`, given to `record` through a variable; only in modules that record."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count(".") == 2:
        domain, thing, verb = node.value.split(".")
        if domain == path.relative_to(SOURCE).parts[0] and all(
            part.replace("_", "").isalpha() for part in (thing, verb)
        ):
            yield node.value


def _texts(node: ast.expr) -> list[str]:
    return [
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value
    ]


def _facts(node: ast.expr | None) -> str:
    keys = (
        [
            key.value
            for part in ast.walk(node)
            if isinstance(part, ast.Dict)
            for key in part.keys
            if isinstance(key, ast.Constant)
        ]
        if node
        else []
    )
    return ", ".join(sorted({str(key) for key in keys}))


def document() -> str:
    table: dict[str, tuple[set[str], set[bool], set[str]]] = {}
    for kind, facts, sealed, where in rows():
        if not _KIND.fullmatch(kind):
            message = f"{where} writes {kind!r}: give each kind whole, so that it can be listed"
            raise SystemExit(message)
        known_facts, known_sealed, known_where = table.setdefault(kind, (set(), set(), set()))
        known_facts |= set(filter(None, facts.split(", ")))
        known_sealed.add(sealed)
        known_where.add(where)
    lines = [
        f"| `{kind}` | {', '.join(sorted(facts))} | {'yes' if any(sealed) else ''} | {', '.join(sorted(where))} |"
        for kind, (facts, sealed, where) in sorted(table.items())
    ]
    return HEAD + "\n".join(lines) + "\n"


def main() -> int:
    if sys.argv[1:] == ["update"]:
        TARGET.write_text(document(), encoding="utf-8")
        return 0
    if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != document():
        print("docs/evidence-kinds.md is not what the code says: python tools/evidence_kinds.py update")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
