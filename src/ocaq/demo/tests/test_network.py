"""The made-up network has the shape of a real one, and was made by commands."""

from datetime import UTC, datetime

import phonenumbers
import pytest

from ocaq.demo import desks, network, seed
from ocaq.demo.lines import telephone
from ocaq.demo.towns import TOWNS
from ocaq.evidence.models import Entry
from ocaq.kernel.places import country_codes
from ocaq.privacy.queries.requests import requests_waiting
from ocaq.privacy.queries.watching import looks_to_review
from ocaq.register.commands.sweeping import find_likenesses
from ocaq.register.models import Area, Change, Community, Name, Post
from ocaq.register.queries import desk
from ocaq.register.queries.holding import untold
from ocaq.register.queries.likeness import pairs
from ocaq.register.queries.network import network_figures
from ocaq.register.rules.freshness import is_fresh
from ocaq.report.queries.figures import figure_rows

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.slow
def test_the_network_is_as_large_as_told_and_as_mixed() -> None:
    members = seed.hired(at=AT)
    network.Network(staff=members["staff"], at=AT).build()
    network.publish(by=members["staff"], at=AT)

    def of(kind: str) -> list[str]:
        return list(Community.objects.filter(kind__code=kind).values_list("country", flat=True))

    assert (len(of("house")), len(set(of("house")))) == (31, 20)
    assert (len(of("school")), len(set(of("school")))) == (95, 24)
    assert (len(of("council")), len(of("association"))) == (15, 300)
    assert len({area.country for area in Area.objects.all()}) == Area.objects.count() > 35
    assert {"az", "ru", "ka", "ar", "de", "uk"} <= set(Name.objects.values_list("language", flat=True))
    assert set(Community.objects.values_list("state", flat=True)) == {"active", "dormant", "closed"}
    fresh = [is_fresh(moment, AT) for moment in Community.objects.values_list("verified_at", flat=True)]
    assert 0.5 < sum(fresh) / len(fresh) < 1
    assert Post.objects.filter(public_until__gt=AT).exists()
    assert Post.objects.filter(public_until=None).exists()
    assert Change.objects.get(state="waiting").group == "names"
    assert Entry.objects.filter(kind="register.community.founded").count() == 441
    shown = network_figures()
    assert shown is not None
    assert {"communities", "countries", "schools", "languages", "fresh", "by_kind", "by_country"} <= set(shown.shown)
    assert shown.shown["communities"].number == Community.objects.exclude(state="closed").count()
    open_ones = Community.objects.filter(kind__code="association").exclude(state="closed").count()
    assert (shown.kinds[0].count, shown.kinds[0].width) == (open_ones, 100)
    assert "register:2026q3" in {row.about for row in figure_rows()}

    desks.fill(staff=members["staff"], coordinator=members["coordinator"], at=AT)

    asked = desk.reviews(by=members["coordinator"], at=AT)
    assert [row.group for row in asked] == ["names", "posts"]
    assert desk.entry(asked[0].community, by=members["staff"], at=AT).groups[0].fields["founded"] == "1998-06-04"
    assert [row.by_law < AT for row in untold(by=members["coordinator"], at=AT) if row.why == "no-address"] == [
        True,
        False,
    ]
    lookers = {row.by: row.reason for row in looks_to_review(by=members["staff"], at=AT)}
    assert lookers[members["coordinator"].ref] == desks.REASON
    assert members["staff"].ref in lookers
    assert [row.kind for row in requests_waiting(by=members["guardian"])] == ["explain"]
    find_likenesses(by=members["staff"], at=AT)
    assert pairs(about="people", page=1, by=members["coordinator"], at=AT)[1] == 2
    assert pairs(about="bodies", page=1, by=members["coordinator"], at=AT)[1] > 0


@pytest.mark.parametrize("country", sorted({town.country for town in TOWNS}))
def test_a_body_has_a_number_of_its_country_that_nobody_answers(country: str) -> None:
    number = phonenumbers.parse(telephone(country, 7))

    assert phonenumbers.is_possible_number(number)
    assert number.country_code == phonenumbers.country_code_for_region(country)
    assert telephone(country, 8) != telephone(country, 7)


def test_towns_lie_on_earth_in_countries() -> None:
    assert {town.country for town in TOWNS} <= set(country_codes())
    assert all(-60 < town.latitude < 75 and -180 < town.longitude < 180 for town in TOWNS)
    assert len({(town.country, town.en) for town in TOWNS}) == len(TOWNS)
