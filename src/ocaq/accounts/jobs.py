"""Work that repeats: erasing sessions that have ended."""

from ocaq.accounts.commands.account import forget_ended_sessions
from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.kernel.worker import every


@every(3600.0)
def forget_sessions() -> None:
    forget_ended_sessions(by=system("accounts"), at=clock.now())
