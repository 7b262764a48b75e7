"""What intake tidies up by itself."""

from datetime import timedelta

from ocaq.intake.models import Receipt
from ocaq.kernel import clock, worker

KEPT = timedelta(days=7)


@worker.every(3600)
def forget_old_receipts() -> int:
    """Remove receipts so old that no page repeats their deed any more."""
    return Receipt.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
