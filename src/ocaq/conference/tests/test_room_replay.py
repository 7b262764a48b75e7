"""A screen that applies every patch shows what a new one is told, in the shapes the islands expect."""

import json
import random
import re
from pathlib import Path

import msgspec
import pytest
from django.db import transaction

from ocaq.conference import api
from ocaq.conference.commands import baton, counts, crew, deeds, floor, polls, running_order, show, words
from ocaq.conference.models import Hand, Item, Poll, PollOption, Question, Show
from ocaq.conference.queries import shapes
from ocaq.conference.queries.channels import channel_of, snapshot, state_now
from ocaq.conference.queries.patches import in_language, patch_between, patched
from ocaq.conference.tests.makers import CREW, DIRECTOR, HOUSE
from ocaq.conference.tests.show_makers import after, make_open, register
from ocaq.kernel.refusals import Refused
from ocaq.live.models import Event

pytestmark = pytest.mark.django_db
STATE_TS = Path(__file__).resolve().parents[4] / "islands" / "shared" / "state.ts"
AUDIENCES = ["public", "crew", "speaker"]
LANGUAGES = ["az", "en", "ru", "ar"]


class Evening:
    """A show on which anything happens, in an order that a seed decides."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.conference = make_open()
        self.people = [
            register(self.conference, f"Person {n}", country)
            for n, country in enumerate(["DE", "DE", "KZ", "FR", "TR", "US"])
        ]
        self.seconds, self.done, self.refused = 0.0, 0, 0

    def step(self) -> None:
        self.seconds += self.random.choice([0.5, 3, 20, 90])
        act = self.random.choice(
            [
                self._go,
                self._go,
                self._standby,
                self._show,
                self._show,
                self._skip,
                self._insert,
                self._crew,
                self._floor,
                self._questions,
                self._polls,
                self._deed,
                self._deed,
                self._deed,
                self._words,
                self._message,
            ]
        )
        try:
            act({"slug": self.conference.slug, "by": DIRECTOR, "at": after(self.seconds)})
            self.done += 1
        except Refused:
            self.refused += 1

    def _item(self) -> Item:
        return self.random.choice(list(Item.objects.filter(conference=self.conference)))

    def _ref(self, model, **wanted) -> str:
        refs = list(model.objects.filter(conference=self.conference, **wanted).values_list("ref", flat=True))
        return self.random.choice(refs) if refs else "nothing"

    def _go(self, to):
        show.go(**to)

    def _standby(self, to):
        show.set_standby(item=self._item().ref, **to)

    def _show(self, to):
        self.random.choice(
            [
                show.undo_go,
                show.hold,
                show.resume,
                lambda **to: show.stretch(seconds=self.random.choice([60, -60]), **to),
            ]
        )(**to)

    def _skip(self, to):
        running_order.skip(item=self._item().ref, skipped=self.random.random() < 0.7, **to)

    def _insert(self, to):
        running_order.insert_item(title={"en": "A word", "az": "Bir söz"}, kind="speech", seconds=60, **to)

    def _crew(self, to):
        item = self._item().ref
        self.random.choice(
            [
                lambda: crew.ask_ready(item=item, **to),
                lambda: crew.nudge(item=item, department="line", **to),
                lambda: crew.set_light(
                    item=item,
                    department="captions",
                    state=self.random.choice(["read", "ready", "problem"]),
                    **{**to, "by": CREW},
                ),
            ]
        )()

    def _message(self, to):
        self.random.choice(
            [lambda: crew.show_message(text="Two minutes left", **to), lambda: crew.remove_message(**to)]
        )()

    def _words(self, to):
        words.say_words(text=f"Line at {self.seconds}", language=self.random.choice(["en", "az"]), **{**to, "by": CREW})

    def _floor(self, to):
        act = self.random.choice(
            [floor.call_hand, floor.give_floor, floor.give_floor, floor.end_turn, floor.dismiss_hand, None]
        )
        if act is None:
            floor.open_floor(on=self.random.random() < 0.8, **to)
        else:
            act(hand=self._ref(Hand), **to)

    def _questions(self, to):
        floor.moderate(
            question=self._ref(Question),
            state=self.random.choice(["shown", "shown", "taken", "answered", "declined"]),
            **to,
        )

    def _polls(self, to):
        self.random.choice(
            [
                lambda: polls.create_poll(
                    question={"en": "Which first?"}, options=[{"en": "Library"}, {"en": "School"}], **to
                ),
                lambda: polls.open_poll(poll=self._ref(Poll, state="draft"), **to),
                lambda: polls.close_poll(poll=self._ref(Poll, state="open"), **to),
                lambda: polls.show_results(poll=self._ref(Poll), on=self.random.random() < 0.6, **to),
            ]
        )()

    def _deed(self, to):
        person, key = self.random.choice(self.people), f"key-{self.random.random()}"
        here = {"conference": self.conference.ref, "by": HOUSE, "at": to["at"]}
        said = [deeds.Deed(person.ref, key, person.country, "en", "What comes next?")]
        option = PollOption.objects.filter(poll__state="open").first()
        deed = self.random.choice(
            [
                lambda: deeds.ask_questions(deeds=said, **here),
                lambda: deeds.raise_hands(deeds=said, **here),
                lambda: deeds.raise_hands(deeds=said, **here),
                lambda: deeds.lower_hands(deeds=said, **here),
                lambda: counts.vote_for_questions(votes=[counts.Vote(person.ref, self._ref(Question))], **here),
                lambda: counts.vote_in_poll(
                    votes=[
                        counts.Vote(person.ref, option.poll.ref if option else "", option=option.ref if option else "")
                    ],
                    **here,
                ),
                lambda: counts.be_present(
                    beats=[counts.Beat(person.ref, "d1", person.country, person.capacity)], **here
                ),
            ]
        )
        with transaction.atomic():
            deed()


def _comparable(state):
    """Votes leave as levels, never as patches; everything else must be the same."""
    state = json.loads(json.dumps(state))
    for name in ("questions", "waiting"):
        for question in state.get(name, {}).values():
            question["votes"] = 0
    state.pop("seq", None)
    return state


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 12))])
def test_every_patch_applied_gives_the_next_state(seed):
    evening = Evening(seed)
    screens = {name: state_now(channel_of(evening.conference.ref, name)) for name in AUDIENCES}

    for _ in range(30):
        evening.step()
        for name, screen in screens.items():
            channel = channel_of(evening.conference.ref, name)
            events = Event.objects.filter(channel=channel, seq__gt=screen["seq"]).order_by("seq")
            for event in events:
                assert event.seq == screen["seq"] + 1
                screen = {**patched(screen, json.loads(event.body)), "seq": event.seq}  # noqa: PLW2901 - the screen moves on
            screens[name] = screen
            now = state_now(channel)
            assert screen["seq"] == now["seq"]
            assert _comparable(screen) == _comparable(now), f"{name} after {events.last() and events.last().kind}"
    assert evening.done > 10


def test_a_late_screen_catches_up_in_every_language():
    evening = Evening(77)
    channel = channel_of(evening.conference.ref, "crew")
    early = {language: json.loads(snapshot(channel, language)) for language in LANGUAGES}

    for _ in range(25):
        evening.step()

    for language, screen in early.items():
        for event in Event.objects.filter(channel=channel, seq__gt=screen["seq"]).order_by("seq"):
            screen = patched(screen, in_language(json.loads(event.body), language))  # noqa: PLW2901 - the screen moves on
        assert _comparable(screen) == _comparable(json.loads(snapshot(channel, language)))


def test_the_state_does_not_depend_on_the_clock(monkeypatch):
    evening = Evening(5)
    for _ in range(20):
        evening.step()
    channel = channel_of(evening.conference.ref, "crew")
    first = snapshot(channel, "en")

    monkeypatch.setattr("ocaq.kernel.clock.now", lambda: after(999_999))

    assert snapshot(channel, "en") == first


@pytest.mark.django_db(transaction=True)
def test_a_state_kept_from_the_last_act_is_the_one_in_the_rows():
    """With real commits the state before an act is the one the last act left; deeds between them must be seen."""
    evening = Evening(21)
    channel = channel_of(evening.conference.ref, "crew")
    screen = state_now(channel)

    for _ in range(25):
        evening.step()

    for event in Event.objects.filter(channel=channel, seq__gt=screen["seq"]).order_by("seq"):
        screen = patched(screen, json.loads(event.body))
    assert _comparable(screen) == _comparable(state_now(channel))


def test_nothing_is_lost_when_the_process_dies():
    """Everything is in the rows: a process that knows nothing tells the same show."""
    evening = Evening(11)
    for _ in range(30):
        evening.step()
    told = {name: snapshot(channel_of(evening.conference.ref, name), "en") for name in AUDIENCES}
    kept = Show.objects.values().get()

    Show.objects.all().first().refresh_from_db()

    assert {name: snapshot(channel_of(evening.conference.ref, name), "en") for name in AUDIENCES} == told
    assert Show.objects.values().get() == kept


@pytest.mark.parametrize(
    ("before", "after_", "patch"),
    [
        ({"a": 1}, {"a": 1}, None),
        ({"a": 1}, {"a": 2}, {"set": {"a": 2}}),
        ({"queue": {}}, {"queue": {"x": 1}}, {"put": {"queue": {"x": 1}}}),
        ({"queue": {"x": 1}}, {"queue": {}}, {"del": {"queue": ["x"]}}),
        ({"seq": 1}, {"seq": 2}, None),
    ],
)
def test_patch_between(before, after_, patch):
    assert patch_between(before, after_) == patch


def _interfaces() -> dict[str, tuple[str | None, set[str]]]:
    text = re.sub(r"//[^\n]*|/\*.*?\*/", "", STATE_TS.read_text(), flags=re.S)
    found = {}
    for name, parent, body in re.findall(
        r"export interface (\w+)(?: extends (\w+))? \{(.*?)\n?\}(?=\s*(?:export|$))", text, re.S
    ):
        flat = body
        while re.search(r"\{[^{}]*\}", flat):
            flat = re.sub(r"\{[^{}]*\}", "", flat)
        flat = re.sub(r"<[^<>]*>", "", flat)
        found[name] = (parent or None, set(re.findall(r"(\w+)\??:", flat)))
    return found


@pytest.mark.parametrize(
    "name",
    [
        "Person",
        "Media",
        "Now",
        "ProgrammeItem",
        "Words",
        "Hand",
        "Question",
        "Poll",
        "RoomState",
        "CrewItem",
        "CrewState",
        "SpeakerState",
        "RoomEvent",
    ],
)
def test_shapes_are_those_of_the_islands(name):
    interfaces = _interfaces()
    parent, fields = interfaces[name]
    if parent:
        fields |= interfaces[parent][1]

    assert set(getattr(shapes, name).__struct_fields__) == fields


def test_deeds_are_those_of_the_islands():
    declared = dict(re.findall(r'\{ key: string; kind: "([a-z-]+)"(.*?)\}', STATE_TS.read_text()))
    bodies = {
        body.__struct_config__.tag: set(body.__struct_fields__) - {"key"}
        for body in (
            api.QuestionDeed,
            api.QuestionVoteDeed,
            api.PollVoteDeed,
            api.HandDeed,
            api.HandDownDeed,
            api.ReactionDeed,
            api.PresentDeed,
            api.LeaveDeed,
        )
    }

    assert {kind: set(re.findall(r"(\w+):", rest)) for kind, rest in declared.items()} == bodies


def test_baton_offer_is_told_to_the_crew_only():
    evening = Evening(3)
    before = Event.objects.filter(channel=channel_of(evening.conference.ref, "public")).count()
    baton.hand_over_baton(slug=evening.conference.slug, to="", by=DIRECTOR, at=after(1))

    assert Event.objects.filter(channel=channel_of(evening.conference.ref, "public")).count() == before
    assert msgspec.json.decode(Event.objects.filter(channel=channel_of(evening.conference.ref, "crew")).last().body)[
        "set"
    ]["version"]
