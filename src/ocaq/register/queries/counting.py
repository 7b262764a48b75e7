"""The network counted: what stands in the register now, and what was reported of a quarter."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Final

from django.db.models import Count as CountOf
from django.utils.translation import get_language

from ocaq.evidence.figures import Named, Value
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


def facts_of(ref: str, *, at: datetime) -> Facts:
    """Return what a count of the network, or of a quarter, comes to (three SQL queries, or one)."""
    return _network(at) if ref == NETWORK else _quarter(ref)


def last_count(ref: str) -> Count | None:
    """Return what was written last (one SQL query)."""
    return Count.objects.filter(about=ref).order_by("-round").first()


def _network(at: datetime) -> Facts:
    rows = shown(with_closed=False)
    teaching = rows.filter(kind__teaches=True)
    by_kind = rows.order_by().values_list("kind__code").annotate(many=CountOf("pk"))
    taught: set[str] = set()
    seen, total, countries = 0, 0, dict[str, int]()
    for country, state, languages, verified_at in rows.values_list("country", "state", "taught", "verified_at"):
        total, seen = total + 1, seen + is_fresh(verified_at, at)
        countries[country] = countries.get(country, 0) + 1
        taught.update(languages if state == Community.State.ACTIVE else ())
    return {
        "communities": total,
        "countries": len(countries),
        "schools": teaching.count(),
        "school_countries": teaching.order_by().values("country").distinct().count(),
        "languages": len(taught),
        "fresh": 100 * seen // total if total else 0,
        "by_kind": _cells(dict(by_kind)),
        "by_country": _cells({country.lower(): many for country, many in countries.items()}),
    }


def _cells(counts: Mapping[str, int]) -> list[str]:
    return [f"{row}:{count}" for row, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]


def _quarter(quarter: str) -> Facts:
    # Of two entries found to be one, both may have reported; the one that stands for both is counted.
    reports = ActivityReport.objects.filter(quarter=quarter, community__absorbed_into=None).order_by("round")
    latest = {row["community"]: row for row in reports.values("community", *SUMMED)}
    sums = {name: sum(row[name] for row in latest.values()) for name in SUMMED}
    return {"reported": len(latest), **sums}


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
    """Return what a count would write now, by code (three SQL queries, or one)."""
    found = facts_of(ref, at=clock.now())
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
