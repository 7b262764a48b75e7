"""Work that repeats: events are delivered, those given up counted, old pages leave the database's files."""

from prometheus_client import Gauge

from ocaq.kernel import outbox
from ocaq.kernel.erasure import shed_old_pages
from ocaq.kernel.worker import every

GIVEN_UP = Gauge("ocaq_outbox_given_up", "Events that could not be delivered and are tried no more.")


@every(1.0)
def deliver_events() -> int:
    return outbox.deliver_due()


@every(60.0)
def count_given_up() -> None:
    GIVEN_UP.set(outbox.given_up())


@every(3600.0)
def shed_pages() -> bool:
    return shed_old_pages()
