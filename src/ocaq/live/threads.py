"""Where live does its reading: two threads, so that the loop that writes to streams never waits for a database."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import close_old_connections

from ocaq.kernel.refusals import Refused

Result = TypeVar("Result")


class Busy(Refused):
    """Not now; the same request is welcome in a moment."""

    status = 503


class Readers:
    """A small pool whose database connections are kept in order."""

    def __init__(self, threads: int = 2) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="live-reader")
        self._closed = False

    async def read(self, question: Callable[..., Result], *about: object) -> Result:
        """Return what `question(*about)` returns, asked in a thread.

        Raises:
            Busy: `live-busy`: this hub is closing.
        """
        if self._closed:
            raise Busy("live-busy")
        return await asyncio.get_running_loop().run_in_executor(self._pool, _read, question, about)

    def close(self) -> None:
        self._closed = True
        self._pool.shutdown(wait=False)  # what was asked is still answered: nobody waits for a future that never comes


def _read(question: Callable[..., Result], about: tuple[object, ...]) -> Result:
    close_old_connections()
    try:
        return question(*about)
    finally:
        close_old_connections()
