"""Work that repeats: who was erased stays erased."""

from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.kernel.worker import every
from ocaq.register.commands.erasing import erase_people_again
from ocaq.register.commands.finding import keep_findable


@every(3600)
def erase_who_came_back() -> int:
    return erase_people_again(by=system("worker"), at=clock.now())


@every(2)
def learn_what_changed() -> int:
    """Search knows a changed entry seconds later."""
    return keep_findable(by=system("worker"), at=clock.now())
