"""Which entries everybody may see: all but those that another one absorbed, whose addresses lead there."""

from django.db.models import QuerySet

from ocaq.register.models import Community

_LONGEST_WAY = 8  # of entries absorbed by one that was absorbed later


def shown(*, with_closed: bool = True) -> QuerySet[Community]:
    rows = Community.objects.filter(absorbed_into=None)
    return rows if with_closed else rows.exclude(state=Community.State.CLOSED)


def followed(row: Community) -> Community:
    """Return the entry that stands for this one now (one SQL query for each merge)."""
    for _ in range(_LONGEST_WAY):
        if row.absorbed_into is None:
            break
        row = row.absorbed_into
    return row
