"""Work that repeats: events are delivered, those given up counted, old pages leave the database's files."""

from prometheus_client import Gauge

from ocaq.kernel import erasure, outbox
from ocaq.kernel.worker import every

GIVEN_UP = Gauge("ocaq_outbox_given_up", "Events that could not be delivered and are tried no more.")


@every(1.0)
def deliver_events() -> int:
    return outbox.deliver_due()


@every(60.0)
def count_given_up() -> None:
    GIVEN_UP.set(outbox.given_up())


@every(5.0)
def shed_pages_owed() -> None:
    if erasure.are_pages_owed():
        erasure.shed_old_pages()


@every(3600.0)
def shed_pages() -> None:
    erasure.shed_old_pages()
    erasure.vacuum(erasure.tables())
