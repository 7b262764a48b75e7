from datetime import timedelta

import pytest

from ocaq.conference.forms.registration import read_lines, zones_of
from ocaq.conference.rules.entries import InvitationEntry
from ocaq.conference.rules.registration import (
    invitation_over,
    refusal_of_name,
    refusal_to_change,
    refusal_to_confirm,
    refusal_to_register,
)
from ocaq.conference.tests.makers import NOON


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("Aygün", None),
        ("李", None),
        ("", "name-missing"),
        ("...", "name-missing"),
        ("A" * 200, None),
        ("A" * 201, "name-too-long"),
    ],
)
def test_refusal_of_name(name: str, refusal: str | None) -> None:
    assert refusal_of_name(name) == refusal


@pytest.mark.parametrize(
    ("state", "entry", "invited", "over", "refusal"),
    [
        ("draft", "open", False, None, "registration-not-open"),
        ("published", "open", False, None, None),
        ("doors", "open", False, None, None),
        ("on_air", "open", False, None, None),
        ("ended", "open", False, None, "registration-closed"),
        ("cancelled", "open", True, None, "registration-closed"),
        ("published", "invitation", False, None, "entry-by-invitation"),
        ("published", "invitation", True, None, None),
        ("published", "invitation", True, "invitation-expired", "invitation-expired"),
    ],
)
def test_refusal_to_register(state: str, entry: str, invited: bool, over: str | None, refusal: str | None) -> None:
    assert refusal_to_register(state=state, entry=entry, invited=invited, invitation_over=over) == refusal


def test_an_invitation_ends_at_its_instant_and_when_withdrawn() -> None:
    later = NOON + timedelta(seconds=1)

    assert invitation_over(expires_at=later, withdrawn_at=None, at=NOON) is None
    assert invitation_over(expires_at=NOON, withdrawn_at=None, at=NOON) == "invitation-expired"
    assert invitation_over(expires_at=later, withdrawn_at=NOON, at=NOON) == "invitation-withdrawn"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({}, None),
        ({"name": ""}, "name-missing"),
        ({"country": "XX"}, "country-missing"),
        ({"capacity": ""}, "capacity-missing"),
        ({"languages": ()}, "languages-missing-of-person"),
    ],
)
def test_refusal_to_confirm(changes: dict[str, object], refusal: str | None) -> None:
    said = {"name": "Aygün", "country": "DE", "capacity": "self", "languages": ("az",), **changes}

    assert refusal_to_confirm(**said, countries={"DE"}, capacities={"self"}) == refusal  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("registration", "conference", "refusal"),
    [
        ("draft", "published", "registration-not-finished"),
        ("confirmed", "published", None),
        ("withdrawn", "on_air", None),
        ("confirmed", "ended", "registration-closed"),
        ("confirmed", "cancelled", "registration-closed"),
    ],
)
def test_refusal_to_change(registration: str, conference: str, refusal: str | None) -> None:
    assert refusal_to_change(registration_state=registration, conference_state=conference) == refusal


def test_a_zone_is_asked_only_where_clocks_differ() -> None:
    assert [len(zones_of(country)) for country in ("DE", "AZ", "XX")] == [1, 1, 0]
    assert "Europe/Moscow" in zones_of("RU")


def test_pasted_lines_are_read_whatever_stands_between() -> None:
    lines = (
        "Aygün, a@post.example, de, School, AZ",
        "",
        "Рауф\tr@post.example",
        '"Ingrid"; i@post.example;NO',
        "nobody",
        ",x@y.example",
    )

    people, wrong = read_lines("\n".join(lines))

    assert people[:3] == [
        InvitationEntry("Aygün", "a@post.example", "DE", "school", "az"),
        InvitationEntry("Рауф", "r@post.example"),
        InvitationEntry("Ingrid", "i@post.example", "NO"),
    ]
    assert [number for number, _line in wrong] == [5, 6]
