"""What a door hands to a command: shapes without meaning, which the commands' rules judge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ConferenceEntry:
    slug: str
    title: Texts
    starts_at: datetime
    zone: str
    languages: Sequence[str]
    slogan: Texts = field(default_factory=dict)
    about: Texts = field(default_factory=dict)
    entry: str = "open"
    doors_open_min: int = 60
    floor_budget_s: int = 120


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    name: str
    role: Texts = field(default_factory=dict)
    place: Texts = field(default_factory=dict)
    country: str = ""
    speaks: str = ""


@dataclass(frozen=True, slots=True)
class ItemEntry:
    kind: str
    length_s: int
    title: Texts = field(default_factory=dict)
    subtitle: Texts = field(default_factory=dict)
    fixed_start_at: datetime | None = None
    owner: str = ""
    media_url: str = ""
    media_kind: str = ""
    sound_url: str = ""
    script: Texts = field(default_factory=dict)
    notes: str = ""
    cues: Mapping[str, str] = field(default_factory=dict)
    speakers: Sequence[SpeakerEntry] = ()


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """What a person says of themselves when they register; a draft may leave the rest for the next step."""

    name: str = ""
    address_as: str = ""
    email: str = ""
    country: str = ""
    capacity: str = ""
    organisation: str = ""
    languages: Sequence[str] = ()
    needs: Sequence[str] = ()
    zone: str = ""


@dataclass(frozen=True, slots=True)
class InvitationEntry:
    name: str
    email: str
    country: str = ""
    capacity: str = ""
    language: str = ""
