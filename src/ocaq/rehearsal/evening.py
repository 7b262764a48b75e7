"""The whole evening: everybody comes, the show is called, all go home, the report is read, the verdict given."""

import asyncio
import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ocaq.rehearsal.claims import Report, claims_of, read_report
from ocaq.rehearsal.demands import Cut
from ocaq.rehearsal.desk import Desk, ShowStopped
from ocaq.rehearsal.director import Crew, Director, ShowRun
from ocaq.rehearsal.guest import Evening, Guest
from ocaq.rehearsal.hall import Hall
from ocaq.rehearsal.http import Connections, Origin, Unreachable
from ocaq.rehearsal.outcome import Outcome, settle
from ocaq.rehearsal.people import Person
from ocaq.rehearsal.server import OwnServer
from ocaq.rehearsal.truth import Line

TAIL_S = 20.0  # how long everybody may take to have the last number
SETTLE_S = 3.0


@dataclass
class Plan:
    origin: Origin
    slug: str
    people: Sequence[Person]
    speed: float
    seed: int
    demo_link: str
    limit_s: float
    kill_after_s: float | None = None


class Rehearsal:
    def __init__(self, plan: Plan, *, server: OwnServer | None, tell: Callable[[str], None]) -> None:
        self.plan, self.server, self.tell = plan, server, tell
        self.connections = Connections(plan.origin)
        self.evening = Evening(
            plan.slug, self.connections, Hall(), moment_s=max(2.0, 240 / plan.speed), show_s=7800 / plan.speed
        )
        self.guests = [Guest(person, self.evening) for person in plan.people]
        self.crew: Crew | None = None
        self.director: Director | None = None
        self.started = time.monotonic()
        self.stage = "signing in"
        self.cuts: list[Cut] = []

    async def hold(self) -> Outcome:
        """Hold the rehearsal and return what came of it.

        Raises:
            ShowStopped: it could not be held to its end; the message says where it stopped.
        """
        raise_file_limit()
        try:
            async with asyncio.timeout(self.plan.limit_s):
                return await self._hold()
        except TimeoutError as error:
            message = f"not over after {self.plan.limit_s:.0f} s; it was at: {self.stage}"
            raise ShowStopped(message) from error
        finally:
            await self._close()

    async def _hold(self) -> Outcome:
        self.director = await self._staff()
        tasks = [asyncio.create_task(guest.live()) for guest in sorted(self.guests, key=lambda one: one.person.arrives)]
        try:
            run = await self._programme(self.director, tasks)
            report = await self._report()
        finally:
            self.evening.over.set()
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=10)
        return self._settle(run, report)

    async def _staff(self) -> Director:
        room = f"/conferences/{self.plan.slug}"
        desks = {}
        for name, role, path in (
            ("director", "director", "/console"),
            ("second", "second-director", "/console"),
            ("captioner", "crew", "/crew"),
            ("speaker", "crew", "/speaker/"),
        ):
            desk = desks[name] = Desk(self.connections, role, seed=self.plan.seed)
            await desk.sign_in_at_demo(self.plan.demo_link)
            await desk.open(room + path)
        self.crew = Crew(desks["director"], desks["second"], desks["captioner"], desks["speaker"])
        return Director(self.crew, self.evening, speed=self.plan.speed, tell=self.tell)

    async def _programme(self, director: Director, tasks: Sequence["asyncio.Task[None]"]) -> ShowRun:
        self.stage = "registering"
        await asyncio.gather(*(guest.is_registered.wait() for guest in self.guests))
        self.stage = "doors open"
        await director.open_doors()
        await asyncio.gather(*(guest.is_in.wait() for guest in self.guests))
        missing = sum(not guest.seats for guest in self.guests if guest.person.arrives <= 1)
        if missing > len(self.guests) / 10:
            first = next((trouble for guest in self.guests for trouble in guest.truth.troubles), "no word why")
            message = f"{missing} people could not get in: {first}"
            raise ShowStopped(message)
        self.stage = "on air"
        cutting = asyncio.create_task(self._cut_power())
        try:
            await director.show()
            if self.cuts:
                await cutting  # a server that was killed comes back before anybody goes home
        finally:
            cutting.cancel()
        self.stage = "everybody catches up"
        await self._everybody_has_it_all()
        self.stage = "going home"
        self.evening.over.set()
        await asyncio.wait(tasks, timeout=60)
        await asyncio.sleep(SETTLE_S)
        return director.run

    async def _cut_power(self) -> None:
        if self.plan.kill_after_s is None or self.server is None:
            return
        await self.evening.on_air.wait()
        await asyncio.sleep(self.plan.kill_after_s)
        self.tell("power cut: the server is killed")
        self.cuts.append(Cut(asyncio.get_running_loop().time(), [line for line in self._lines() if line.is_open]))
        await asyncio.to_thread(self.server.kill)
        await asyncio.sleep(1)
        await asyncio.to_thread(self.server.start)
        self.tell("the server is back")

    async def _everybody_has_it_all(self) -> None:
        """Wait until each line still held has the last number, or the time for that is over."""
        numbers = self.evening.hall.numbers
        give_up_at = time.monotonic() + TAIL_S
        quiet_at = time.monotonic() + 1.5
        while time.monotonic() < give_up_at:
            await asyncio.sleep(0.25)
            lines = [line for line in self._lines() if line.ended_at is None]
            if time.monotonic() > quiet_at and all(line.last >= numbers.head for line in lines):
                return

    def _lines(self) -> list[Line]:
        return [line for guest in self.guests for line in guest.lines]

    async def _report(self) -> Report:
        self.stage = "reading the report"
        assert self.crew is not None
        return await read_report(self.crew.director, self.plan.slug)

    def _settle(self, run: ShowRun, report: Report) -> Outcome:
        assert self.crew is not None
        desks = [self.crew.director, self.crew.second, self.crew.captioner, self.crew.speaker]
        return settle(
            guests=self.guests,
            desks=[desk for desk in desks if desk is not None],
            hall=self.evening.hall,
            run=run,
            claims=claims_of(report),
            ran=[one.item for one in report.runs],
            statuses=self.connections.statuses,
            requests=self.connections.requests,
            took_s=time.monotonic() - self.started,
            end=asyncio.get_running_loop().time(),
            cuts=self.cuts,
            cuts_planned=int(self.plan.kill_after_s is not None),
            server_errors=self.server.errors() if self.server else [],
            server_cpu_s=self.server.cpu_s() if self.server else None,
        )

    async def _close(self) -> None:
        if self.crew is not None:
            for desk in (self.crew.director, self.crew.second, self.crew.captioner, self.crew.speaker):
                if desk is not None:
                    await desk.close()
        self.connections.close()

    def progress(self) -> str:
        """Return one line that says how far everything is."""
        registered = sum(guest.truth.registered for guest in self.guests)
        here = [guest for guest in self.guests if any(not seat.leaving for seat in guest.seats)]
        without = sum(guest.person.how == "pages" for guest in here)
        lines = self._lines()
        events = sum(len(line.numbers) for line in lines)
        deeds = Counter(deed.refused is None for guest in self.guests for deed in guest.truth.deeds)
        troubles = sum(len(guest.truth.troubles) for guest in self.guests)
        return (
            f"{time.monotonic() - self.started:4.0f} s  {self.stage}: {registered} registered, {len(here)} here,"
            f" {without} of them without script, {sum(line.is_held for line in lines)} lines held, {events} events"
            f" received, {deeds[True]} deeds done, {deeds[False]} refused, {troubles} troubles"
        )


def raise_file_limit() -> None:
    """Allow this process as many open connections as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else hard
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


__all__ = ["Plan", "Rehearsal", "ShowStopped", "Unreachable"]
