"""How a show stands, without its state."""

from ocaq.conference.models import Conference, Show
from ocaq.conference.queries.channels import CREW, channel_of
from ocaq.live.channels import head


def version_now(slug: str) -> int:
    """Return the show's version, 0 before its first act (one SQL query)."""
    return Show.objects.filter(conference__slug=slug).values_list("version", flat=True).first() or 0


def seq_now(slug: str) -> int:
    """Return the number of the crew channel's last event (two SQL queries)."""
    return head(channel_of(Conference.objects.values_list("ref", flat=True).get(slug=slug), CREW))
