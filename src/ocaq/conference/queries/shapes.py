"""What the server tells a room, a crew and a speaker; a test compares the names with `islands/shared/state.ts`.

A text in several languages stands as `{"@": {language: text}}` until it is told in one (`patches.in_language`).
"""

from typing import Any

import msgspec

Told = str | dict[str, Any]


class Person(msgspec.Struct, frozen=True):
    name: str
    role: Told
    place: Told
    country: str
    speaks: str


class Media(msgspec.Struct, frozen=True):
    kind: str
    src: str
    sound: str


class Now(msgspec.Struct, frozen=True):
    ref: str
    number: float
    kind: str
    title: Told
    subtitle: Told
    people: list[Person]
    started_at: str
    seconds: int
    held_at: str | None
    held_s: int
    media: Media | None


class ProgrammeItem(msgspec.Struct, frozen=True):
    order: int
    number: float
    kind: str
    title: Told
    subtitle: Told
    people: list[str]
    planned_at: str
    expected_at: str
    seconds: int
    fixed: bool
    state: str
    ran_s: int | None


class Words(msgspec.Struct, frozen=True):
    id: int
    text: str
    lang: str
    interpreted: bool
    who: str
    at: str


class Hand(msgspec.Struct, frozen=True):
    order: int
    participant: str
    name: str
    country: str
    country_name: Told
    topic: str
    state: str
    budget_s: int
    spoken_by_country_s: int


class Question(msgspec.Struct, frozen=True):
    text: str
    lang: str
    name: str
    country: str
    country_name: Told
    at: str
    state: str
    votes: int


class PollOption(msgspec.Struct, frozen=True):
    ref: str
    text: Told


class Poll(msgspec.Struct, frozen=True):
    ref: str
    question: Told
    state: str
    results_shown: bool
    options: list[PollOption]


class Called(msgspec.Struct, frozen=True):
    """The conference's own line: its names and times."""

    ref: str
    slug: str
    title: Told
    zone: str
    starts_at: str


class Floor(msgspec.Struct, frozen=True):
    open: bool
    budget_s: int


class RoomState(msgspec.Struct, frozen=True):
    seq: int
    conference: Called
    phase: str
    mode: str
    now: Now | None
    next: str | None
    running_late_s: int
    projected_end: str
    programme: dict[str, ProgrammeItem]
    words: Any  # list[Words], or several by language
    floor: Floor
    queue: dict[str, Hand]
    questions_open: bool
    questions: dict[str, Question]
    poll: Poll | None


class Light(msgspec.Struct, frozen=True):
    state: str
    at: str
    by: str
    nudged_at: str | None


class CrewItem(msgspec.Struct, frozen=True):
    owner: str
    notes: str
    script: Any  # list[str], or several by language
    cues: dict[str, str]
    lights: dict[str, Light]


class Standby(msgspec.Struct, frozen=True):
    ref: str
    at: str


class Holder(msgspec.Struct, frozen=True):
    ref: str
    name: str


class Department(msgspec.Struct, frozen=True):
    code: str
    letter: str
    name: Told


class Heard(msgspec.Struct, frozen=True):
    country: str
    country_name: Told
    seconds: int


class Message(msgspec.Struct, frozen=True):
    id: int
    text: Told
    shown_at: str
    seen_at: str | None


class LogSentence(msgspec.Struct, frozen=True):
    id: int
    at: str
    sentence: Told


class CrewState(RoomState, frozen=True):
    version: int
    standby: Standby | None
    undo_until: str | None
    baton: Holder | None
    baton_offered_to: Holder | None
    crew: dict[str, CrewItem]
    departments: list[Department]
    waiting: dict[str, Question]
    balance: list[Heard]
    message: Message | None
    polls: dict[str, Poll]
    log: list[LogSentence]


class SpeakerMessage(msgspec.Struct, frozen=True):
    id: int
    text: Told
    shown_at: str


class SpeakerState(msgspec.Struct, frozen=True):
    seq: int
    phase: str
    mode: str
    now: Now | None
    next: Told
    message: SpeakerMessage | None
    capital_zone: str


class RoomEvent(msgspec.Struct, frozen=True):
    seq: int
    kind: str
    at: str
    patch: dict[str, Any]


# What is patched by key; everything else is replaced whole.
KEYED = frozenset({"programme", "queue", "questions", "crew", "waiting", "polls"})
