"""Nobody is found in a table: everything that could have been published alike is tried."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocaq.evidence.rules.cells import OTHER, SMALLEST, in_parts, is_told, merged, rows_of, told_together

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=2, max_size=2), st.integers(1, 30), max_size=20)
Published = tuple[tuple[str, ...], tuple[str, ...] | None, int]


def _published(counts: Mapping[str, int]) -> Published:
    """Return all that a reader has: the table, the names of what is told together, and how many people there are."""
    named = told_together(counts)
    return merged(counts), None if named is None else tuple(named), sum(counts.values())


# The attacker knows this rule, every number published and where everybody is from, and tries every hall there could be.
@pytest.mark.parametrize(("countries", "most"), [(2, 16), (3, 12), (4, 9), (5, 7)])
def test_no_small_row_follows_from_what_is_published(countries: int, most: int) -> None:
    halls: dict[Published, list[tuple[int, ...]]] = defaultdict(list)
    rows = "abcde"[:countries]
    for hall in product(range(1, most + 1), repeat=countries):
        if sum(hall) >= SMALLEST:
            halls[_published(dict(zip(rows, hall, strict=True)))].append(hall)

    for (_, named, _), alike in halls.items():
        for place, row in enumerate(rows):
            possible = {hall[place] for hall in alike}
            if named is not None and min(possible) < SMALLEST:
                assert max(possible) >= SMALLEST, (alike, row)


@given(COUNTS)
def test_rows_are_told_as_they_are_or_together(counts: dict[str, int]) -> None:
    rows = dict(rows_of(merged(counts)))
    other = rows.pop(OTHER, 0)
    hidden = {row: count for row, count in counts.items() if row not in rows}

    assert all(rows[row] == counts[row] >= SMALLEST for row in rows)
    assert other == sum(hidden.values())
    assert all(count < min(rows.values(), default=count + 1) for count in hidden.values())
    assert told_together(counts) in (None, sorted(hidden))


@given(COUNTS)
def test_what_is_told_together_is_neither_one_each_nor_four_each(counts: dict[str, int]) -> None:
    named = told_together(counts)
    if not named:
        return
    hidden = [counts[row] for row in named]

    assert len(hidden) > 1
    assert sum(hidden) - (len(hidden) - 1) >= SMALLEST  # any of them might be a large one
    assert max(hidden) >= SMALLEST or sum(hidden) - 1 <= (len(hidden) - 1) * (SMALLEST - 1)  # any might be one person


def test_where_everybody_is_from_another_country_not_even_these_are_named() -> None:
    assert told_together(dict.fromkeys("abcdefgh", 1)) is None
    assert told_together({"a": 4, "b": 4}) is None
    assert merged(dict.fromkeys("abcdefgh", 1)) == ("other:8",)
    assert told_together({"a": 9, "b": 6}) == []


@pytest.mark.parametrize(
    ("part", "told"), [(0, True), (3, False), (5, True), (95, True), (96, False), (99, False), (100, True)]
)
def test_a_part_is_told_unless_it_or_the_rest_is_small(part: int, told: bool) -> None:
    assert is_told(part, 100) is told


@given(st.lists(st.from_regex(r"[a-z]{2}:[0-9]{1,5}", fullmatch=True), max_size=250), st.integers(40, 700))
def test_parts_hold_every_cell_in_order_and_stay_short(cells: list[str], longest: int) -> None:
    parts = in_parts(cells, longest=longest)

    assert [cell for part in parts for cell in part] == cells
    assert all(sum(len(cell) + 3 for cell in part) <= longest for part in parts)
