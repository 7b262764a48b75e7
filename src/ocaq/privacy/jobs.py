"""Work that repeats: looks, codes and answered requests end when their time is over."""

from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.kernel.worker import every
from ocaq.privacy.commands.erasing import forget


@every(3600.0)
def forget_what_is_over() -> int:
    return forget(by=system("privacy"), at=clock.now())
