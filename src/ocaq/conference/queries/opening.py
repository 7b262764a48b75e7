"""What commitments in the log were made over, for an auditor: docs/privacy-log.md lists the same members."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ocaq.conference.models import Attendance, Registration, Words
from ocaq.evidence.canonical import Value
from ocaq.evidence.commitments import commitment
from ocaq.evidence.revealing import Opened, Sealed, by_ref


def of_attendance(sealed: Sequence[Sealed]) -> Iterator[Opened]:
    """Yield who was counted behind entries of the last count (one SQL query)."""
    entries = by_ref(sealed)
    for row in Attendance.objects.filter(ref__in=entries).select_related("conference"):
        for entry in entries[row.ref]:
            told: dict[str, Value] = {
                "participant": row.participant,
                "conference": row.conference.ref,
                "country": row.country,
                "capacity": row.capacity,
                "minutes": row.minutes,
                "round": int(entry.facts["round"]),
            }
            yield Opened(entry.index, bytes(row.salt), told)


def of_registrations(sealed: Sequence[Sealed]) -> Iterator[Opened]:
    """Yield what registrations say now (one SQL query)."""
    entries = by_ref(sealed)
    for row in Registration.objects.filter(pseudonym__in=entries).select_related("conference"):
        told = {
            "capacity": row.capacity,
            "conference": row.conference.ref,
            "country": row.country,
            "registration": row.pseudonym,
        }
        for entry in entries[row.pseudonym]:
            yield Opened(entry.index, bytes(row.salt), told)


def of_words(sealed: Sequence[Sealed]) -> Iterator[Opened]:
    """Yield what was said at once in all languages (one SQL query)."""
    entries = {(entry.ref, entry.commit): entry for entry in sealed}
    refs = {entry.ref for entry in sealed}
    said: dict[tuple[str, bytes], dict[str, str]] = defaultdict(dict)
    lines = Words.objects.filter(conference__ref__in=refs).exclude(salt=None)
    for ref, salt, language, text in lines.values_list("conference__ref", "salt", "language", "text"):
        said[ref, bytes(salt or b"")][language] = text
    for (ref, salt), texts in said.items():
        languages = sorted(texts)
        told: dict[str, Value] = {"languages": languages, "texts": [texts[language] for language in languages]}
        entry = entries.get((ref, commitment(salt, told)))
        if entry is not None:
            yield Opened(entry.index, salt, told)
