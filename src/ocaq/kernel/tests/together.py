"""Two who do something at the same moment, each on a connection of their own."""

from collections.abc import Callable
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

from django.db import connection


def meet(monkeypatch: Any, module: Any, name: str) -> None:
    """Have two who call a function of a module wait there for each other, the first time."""
    both, asked = Barrier(2), getattr(module, name)

    def waiting(*given: Any, **named: Any) -> Any:
        with suppress(BrokenBarrierError):
            both.wait(2)
        both.abort()  # whoever comes again waits for nobody
        return asked(*given, **named)

    monkeypatch.setattr(module, name, waiting)


def at_once(*acts: Callable[[], object]) -> list[Any]:
    """Return what each came to, or raised."""
    told: list[Any] = []

    def run(act: Callable[[], object]) -> None:
        try:
            told.append(act())
        except Exception as refused:  # noqa: BLE001 - what it raises is what the test is about
            told.append(refused)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return told
