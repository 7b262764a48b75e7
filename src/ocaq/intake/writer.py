"""Group commit: one thread stores whatever arrived while the last commit ran, and answers after it."""

import asyncio
import contextlib
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime
from queue import Empty, SimpleQueue

import structlog
from django.db import close_old_connections

from ocaq.intake import metrics, rates, store
from ocaq.intake.kinds import Answer, Deed, Submitted, kind_of
from ocaq.intake.store import TRY_AGAIN, Outcome
from ocaq.kernel import clock
from ocaq.live.tickets import Ticket

log = structlog.get_logger()
AT_ONCE = 500  # deeds in one transaction
WAITING = 20_000  # deeds in line before new ones are turned away
PATIENCE_S = 30.0
IDLE_S = 5.0
MOMENT_S = 0.25  # how long a mention waits at most for company

Waiting = tuple[Submitted, Callable[[Outcome], None], asyncio.AbstractEventLoop | None]


class Full(Exception):
    """The line is full, or the writer is closing: nothing was taken."""


class Writer:
    """The thread and its line. `put` from anywhere; outcomes come back in the loop that asked, or in this thread."""

    def __init__(self) -> None:
        self._line: SimpleQueue[Waiting | None] = SimpleQueue()  # None: the last that comes
        self._taking = threading.Lock()  # nobody stands in line behind the last
        self._mentioned: list[Waiting] = []  # nobody waits for these: they go with the next commit, or soon
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="intake-writer", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive() and not self._closing

    def put(
        self, submitted: Submitted, tell: Callable[[Outcome], None], loop: asyncio.AbstractEventLoop | None = None
    ) -> None:
        """Stand `submitted` in line; `tell` gets its outcome after the commit, in `loop` when given.

        Raises:
            Full: it was not taken.
        """
        with self._taking:
            if self._closing or self._line.qsize() >= WAITING:
                raise Full
            self._line.put((submitted, tell, loop))

    def mention(self, submitted: Submitted) -> None:
        """Have `submitted` stored within a moment, together with whatever else comes; nobody is told.

        Raises:
            Full: it was not taken.
        """
        with self._taking:
            if self._closing or len(self._mentioned) >= WAITING:
                raise Full
            self._mentioned.append((submitted, _nobody_asked, None))

    def close(self) -> None:
        """Take nothing more, store what is in line, and return when the thread has ended."""
        with self._taking:
            if not self._closing:
                self._closing = True
                self._line.put(None)
        self._thread.join(timeout=PATIENCE_S)

    def _run(self) -> None:
        is_last, idle_s = False, 0.0
        while not is_last:
            taken, is_last = self._take()
            idle_s = 0.0 if taken else idle_s + MOMENT_S
            if taken:
                _answer(taken, self._keep([submitted for submitted, _, _ in taken]))
            if is_last or idle_s > IDLE_S:
                close_old_connections()
                idle_s = 0.0

    def _take(self) -> tuple[list[Waiting], bool]:
        """Return whatever stands in line, waiting a moment for the first, and whether it was the last of all."""
        taken: list[Waiting] = []
        is_last = False
        with contextlib.suppress(Empty):
            waiting = self._line.get(timeout=MOMENT_S)
            while waiting is not None:
                taken.append(waiting)
                if len(taken) >= AT_ONCE:
                    break
                waiting = self._line.get_nowait()
            is_last = waiting is None
        with self._taking:
            mentioned, self._mentioned = self._mentioned, []
        return mentioned + taken, is_last  # who comes in and goes at once is gone

    @staticmethod
    def _keep(submitted: Sequence[Submitted]) -> Sequence[Outcome]:
        try:
            with metrics.COMMIT.time():
                outcomes = store.keep(submitted, at=clock.now())
        except Exception:  # the thread must outlive whatever a handler or a database does
            log.exception("intake.writer_stumbled", deeds=len(submitted))
            return [Outcome(TRY_AGAIN)] * len(submitted)
        metrics.DEEDS.inc(len(submitted))
        metrics.COMMITS.inc()
        return outcomes


def _answer(taken: Sequence[Waiting], outcomes: Sequence[Outcome]) -> None:
    """Tell everybody; one call into each loop for the whole batch."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[Callable[[Outcome], None], Outcome]]] = defaultdict(list)
    for (_, tell, loop), outcome in zip(taken, outcomes, strict=True):
        if loop is None:
            tell(outcome)
        else:
            by_loop[loop].append((tell, outcome))
    for loop, told in by_loop.items():
        try:
            loop.call_soon_threadsafe(_tell_all, told)
        except RuntimeError:
            log.warning("intake.loop_gone", deeds=len(told))  # committed; a repeat of the key gets its answer


def _tell_all(told: Sequence[tuple[Callable[[Outcome], None], Outcome]]) -> None:
    for tell, outcome in told:
        tell(outcome)


_writer: Writer | None = None


def startup() -> None:
    """Open the writer of this process."""
    global _writer  # noqa: PLW0603 - one writer a process
    _writer = Writer()


async def close() -> None:
    """Store what waits, then stop; harmless twice."""
    global _writer  # noqa: PLW0603
    closing = _writer
    _writer = None
    if closing is not None:
        await asyncio.to_thread(closing.close)


def is_alive() -> bool:
    return _writer is not None and _writer.is_alive


def running() -> Writer:
    """Return the writer of this process.

    Raises:
        Full: there is none.
    """
    if _writer is None:
        raise Full
    return _writer


def submit(ticket: Ticket, deed: Deed, *, at: datetime | None = None) -> Answer:
    """Have `deed` done and return its answer once it is committed; from any thread.

    A process without a writer (a command, a test) does it at once, in the transaction it is in.
    """
    kind = kind_of(deed)
    if not rates.shared.take(ticket.participant, kind.name, kind.rate):
        return Answer(refused="deed-too-often")
    submitted = Submitted(deed, ticket, at or clock.now())
    if _writer is None:
        return store.keep([submitted], at=submitted.at)[0].answer
    done: Future[Outcome] = Future()
    try:
        _writer.put(submitted, done.set_result)
        return done.result(timeout=PATIENCE_S).answer
    except (Full, TimeoutError):
        return TRY_AGAIN


def mention(ticket: Ticket, deed: Deed, *, at: datetime) -> None:
    """Have `deed` done soon without waiting: for what nobody was promised, such as presence."""
    kind = kind_of(deed)
    if not rates.shared.take(ticket.participant, kind.name, kind.rate):
        return
    submitted = Submitted(deed, ticket, at)
    if _writer is None:
        store.keep([submitted], at=at)
        return
    with contextlib.suppress(Full):  # whoever stays says so again
        _writer.mention(submitted)


def _nobody_asked(_outcome: Outcome) -> None:
    pass
