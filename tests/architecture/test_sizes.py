"""A file that grows past reading is split before it is merged."""

import ast

from tests.architecture.tree import ROOT, files, modules

FILE_LINES = 500
FUNCTION_LINES = 45


def test_no_file_is_longer_than_five_hundred_lines() -> None:
    sizes = {
        path: path.read_text(encoding="utf-8").count("\n")
        for path in files(".py", ".ts", ".tsx", ".mjs", ".html", ".css", ".sh")
    }

    assert {str(path.relative_to(ROOT)): size for path, size in sizes.items() if size > FILE_LINES} == {}
    assert len(sizes) > 100


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{module.at(function)} {function.name}: {lines} lines"
        for module in modules()
        for function in module.functions()
        if (lines := _body_lines(function)) > FUNCTION_LINES
    ]

    assert long == []


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count from the first statement after the docstring to the end."""
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1
