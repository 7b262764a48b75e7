"""Write what the evidence log may say, `docs/evidence-kinds.md`, and hold the code to it.

python tools/evidence_kinds.py update    write the document from `src/ocaq/evidence/vocabulary.toml`
python tools/evidence_kinds.py check     exit 1 when it is another, or when the code writes other kinds
"""

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "ocaq"
LIST = SOURCE / "evidence" / "vocabulary.toml"
TARGET = ROOT / "docs" / "evidence-kinds.md"
HEAD = """# Kinds of evidence entries

Each command writes one entry in its own transaction: kind, subject, class of actor, time and facts. Facts are numbers,
codes, references and digests, never a name, an address or somebody's words. A sealed entry carries a commitment to
what only the record itself may tell. What each says about a person stands in privacy-log.md. All of it stands in
`src/ocaq/evidence/vocabulary.toml`; an entry that does not fit is refused before it is written. From there this page
is made by `python tools/evidence_kinds.py update`.
"""
# Functions that record for their caller: {name: position of the kind, which is given without its domain}.
RECORDERS = {"settle": 0}
# Written whole: a kind put together while it runs could not be listed.
_KIND = re.compile(r"[a-z]+\.[a-z_]+\.[a-z_]+")


def written() -> Mapping[str, set[str]]:
    """Return {kind: the files that write it}."""
    found = defaultdict[str, set[str]](set)
    for path in sorted(SOURCE.rglob("*.py")):
        if {"tests", "migrations"} & set(path.parts) or path == SOURCE / "evidence" / "recording.py":
            continue
        for kind in _kinds_in(path, ast.parse(path.read_text(encoding="utf-8"))):
            found[kind].add(f"`{path.relative_to(SOURCE).as_posix()}`")
    return found


def _kinds_in(path: Path, tree: ast.Module) -> Iterator[str]:
    through_variable = False
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        yield from _written_by(call, given, path)
        through_variable |= _name(call) == "record" and not isinstance(given.get("kind"), ast.Constant)
    if through_variable:
        yield from (text for node in ast.walk(tree) for text in _kind_like(node, path))
        yield from (text for node in _imported(tree) for text in _kind_like(node, path))


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
    text, domain = getattr(node, "value", None), path.relative_to(SOURCE).parts[0]
    if isinstance(text, str) and _KIND.fullmatch(text) and text.startswith(f"{domain}."):
        yield text


def _imported(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the values of constants that come from other modules of the house."""
    for node in ast.walk(tree):
        path = SOURCE.parent / f"{(getattr(node, 'module', '') or '').replace('.', '/')}.py"
        if isinstance(node, ast.ImportFrom) and path.is_file():
            names = {alias.name for alias in node.names}
            for each in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(each, ast.Assign) and names & {getattr(target, "id", "") for target in each.targets}:
                    yield each.value


def _texts(node: ast.expr) -> list[str]:
    return [
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value
    ]


def document(told: Mapping[str, Any], where: Mapping[str, set[str]]) -> str:
    actors = [f"| `{name}` | {means} |" for name, means in told["actors"].items()]
    types = [f"| {name} | {type_['means']} | {_bounds(type_)} |" for name, type_ in told["types"].items()]
    kinds = [
        f"| `{name}` | {kind['of']} | {_facts(kind)} | {'yes' if kind.get('sealed') else ''} | "
        f"{', '.join(sorted(where.get(name, ())))} |"
        for name, kind in sorted(told["kinds"].items())
    ]
    return "\n".join(
        [
            HEAD,
            "## Who acts", "", "| `by` | is |", "|---|---|", *actors, "",
            "## What a fact may be", "", "| type | is | bounds |", "|---|---|---|", *types, "",
            "## What an entry says", "",
            "`ref` begins with the word of the second column. In brackets: facts that may be left out.", "",
            "| kind | of | facts | sealed | written by |", "|---|---|---|---|---|", *kinds, "",
        ]
    )  # fmt: skip


def _bounds(told: Mapping[str, Any]) -> str:
    if "text" in told:
        return f"`{told['text']}`"
    if "each" in told or "rows" in told:
        return f"list of {told['each']}" if "each" in told else f"list of `<row>:` {told['rows']}"
    other = [str(told["or"])] if "or" in told else []
    ends = [f"{word} {told[end]}" for word, end in (("from", "least"), ("to", "most")) if end in told]
    return " or ".join([*other, " ".join(ends)])


def _facts(kind: Mapping[str, Any]) -> str:
    says = {f"{name}: {type_}": name for name, type_ in kind.get("says", {}).items()}
    told = [f"{text} or null" if name in kind.get("or_null", ()) else text for text, name in says.items()]
    return ", ".join([*told, *(f"[{name}: {type_}]" for name, type_ in kind.get("may", {}).items())])


def main() -> int:
    told, where = tomllib.loads(LIST.read_text(encoding="utf-8")), written()
    for kind in sorted(where.keys() ^ told["kinds"].keys()):
        print(f"{kind} " + ("is written and not listed" if kind in where else "is listed and written by nothing"))
    if where.keys() != told["kinds"].keys():
        print(f"Say in {LIST.relative_to(ROOT)} what such an entry tells.")
        return 1
    if sys.argv[1:] == ["update"]:
        TARGET.write_text(document(told, where), encoding="utf-8")
    elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != document(told, where):
        print("docs/evidence-kinds.md is not what the vocabulary says: python tools/evidence_kinds.py update")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
