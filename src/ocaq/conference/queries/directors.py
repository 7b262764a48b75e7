"""Who may hold the baton."""

from datetime import datetime

from django.db.models import Q, QuerySet

from ocaq.accounts.models import RoleGrant
from ocaq.conference.queries.shapes import Holder


def directors(*, at: datetime) -> list[Holder]:
    """Return the accounts that hold the director's role now, by name (one SQL query)."""
    grants = _in_force(at).select_related("user").order_by("user_id")
    found = {grant.user_id: Holder(f"user:{grant.user_id}", grant.user.name or grant.user.email.partition("@")[0]) for grant in grants}
    return sorted(found.values(), key=lambda holder: holder.name)


def is_director(ref: str, *, at: datetime) -> bool:
    """Say whether the account holds the director's role now (one SQL query)."""
    pk = ref.removeprefix("user:")
    return ref.startswith("user:") and pk.isdecimal() and _in_force(at).filter(user_id=int(pk)).exists()


def _in_force(at: datetime) -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), role="director", scope="institution", starts_at__lte=at,
                                    user__is_active=True)
