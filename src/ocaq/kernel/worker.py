"""Work that repeats: each room's `jobs.py` declares it, one thread (or process) of the house does it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from django.db import close_old_connections

log = structlog.get_logger()


@dataclass
class Job:
    name: str
    every_s: float
    run: Callable[[], object]
    due: float = field(default=0.0)


_jobs: dict[str, Job] = {}
_went_round_at = float("-inf")
_thread: threading.Thread | None = None


def every(seconds: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Declare a function as a job that runs every `seconds`; it must bear running in two processes at once."""

    def declare(run: Callable[[], object]) -> Callable[[], object]:
        name = f"{run.__module__}.{run.__qualname__}"
        _jobs[name] = Job(name, seconds, run)
        return run

    return declare


def jobs() -> list[Job]:
    return list(_jobs.values())


def quiet_s() -> float:
    """Return the seconds since the worker of this process last finished a job or a round; infinite when none runs."""
    return time.monotonic() - _went_round_at


def still_at_it() -> None:
    """Say from within a long job that it goes on; from any other thread this says nothing."""
    global _went_round_at  # noqa: PLW0603 - one worker a process, watched by /readyz
    if threading.current_thread() is _thread:
        _went_round_at = time.monotonic()


def run_until(stopped: threading.Event) -> None:
    """Run the declared jobs when due until `stopped` is set; one that fails is logged and tried at its next time."""
    global _went_round_at, _thread  # noqa: PLW0603 - one worker a process, watched by /readyz
    _thread = threading.current_thread()
    while not stopped.is_set():
        _went_round_at = time.monotonic()
        close_old_connections()
        for job in jobs():
            if time.monotonic() >= job.due and not stopped.is_set():
                try:
                    job.run()
                except Exception:
                    log.exception("worker.job_failed", job=job.name)
                _went_round_at = time.monotonic()
                job.due = _went_round_at + job.every_s
        stopped.wait(0.25)
