"""Whatever a server sends, signed or not, the verifier answers with a sentence and never breaks."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.strangers import verifier
from tests.strangers.model import ModelLog, a_log, canonical
from tests.strangers.test_tampering import ENTRIES, FULL_TILES, LAST_TILES, told

ocaq_verify = verifier.load()
ANYTHING = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**60), 2**60) | some.text(max_size=8) | some.floats(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
OF_A_FIGURE = ("figure", "about", "how", "of_type", "of_ref", "of_facts", "of_from", "of_to", "number", "replaces")
OTHERS = ("query", "value", "cells", "as_of", "definition", "meaning", "reason")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_log().write(tmp_path_factory.mktemp("log"))


@given(name=some.sampled_from([*ENTRIES, *FULL_TILES, *LAST_TILES, "checkpoint"]), raw=some.binary(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_bytes_for_a_file(folder: Path, name: str, raw: bytes) -> None:
    before = (folder / name).read_bytes()
    (folder / name).write_bytes(raw)
    try:
        status, text = told(folder)
    finally:
        (folder / name).write_bytes(before)

    assert status == 1
    assert "WRONG" in text


@given(raw=some.binary(max_size=300), lines=some.lists(some.text(max_size=30), max_size=6))
@settings(max_examples=80, deadline=None)
def test_any_bytes_for_a_proof_a_key_or_a_figure(folder: Path, raw: bytes, lines: list[str]) -> None:
    file = folder / "anything"
    for content in (raw, b"c2sp.org/tlog-proof@v1\n" + raw, "\n".join(lines).encode(errors="replace")):
        file.write_bytes(content)
        assert told(f"--key={folder}/key", f"--proof={file}")[0] in {1, 2}
        assert told(folder, f"--with={file}")[0] == 1
        assert told(folder, f"--figure={file}")[0] == 1
    file.unlink()


@given(
    entries=some.lists(ANYTHING, max_size=3), facts=some.dictionaries(some.sampled_from(OF_A_FIGURE + OTHERS), ANYTHING)
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_entry_that_was_signed(tmp_path: Path, entries: list[object], facts: dict[str, object]) -> None:
    log = ModelLog()
    log.add("conference.attendance.kept", conference="k7m2", row=["a:1"], n=1)
    log.publish(how="count", of_type="conference.attendance.kept", value=1)
    log.publish(**{"how": "sum:n", "of_type": "conference.attendance.kept", "value": 1, "ref": "figure:b"} | facts)
    log.entries += [canonical(entry) for entry in entries]
    log.add("evidence.entry.corrected", index=facts.get("number", 0))
    shutil.rmtree(tmp_path / "log", ignore_errors=True)
    (tmp_path / "log").mkdir()

    status, text = told(log.write(tmp_path / "log"))

    assert status in {0, 1}
    assert not entries or status == 1
    assert "holds" in text or "WRONG" in text
