"""How a figure is made from entries, without any."""

import csv
import io
import json
from hashlib import sha256

import pytest

from ocaq.report import rules
from ocaq.report.rules import Query


@pytest.mark.parametrize(
    ("how", "facts", "value"),
    [
        ("count", [], 0),
        ("count", [{}, {}], 2),
        ("sum:deeds", [{"deeds": 3}, {}, {"deeds": 4}], 7),
        ("sum:votes", [{"votes": [1, 2]}, {"votes": [4]}], 7),
        ("last:people", [{"people": 3}, {"people": 4}], 4),
        ("last:by_country", [{"by_country": ["de:7", "other:7"]}], ("de:7", "other:7")),
        ("last:people", [], None),
        ("last:people", [{"else": 1}], None),
        ("join:cells", [{"cells": ["de:7"]}, {"else": 1}, {"cells": ["tr:5", "other:6"]}], ("de:7", "tr:5", "other:6")),
        ("join:cells", [{"else": 1}], None),
        ("guess", [{}], None),
    ],
)
def test_result(how, facts, value):
    assert rules.result(how, facts) == value


def test_a_query_takes_entries_by_their_facts():
    query = Query("count", "a.b.c", of_facts=("conference:k7m2", "round:2"))

    assert query.takes({"conference": "k7m2", "round": 2, "more": 1})
    assert not query.takes({"conference": "k7m2", "round": 1})
    assert not query.takes({"round": 2})


def test_the_digest_of_a_query_is_what_a_stranger_computes():
    query = Query("last:people", "a.b.c", "conference:k7m2", ("round:2",))

    told = json.dumps(query.facts, sort_keys=True, separators=(",", ":"))

    assert query.digest == sha256(told.encode()).hexdigest()
    assert rules.query_of(query.facts) == query


def test_what_was_read_is_told_apart():
    read = rules.seen_digest({"a.people": 3, "a.table": ("de:7",)})

    assert read == rules.seen_digest({"a.table": ("de:7",), "a.people": 3})
    assert read != rules.seen_digest({"a.people": 4, "a.table": ("de:7",)})


def test_why_a_figure_is_published():
    assert rules.reason_of(before=None, definition=1) == "first"
    assert rules.reason_of(before=1, definition=1) == "recount"
    assert rules.reason_of(before=1, definition=2) == "definition"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "|", "\u00a0=", "\uff1d"])
def test_no_cell_is_a_formula(start):
    out = io.StringIO()
    csv.writer(out).writerow(rules.safe_cells([f"{start}1+1", 7]))

    assert next(csv.reader(io.StringIO(out.getvalue(), newline=""))) == [f"'{start}1+1", "7"]
