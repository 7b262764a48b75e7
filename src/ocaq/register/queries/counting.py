"""The network counted: what stands in the register now, and what was reported of a quarter."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final, cast

from django.utils.translation import get_language

from ocaq.evidence.figures import Named, Value
from ocaq.evidence.recording import Fact
from ocaq.kernel import clock
from ocaq.kernel.places import country_name
from ocaq.kernel.text import Text
from ocaq.register.figures import KIND, NETWORK
from ocaq.register.models import ActivityReport, Community, Count, Kind
from ocaq.register.queries.shown import shown
from ocaq.register.rules.activity import after, first_day
from ocaq.register.rules.freshness import is_fresh
from ocaq.register.words.keeping import network_title
from ocaq.register.words.shown import quarter_in_words

Facts = dict[str, int | list[str]]
SUMMED: Final = ("events", "people", "pupils", "lessons")


@dataclass(frozen=True, slots=True)
class Counted:
    """What figures come to, by their name; and what the log keeps of each community counted, by its reference."""

    totals: Facts
    kept: Mapping[str, Mapping[str, Fact]]


def counted(ref: str, *, at: datetime) -> Counted:
    """Count the network, or a quarter (one SQL query)."""
    return _network(at) if ref == NETWORK else _quarter(ref)


def last_count(ref: str) -> Count | None:
    """Return what was written last (one SQL query)."""
    return Count.objects.filter(about=ref).order_by("-round").first()


def _network(at: datetime) -> Counted:
    columns = "ref", "country", "state", "taught", "verified_at", "kind__code", "kind__teaches"
    rows = shown(with_closed=False).order_by("ref").values_list(*columns)
    kept: dict[str, dict[str, Fact]] = {}
    for ref, country, state, taught, verified_at, kind, teaches in rows:
        languages = sorted({language.lower() for language in taught}) if state == Community.State.ACTIVE else []
        said: dict[str, Fact] = {"kind": kind, "country": country.lower(), "languages": languages}
        kept[ref] = said | {"school": int(teaches), "fresh": int(is_fresh(verified_at, at))}
    schools = [said for said in kept.values() if said["school"]]
    return Counted(
        {
            "communities": len(kept),
            "countries": len({said["country"] for said in kept.values()}),
            "schools": len(schools),
            "school_countries": len({said["country"] for said in schools}),
            "languages": len({language for said in kept.values() for language in cast("list[str]", said["languages"])}),
            "fresh": 100 * sum(said["fresh"] == 1 for said in kept.values()) // max(len(kept), 1),
            "by_kind": _cells(said["kind"] for said in kept.values()),
            "by_country": _cells(said["country"] for said in kept.values()),
        },
        kept,
    )


def _cells(rows: Iterable[Fact]) -> list[str]:
    return [
        f"{row}:{count}" for row, count in sorted(Counter(map(str, rows)).items(), key=lambda row: (-row[1], row[0]))
    ]


def _quarter(quarter: str) -> Counted:
    # Of two entries found to be one, both may have reported; the one that stands for both is counted.
    reports = ActivityReport.objects.filter(quarter=quarter, community__absorbed_into=None).order_by("round")
    latest = {row["community__ref"]: row for row in reports.values("community__ref", *SUMMED)}
    sums = {name: sum(row[name] for row in latest.values()) for name in SUMMED}
    # How many people a single one reported is nobody's business: a school may have three pupils.
    kept = {ref: {name: row[name] for name in ("events", "lessons")} for ref, row in sorted(latest.items())}
    return Counted({"reported": len(latest), **sums}, kept)


def ready() -> Sequence[Named]:
    """Return the network, and each quarter that is over and was reported on, the latest first (two SQL queries)."""
    at = clock.now().replace(microsecond=0)
    quarters = ActivityReport.objects.order_by("-quarter").values_list("quarter", flat=True).distinct()
    over = [quarter for quarter in quarters if _end(quarter) <= at]
    network = [NETWORK] if Community.objects.exists() else []
    return [_named(ref, at) for ref in (*network, *over)]


def named(refs: Collection[str]) -> Mapping[str, Named]:
    """Return what figures of the register are about (no SQL query)."""
    at = clock.now()
    return {ref: _named(ref, at) for ref in refs if ref == NETWORK or _is_quarter(ref)}


def tally(ref: str) -> Mapping[str, Value]:
    """Return what a count would write now, by code (one SQL query)."""
    found = counted(ref, at=clock.now()).totals
    return {f"{KIND}.{name}": tuple(value) if isinstance(value, list) else value for name, value in found.items()}


def row_names(code: str, _ref: str, rows: Collection[str]) -> Mapping[str, str]:
    """Return the names of kinds, or of countries (one SQL query, or none)."""
    if code == f"{KIND}.by_kind":
        return {code: str(plural) for code, plural in Kind.objects.filter(code__in=rows).values_list("code", "plural")}
    return {row: country_name(row.upper(), get_language() or "en") for row in rows}


def _is_quarter(ref: str) -> bool:
    try:
        first_day(ref)
    except ValueError:
        return False
    return True


def _end(quarter: str) -> datetime:
    return datetime.combine(first_day(after(quarter)), time(), UTC)


def _named(ref: str, at: datetime) -> Named:
    if ref == NETWORK:
        return Named(ref, network_title(), "/directory/", at)
    return Named(ref, Text({get_language() or "en": quarter_in_words(ref)}), "/directory/", _end(ref))
