"""The made-up network has the shape of a real one, and was made by commands."""

from datetime import UTC, datetime

import pytest

from ocaq.demo import seed
from ocaq.demo.network import Network
from ocaq.demo.towns import TOWNS
from ocaq.evidence.models import Entry
from ocaq.kernel.places import country_codes
from ocaq.register.models import Area, Change, Community, Name, Post
from ocaq.register.rules.freshness import is_fresh

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.slow
def test_the_network_is_as_large_as_told_and_as_mixed() -> None:
    members = seed.hired(at=AT)
    Network(staff=members["staff"], at=AT).build()

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


def test_towns_lie_on_earth_in_countries() -> None:
    assert {town.country for town in TOWNS} <= set(country_codes())
    assert all(-60 < town.latitude < 75 and -180 < town.longitude < 180 for town in TOWNS)
    assert len({(town.country, town.en) for town in TOWNS}) == len(TOWNS)
