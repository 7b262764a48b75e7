"""What somebody with an account did in a role: rows that say who did them, counted for their own record."""

from collections.abc import Sequence

from django.db.models import Model

from ocaq.design.dates import number
from ocaq.kernel.sealing import mark
from ocaq.privacy.rules.keeping import Holder, Kept, Line

# (table, the field that says who did it)
Deeds = Sequence[tuple[type[Model], str]]
_SIGN = 32  # hexadecimal digits, as of letters


def deeds_kept(holder: Holder, *, keeper: str, title: object, label: object, deeds: Deeds) -> list[Kept]:
    """Return one line that counts what a holder did, with its parts for the copy; nothing of who did nothing.

    One SQL query for each of `deeds`, none without an account. It leaves with the account: then nobody did it.
    """
    if holder.user_id is None:
        return []
    acted = f"user:{holder.user_id}"
    counted = [
        (table._meta.label, name, table._default_manager.filter(**{name: acted}).count()) for table, name in deeds
    ]
    done = {f"{table}.{name}": count for table, name, count in counted if count}
    if not done:
        return []
    first, field, _count = counted[0]
    return [
        Kept(
            keeper=keeper,
            subject=f"deeds:{mark(f'{keeper}:{acted}')[:_SIGN]}",
            title=title,
            source="self",
            lines=(Line(first, field, label, number(sum(done.values())), done),),
            may_leave=False,
        )
    ]
