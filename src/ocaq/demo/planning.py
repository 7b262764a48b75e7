"""Conferences of the demo, planned as a planner would: from a template, with people, prepared words and sound."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings

from ocaq.conference.commands.planning import create_conference, publish_programme
from ocaq.conference.commands.registration import confirm_registration, keep_draft
from ocaq.conference.commands.rundown import change_item
from ocaq.conference.queries.programme import ItemRow, rundown
from ocaq.conference.rules.entries import ConferenceEntry, ItemEntry, PersonEntry, SpeakerEntry
from ocaq.demo import texts
from ocaq.demo.names import Somebody
from ocaq.kernel.actor import ANONYMOUS, Actor

LANGUAGES = ("az", "en", "ru", "ar")
# One film, as a file and as a stream of fragments; what has no picture is heard.
PICTURES = {"film": ("/media/demo/film.webm", "video"), "greeting": ("/media/demo/film.m3u8", "hls")}
PLAYED = frozenset({"anthem", "film", "greeting", "music"})


def plan(
    *,
    slug: str,
    template: str,
    title: Mapping[str, str],
    starts_at: datetime,
    floor_budget_s: int = 120,
    by: Actor,
    at: datetime,
) -> str:
    """Make and publish a conference from a template, at `at`; return its reference."""
    entry = ConferenceEntry(
        slug=slug,
        title=title,
        slogan=texts.SLOGAN,
        starts_at=starts_at,
        zone=settings.CAPITAL_ZONE,
        languages=LANGUAGES,
        floor_budget_s=floor_budget_s,
    )
    conference = create_conference(entry=entry, template=template, by=by, at=at)
    _cast(slug, by=by, at=at)
    publish_programme(slug=slug, by=by, at=at)
    return conference.ref


def register_people(
    people: Sequence[Somebody], *, slug: str, key: str, first_at: datetime, last_at: datetime
) -> list[str]:
    """Register everybody, spread evenly from first to last; every sixtieth leaves a mail address. Return references."""
    step = (last_at - first_at) / max(1, len(people))
    return [
        register_one(
            somebody,
            slug=slug,
            key=f"{key}.{number}",
            at=first_at + step * number,
            email=f"{key}.{number}@example.org" if number % 60 == 7 else "",
        )
        for number, somebody in enumerate(people)
    ]


def register_one(somebody: Somebody, *, slug: str, key: str, at: datetime, email: str = "") -> str:
    """Register one person and return the registration's reference; the same key registers once."""
    home = somebody.home
    by = replace(ANONYMOUS, language=home.reads)
    person = PersonEntry(
        name=somebody.name,
        email=email,
        country=home.code,
        capacity=somebody.capacity,
        languages=(home.reads,),
        zone=home.zone,
    )
    keep_draft(slug=slug, key=key, person=person, by=by, at=at)
    return confirm_registration(slug=slug, key=key, by=by, at=at).ref


def _cast(slug: str, *, by: Actor, at: datetime) -> None:
    """Say who appears, what is prepared and what is played."""
    speeches = 0
    for item in rundown(slug, at=at).items:
        speakers: tuple[SpeakerEntry, ...] = ()
        script: Mapping[str, str] = {}
        if item.kind in {"address", "opening"}:
            speakers, script = (SpeakerEntry("Rəşad Şəfəqli", texts.CHAIR_ROLE, {}, "AZ", "az"),), texts.ADDRESS
        elif item.kind in {"speech", "greeting"}:
            speakers, speeches = (_SPEAKERS[speeches % len(_SPEAKERS)],), speeches + 1
        if speakers or item.kind in PLAYED:
            change_item(
                slug=slug, ref=item.ref, entry=_entry(item, speakers, script), version=item.version, by=by, at=at
            )


_SPEAKERS = (
    SpeakerEntry(
        "Lena Birkenquell",
        texts.HOUSE_ROLE,
        {"en": "Berlin", "az": "Berlin", "ru": "Берлин", "ar": "برلين"},
        "DE",
        "az",
    ),
    SpeakerEntry(
        "Elçin Göllü", texts.SCHOOL_ROLE, {"en": "Ankara", "az": "Ankara", "ru": "Анкара", "ar": "أنقرة"}, "TR", "az"
    ),
    SpeakerEntry(
        "Вера Яблонь", texts.COUNCIL_ROLE, {"en": "Riga", "az": "Riqa", "ru": "Рига", "ar": "ريغا"}, "LV", "ru"
    ),
    SpeakerEntry(
        "ياسر السنديان", texts.SCHOOL_ROLE, {"en": "Amman", "az": "Əmman", "ru": "Амман", "ar": "عمّان"}, "JO", "ar"
    ),
    SpeakerEntry(
        "Freya Larkhollow",
        texts.SCHOLAR_ROLE,
        {"en": "Toronto", "az": "Toronto", "ru": "Торонто", "ar": "تورونتو"},
        "CA",
        "en",
    ),
    SpeakerEntry(
        "Könül Dənizli",
        texts.HOUSE_ROLE,
        {"en": "Tbilisi", "az": "Tbilisi", "ru": "Тбилиси", "ar": "تبليسي"},
        "GE",
        "az",
    ),
)


def _entry(item: ItemRow, speakers: Sequence[SpeakerEntry], script: Mapping[str, str]) -> ItemEntry:
    sound = f"/media/demo/{item.length_s}.wav"
    media_url, media_kind = PICTURES.get(item.kind, (sound, "audio"))
    return ItemEntry(
        kind=item.kind,
        length_s=item.length_s,
        title=item.title,
        subtitle=item.subtitle,
        fixed_start_at=item.fixed_start_at,
        owner=item.owner,
        notes=item.notes,
        cues=item.cues,
        speakers=speakers,
        script=script,
        media_url=media_url if item.kind in PLAYED else "",
        media_kind=media_kind if item.kind in PLAYED else "",
        sound_url=sound if item.kind in PLAYED else "",
    )


def quarter_before(at: datetime, *, least: timedelta) -> datetime:
    """Return the last quarter of an hour that is at least `least` before `at`."""
    early = at - least
    return early.replace(minute=early.minute - early.minute % 15, second=0, microsecond=0)
