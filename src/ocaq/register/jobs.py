"""Work that repeats: who was erased stays erased."""

from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.kernel.worker import every
from ocaq.register.commands.erasing import erase_people_again


@every(3600)
def erase_who_came_back() -> int:
    return erase_people_again(by=system("worker"), at=clock.now())
