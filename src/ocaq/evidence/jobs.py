"""What the worker does for the log: it places what was committed, and says when it may not."""

import time
from datetime import datetime

import structlog
from prometheus_client import Gauge

from ocaq.evidence import sequencer
from ocaq.evidence.queries import Standing, standing
from ocaq.kernel import clock
from ocaq.kernel.refusals import NotPossible
from ocaq.kernel.worker import every

log = structlog.get_logger()
UNPLACED = Gauge("ocaq_log_unplaced", "Entries of the log without a place yet.")
SIZE = Gauge("ocaq_log_size", "Entries under the last checkpoint.")
WAITING = Gauge("ocaq_log_waiting_seconds", "Age of the oldest entry without a place, 0 when none waits.")
AGE = Gauge("ocaq_log_checkpoint_age_seconds", "Since the last checkpoint was signed.")
STOPPED = Gauge("ocaq_log_stopped", "1 while the log may not sign.")
# Whatever is wrong needs a person; looking each second would only cost.
LOOK_AGAIN_S = 30.0
_not_before = 0.0
_went_well = False
_shown_of: datetime | None = None


@every(1)
def place_entries() -> None:
    """Place what waits; a log that may not sign stops nothing else and is looked at again by and by."""
    global _not_before, _went_well, _shown_of  # noqa: PLW0603 - one worker a process
    now = standing()
    if time.monotonic() >= _not_before and (now.unplaced or not _went_well or now.trouble):
        try:
            sequencer.place()
            _went_well = True
            sequencer.note_trouble("")
        except NotPossible as refused:
            log.warning("log.stopped", code=refused.code)
            _not_before, _went_well = time.monotonic() + LOOK_AGAIN_S, False
            sequencer.note_trouble(refused.code)
        now = standing()
    elif _went_well and now.signed_at != _shown_of:  # another process signed
        sequencer.publish()
    _shown_of = now.signed_at
    _show(now)


def _show(now: Standing) -> None:
    at = clock.now()
    SIZE.set(now.size)
    UNPLACED.set(now.unplaced)
    WAITING.set((at - now.waits_since).total_seconds() if now.waits_since else 0)
    AGE.set((at - now.signed_at).total_seconds() if now.signed_at else 0)
    STOPPED.set(bool(now.trouble))
