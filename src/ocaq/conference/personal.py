"""Every personal field the conference keeps: why, on what ground, until when. What is not here may not be kept."""

from dataclasses import dataclass
from typing import Literal

Ground = Literal[
    "asked", "consent", "task"
]  # asked: needed for what the person asked for; task: the institution's public task
# What happens then: erased, or parted from the person so that only the count stays.
End = Literal["erased", "parted"]


@dataclass(frozen=True, slots=True)
class PersonalField:
    """`days`: kept so long after the conference has ended."""

    table: str
    fields: tuple[str, ...]
    purpose: str
    ground: Ground
    days: int
    end: End


NAMES_KEPT_DAYS = 60
NEEDS_KEPT_DAYS = 1
DRAFTS_KEPT_DAYS = 14

PERSONAL: tuple[PersonalField, ...] = (
    PersonalField(
        "conference.Registration",
        ("name", "address_as", "organisation"),
        "to greet a person and to show who has the floor",
        "asked",
        NAMES_KEPT_DAYS,
        "erased",
    ),
    PersonalField(
        "conference.Registration",
        ("email",),
        "to send the personal link, the calendar file and changes of the date",
        "asked",
        NAMES_KEPT_DAYS,
        "erased",
    ),
    PersonalField(
        "conference.Registration",
        ("country", "capacity"),
        "to count who took part and from where",
        "task",
        NAMES_KEPT_DAYS,
        "parted",
    ),
    PersonalField(
        "conference.Registration",
        ("languages", "zone"),
        "to write and show times as the person reads them",
        "asked",
        NAMES_KEPT_DAYS,
        "erased",
    ),
    PersonalField(
        "conference.Registration",
        ("needs",),
        "to arrange what helps the person to take part",
        "consent",
        NEEDS_KEPT_DAYS,
        "erased",
    ),
    PersonalField(
        "conference.Registration",
        ("user", "invitation"),
        "to know the same person when they come back",
        "asked",
        NAMES_KEPT_DAYS,
        "erased",
    ),
    PersonalField(
        "conference.Invitation",
        ("name", "email", "country", "capacity", "language"),
        "to send a personal link and fill in what is known",
        "task",
        NAMES_KEPT_DAYS,
        "erased",
    ),
    PersonalField(
        "conference.Speaker",
        ("name", "role", "place", "country", "speaks"),
        "the published programme names who speaks",
        "task",
        36_500,
        "erased",
    ),
    PersonalField(
        "conference.Question",
        ("participant", "name", "country", "text"),
        "to ask in one’s own name",
        "asked",
        NAMES_KEPT_DAYS,
        "parted",
    ),
    PersonalField(
        "conference.Hand",
        ("participant", "name", "country", "topic"),
        "to give the floor in turn",
        "asked",
        NAMES_KEPT_DAYS,
        "parted",
    ),
    PersonalField(
        "conference.PresenceInterval",
        ("participant", "country", "capacity"),
        "to count who was there, each person once",
        "task",
        NAMES_KEPT_DAYS,
        "parted",
    ),
)
