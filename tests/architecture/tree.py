"""The source tree, parsed once."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ocaq"
DOMAINS = ("accounts", "conference", "home", "privacy", "register", "report")


@dataclass(frozen=True)
class Module:
    path: Path
    tree: ast.Module

    @property
    def name(self) -> str:
        parts = self.path.relative_to(SOURCE.parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def folder(self) -> str:
        """The folder of the house it lies in: `kernel`, `conference` …"""
        return self.path.relative_to(SOURCE).parts[0]

    @property
    def rooms(self) -> tuple[str, ...]:
        """What follows the folder: `("commands", "show")`."""
        return tuple(self.name.split(".")[2:])

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def at(self, node: ast.stmt | ast.expr) -> str:
        return f"{self.path.relative_to(ROOT)}:{node.lineno}"


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the house except tests and migrations."""
    paths = [path for path in sorted(SOURCE.rglob("*.py")) if not {"tests", "migrations"} & set(path.parts)]
    return tuple(Module(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def files(
    *endings: str, under: tuple[str, ...] = ("src", "islands", "tests", "tools", "benchmarks", "deploy")
) -> Iterator[Path]:
    """Every file of ours with one of these endings; nothing that was installed or built."""
    for folder in under:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and not {"node_modules", "dist", "__pycache__"} & set(path.parts):
                yield path


def called_name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def text_of(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
