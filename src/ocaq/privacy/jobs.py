"""Work that repeats: what is over ends, and looks are drawn for review."""

from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.kernel.worker import every
from ocaq.privacy.commands.erasing import forget
from ocaq.privacy.commands.reviewing import draw_reviews


@every(3600.0)
def forget_what_is_over() -> int:
    return forget(by=system("privacy"), at=clock.now())


@every(3600.0)
def draw_looks_for_review() -> int:
    return draw_reviews(by=system("privacy"), at=clock.now())
