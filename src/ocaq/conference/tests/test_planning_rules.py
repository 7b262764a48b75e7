from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocaq.conference.rules.planning import (
    Lack,
    Planned,
    Slot,
    Titled,
    ends_at,
    lacks,
    refusal_of_length,
    refusal_to_cancel,
    refusal_to_move,
    refusal_to_plan,
    refusal_to_publish,
    suggested_slug,
    timetable,
)

START = datetime(2026, 12, 19, 17, 0, tzinfo=UTC)


def _after(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


PLANS = st.lists(
    st.builds(
        Planned,
        ref=st.uuids().map(str),
        length_s=st.integers(5, 21_600),
        fixed_start_at=st.none() | st.integers(-7_200, 40_000).map(_after),
        skipped=st.booleans(),
    ),
    max_size=30,
)


def test_linked_items_follow_each_other() -> None:
    assert timetable([Planned("a", 120), Planned("b", 60)], START) == [
        Slot("a", START, _after(120)),
        Slot("b", _after(120), _after(180)),
    ]


def test_a_fixed_start_is_kept_and_the_free_time_before_it_told() -> None:
    slots = timetable([Planned("a", 120), Planned("b", 60, _after(300))], START)

    assert slots[1] == Slot("b", _after(300), _after(360), free_s=180)


def test_a_fixed_start_is_kept_and_the_overlap_told() -> None:
    slots = timetable([Planned("a", 120), Planned("b", 60, _after(90))], START)

    assert slots[1] == Slot("b", _after(90), _after(150), overlap_s=30)


def test_a_skipped_item_takes_no_time() -> None:
    slots = timetable([Planned("a", 120), Planned("b", 60, _after(900), skipped=True), Planned("c", 30)], START)

    assert slots[1:] == [Slot("b", _after(120), _after(120)), Slot("c", _after(120), _after(150))]


@given(PLANS)
def test_every_item_has_its_slot_in_order_and_its_length(items: list[Planned]) -> None:
    slots = timetable(items, START)

    assert [slot.ref for slot in slots] == [item.ref for item in items]
    for item, slot in zip(items, slots, strict=True):
        assert (slot.ends_at - slot.starts_at).total_seconds() == (0 if item.skipped else item.length_s)


@given(PLANS)
def test_free_and_overlapping_time_explain_every_step(items: list[Planned]) -> None:
    moment = START
    for item, slot in zip(items, timetable(items, START), strict=True):
        assert slot.starts_at == moment + timedelta(seconds=slot.free_s - slot.overlap_s)
        assert not (slot.free_s and slot.overlap_s)
        if item.fixed_start_at is None or item.skipped:
            assert slot.free_s == slot.overlap_s == 0
        else:
            assert slot.starts_at == item.fixed_start_at
        moment = slot.ends_at


@given(PLANS, st.integers(-86_400, 86_400))
def test_moving_the_start_moves_linked_items_with_it(items: list[Planned], by_s: int) -> None:
    linked = [Planned(item.ref, item.length_s, None, item.skipped) for item in items]
    shift = timedelta(seconds=by_s)

    moved = timetable(linked, START + shift)

    assert [slot.starts_at - shift for slot in moved] == [slot.starts_at for slot in timetable(linked, START)]


def test_the_end_is_the_latest_end_and_the_start_when_nothing_is_planned() -> None:
    assert ends_at(timetable([Planned("a", 600), Planned("b", 60, _after(90))], START), START) == _after(600)
    assert ends_at([], START) == START


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("draft", None),
        ("published", None),
        ("doors", None),
        ("on_air", "rundown-on-air"),
        ("ended", "conference-over"),
        ("cancelled", "conference-over"),
    ],
)
def test_refusal_to_plan(state: str, refusal: str | None) -> None:
    assert refusal_to_plan(state=state) == refusal


@pytest.mark.parametrize(
    ("length_s", "refusal"),
    [(4, "item-length-out-of-range"), (5, None), (21_600, None), (21_601, "item-length-out-of-range")],
)
def test_refusal_of_length(length_s: int, refusal: str | None) -> None:
    assert refusal_of_length(length_s=length_s) == refusal


@pytest.mark.parametrize(("position", "refusal"), [(-1, "no-such-place"), (0, None), (2, None), (3, "no-such-place")])
def test_refusal_to_move(position: int, refusal: str | None) -> None:
    assert refusal_to_move(position=position, items=3) == refusal


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        ("draft", None),
        ("published", None),
        ("doors", None),
        ("on_air", "conference-on-air"),
        ("ended", "conference-over"),
        ("cancelled", "already-cancelled"),
    ],
)
def test_refusal_to_cancel(state: str, refusal: str | None) -> None:
    assert refusal_to_cancel(state=state) == refusal


def test_nothing_lacks_from_a_whole_programme() -> None:
    items = [Titled("a", "anthem", {"en": "Anthem", "az": "Himn"}, 0)]

    assert (
        lacks(
            title={"en": "Day", "az": "Gün"},
            languages=["en", "az"],
            starts_at=START,
            at=_after(-1),
            items=items,
            slots=timetable([Planned("a", 60)], START),
        )
        == []
    )


def test_lacks_names_what_blocks_first() -> None:
    items = [Titled("a", "speech", {"en": "Speech"}, 0), Titled("b", "film", {}, 0)]
    slots = [Slot("a", START, START, overlap_s=5), Slot("b", START, START)]

    found = lacks(title={"en": "Day"}, languages=["en", "az"], starts_at=START, at=START, items=items, slots=slots)

    assert found == [
        Lack("title-missing", language="az"),
        Lack("start-passed"),
        Lack("item-title-missing", item="b"),
        Lack("item-title-missing-in", item="a", language="az", blocks=False),
        Lack("speaker-missing", item="a", blocks=False),
        Lack("film-missing", item="b", blocks=False),
        Lack("overlap", item="a", blocks=False),
    ]


def test_lacks_of_an_empty_conference() -> None:
    found = lacks(title={}, languages=[], starts_at=_after(1), at=START, items=[], slots=[])

    assert found == [Lack("languages-missing"), Lack("no-items")]


@pytest.mark.parametrize(
    ("state", "found", "refusal"),
    [
        ("draft", [], None),
        ("draft", [Lack("overlap", blocks=False)], None),
        ("draft", [Lack("no-items")], "programme-incomplete"),
        ("published", [], "already-published"),
        ("on_air", [], "already-published"),
        ("ended", [], "conference-over"),
        ("cancelled", [], "conference-over"),
    ],
)
def test_refusal_to_publish(state: str, found: list[Lack], refusal: str | None) -> None:
    assert refusal_to_publish(state=state, found=found) == refusal


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("solidarity-day", "solidarity-day-2026"),
        ("Həmrəylik Günü", "hemreylik-gunu-2026"),
        ("День солидарности", "den-solidarnosti-2026"),
        ("يوم التضامن", "2026"),
        ("", "2026"),
    ],
)
def test_suggested_slug_is_an_address_whatever_the_script(name: str, slug: str) -> None:
    assert suggested_slug(name, 2026) == slug
