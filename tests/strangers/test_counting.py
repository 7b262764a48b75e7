"""What one counting entry states is held against itself, against the entries of its people and their records."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import pytest

from tests.strangers.model import ModelLog, canonical
from tests.strangers.served import served
from tests.strangers.test_tampering import told

PEOPLE = ["DE"] * 8 + ["TR"] * 6 + ["IS"] * 2 + [""] * 4
SALT = bytes(range(32))
COUNT: dict[str, Any] = {
    "people": 20,
    "took_part": 15,
    "countries": 3,
    "peak": 18,
    "hours": 4,
    "by_country": ["de:8", "tr:6", "other:6"],
    "by_capacity": ["house:20"],
    "by_item": ["item1:17", "item2:5"],
    "round": 1,
}


def record(number: int) -> dict[str, Any]:
    minutes = 45 if number < 14 else 10 if number < 16 else 3
    return {"participant": f"p{number}", "country": PEOPLE[number], "capacity": "house", "minutes": minutes}


def commitment(number: int) -> str:
    return hmac.new(SALT, canonical(record(number)), hashlib.sha256).hexdigest()


def counted(**other: Any) -> ModelLog:
    log = ModelLog()
    for number in range(len(PEOPLE)):
        entry = log.add("conference.attendance.kept", f"attendance:p{number}", conference="k7m2", round=1)
        log.entries[entry] = canonical(json.loads(log.entries[entry]) | {"commit": commitment(number)})
    log.add("conference.attendance.counted", **(COUNT | other))
    log.add("conference.floor.counted", asked=9, answered=2, spoke=4, spoke_countries=3, round=1)
    log.publish(how="last:took_part", of_type="conference.attendance.counted", value=(COUNT | other)["took_part"])
    return log


def revealed(file: Path, *, people: int = len(PEOPLE), **other: Any) -> Path:
    lines = [{"index": each, "salt": SALT.hex(), "record": record(each)} for each in range(people)]
    lines[0] |= other
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def test_a_count_that_fits_together_holds_and_is_said_to_be_stated(tmp_path: Path) -> None:
    status, text = told(counted().write(tmp_path))

    assert status == 0, text
    assert "figure      conference.took_part of conference:k7m2: 15, as stated by entry 20\n" in text
    assert "figures     0 publications counted again, entry by entry\n" in text
    assert "figures     1 publications read back from the entry that states each\n" in text


LIES: list[tuple[dict[str, Any], str]] = [
    (
        {"people": 21, "by_country": ["de:8", "tr:6", "other:7"], "by_capacity": ["house:21"]},
        "says kept: 20 and people: 21",
    ),
    ({"round": 2}, "says kept: 0 and people: 20, but it must be kept = people"),
    ({"took_part": 21}, "says took_part: 21 and people: 20, but it must be took_part <= people"),
    ({"peak": 21}, "peak <= people"),
    ({"countries": 21}, "countries <= people"),
    ({"countries": 1}, "rows by_country <= countries"),
    ({"by_country": ["de:9", "tr:6", "other:6"]}, "says sum by_country: 21 and people: 20"),
    ({"by_country": ["de:8", "tr:6"]}, "sum by_country = people"),
    ({"by_capacity": ["house:19"]}, "sum by_capacity = people"),
    ({"by_item": ["item1:21"]}, "most by_item <= people"),
]


@pytest.mark.parametrize(("lie", "said"), LIES)
def test_totals_that_cannot_both_be_true_are_found_though_signed(
    lie: dict[str, Any], said: str, tmp_path: Path
) -> None:
    log = counted(**lie)
    status, text = told(log.write(tmp_path))

    assert status == 1
    assert "WRONG       The count of entry 20 " in text
    assert said in text

    log.add("evidence.entry.corrected", "log:entry", index=20, reason="miscounted")
    assert "note        The count of entry 20 " in told(log.write(tmp_path))[1]


def in_parts(**other: Any) -> ModelLog:
    """A count whose tables stand in entries of their own, one of them in two parts, and a long table published."""
    log = counted(by_country=[], by_capacity=["house:20"], by_item=[])
    log.add("conference.attendance.listed", round=1, by_country=["de:8"])
    log.add("conference.attendance.listed", round=1, by_country=["tr:6", "other:6"])
    log.add("conference.attendance.listed", round=1, by_item=["item1:17"])
    rows = ["de:8", "tr:6", "other:6"]
    digest = hashlib.sha256("".join(f"{row}\n" for row in rows).encode()).hexdigest()
    told = {"smallest": 5, "cells_digest": digest, "cells_count": 3, "ref": "figure:rows"} | other
    log.publish(how="join:by_country", of_type="conference.attendance.listed", **told)
    return log


def test_a_table_in_parts_is_joined_and_a_long_one_known_by_its_digest(tmp_path: Path) -> None:
    status, text = told(in_parts().write(tmp_path))

    assert status == 0, text
    assert "of conference:k7m2: ['de:8', 'tr:6', 'other:6'], as stated by entry 23, 24\n" in text


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        ({"cells_digest": "00" * 32}, "was published as another table than its entries give: ['de:8', 'tr:6'"),
        ({"cells_count": 4}, "was published as another table"),
        ({"smallest": 7}, "tells of 6, though of fewer than 7 it says to tell nothing"),
        ({"of_from": 24}, "leaves out entry 23"),
        ({"cells": ["de:8"]}, "does not say how it was made"),
        ({"of_ref": "conference:none"}, "is made from entries that do not exist"),
    ],
)
def test_a_table_in_parts_that_was_published_otherwise_is_found(lie: dict[str, Any], said: str, tmp_path: Path) -> None:
    status, text = told(in_parts(**lie).write(tmp_path))

    assert status == 1
    assert said in text


def test_a_count_that_says_two_things_is_found(tmp_path: Path) -> None:
    log = counted()
    log.add("conference.attendance.counted", **COUNT)
    log.add("conference.attendance.listed", round=1, by_item=["item3:many"])
    log.add(
        "conference.attendance.counted", **(COUNT | {"by_country": [], "by_capacity": [], "by_item": [], "peak": 3})
    )
    _, text = told(log.write(tmp_path))

    assert "WRONG       Entry 23 says a row of by_capacity for the second time." in text
    assert "WRONG       A table has a row that says no number: ['item1:17', 'item2:5', 'item3:many']" in text
    assert "WRONG       Entry 25 says another peak than entry 20 of the same count." in text


def test_more_answers_than_questions_are_found(tmp_path: Path) -> None:
    log = ModelLog()
    log.add("conference.floor.counted", asked=1, answered=2, round=1)

    assert "answered <= asked" in told(log.write(tmp_path))[1]


def test_opened_commitments_are_held_against_their_entries_and_counted(tmp_path: Path) -> None:
    folder, file = counted().write(tmp_path / "log"), tmp_path / "auditor"

    status, text = told(folder, f"--revealed={revealed(file)}")
    assert status == 0, text
    assert "revealed    20 commitments" in text
    assert "revealed    all 20 people of the count of entry 20: counted again\n" in text

    status, text = told(folder, f"--revealed={revealed(file, people=19)}")
    assert status == 0, "some may have been erased since"
    assert "counted again\n" not in text.partition("figures")[0]


@pytest.mark.parametrize("other", [{"salt": bytes(32).hex()}, {"record": record(1)}, {"index": 20}, {"index": 99}])
def test_a_record_that_was_not_committed_to_is_found(other: dict[str, Any], tmp_path: Path) -> None:
    folder = counted().write(tmp_path / "log")

    status, text = told(folder, f"--revealed={revealed(tmp_path / 'auditor', **other)}")

    assert status == 1
    assert f"WRONG       {tmp_path}/auditor " in text


@pytest.mark.parametrize("content", ["{}", "[1]", "no json", '{"index":1,"salt":"x","record":{}}'])
def test_a_file_that_opens_nothing_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "auditor").write_text(content)

    status, text = told(counted().write(tmp_path / "log"), f"--revealed={tmp_path}/auditor")

    assert status == 1
    assert "is not a file of opened commitments" in text


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        ({"by_country": ["de:7", "tr:7", "other:6"]}, "says 7 for de in by_country, which the opened records do not"),
        ({"by_country": ["de:8", "az:6", "other:6"]}, "says 6 for az in by_country"),
        ({"by_capacity": ["guest:20"]}, "says 20 for guest in by_capacity"),
        ({"took_part": 17}, "another number of people who stayed"),
        ({"took_part": 13}, "another number of people who stayed"),
    ],
)
def test_a_count_that_only_its_records_belie_is_found_by_an_auditor(
    lie: dict[str, Any], said: str, tmp_path: Path
) -> None:
    folder = counted(**lie).write(tmp_path / "log")
    assert told(folder)[0] == 0

    status, text = told(folder, f"--revealed={revealed(tmp_path / 'auditor')}")

    assert status == 1
    assert f"WRONG       The count of entry 20 says {said.removeprefix('says ')}" in text


def test_a_key_that_nobody_vouched_for_is_said_to_be_so(tmp_path: Path) -> None:
    log = counted()
    folder = log.write(tmp_path / "site/log")
    pinned, other = f"--key={log.signer.vkey}", f"--key={ModelLog(seed=2).signer.vkey}"

    _, text = told(folder)
    assert "key         told by the folder itself, which proves nothing: compare it with the printed one\n" in text
    assert f"key         {log.signer.vkey}\n" in text
    assert text.endswith("But the key is the folder's own: compare it with the printed one, or give that with --key.\n")
    assert told(folder, pinned)[1].endswith("All of this holds.\n")
    assert told(folder, other)[0] == 1
    with served(tmp_path / "site") as address:
        assert "told by the server itself" in told(address, f"--copy={tmp_path}/copy")[1]
        again = told(address, f"--copy={tmp_path}/copy")[1]
    assert "key         as your copy remembers it from the first time\n" in again
    assert again.endswith("All of this holds.\n")


def test_a_figure_has_one_reference(tmp_path: Path) -> None:
    log, made = ModelLog(), {"how": "sum:deeds", "of_type": "conference.questions.asked", "value": 1}
    log.add("conference.questions.asked", deeds=1)
    log.publish(**made)
    log.publish(**made, ref="figure:other")

    status, text = told(log.write(tmp_path))

    assert status == 1
    assert "Entry 2 publishes conference.questions of conference:k7m2 a second time, as another figure." in text


def test_a_figure_is_made_from_entries_of_what_it_is_about(tmp_path: Path) -> None:
    log = ModelLog()
    log.add(ref="conference:other")
    log.publish(
        how="count", of_type="conference.item.added", of_ref="conference:other", about="conference:k7m2", value=1
    )

    status, text = told(log.write(tmp_path))

    assert status == 1
    assert "says it is about conference:k7m2, but is made from entries of others" in text


def test_what_matches_behind_the_range_is_left_out(tmp_path: Path) -> None:
    log = ModelLog()
    log.add("conference.questions.asked", deeds=1)
    log.add("conference.questions.asked", deeds=1)
    log.publish(how="sum:deeds", of_type="conference.questions.asked", of_to=1, value=1)

    status, text = told(log.write(tmp_path))

    assert status == 1
    assert "leaves out entry 1" in text
    assert "sum:deeds of conference.questions.asked conference:k7m2, entries 0 to below 1" in text
