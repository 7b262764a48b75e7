"""Who looks after which communities."""

from datetime import UTC, date, datetime

import pytest

from ocaq.kernel.actor import ANONYMOUS, Actor, Grant
from ocaq.kernel.refusals import NotAllowed
from ocaq.register import permissions
from ocaq.register.models import Area, Community, Kind
from ocaq.register.queries.scope import within
from ocaq.register.rules.scopes import office_over

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def coordinator(scope: str = "institution", place: str = "") -> Actor:
    return Actor(ref="user:7", grants=frozenset({Grant("coordinator", scope, place)}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("grant", "office"),
    [
        (Grant("staff"), "staff"),
        (Grant("coordinator"), "staff"),
        (Grant("coordinator", "country", "DE"), "country"),
        (Grant("coordinator", "country", "FR"), None),
        (Grant("coordinator", "community", "council"), "council"),
        (Grant("coordinator", "community", "here"), "body"),
        (Grant("coordinator", "community", "other"), None),
        (Grant("director"), None),
        (Grant("crew"), None),
    ],
)
def test_office(grant, office) -> None:
    assert office_over({grant}, country="DE", ref="here", councils=["council"]) == office


def test_a_council_does_not_review_itself() -> None:
    grants = {Grant("coordinator", "community", "council")}

    assert office_over(grants, country="DE", ref="council", councils=["council"]) == "body"


@pytest.fixture
def network(db):
    def make(slug: str, kind: str, country: str) -> Community:
        return Community.objects.create(
            slug=slug, kind=Kind.objects.get(code=kind), country=country, created_at=AT, changed_at=AT
        )

    made = {
        slug: make(slug, kind, country)
        for slug, kind, country in [
            ("council", "council", "AT"),
            ("berlin", "house", "DE"),
            ("bonn", "school", "DE"),
            ("paris", "house", "FR"),
            ("rome", "house", "IT"),
        ]
    }
    Area.objects.create(council=made["council"], country="DE", starts_on=date(2020, 1, 1))
    Area.objects.create(council=made["council"], country="FR", starts_on=date(2020, 1, 1), ends_on=date(2026, 3, 1))
    Area.objects.create(council=made["council"], country="IT", starts_on=date(2026, 3, 2))
    # Only a body of a kind that spans countries does.
    Area.objects.create(council=made["rome"], country="FR", starts_on=date(2020, 1, 1))
    return made


def test_rows_and_permission_say_the_same(network) -> None:
    actors = {
        "nobody": (ANONYMOUS, set()),
        "staff": (Actor("user:1", frozenset({Grant("staff")})), set(network)),
        "director": (Actor("user:1", frozenset({Grant("director")})), set()),
        "germany": (coordinator("country", "DE"), {"berlin", "bonn"}),
        "council": (coordinator("community", network["council"].ref), {"council", "berlin", "bonn"}),
        "school": (coordinator("community", network["bonn"].ref), {"bonn"}),
        "rome": (coordinator("community", network["rome"].ref), {"rome"}),
    }

    for actor, slugs in actors.values():
        assert set(within(actor, at=AT).values_list("slug", flat=True)) == slugs
        offices = {slug for slug, row in network.items() if permissions.office_over(actor, row, at=AT)}
        assert offices == slugs


def test_refusals_say_why(network) -> None:
    for actor, code in [(ANONYMOUS, "sign-in-first"), (coordinator("country", "FR"), "not-your-community")]:
        with pytest.raises(NotAllowed, match=code):
            permissions.require_keeper(actor, network["berlin"], at=AT)
    with pytest.raises(NotAllowed, match="not-yours-to-review"):
        permissions.require_reviewer(coordinator("community", network["bonn"].ref), network["bonn"], at=AT)


@pytest.mark.parametrize("change", [{"state": "closed"}, {"absorbed_into": "rome"}])
def test_a_council_that_stands_no_longer_keeps_no_country(network, change) -> None:
    council = coordinator("community", network["council"].ref)
    Community.objects.filter(slug="council").update(
        **{name: network[value] if name == "absorbed_into" else value for name, value in change.items()}
    )

    assert permissions.office_over(council, network["berlin"], at=AT) is None
    assert not within(council, at=AT).filter(slug__in=["berlin", "bonn"]).exists()
    with pytest.raises(NotAllowed, match="not-allowed"):
        permissions.require_list_keeper(council, at=AT)
