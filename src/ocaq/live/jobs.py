"""What live tidies up by itself."""

from datetime import timedelta

from ocaq.kernel import clock, worker
from ocaq.live.models import Event

KEPT = timedelta(days=14)


@worker.every(3600)
def forget_old_events() -> int:
    """Remove events nobody resumes from any more; a page that is older starts from the snapshot."""
    return Event.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
