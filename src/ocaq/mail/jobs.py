"""Work that repeats: sending, counting what did not arrive, forgetting what has been sent long ago."""

import time

import structlog
from django.conf import settings
from prometheus_client import Gauge

from ocaq.kernel import clock
from ocaq.kernel.worker import every
from ocaq.mail.commands import forget_old, send_due
from ocaq.mail.queries import counts_by_state

MAILS = Gauge("ocaq_mail", "Mails by state; bounced and failed ones are tried no more.", ["state"])
PAUSE_S = 60.0
log = structlog.get_logger()
_paused_until = 0.0


@every(1.0)
def send_mails() -> None:
    """Send what is due; without a server everything waits. One that takes nothing is left alone for a minute."""
    global _paused_until  # noqa: PLW0603 - one worker thread a process; another process pauses by its own experience
    server = settings.MAIL_SERVER
    if not server or time.monotonic() < _paused_until:
        return
    counts = send_due(server=server, sender=settings.MAIL_SENDER, bounces=settings.MAIL_BOUNCES, at=clock.now())
    if counts:
        log.info("mail.sent", **{state.replace("-", "_"): count for state, count in counts.items()})
    if "server-down" in counts:
        _paused_until = time.monotonic() + PAUSE_S


@every(60.0)
def count_mails() -> None:
    for state, count in counts_by_state().items():
        MAILS.labels(state).set(count)


@every(3600.0)
def forget_old_mails() -> None:
    forget_old(at=clock.now())
