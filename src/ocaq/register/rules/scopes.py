"""What a coordinator looks after: the whole network, a country, what a council spans, one body."""

from collections.abc import Collection, Iterable
from typing import Literal

from ocaq.kernel.actor import Grant

# In which office somebody acts for an entry, the widest first.
Office = Literal["staff", "country", "council", "body"]
KEEPERS = frozenset({"staff", "system", "coordinator"})


def sees_all(grants: Iterable[Grant]) -> bool:
    return any(grant.role in KEEPERS and grant.scope == "institution" for grant in grants)


def countries_of(grants: Iterable[Grant]) -> frozenset[str]:
    """Return the countries looked after as such."""
    return frozenset(grant.place for grant in grants if grant.role in KEEPERS and grant.scope == "country")


def bodies_of(grants: Iterable[Grant]) -> frozenset[str]:
    """Return references of the communities looked after; a council's reaches what it spans."""
    return frozenset(grant.place for grant in grants if grant.role in KEEPERS and grant.scope == "community")


def office_over(grants: Collection[Grant], *, country: str, ref: str, councils: Collection[str]) -> Office | None:
    """Return in which office these grants let somebody act for a community, or None.

    Args:
        councils: references of the councils that span `country` now.
    """
    if sees_all(grants):
        return "staff"
    if country in countries_of(grants):
        return "country"
    bodies = bodies_of(grants)
    if bodies & (frozenset(councils) - {ref}):
        return "council"
    return "body" if ref in bodies else None


def covers(grants: Collection[Grant], *, country: str, ref: str, councils: Collection[str]) -> bool:
    return office_over(grants, country=country, ref=ref, councils=councils) is not None


def is_below(
    grants: Collection[Grant], *, ref: str, country: str, spans: Collection[str], reach: Collection[str] | None
) -> bool:
    """Say whether a community in sight is less than what these grants look after, so that its role can be given.

    Args:
        country: of its seat. spans: countries that it spans now, if it is a council.
        reach: countries looked after as such or by a council; None is every one.
    """
    if reach is None:
        return True
    is_own = ref in bodies_of(grants) and country not in countries_of(grants)
    return not is_own and {country, *spans} <= set(reach)


def may_review(office: Office | None) -> bool:
    """Say whether what somebody writes of sensitive fields holds at once, and whether they review what others wrote."""
    return office in {"staff", "country", "council"}
