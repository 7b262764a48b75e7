"""People and communities that tests of the register share."""

from datetime import UTC, datetime
from typing import Any

from ocaq.kernel.actor import Actor, Grant
from ocaq.kernel.ids import new_ref
from ocaq.register.commands.communities import found
from ocaq.register.commands.places import add_place
from ocaq.register.models import Community

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
STAFF = Actor(ref="user:1", grants=frozenset({Grant("staff")}))


def coordinator(scope: str = "institution", place: str = "", *, user: int = 7) -> Actor:
    return Actor(ref=f"user:{user}", grants=frozenset({Grant("coordinator", scope, place)}))  # type: ignore[arg-type]


def keeper_of(community: Community, *, user: int = 9) -> Actor:
    return coordinator("community", community.ref, user=user)


def town(name: str = "Berlin", country: str = "DE", latitude: float = 52.52, longitude: float = 13.405) -> str:
    return add_place(
        country=country,
        name={"en": name},
        latitude=latitude,
        longitude=longitude,
        zone="Europe/Berlin",
        by=STAFF,
        at=AT,
    )


def community(
    name: str = "Azərbaycan Evi", *, kind: str = "house", country: str = "DE", key: str = "", **fields: Any
) -> Community:
    """Found a community by staff and return it."""
    names = fields.pop("names", [[name, "az", "original"]])
    ref = found(
        kind=kind,
        country=country,
        names=names,
        place=fields.pop("place", ""),
        fields=fields,
        key=key or new_ref(),
        by=STAFF,
        at=AT,
    )
    return Community.objects.get(ref=ref)
