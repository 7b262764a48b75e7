"""Work that repeats: what people were promised would end, ends."""

from ocaq.conference.commands.erasing import erase_again
from ocaq.conference.commands.forgetting import forget
from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.kernel.worker import every


@every(3600)
def forget_what_is_over() -> int:
    return forget(by=system("worker"), at=clock.now())


@every(3600)
def erase_who_came_back() -> int:
    return erase_again(by=system("worker"), at=clock.now())
