"""Work that repeats: erasing sessions that have ended, accounts that never began, and who came back by a backup."""

from ocaq.accounts.commands.account import forget_ended_sessions
from ocaq.accounts.commands.erasing import erase_again, forget_unproven
from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.kernel.worker import every

BY = system("accounts")


@every(3600.0)
def forget_sessions() -> None:
    forget_ended_sessions(by=BY, at=clock.now())


@every(3600.0)
def forget_unproven_accounts() -> None:
    forget_unproven(by=BY, at=clock.now())


@every(3600.0)
def erase_who_came_back() -> None:
    erase_again(by=BY, at=clock.now())
