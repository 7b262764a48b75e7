"""Files with people's records: written down before they leave, and refused without recipient, purpose and end."""

from datetime import datetime

from django.db import transaction

from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed, NotValid
from ocaq.privacy.models import Export
from ocaq.privacy.permissions import roles_of
from ocaq.privacy.queries.exports import roles_for
from ocaq.privacy.rules import lawful as rules


@transaction.atomic
def write_export(
    *, kind: str, recipient: str, purpose: str, expires_at: datetime, rows: int, by: Actor, at: datetime
) -> str:
    """Write that a file with people's records leaves; return the line that must stand in it.

    Args:
        kind: declared with `declare_export`, with the roles that may take it.
        expires_at: when the recipient erases it, 90 days at most.
        rows: how many records it holds.

    Raises:
        NotAllowed: `not-allowed`. NotValid: `export-for-whom`, `export-too-long`.
        KeyError: the kind is not declared.
    """
    refusal = rules.refusal_to_export(
        roles=roles_for(kind), held=roles_of(by), recipient=recipient, purpose=purpose, expires_at=expires_at, at=at
    )
    if refusal == "not-allowed":
        raise NotAllowed("not-allowed")
    if refusal:
        raise NotValid(refusal)
    export = Export.objects.create(
        kind=kind,
        recipient=recipient.strip()[:200],
        purpose=purpose.strip()[:300],
        expires_at=expires_at,
        rows=rows,
        at=at,
        by=by.ref,
    )
    record(
        kind="privacy.export.taken",
        subject=f"export:{export.ref}",
        by=by,
        at=at,
        facts={"kind": kind, "rows": rows, "days": (expires_at - at).days},
    )
    return rules.watermark(ref=export.ref, recipient=export.recipient, expires_on=f"{expires_at:%Y-%m-%d}", rows=rows)
