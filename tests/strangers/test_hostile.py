"""Whatever a server sends, signed or not, the verifier answers with a sentence and never breaks."""

import hmac
import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from ocaq.evidence import figures
from ocaq.evidence.vocabulary import LIST
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


FACTS = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(-3, 60),
    some.sampled_from(["a", "a:1", "de:8", "conference:k7m2", "count", "last:people", "join:by_country", "round:1"]),
    some.lists(some.sampled_from(["a", "a:1", "de:8", "round:1", 1, 7, None]), max_size=3),
)
KINDS = [
    "conference.attendance.kept", "conference.attendance.counted", "conference.attendance.listed",
    "conference.floor.counted", "conference.floor.listed", "register.network.counted", "register.network.kept",
    "evidence.entry.corrected", "evidence.key.added",
]  # fmt: skip
NAMES = [
    "round", "conference", "people", "took_part", "peak", "countries", "by_country", "by_capacity", "by_item",
    "asked", "answered", "voices", "poll", "communities", "by_kind", "index", "id",
]  # fmt: skip
QUERIED = [*OF_A_FIGURE, *OTHERS, "smallest", "cells_digest", "cells_count", "unit"]


def revealed_by(folder: Path, log: ModelLog, record: dict[str, object]) -> Path:
    """Open the commitments of all people of the log with one and the same record."""
    opened, salt = [], bytes(32)
    for index, entry in enumerate(map(json.loads, log.entries)):
        if entry["type"] == "conference.attendance.kept":
            opened.append(json.dumps({"index": index, "salt": salt.hex(), "record": record}))
            log.entries[index] = canonical(entry | {"commit": hmac.new(salt, canonical(record), "sha256").hexdigest()})
    (folder / "opened").write_text("".join(f"{line}\n" for line in opened))
    return folder / "opened"


@given(
    entries=some.lists(
        some.tuples(some.sampled_from(KINDS), some.dictionaries(some.sampled_from(NAMES), FACTS)), max_size=8
    ),
    figure=some.dictionaries(some.sampled_from(QUERIED), FACTS),
    record=some.dictionaries(some.sampled_from(["country", "capacity", "minutes"]), FACTS),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_facts_in_an_entry_of_a_known_kind(
    tmp_path: Path, entries: list[tuple[str, dict[str, object]]], figure: dict[str, object], record: dict[str, object]
) -> None:
    shutil.rmtree(tmp_path, ignore_errors=True)
    tmp_path.mkdir()
    log = ModelLog()
    log.add("conference.attendance.kept", "attendance:p1", conference="k7m2", round=1)
    for kind, facts in entries:
        log.add(kind, "conference:k7m2", **facts)
    known = {"how": "join:by_country", "of_type": "conference.attendance.listed", "cells": ["de:8"]}
    entry = json.loads(log.entries[log.publish(**known)])
    log.entries[-1] = canonical(entry | {"facts": entry["facts"] | figure})
    log.publish(**(known | {"ref": "figure:b", "smallest": figure.get("smallest", 0)}))
    opened = revealed_by(tmp_path, log, record)

    status, text = told(log.write(tmp_path), f"--revealed={opened}")

    assert status in {0, 1}
    assert "holds" in text or "WRONG" in text


def test_an_auditor_may_hold_records_of_a_count_without_tables(tmp_path: Path) -> None:
    log = ModelLog()
    log.add("conference.attendance.kept", "attendance:p1", conference="k7m2", round=1)
    log.add("conference.attendance.counted", people=1, round=1)
    opened = revealed_by(tmp_path, log, {"country": "DE", "capacity": "house", "minutes": 12})

    status, text = told(log.write(tmp_path), f"--revealed={opened}")

    assert status == 1
    assert "tells no by_country, which the opened records do" in text


def test_a_round_that_is_no_number_is_wrong(tmp_path: Path) -> None:
    log = ModelLog()
    log.add("conference.floor.counted", asked=9, round=[1])

    status, text = told(log.write(tmp_path))

    assert (status, "Entry 0 does not say of which round of the count it is." in text) == (1, True)


@pytest.mark.parametrize("by", [*LIST["actors"].keys() - {"system:…"}, "system:demo"])
def test_whoever_may_act_may_stand_in_an_entry(tmp_path: Path, by: str) -> None:
    log = ModelLog()
    log.add(by=by)

    status, text = told(log.write(tmp_path))

    assert status == 0, text


def examples(type_: str) -> list[object]:
    """The least and the most that the vocabulary lets a fact be."""
    of = LIST["types"][type_]
    if "text" in of:
        return ["a" * 64, "k7m2", "aa", "2026-12-19", "conference:k7m2"]
    if "each" in of or "rows" in of:
        inner = examples(of.get("each") or of["rows"])
        return [[], inner if "each" in of else [f"row:{number}" for number in inner]]
    return [True, False] if "truth" in of else [of.get("least", -(2**53) + 1), of.get("most", 2**53 - 1)]


def test_every_kind_and_fact_of_the_vocabulary_is_read(tmp_path: Path) -> None:
    """Entries that `record` would take, of every kind; counts and figures have tests of their own."""
    log = ModelLog()
    for kind, told_of in LIST["kinds"].items():
        if kind.rpartition(".")[0] in {*ocaq_verify.TOTALS, "report.figure", "evidence.entry"}:
            continue
        says = told_of.get("says", {}) | told_of.get("may", {})
        for number in range(5):
            facts = {name: (some := examples(of))[number % len(some)] for name, of in says.items()}
            entry = {"at": "2026-12-19T12:00:00Z", "by": "account", "facts": facts, "type": kind, "v": 1}
            log.entries.append(canonical(entry | {"ref": f"{told_of['of']}:k7m2"}))

    status, text = told(log.write(tmp_path))

    assert status == 0, text
    assert len(log.entries) > 500


def test_both_verifiers_look_at_every_count() -> None:
    counts = {
        kind.rpartition(".")[0]
        for kind, of in LIST["kinds"].items()
        if kind.endswith((".counted", ".listed", ".kept")) and "round" in of.get("says", {})
    }

    assert counts == ocaq_verify.TOTALS.keys()


def test_figures_are_made_as_both_verifiers_and_the_format_say() -> None:
    root = verifier.FILE.parents[1]
    page, told_there = (root / "islands/check/figure.ts").read_text(), (root / "docs/log-format.md").read_text()
    declared = [figure for figure in figures.figures() if not figure.is_live]
    made = {figure.code: " ".join([figure.how, figure.of_type, *figure.where]) for figure in declared}

    assert made == ocaq_verify.MADE
    assert all((figure.about_in == "facts") == figure.of_type.endswith(".kept") for figure in declared)
    assert dict(re.findall(r'^  "([a-z_.]+)": "([a-z_.: 0-9]+)",$', page, re.MULTILINE)) == ocaq_verify.MADE
    for code, made_so in made.items():
        how, of_type, *where = made_so.split()
        assert f"| `{code}` | `{how}` | `{of_type}` | {' '.join(f'`{each}`' for each in where)} |" in told_there


def test_the_totals_that_both_verifiers_compare_are_facts_of_the_vocabulary() -> None:
    page = (verifier.FILE.parents[1] / "islands/check/counts.ts").read_text()
    for thing, relations in ocaq_verify.TOTALS.items():
        facts = {
            name
            for kind, of in LIST["kinds"].items()
            if kind.rpartition(".")[0] == thing
            for name in of.get("says", {}) | of.get("may", {})
        }
        all_of = filter(None, relations.split(", "))
        named = {name.split()[-1] for each in all_of for name in re.split(" <= | = ", each)}
        assert named <= facts | {"kept"}, thing
        assert f'"{thing}": "{relations}"' in page
