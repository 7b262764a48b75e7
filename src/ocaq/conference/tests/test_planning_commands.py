from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocaq.conference.commands import planning
from ocaq.conference.commands.planning import cancel_conference, change_conference, create_conference, publish_programme
from ocaq.conference.commands.rundown import add_item, change_item, move_item, remove_item, set_speakers
from ocaq.conference.models import Conference, Item
from ocaq.conference.queries.programme import programme, rundown
from ocaq.conference.rules.entries import ItemEntry, SpeakerEntry
from ocaq.conference.rules.templates import TEMPLATES
from ocaq.conference.tests.makers import (
    COORDINATOR,
    CREW,
    DIRECTOR,
    HOUSE,
    NOON,
    STAFF,
    STRANGER,
    entry_of_conference,
    make_conference,
)
from ocaq.evidence import recording
from ocaq.evidence.models import Entry
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid
from ocaq.kernel.tests.together import at_once, meet

pytestmark = pytest.mark.django_db
SPEECH = ItemEntry(kind="speech", length_s=300, title={"en": "A speech"})


def _places(conference: Conference) -> list[str]:
    rows = conference.items.order_by("position")
    assert [row.position for row in rows] == list(range(len(rows)))
    return [row.ref for row in rows]


@pytest.mark.parametrize("code", sorted(TEMPLATES))
def test_create_conference_from_a_template_keeps_its_order(code: str) -> None:
    conference = create_conference(entry=entry_of_conference(), template=code, by=STAFF, at=NOON)

    items = list(conference.items.order_by("position"))
    assert [item.kind for item in items] == [item.kind for item in TEMPLATES[code].items]
    assert [item.position for item in items] == list(range(len(items)))
    assert all(set(item.title) == {"en", "az", "ru", "ar"} for item in items)
    assert list(Entry.objects.values_list("kind", "subject", "by")) == [
        ("conference.conference.created", f"conference:{conference.ref}", "user:1")
    ]


def test_the_solidarity_day_is_in_its_real_order() -> None:
    kinds = list(dict.fromkeys(item.kind for item in TEMPLATES["solidarity-day"].items))

    assert kinds == ["anthem", "silence", "film", "address", "speech", "greeting", "music", "medals"]


def test_the_results_of_the_year_are_in_their_real_order() -> None:
    kinds = list(dict.fromkeys(item.kind for item in TEMPLATES["year-results"].items))

    assert kinds == ["opening", "film", "exchange", "music", "greeting", "medals", "answers"]


@pytest.mark.parametrize("by", [STRANGER, COORDINATOR, CREW])
def test_create_conference_is_for_planners(by: Actor) -> None:
    with pytest.raises(NotAllowed, match="not-allowed"):
        create_conference(entry=entry_of_conference(), by=by, at=NOON)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"slug": "Year 2026"}, "slug-not-valid"),
        ({"slug": "new"}, "slug-not-valid"),
        ({"slug": "a" * 61}, "slug-not-valid"),
        ({"zone": "Mars/Base"}, "no-such-zone"),
        ({"languages": ()}, "no-such-language"),
        ({"languages": ("xx",)}, "no-such-language"),
        ({"title": {"en": "\u202e \u0007"}}, "title-missing"),
    ],
)
def test_create_conference_refuses_what_it_cannot_understand(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(NotValid, match=code):
        create_conference(entry=entry_of_conference(**changes), by=STAFF, at=NOON)

    assert not Conference.objects.exists()


def test_create_conference_refuses_an_unknown_template_and_a_taken_address() -> None:
    with pytest.raises(NotValid, match="no-such-template"):
        create_conference(entry=entry_of_conference(), template="picnic", by=STAFF, at=NOON)
    make_conference()

    with pytest.raises(NotPossible, match="slug-taken"):
        create_conference(entry=entry_of_conference(), by=STAFF, at=NOON)


def test_create_conference_keeps_nothing_when_evidence_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def disk_full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(recording, "insert", disk_full)

    with pytest.raises(OSError, match="disk full"):
        create_conference(entry=entry_of_conference(), template="solidarity-day", by=STAFF, at=NOON)

    assert not Conference.objects.exists()


def test_change_conference_changes_and_counts_the_version() -> None:
    conference = make_conference(published=False)

    changed = change_conference(
        slug=conference.slug,
        entry=entry_of_conference("winter-2026", zone="Europe/Berlin"),
        version=conference.version,
        by=DIRECTOR,
        at=NOON,
    )

    assert (changed.slug, changed.zone, changed.version) == ("winter-2026", "Europe/Berlin", conference.version + 1)


def test_change_conference_refuses_a_stale_version_a_taken_address_and_one_that_is_over() -> None:
    conference = make_conference(published=False)
    make_conference("other", published=False)

    with pytest.raises(NotPossible, match="changed-meanwhile"):
        change_conference(slug=conference.slug, entry=entry_of_conference(), version=99, by=STAFF, at=NOON)
    with pytest.raises(NotPossible, match="slug-taken"):
        change_conference(slug=conference.slug, entry=entry_of_conference("other"), version=1, by=STAFF, at=NOON)
    cancel_conference(slug=conference.slug, by=STAFF, at=NOON)
    with pytest.raises(NotPossible, match="conference-over"):
        change_conference(slug=conference.slug, entry=entry_of_conference(), version=1, by=STAFF, at=NOON)


def test_publish_programme_publishes_once() -> None:
    conference = make_conference(published=False)

    publish_programme(slug=conference.slug, by=STAFF, at=NOON)

    conference.refresh_from_db()
    assert (conference.state, conference.published_at) == ("published", NOON)
    with pytest.raises(NotPossible, match="already-published"):
        publish_programme(slug=conference.slug, by=STAFF, at=NOON)


def test_publish_programme_refuses_what_is_incomplete() -> None:
    conference = make_conference(template="", published=False)

    with pytest.raises(NotPossible, match="programme-incomplete"):
        publish_programme(slug=conference.slug, by=STAFF, at=NOON)


def test_cancel_conference_refuses_twice_and_on_air() -> None:
    conference = make_conference()
    cancel_conference(slug=conference.slug, by=STAFF, at=NOON)
    with pytest.raises(NotPossible, match="already-cancelled"):
        cancel_conference(slug=conference.slug, by=STAFF, at=NOON)
    Conference.objects.update(state="on_air")

    with pytest.raises(NotPossible, match="conference-on-air"):
        cancel_conference(slug=conference.slug, by=STAFF, at=NOON)


def test_add_item_goes_to_the_end_or_behind_another() -> None:
    conference = make_conference(template="", published=False)

    first = add_item(slug=conference.slug, entry=SPEECH, by=STAFF, at=NOON)
    last = add_item(slug=conference.slug, entry=SPEECH, by=STAFF, at=NOON)
    between = add_item(slug=conference.slug, entry=SPEECH, after=first.ref, by=STAFF, at=NOON)

    assert _places(conference) == [first.ref, between.ref, last.ref]
    assert Entry.objects.filter(kind="conference.item.added").count() == 3


def test_change_item_writes_everything_and_its_people() -> None:
    conference = make_conference(published=False)
    item = conference.items.get(position=3)
    entry = ItemEntry(
        kind="address",
        length_s=900,
        title={"en": "Address\u202e", "az": " Sədrin  çıxışı "},
        owner="A. Q.",
        media_url="/media/a.mp4",
        media_kind="video",
        script={"az": "Birinci sətir\n\nİkinci\tsətir"},
        cues={"stream": "Close", "kitchen": "Tea", "line": " "},
        speakers=(SpeakerEntry("Aygün Lalazarlı", {"en": "Chair"}, country="AZ", speaks="az"), SpeakerEntry("  ")),
    )

    changed = change_item(slug=conference.slug, ref=item.ref, entry=entry, version=1, by=STAFF, at=NOON)

    row = rundown(conference.slug, at=NOON).item(item.ref)
    assert changed.version == row.version == 2
    assert (dict(row.title), dict(row.script), row.cues) == (
        {"en": "Address", "az": "Sədrin çıxışı"},
        {"az": "Birinci sətir\n\nİkinci sətir"},
        {"stream": "Close"},
    )
    assert [(one.name, dict(one.role), one.country, one.speaks) for one in row.speakers] == [
        ("Aygün Lalazarlı", {"en": "Chair"}, "AZ", "az")
    ]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (ItemEntry("picnic", 60), "no-such-kind"),
        (ItemEntry("speech", 1), "item-length-out-of-range"),
        (ItemEntry("speech", 60, title={"en": "a" * 201}), "text-too-long"),
        (ItemEntry("film", 60, media_url="javascript:alert(1)"), "media-address-not-valid"),
        (ItemEntry("film", 60, media_url="http://films.example/a.mp4"), "media-address-not-valid"),
        (ItemEntry("film", 60, media_url="//films.example/a.mp4"), "media-address-not-valid"),
        (ItemEntry("speech", 60, speakers=(SpeakerEntry("N"),) * 13), "too-many-speakers"),
        (ItemEntry("speech", 60, speakers=(SpeakerEntry("N" * 201),)), "name-too-long"),
    ],
)
def test_change_item_refuses_what_it_cannot_understand(entry: ItemEntry, code: str) -> None:
    conference = make_conference(published=False)
    item = conference.items.get(position=3)

    with pytest.raises(NotValid, match=code):
        change_item(slug=conference.slug, ref=item.ref, entry=entry, version=1, by=STAFF, at=NOON)


def _acts(conference: Conference, item: Item) -> list[Callable[[Actor], object]]:
    slug, ref = conference.slug, item.ref
    return [
        lambda by: add_item(slug=slug, entry=SPEECH, by=by, at=NOON),
        lambda by: change_item(slug=slug, ref=ref, entry=SPEECH, version=1, by=by, at=NOON),
        lambda by: set_speakers(slug=slug, ref=ref, speakers=[], by=by, at=NOON),
        lambda by: move_item(slug=slug, ref=ref, position=0, version=conference.version, by=by, at=NOON),
        lambda by: remove_item(slug=slug, ref=ref, version=1, by=by, at=NOON),
        lambda by: cancel_conference(slug=slug, by=by, at=NOON),
        lambda by: publish_programme(slug=slug, by=by, at=NOON),
    ]


@pytest.mark.parametrize("by", [STRANGER, COORDINATOR, CREW])
@pytest.mark.parametrize("act", range(7))
def test_planning_is_for_planners(act: int, by: Actor) -> None:
    conference = make_conference(published=False)

    with pytest.raises(NotAllowed, match="not-allowed"):
        _acts(conference, conference.items.get(position=1))[act](by)


@pytest.mark.parametrize("act", range(5))
@pytest.mark.parametrize(("state", "code"), [("on_air", "rundown-on-air"), ("ended", "conference-over")])
def test_the_rundown_rests_while_it_runs_and_after(act: int, state: str, code: str) -> None:
    conference = make_conference()
    Conference.objects.update(state=state)

    with pytest.raises(NotPossible, match=code):
        _acts(conference, conference.items.get(position=1))[act](STAFF)


def test_what_is_not_there_is_not_found() -> None:
    conference = make_conference(published=False)

    with pytest.raises(NotFound, match="no-such-conference"):
        add_item(slug="nowhere", entry=SPEECH, by=STAFF, at=NOON)
    with pytest.raises(NotFound, match="no-such-item"):
        add_item(slug=conference.slug, entry=SPEECH, after="nobody", by=STAFF, at=NOON)
    with pytest.raises(NotFound, match="no-such-item"):
        remove_item(slug=conference.slug, ref="nobody", version=1, by=STAFF, at=NOON)


def test_stale_editors_are_told() -> None:
    conference = make_conference(published=False)
    item = conference.items.get(position=2)
    change_item(slug=conference.slug, ref=item.ref, entry=SPEECH, version=1, by=STAFF, at=NOON)

    with pytest.raises(NotPossible, match="changed-meanwhile"):
        change_item(slug=conference.slug, ref=item.ref, entry=SPEECH, version=1, by=DIRECTOR, at=NOON)
    with pytest.raises(NotPossible, match="changed-meanwhile"):
        remove_item(slug=conference.slug, ref=item.ref, version=1, by=DIRECTOR, at=NOON)
    with pytest.raises(NotPossible, match="changed-meanwhile"):
        move_item(slug=conference.slug, ref=item.ref, position=0, version=1, by=DIRECTOR, at=NOON)


def test_move_item_to_its_own_place_changes_nothing() -> None:
    conference = make_conference(published=False)
    item = conference.items.get(position=2)

    move_item(slug=conference.slug, ref=item.ref, position=2, version=1, by=STAFF, at=NOON)

    conference.refresh_from_db()
    assert conference.version == 1
    with pytest.raises(NotValid, match="no-such-place"):
        move_item(slug=conference.slug, ref=item.ref, position=99, version=1, by=STAFF, at=NOON)


def test_remove_item_closes_the_gap() -> None:
    conference = make_conference(published=False)
    before = _places(conference)

    remove_item(slug=conference.slug, ref=before[1], version=1, by=STAFF, at=NOON)

    assert _places(conference) == [before[0], *before[2:]]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(moves=st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=8))
def test_any_moves_leave_places_without_gaps_in_the_order_asked_for(moves: list[tuple[int, int]]) -> None:
    Conference.objects.all().delete()
    conference = make_conference(published=False)
    expected = _places(conference)
    for from_place, to_place in moves:
        ref = expected.pop(from_place)
        expected.insert(to_place, ref)
        conference.refresh_from_db()
        move_item(slug=conference.slug, ref=ref, position=to_place, version=conference.version, by=HOUSE, at=NOON)

    assert _places(conference) == expected


@pytest.mark.django_db(transaction=True)
def test_two_people_moving_at_once_lose_nothing() -> None:
    conference = make_conference(published=False)
    refs = _places(conference)
    version = conference.version

    def move(ref: str) -> str:
        try:
            move_item(slug=conference.slug, ref=ref, position=0, version=version, by=HOUSE, at=NOON)
        except NotPossible as refusal:
            return refusal.code
        return "moved"

    told = at_once(lambda: move(refs[5]), lambda: move(refs[9]))

    assert sorted(told) == ["changed-meanwhile", "moved"]
    assert sorted(_places(conference)) == sorted(refs)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_address_taken_twice_at_once_is_refused_to_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    meet(monkeypatch, planning, "_check")

    def create() -> str:
        try:
            return create_conference(entry=entry_of_conference(), by=STAFF, at=NOON).slug
        except NotPossible as refusal:
            return refusal.code

    assert sorted(at_once(create, create)) == sorted([entry_of_conference().slug, "slug-taken"])


@pytest.mark.parametrize("template", ["", "solidarity-day"])
def test_rundown_costs_three_queries(template: str, django_assert_num_queries: Any) -> None:
    conference = make_conference(template=template, published=False)

    with django_assert_num_queries(3 if template else 2):
        rundown(conference.slug, at=NOON)


def test_programme_is_public_and_shows_no_private_half() -> None:
    conference = make_conference(published=False)
    with pytest.raises(NotFound):
        programme(conference.slug, at=NOON)
    publish_programme(slug=conference.slug, by=STAFF, at=NOON)
    Item.objects.filter(position=1).update(skipped=True)

    shown = programme(conference.slug, at=NOON)

    assert len(shown.items) == len(rundown(conference.slug, at=NOON).items) - 1
    assert all((item.owner, item.notes, item.cues, len(item.script)) == ("", "", {}, 0) for item in shown.items)
