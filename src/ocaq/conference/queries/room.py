"""The room as everybody sees it. It depends on what is stored, never on the clock: one number, one state."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

import msgspec
from babel.lists import format_list
from django.conf import settings

from ocaq.conference.models import Conference, Hand, Item, Poll, Question, Run, Show, SpeakerMessage, Words
from ocaq.conference.queries import shapes
from ocaq.conference.queries.patches import told
from ocaq.conference.rules import floor as floor_rules
from ocaq.conference.rules import show as rules
from ocaq.conference.rules.modes import mode_of
from ocaq.kernel.places import country_name, locale
from ocaq.kernel.text import Text

PUBLIC_STATES = ["shown", "taken", "answered"]
WORDS_SHOWN, WORDS_READ = 5, 60


@dataclass(frozen=True)
class Running:
    """A conference with its show and rundown; the rest is read once, when asked for."""

    conference: Conference
    show: Show
    items: list[Item]
    runs: list[Run]

    @property
    def phase(self) -> rules.Phase:
        return rules.phase_of(state=self.conference.state, held=self.show.held_at is not None)

    @property
    def current(self) -> Item | None:
        return next((item for item in self.items if item.pk == self.show.current_id), None)

    @property
    def standby(self) -> Item | None:
        return next((item for item in self.items if item.pk == self.show.standby_id), None)

    @property
    def cues(self) -> list[rules.Cue]:
        over = {run.item_id for run in self.runs if run.ended_at is not None}
        return [
            rules.Cue(item.ref, item.length_s, item.fixed_start_at, item.skipped, item.inserted_live, item.pk in over)
            for item in self.items
        ]

    @property
    def on_stage(self) -> rules.OnStage | None:
        item = self.current
        if item is None or self.show.current_started_at is None:
            return None
        return rules.OnStage(
            item.ref, self.show.current_started_at, item.length_s + self.show.added_s, self.show.held_s
        )

    @property
    def plan(self) -> rules.Plan:
        starts_at = self.conference.starts_at
        if self.show.plan is None:
            return rules.plan_of(self.cues, starts_at=starts_at)
        kept = {ref: (datetime.fromisoformat(start), seconds) for ref, (start, seconds) in self.show.plan.items()}
        return rules.with_inserted(kept, self.cues, starts_at=starts_at)

    @cached_property
    def hands(self) -> list[Hand]:
        return list(Hand.objects.filter(conference_id=self.conference.pk).exclude(state=Hand.State.LOWERED))

    @cached_property
    def questions(self) -> list[Question]:
        return list(
            Question.objects.filter(conference_id=self.conference.pk)
            .exclude(state=Question.State.DECLINED)
            .exclude(text="")  # its author was erased; it is counted still
            .order_by("pk")
        )

    @cached_property
    def polls(self) -> list[Poll]:
        return list(Poll.objects.filter(conference_id=self.conference.pk).prefetch_related("options").order_by("pk"))

    @cached_property
    def message(self) -> SpeakerMessage | None:
        return SpeakerMessage.objects.filter(conference_id=self.conference.pk, removed_at=None).order_by("-pk").first()

    @property
    def next(self) -> Item | None:
        """The item on standby, else the next in order."""
        if self.standby is not None:
            return self.standby
        current = self.current
        if self.conference.state == Conference.State.ENDED:
            return None
        coming = rules.to_come(self.cues, current.ref if current else None)
        return next((item for item in self.items if coming and item.ref == coming[0].ref), None)


def running(conference_id: int) -> Running:
    """Return a conference with its show, rundown and runs (four SQL queries)."""
    conference = Conference.objects.get(pk=conference_id)
    return Running(
        conference,
        Show.objects.filter(conference_id=conference_id).first() or Show(conference=conference),
        list(Item.objects.filter(conference_id=conference_id).prefetch_related("speakers").order_by("position")),
        list(Run.objects.filter(conference_id=conference_id).order_by("pk")),
    )


def room_fields(now: Running) -> dict[str, Any]:
    """Return the fields of `RoomState` but for `seq` (five SQL queries beside those of `running`)."""
    return {
        "conference": _called(now.conference),
        "phase": now.phase.value,
        "mode": mode_of(now.current.kind if now.current else None).value,
        "now": on_stage(now),
        "next": now.next.ref if now.next else None,
        **_clock(now),
        "programme": _programme(now),
        "words": _words(now),
        "floor": shapes.Floor(now.show.floor_open, now.conference.floor_budget_s),
        "queue": queue_told(now.hands),
        "questions_open": now.show.questions_open,
        "questions": {
            question.ref: question_told(question) for question in now.questions if question.state in PUBLIC_STATES
        },
        "poll": _poll_on_show(now.polls),
    }


def room_state(conference_id: int, *, seq: int = 0) -> dict[str, Any]:
    """Return a `RoomState` as plain values, its texts in all their languages (ten SQL queries)."""
    state = shapes.RoomState(seq=seq, **room_fields(running(conference_id)))
    return msgspec.to_builtins(state)  # type: ignore[no-any-return]


def iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


@cache
def name_of_country(code: str) -> shapes.Told:
    return {"@": {language: country_name(code, language) for language, _ in settings.LANGUAGES}} if code else ""


def _called(conference: Conference) -> shapes.Called:
    return shapes.Called(
        conference.ref, conference.slug, told(conference.title), conference.zone, iso(conference.starts_at)
    )


def on_stage(now: Running) -> shapes.Now | None:
    item, show = now.current, now.show
    if item is None or show.current_started_at is None:
        return None
    media = shapes.Media(item.media_kind, item.media_url, item.sound_url) if item.media_url or item.sound_url else None
    return shapes.Now(
        ref=item.ref,
        number=rules.numbers(now.cues)[item.ref],
        kind=item.kind,
        title=told(item.title),
        subtitle=told(item.subtitle),
        people=people_of(item),
        started_at=iso(show.current_started_at),
        seconds=item.length_s + show.added_s,
        held_at=iso(show.held_at) if show.held_at else None,
        held_s=show.held_s,
        media=media,
    )


def people_of(item: Item) -> list[shapes.Person]:
    speakers = sorted(item.speakers.all(), key=lambda speaker: speaker.position)
    return [
        shapes.Person(speaker.name, told(speaker.role), told(speaker.place), speaker.country, speaker.speaks)
        for speaker in speakers
    ]


def _clock(now: Running) -> dict[str, Any]:
    stage, plan = now.on_stage, now.plan
    standby = now.standby.ref if now.standby else None
    _, projected = rules.expected_starts(now.cues, starts_at=now.conference.starts_at, on_stage=stage, first=standby)
    late = 0
    if stage:
        planned_at, planned_s = plan[stage.ref]
        late = rules.late_s(planned_at=planned_at, planned_s=planned_s, on_stage=stage)
    if now.conference.ended_at and now.runs:
        projected = now.conference.ended_at
    return {"running_late_s": late, "projected_end": iso(projected)}


def _programme(now: Running) -> dict[str, shapes.ProgrammeItem]:
    standby = now.standby.ref if now.standby else None
    expected, _ = rules.expected_starts(
        now.cues, starts_at=now.conference.starts_at, on_stage=now.on_stage, first=standby
    )
    numbers, plan, runs = rules.numbers(now.cues), now.plan, defaultdict(list)
    for run in now.runs:
        runs[run.item_id].append(run)
    result: dict[str, shapes.ProgrammeItem] = {}
    for item in now.items:
        state = _state_of(item, runs[item.pk], now)
        began = runs[item.pk][0].started_at if runs[item.pk] else None
        ended = [run for run in runs[item.pk] if run.ended_at is not None]
        result[item.ref] = shapes.ProgrammeItem(
            order=item.position,
            number=numbers[item.ref],
            kind=item.kind,
            title=told(item.title),
            subtitle=told(item.subtitle),
            people=[person.name for person in people_of(item)],
            planned_at=iso(plan[item.ref][0]),
            expected_at=iso(began or expected.get(item.ref) or plan[item.ref][0]),
            seconds=item.length_s + (now.show.added_s if state == "on" else 0),
            fixed=item.fixed_start_at is not None,
            state=state,
            ran_s=sum(round((run.ended_at - run.started_at).total_seconds()) for run in ended if run.ended_at)
            if ended and state != "on"
            else None,
        )
    return result


def _state_of(item: Item, runs: list[Run], now: Running) -> str:
    if item.pk == now.show.current_id:
        return "on"
    if runs:
        return "past"
    current = now.current
    # What was jumped over is not waited for any more, unless the director puts it on standby.
    left_behind = current is not None and item.position < current.position and item.pk != now.show.standby_id
    over = now.conference.state == Conference.State.ENDED
    return "skipped" if item.skipped or left_behind or over else "to_come"


def _words(now: Running) -> Any:
    rows = Words.objects.filter(conference=now.conference, item=now.current).order_by("-pk")[:WORDS_READ]
    speaker = now.current and next(iter(people_of(now.current)), None)
    lines: dict[str, list[shapes.Words]] = defaultdict(list)
    for row in rows:
        if len(lines[row.language]) < WORDS_SHOWN:
            lines[row.language].insert(
                0,
                shapes.Words(
                    row.pk,
                    row.text,
                    row.language,
                    row.interpreted,
                    speaker.name if speaker and not row.interpreted else "",
                    iso(row.at),
                ),
            )
    # The language that is spoken goes first: it is what readers of a language nobody writes in are shown.
    spoken = speaker.speaks if speaker else ""
    ordered = sorted(
        lines, key=lambda language: (language != spoken, all(line.interpreted for line in lines[language]), language)
    )
    return {"@": {language: lines[language] for language in ordered}} if lines else []


def words_told(now: Running) -> Any:
    """Return the words of the item on stage as a patch carries them (one SQL query)."""
    return msgspec.to_builtins(_words(now))


def queue(conference_id: int) -> dict[str, shapes.Hand]:
    """Return the open hands in the order of the rule (one SQL query)."""
    return queue_told(list(Hand.objects.filter(conference_id=conference_id).exclude(state=Hand.State.LOWERED)))


def queue_told(hands: Sequence[Hand]) -> dict[str, shapes.Hand]:
    """Return the open ones of `hands` in the order of the rule."""
    heard, spoken = heard_s(hands), {hand.participant for hand in hands if hand.state == Hand.State.SPOKE}
    up = {hand.ref: hand for hand in hands if hand.state != Hand.State.SPOKE}
    order = floor_rules.queue_order(
        [
            floor_rules.Raised(hand.ref, hand.participant, hand.country, hand.state, hand.budget_s, hand.raised_at)
            for hand in up.values()
        ],
        heard_s=heard,
        spoken=spoken,
    )
    return {
        ref: shapes.Hand(
            place,
            up[ref].participant,
            up[ref].name,
            up[ref].country,
            name_of_country(up[ref].country),
            up[ref].topic,
            up[ref].state,
            up[ref].budget_s,
            heard.get(up[ref].country, 0),
        )
        for place, ref in enumerate(order, 1)
    }


def heard_s(hands: Sequence[Hand]) -> dict[str, int]:
    """Return {country: seconds its people have had the floor}; turns still running count when they end."""
    heard: dict[str, int] = defaultdict(int)
    for hand in hands:
        if hand.started_at and hand.ended_at:
            heard[hand.country] += round((hand.ended_at - hand.started_at).total_seconds())
    return dict(heard)


def question_told(question: Question) -> shapes.Question:
    return shapes.Question(
        question.text,
        question.language,
        question.name,
        question.country,
        name_of_country(question.country),
        iso(question.asked_at),
        question.state,
        question.votes,
    )


def poll_told(poll: Poll) -> shapes.Poll:
    options = sorted(poll.options.all(), key=lambda option: option.position)
    return shapes.Poll(
        poll.ref,
        told(poll.question),
        poll.state,
        poll.results_shown,
        [shapes.PollOption(option.ref, told(option.text)) for option in options],
    )


def _poll_on_show(polls: Sequence[Poll]) -> shapes.Poll | None:
    """Return the open poll, else the latest whose results are shown."""
    shown = [
        poll
        for poll in polls
        if poll.state == Poll.State.OPEN or (poll.state == Poll.State.CLOSED and poll.results_shown)
    ]
    return (
        poll_told(max(shown, key=lambda poll: (poll.state == Poll.State.OPEN, poll.opened_at, poll.pk)))
        if shown
        else None
    )


def title_of(item: Item) -> shapes.Told:
    """Return who or what comes: the people of an item, else its title."""
    names = [f"\u2068{person.name}\u2069" for person in people_of(item)]  # isolated: each has its own direction
    if not names:
        return told(Text(dict(item.title)))
    return {"@": {language: format_list(names, locale=locale(language)) for language, _ in settings.LANGUAGES}}
