"""The director calls the show: every way out of every act."""

import pytest

from ocaq.conference.commands import baton, running_order, show
from ocaq.conference.models import Conference, LogLine, Run, Show
from ocaq.conference.queries.channels import state_now
from ocaq.conference.tests.makers import COORDINATOR, CREW, DIRECTOR, STRANGER, make_conference
from ocaq.conference.tests.show_makers import after, go, make_on_air, make_open
from ocaq.evidence import recording
from ocaq.evidence.models import Entry
from ocaq.kernel.actor import Actor, Grant
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid
from ocaq.live.models import Event

pytestmark = pytest.mark.django_db
SECOND = Actor(ref="user:9", grants=frozenset({Grant("director")}))


def test_open_doors_lets_people_in_and_takes_the_baton():
    conference = make_open()

    assert conference.state == Conference.State.DOORS
    assert conference.show.baton == DIRECTOR.ref
    assert Entry.objects.filter(kind="conference.doors.opened", by=DIRECTOR.ref).count() == 1
    assert Event.objects.filter(channel=f"conference/{conference.ref}/public", kind="doors.opened").count() == 1


@pytest.mark.parametrize("by", [STRANGER, COORDINATOR, CREW])
def test_open_doors_by_anybody_else_is_not_allowed(by):
    make_conference()

    with pytest.raises(NotAllowed, match="not-allowed"):
        show.open_doors(slug="yearly-2026", by=by, at=after(0))


def test_open_doors_of_a_draft_is_refused():
    make_conference(published=False)

    with pytest.raises(NotPossible, match="conference-draft"):
        show.open_doors(slug="yearly-2026", by=DIRECTOR, at=after(0))


def test_open_doors_twice_is_refused():
    make_open()

    with pytest.raises(NotPossible, match="doors-open"):
        show.open_doors(slug="yearly-2026", by=DIRECTOR, at=after(0))


def test_open_doors_of_nothing_is_not_found():
    with pytest.raises(NotFound, match="no-such-conference"):
        show.open_doors(slug="nowhere", by=DIRECTOR, at=after(0))


def test_go_puts_the_first_item_on_stage():
    conference = make_open()
    first = conference.items.get(position=0)

    act = go(conference, 5)

    stored = Show.objects.get(conference=conference)
    assert (stored.current, stored.current_started_at, stored.version) == (first, after(5), act.version)
    assert Conference.objects.get(pk=conference.pk).state == "on_air"
    assert list(Run.objects.values_list("item", "started_at", "ended_at")) == [(first.pk, after(5), None)]
    assert LogLine.objects.filter(kind="item.started", facts={"number": "1"}).count() == 1


def test_go_with_the_same_key_is_done_once():
    conference = make_open()

    first = show.go(slug=conference.slug, by=DIRECTOR, at=after(0), key="k1")
    again = show.go(slug=conference.slug, by=DIRECTOR, at=after(1), key="k1")

    assert first == again
    assert Run.objects.count() == 1


def test_go_from_a_stale_console_is_refused():
    conference = make_open()
    version = Show.objects.get(conference=conference).version
    show.go(slug=conference.slug, by=DIRECTOR, at=after(0), version=version)

    with pytest.raises(NotPossible, match="show-changed"):
        show.go(slug=conference.slug, by=DIRECTOR, at=after(1), version=version)
    assert Run.objects.count() == 1


def test_go_that_the_line_held_back_is_refused():
    conference = make_open()

    with pytest.raises(NotPossible, match="pressed-too-late"):
        show.go(slug=conference.slug, by=DIRECTOR, at=after(5.001), pressed_at=after(0), key="k1")

    assert not Run.objects.exists()
    assert not LogLine.objects.filter(kind="item.started").exists()


def test_go_that_took_five_seconds_is_done():
    conference = make_open()

    show.go(slug=conference.slug, by=DIRECTOR, at=after(5), pressed_at=after(0))

    assert Run.objects.get().started_at == after(5)


def test_go_replayed_after_an_outage_is_answered_as_it_was():
    conference = make_open()
    first = show.go(slug=conference.slug, by=DIRECTOR, at=after(1), pressed_at=after(0), key="k1")

    again = show.go(slug=conference.slug, by=DIRECTOR, at=after(90), pressed_at=after(0), key="k1")

    assert again == first
    assert Run.objects.count() == 1


def test_go_by_a_clock_that_runs_ahead_is_done():
    conference = make_open()

    show.go(slug=conference.slug, by=DIRECTOR, at=after(0), pressed_at=after(60))

    assert Run.objects.count() == 1


def test_standby_that_the_line_held_back_is_refused():
    conference = make_open()
    second = conference.items.get(position=1)

    with pytest.raises(NotPossible, match="pressed-too-late"):
        show.set_standby(slug=conference.slug, item=second.ref, by=DIRECTOR, at=after(6), pressed_at=after(0))


def test_go_to_another_item_than_comes_is_refused():
    conference = make_open()
    third = conference.items.get(position=2)

    with pytest.raises(NotPossible, match="another-next"):
        show.go(slug=conference.slug, by=DIRECTOR, at=after(0), item=third.ref)


def test_go_without_the_baton_is_refused():
    conference = make_open()

    with pytest.raises(NotPossible, match="baton-not-yours"):
        show.go(slug=conference.slug, by=SECOND, at=after(0))


def test_what_comes_on_stage_again_is_on_not_over():
    conference = make_on_air()
    first = conference.items.get(position=0)
    go(conference, 60)
    show.set_standby(slug=conference.slug, item=first.ref, by=DIRECTOR, at=after(70))

    go(conference, 80)

    told = state_now(f"conference/{conference.ref}/public")["programme"][first.ref]
    assert (told["state"], told["ran_s"]) == ("on", None)


def test_undo_go_puts_everything_back():
    conference = make_on_air()
    show.stretch(slug=conference.slug, seconds=60, by=DIRECTOR, at=after(10))
    second = conference.items.get(position=1)
    show.set_standby(slug=conference.slug, item=second.ref, by=DIRECTOR, at=after(20))
    before = Show.objects.values(
        "current", "current_started_at", "added_s", "held_s", "standby", "standby_at", "floor_open"
    ).get()
    go(conference, 100)

    show.undo_go(slug=conference.slug, by=DIRECTOR, at=after(107.9))

    assert (
        Show.objects.values(
            "current", "current_started_at", "added_s", "held_s", "standby", "standby_at", "floor_open"
        ).get()
        == before
    )
    assert Run.objects.filter(ended_at=None).count() == Run.objects.count() == 1


def test_undo_of_the_first_go_closes_the_stage_again():
    conference = make_on_air()

    show.undo_go(slug=conference.slug, by=DIRECTOR, at=after(3))

    assert Conference.objects.get().state == "doors"
    assert not Run.objects.exists()


def test_undo_go_after_eight_seconds_is_too_late():
    conference = make_on_air()

    with pytest.raises(NotPossible, match="undo-too-late"):
        show.undo_go(slug=conference.slug, by=DIRECTOR, at=after(8))


def test_hold_and_resume_add_up_what_stood():
    conference = make_on_air()
    show.hold(slug=conference.slug, by=DIRECTOR, at=after(10))

    with pytest.raises(NotPossible, match="held-already"):
        show.hold(slug=conference.slug, by=DIRECTOR, at=after(11))
    show.resume(slug=conference.slug, by=DIRECTOR, at=after(40))

    assert Show.objects.values_list("held_s", "held_at").get() == (30, None)
    with pytest.raises(NotPossible, match="not-held"):
        show.resume(slug=conference.slug, by=DIRECTOR, at=after(41))


@pytest.mark.parametrize(
    ("seconds", "code"), [(0, "stretch-out-of-range"), (3601, "stretch-out-of-range"), (-3000, "stretch-too-short")]
)
def test_stretch_beyond_reason_is_refused(seconds, code):
    conference = make_on_air()

    with pytest.raises(NotPossible, match=code):
        show.stretch(slug=conference.slug, seconds=seconds, by=DIRECTOR, at=after(5))


def test_an_item_stretched_again_and_again_stays_an_item():
    conference = make_on_air()
    planned = conference.items.get(position=0).length_s
    for step in range(5):
        show.stretch(slug=conference.slug, seconds=3600, by=DIRECTOR, at=after(5 + step))
    rest = 6 * 3600 - planned - 5 * 3600

    with pytest.raises(NotPossible, match="item-length-out-of-range"):
        show.stretch(slug=conference.slug, seconds=rest + 1, by=DIRECTOR, at=after(20))
    show.stretch(slug=conference.slug, seconds=rest, by=DIRECTOR, at=after(21))

    assert Show.objects.get().added_s == 6 * 3600 - planned


def test_skip_passes_over_and_unskip_takes_back():
    conference = make_on_air()
    second = conference.items.get(position=1)

    running_order.skip(slug=conference.slug, item=second.ref, by=DIRECTOR, at=after(5))
    assert conference.items.get(position=1).skipped
    with pytest.raises(NotPossible, match="item-skipped"):
        running_order.skip(slug=conference.slug, item=second.ref, by=DIRECTOR, at=after(6))
    running_order.skip(slug=conference.slug, item=second.ref, skipped=False, by=DIRECTOR, at=after(7))

    assert not conference.items.get(position=1).skipped


def test_skip_of_what_is_on_stage_or_over_is_refused():
    conference = make_on_air()
    first, second = conference.items.order_by("position")[:2]
    go(conference, 50)

    with pytest.raises(NotPossible, match="item-over"):
        running_order.skip(slug=conference.slug, item=first.ref, by=DIRECTOR, at=after(51))
    with pytest.raises(NotPossible, match="item-on-stage"):
        running_order.skip(slug=conference.slug, item=second.ref, by=DIRECTOR, at=after(51))


def test_insert_item_comes_behind_the_one_on_stage_and_moves_no_number():
    conference = make_on_air()

    running_order.insert_item(
        slug=conference.slug, title={"en": "A word of thanks"}, kind="speech", seconds=60, by=DIRECTOR, at=after(5)
    )
    running_order.insert_item(
        slug=conference.slug, title={"en": "A song"}, kind="music", seconds=60, by=DIRECTOR, at=after(6)
    )

    assert [str(item.title) for item in conference.items.order_by("position")[1:3]] == ["A word of thanks", "A song"]
    assert list(conference.items.order_by("position").values_list("position", flat=True)) == list(
        range(conference.items.count())
    )
    assert [line.facts["number"] for line in LogLine.objects.filter(kind="item.inserted").order_by("pk")] == [
        "1.1",
        "1.2",
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": {"en": " "}}, "insert-title-missing"),
        ({"kind": "dance"}, "insert-kind-unknown"),
        ({"seconds": 4}, "item-length-out-of-range"),
    ],
)
def test_insert_item_without_sense_is_refused(change, code):
    conference = make_on_air()

    with pytest.raises(NotValid, match=code):
        running_order.insert_item(
            **{
                "slug": conference.slug,
                "title": {"en": "A song"},
                "kind": "music",
                "seconds": 60,
                "by": DIRECTOR,
                "at": after(5),
            }
            | change
        )


def test_jump_leaves_items_behind_and_goes_on_from_there():
    conference = make_on_air()
    fifth = conference.items.get(position=4)

    show.set_standby(slug=conference.slug, item=fifth.ref, by=DIRECTOR, at=after(5))
    go(conference, 6)

    assert Show.objects.get().current == fifth
    go(conference, 60)
    assert Show.objects.get().current.position == 5


def test_standby_of_what_is_on_stage_or_skipped_is_refused():
    conference = make_on_air()
    first, second = conference.items.order_by("position")[:2]
    running_order.skip(slug=conference.slug, item=second.ref, by=DIRECTOR, at=after(1))

    with pytest.raises(NotPossible, match="item-on-stage"):
        show.set_standby(slug=conference.slug, item=first.ref, by=DIRECTOR, at=after(5))
    with pytest.raises(NotPossible, match="item-skipped"):
        show.set_standby(slug=conference.slug, item=second.ref, by=DIRECTOR, at=after(5))
    with pytest.raises(NotFound, match="no-such-item"):
        show.set_standby(slug=conference.slug, item="nothing", by=DIRECTOR, at=after(5))


def test_end_show_ends_everything():
    conference = make_on_air()

    show.end_show(slug=conference.slug, by=DIRECTOR, at=after(500))

    ended = Conference.objects.get()
    assert (ended.state, ended.ended_at) == ("ended", after(500))
    assert not Run.objects.filter(ended_at=None).exists()
    with pytest.raises(NotPossible, match="show-ended"):
        go(conference, 501)


def test_go_past_the_last_item_is_refused():
    conference = make_open()
    last = conference.items.order_by("position").last()
    show.set_standby(slug=conference.slug, item=last.ref, by=DIRECTOR, at=after(0))
    go(conference, 1)

    with pytest.raises(NotPossible, match="nothing-next"):
        go(conference, 2)


def test_baton_stays_with_a_director_who_is_there():
    conference = make_open()
    baton.hear_of_holder(slug=conference.slug, by=DIRECTOR, at=after(0))

    with pytest.raises(NotPossible, match="baton-held"):
        baton.take_baton(slug=conference.slug, by=SECOND, at=after(29), confirmed=True)
    with pytest.raises(NotPossible, match="baton-absent-unconfirmed"):
        baton.take_baton(slug=conference.slug, by=SECOND, at=after(31))
    baton.take_baton(slug=conference.slug, by=SECOND, at=after(31), confirmed=True)

    assert Show.objects.get().baton == SECOND.ref


def test_baton_is_handed_over_and_accepted(django_user_model):
    conference = make_open()
    other = django_user_model.objects.create_user("second@example.org")
    other.role_grants.create(role="director", starts_at=after(-99999), granted_by="system:test")
    second = Actor(ref=f"user:{other.pk}", grants=frozenset({Grant("director")}))

    with pytest.raises(NotPossible, match="baton-not-offered"):
        baton.accept_baton(slug=conference.slug, by=second, at=after(0))
    with pytest.raises(NotPossible, match="baton-to-nobody"):
        baton.hand_over_baton(slug=conference.slug, to="user:999", by=DIRECTOR, at=after(1))
    baton.hand_over_baton(slug=conference.slug, to=second.ref, by=DIRECTOR, at=after(2))
    baton.accept_baton(slug=conference.slug, by=second, at=after(3))

    assert Show.objects.values_list("baton", "baton_offered_to").get() == (second.ref, "")


def test_nothing_is_kept_when_evidence_fails(monkeypatch):
    conference = make_open()
    monkeypatch.setattr(recording, "insert", _disk_full)

    with pytest.raises(OSError, match="disk full"):
        go(conference, 0)

    assert not Run.objects.exists()
    assert Show.objects.get().current is None


def _disk_full(*_):
    raise OSError("disk full")
