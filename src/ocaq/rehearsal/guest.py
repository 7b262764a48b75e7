"""One synthetic person's evening: registers, comes, follows, takes part, loses the line, goes home."""

import asyncio
import math
import random
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ocaq.rehearsal import without_script
from ocaq.rehearsal.hall import Hall
from ocaq.rehearsal.http import Browser, Connections, Unreachable
from ocaq.rehearsal.people import QUESTIONS, TOPICS, Person
from ocaq.rehearsal.registering import register
from ocaq.rehearsal.seat import Seat
from ocaq.rehearsal.truth import Line, Truth

REACTIONS = ("applause", "thanks", "agree")


@dataclass
class Evening:
    """What everybody shares: the place, the pace and the moments all wait for."""

    slug: str
    connections: Connections
    hall: Hall
    moment_s: float  # between two thoughts of a person, on average
    show_s: float  # how long the programme will take, roughly
    doors: asyncio.Event = field(default_factory=asyncio.Event)
    on_air: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    registering: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(24))
    entering: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(24))

    @property
    def room(self) -> str:
        return f"/conferences/{self.slug}/room"


class Guest:
    def __init__(self, person: Person, evening: Evening) -> None:
        self.person, self.evening = person, evening
        self.luck: random.Random = person.luck
        self.truth = Truth(person.number, person.country, person.capacity, person.devices)
        self.browser = Browser(evening.connections, person.language)
        self.seats: list[Seat] = []
        self.is_in = asyncio.Event()  # entered, or never will
        self.is_registered = asyncio.Event()
        self.left: list[Seat] = []  # seats given up before the end, whose lines are judged too
        self._tasks: list[asyncio.Task[None]] = []
        self._voted: set[str] = set()  # polls
        self._marked: set[str] = set()  # questions voted on
        self._reacted: set[str] = set()
        self._hand_up = self._asked = self._returned = False

    @property
    def lines(self) -> list[Line]:
        return [seat.line for seat in [*self.left, *self.seats] if seat.line is not None]

    async def live(self) -> None:
        """Spend the evening; whatever goes wrong that should not is kept in the truth."""
        try:
            await self._come()
            if self.seats:
                await self._take_part()
                await self._go_home()
        except Unreachable as error:
            self.truth.troubles.append(f"gave up: {error}")
        except Exception as error:
            self.truth.troubles.append(f"the person's script failed: {error!r}")
            raise
        finally:
            self.is_registered.set()
            self.is_in.set()
            for seat in self.seats:
                seat.leaving = True
            for task in self._tasks:
                task.cancel()
            for failed in await asyncio.gather(*self._tasks, return_exceptions=True):
                if isinstance(failed, Exception):
                    self.truth.troubles.append(f"the person's script failed: {failed!r}")

    async def _come(self) -> None:
        async with self.evening.registering:
            self.truth.registered = await register(self.browser, self.evening.slug, self.person, self.truth)
        self.is_registered.set()
        if not self.truth.registered:
            return
        await self.evening.doors.wait()
        if self.person.arrives > 1:
            self.is_in.set()  # nobody waits for the late
            await self.evening.on_air.wait()
            await asyncio.sleep((self.person.arrives - 1) * self.evening.show_s)
        async with self.evening.entering:
            for device in range(self.person.devices):
                await self._sit_down(device)
        self.is_in.set()

    async def _sit_down(self, device: int) -> None:
        browser = self.browser
        if device:
            # The second device opens the same personal link: same right to enter, a device cookie of its own.
            shared = {name: value for name, value in self.browser.cookies.items() if "device" not in name}
            browser = Browser(self.evening.connections, self.person.language, shared)
        seat = Seat(browser, self.evening.hall, self.truth, device=len(self.seats), how=self.person.how, luck=self.luck)
        self.seats.append(seat)
        await seat.enter(self.evening.room)
        if self.person.how == "pages":
            self._start(without_script.refresh(seat, self.luck))
        else:
            self._start(seat.follow())
            self._start(seat.beat())

    def _start(self, doing: "asyncio._CoroutineLike[None]") -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(doing))

    async def _take_part(self) -> None:
        habits, over = self.person.habits, self.evening.over
        end_early_at = self.luck.random() if habits.goes_early else math.inf  # a show may run as late as it likes
        began = self.seats[0].now
        while not over.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(self.luck.expovariate(1 / self.evening.moment_s) + 0.2):
                    await over.wait()
            if over.is_set() or self.seats[0].now - began > end_early_at * self.evening.show_s:
                return
            if self.evening.on_air.is_set() and self.person.how != "pages":
                await self._moment(self.luck.choice(self.seats))

    async def _moment(self, seat: Seat) -> None:
        habits, luck = self.person.habits, self.luck
        if habits.drops and luck.random() < habits.drops:
            await seat.drop()
        if habits.leaves_and_returns and not self._returned and luck.random() < 0.15:
            await self._leave_and_return(seat)
            return
        if habits.oversteps and self.evening.hall.mode != "open" and luck.random() < 0.5:
            await self._deed(seat, "question", text=luck.choice(QUESTIONS))
        if (poll := self.evening.hall.open_poll) and self._may_speak:
            await self._vote(seat, poll)
        if luck.random() < habits.votes and self._may_speak:
            await self._mark_question(seat)
        if luck.random() < habits.reacts:
            await self._react(seat)
        await self._speak_up(seat)

    @property
    def _may_speak(self) -> bool:
        hall = self.evening.hall
        return hall.phase != "ended" and (hall.mode == "open" or self.person.habits.oversteps)

    async def _vote(self, seat: Seat, poll: dict[str, object]) -> None:
        ref = str(poll["ref"])
        options = [str(option["ref"]) for option in poll["options"]]  # type: ignore[attr-defined]
        if ref in self._voted and self.luck.random() > 0.05:  # few change their mind
            return
        if await self._deed(seat, "poll-vote", poll=ref, option=self.luck.choice(options)):
            self._voted.add(ref)

    async def _mark_question(self, seat: Seat) -> None:
        fresh = [ref for ref in self.evening.hall.questions if ref not in self._marked]
        if fresh:
            ref = self.luck.choice(fresh)
            if await self._deed(seat, "question-vote", question=ref, on=True):
                self._marked.add(ref)
        elif self._marked and self.luck.random() < 0.05:
            ref = self.luck.choice(sorted(self._marked))
            if await self._deed(seat, "question-vote", question=ref, on=False):
                self._marked.discard(ref)

    async def _react(self, seat: Seat) -> None:
        # Once a kind for the whole evening: a reaction belongs to the item on stage, which may change on the way there.
        left = [kind for kind in REACTIONS if kind not in self._reacted]
        if left and self._may_speak:
            kind = self.luck.choice(left)
            if await self._deed(seat, "reaction", reaction=kind, on=True):
                self._reacted.add(kind)

    async def _speak_up(self, seat: Seat) -> None:
        habits, hall = self.person.habits, self.evening.hall
        if habits.asks and not self._asked and hall.mode == "open" and hall.state.get("questions_open"):
            self._asked = await self._deed(seat, "question", text=self.luck.choice(QUESTIONS))
        if habits.raises_hand and not self._hand_up and hall.mode == "open" and hall.state.get("floor", {}).get("open"):
            self._hand_up = await self._deed(seat, "hand", topic=self.luck.choice(TOPICS))
            if self._hand_up and self.luck.random() < 0.1:
                await self._deed(seat, "hand-down")

    async def _leave_and_return(self, seat: Seat) -> None:
        self._returned = True
        await seat.leave()
        await asyncio.sleep(self.evening.moment_s * (0.5 + self.luck.random()))
        if not self.evening.over.is_set():
            device = self.seats.index(seat)
            back = Seat(seat.browser, self.evening.hall, self.truth, device=seat.device, how=seat.how, luck=self.luck)
            await back.enter(self.evening.room)
            self.seats[device] = back
            self.left.append(seat)
            self._start(back.follow())
            self._start(back.beat())

    async def _deed(self, seat: Seat, kind: str, **body: Any) -> bool:
        """Do something, some of us twice with the same key; say whether it may count as done."""
        done = await seat.deed(kind, **body)
        if done is not None and self.person.habits.repeats:
            await seat.deed(kind, key=done.key, **body)
        return done is None or done.refused is None

    async def _go_home(self) -> None:
        if self.person.how != "pages":  # a page without script says no goodbye: its lease runs out
            for seat in self.seats:
                await seat.leave()
