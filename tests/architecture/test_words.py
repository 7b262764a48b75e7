"""Every code has its sentence and every sentence its code; every kind of entry stands in the documents."""

import ast
import re
import subprocess
import sys

from ocaq.kernel import refusals
from ocaq.kernel.refusals import SENTENCES
from tests.architecture.tree import ROOT, Module, called_name, modules, text_of

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
REFUSALS = {
    name for name, value in vars(refusals).items() if isinstance(value, type) and issubclass(value, refusals.Refused)
}


def _raised() -> dict[str, str]:
    """Return {code: where} of every code that is raised, or returned by a rule that says why not."""
    found: dict[str, str] = {}
    for module in modules():
        for call in module.calls():
            if called_name(call) in REFUSALS and call.args and (code := text_of(call.args[0])):
                found.setdefault(code, module.at(call))
        for function in module.functions():
            if function.name.startswith(("refusal", "_refusal")):
                found |= {code: where for code, where in _returned(module, function).items() if code not in found}
    return found


def _returned(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, str]:
    returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value]
    branches = [part for value in returned for part in _branches(value)]
    return {code: module.at(part) for part in branches if (code := text_of(part))}


def _branches(value: ast.expr) -> list[ast.expr]:
    """`"a" if x else "b" or None` may return each of its parts, but never its test."""
    if isinstance(value, ast.IfExp):
        return _branches(value.body) + _branches(value.orelse)
    if isinstance(value, ast.BoolOp):
        return [part for each in value.values for part in _branches(each)]
    return [value]


def test_every_refusal_has_a_sentence() -> None:
    raised = _raised()

    assert {code: where for code, where in raised.items() if code not in SENTENCES} == {}
    assert len(raised) > 20


def test_every_sentence_is_used() -> None:
    texts = [
        node
        for module in modules()
        if module.rooms[:1] != ("words",)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant | ast.JoinedStr)
    ]
    said = {text for node in texts if isinstance(node, ast.Constant) and (text := text_of(node))}
    # f"rests-{mode}" says every code that begins so.
    begun = tuple(
        text
        for node in texts
        if isinstance(node, ast.JoinedStr) and (text := text_of(node.values[0])) and text[-1] == "-"
    )

    assert sorted(code for code in SENTENCES if code not in said and not code.startswith(begun)) == []


def test_codes_look_alike() -> None:
    assert [code for code in SENTENCES if not CODE.fullmatch(code)] == []


def test_sentences_are_whole() -> None:
    """They start with a capital and end with a full stop, and do not shout."""
    odd = {
        code: str(text)
        for code, text in SENTENCES.items()
        if not str(text)[0].isupper() or str(text)[-1] not in ".?" or "!" in str(text)
    }

    assert odd == {}


def test_the_list_of_evidence_kinds_is_up_to_date() -> None:
    script = ROOT / "tools" / "evidence_kinds.py"

    done = subprocess.run([sys.executable, str(script), "check"], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_translated_words_are_marked_by_names_the_extraction_knows() -> None:
    """`gettext as _now` hides its sentences from the catalogues: they stay English in every language."""
    renamed = [
        f"{module.at(node)}: {name.name} as {name.asname}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if "gettext" in name.name and name.asname not in {None, "_"}
    ]

    assert renamed == []
