"""The scripted show: the order of the day at a multiple of its speed, with everything that happens to a show."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ocaq.rehearsal.desk import Desk, ShowStopped
from ocaq.rehearsal.guest import Evening

LEAST_ITEM_S = 1.2
# What the order of the day of the year's great conference ends with; a template may lack it.
CLOSING_ITEMS = (("Answers to questions", "answers", 900), ("Closing words", "closing", 240))
POLL = ("Which should come first next year?", ["More weekend schools", "A summer camp", "Teachers who travel"])
SAY_S = 2.0
SLOWEST_LOOK_S = 15.0


@dataclass
class ShowRun:
    """What the director did and when, by the client's clock."""

    sent_at: dict[int, float] = field(default_factory=dict)  # by public event number
    gone: list[str] = field(default_factory=list)  # items put on stage, in order, taken-back ones too
    happened: list[str] = field(default_factory=list)
    polls: int = 0


@dataclass
class Crew:
    director: Desk
    second: Desk | None
    captioner: Desk
    speaker: Desk


class Director:
    def __init__(self, crew: Crew, evening: Evening, *, speed: float, tell: Callable[[str], None]) -> None:
        self.crew, self.evening, self.speed, self.tell = crew, evening, speed, tell
        self.caller = crew.director
        self.run = ShowRun()
        self._tasks: list[asyncio.Task[None]] = []

    async def open_doors(self) -> None:
        if self.caller.state.get("phase") == "before":
            await self.caller.act("open_doors", must=True)
        if not self.caller.state.get("baton"):
            await self.caller.act("take_baton")
        self.evening.doors.set()

    async def show(self) -> None:
        """Call the whole programme."""
        self._tasks = [
            asyncio.get_running_loop().create_task(doing)
            for doing in (self._say_words(), self._moderate(), self._give_floor())
        ]
        try:
            await self._call_programme()
        finally:
            for task in self._tasks:
                task.cancel()
            for failed in await asyncio.gather(*self._tasks, return_exceptions=True):
                if isinstance(failed, Exception):
                    self.caller.truth.troubles.append(f"crew: {failed!r}")

    def rundown(self) -> list[tuple[str, dict[str, Any]]]:
        items = self.caller.state["programme"]
        return sorted(items.items(), key=lambda pair: pair[1]["order"])

    async def _call_programme(self) -> None:
        plan = self.rundown()
        skip = next((ref for ref, item in plan if item["kind"] == "greeting"), plan[-2][0])
        middle = len(plan) // 2
        for index, (ref, item) in enumerate(plan):
            if ref == skip:
                await self._happen("skip", item=ref)
                continue
            await self._go(ref, item)
            self.evening.on_air.set()
            await self._incidents(index, middle, plan)
            await self._let_run(item)
        for title, kind, seconds in CLOSING_ITEMS:
            await self._insert(title, kind, seconds)
        await self._happen("end_show", must=True)

    async def _go(self, ref: str, item: dict[str, Any]) -> None:
        await self.caller.act("ask_ready", item=ref)
        await self.caller.act("standby", must=True, item=ref)
        await asyncio.sleep(min(0.5, 4 / self.speed))
        sent, seen = asyncio.get_running_loop().time(), len(self.evening.hall.cues.get(ref, []))
        await self.caller.act("go", must=True, item=ref)
        self.run.gone.append(ref)
        self.tell(f"on stage: {item['title']}")
        await self._note_cue(ref, seen, sent)

    async def _note_cue(self, ref: str, seen: int, sent: float) -> None:
        await _until(lambda: len(self.evening.hall.cues.get(ref, [])) > seen, f"the cue of {ref}")
        self.run.sent_at[self.evening.hall.cues[ref][seen]] = sent

    async def _let_run(self, item: dict[str, Any]) -> None:
        await asyncio.sleep(max(LEAST_ITEM_S, item["seconds"] / self.speed))

    async def _incidents(self, index: int, middle: int, plan: list[tuple[str, dict[str, Any]]]) -> None:
        """Let happen what happens to every show, each once, at a known place."""
        if index == 3:
            await self._happen("open_floor", on=True)
            await self._happen("open_questions", on=True)
            await self._start_poll()
        elif index == 4:
            await self._happen("stretch", seconds=60)
            await self._happen("show_message", text="Two minutes left")
        elif index == 5:
            await self._go_too_early(plan)
            await self._end_poll()
        elif index == middle:
            await self._happen("hold")
            await asyncio.sleep(max(1.0, 20 / self.speed))
            await self._happen("resume")
        elif index == middle + 1 or index == middle + 3:
            await self._hand_over()

    async def _happen(self, act: str, *, must: bool = False, **body: object) -> None:
        if await self.caller.act(act, must=must, **body) is not None:
            self.run.happened.append(act)

    async def _go_too_early(self, plan: list[tuple[str, dict[str, Any]]]) -> None:
        """Press go a cue too soon and take it back."""
        current = self.run.gone[-1]
        order = [ref for ref, _ in plan]
        ref = order[order.index(current) + 1]
        await self._go(ref, plan[order.index(ref)][1])
        await asyncio.sleep(0.8)
        await self._happen("undo_go", must=True)

    async def _insert(self, title: str, kind: str, seconds: int) -> None:
        known = {ref for ref, _ in self.rundown()}
        await self._happen("insert", must=True, title=title, kind=kind, seconds=seconds)
        await _until(lambda: len(self.rundown()) > len(known), "the inserted item")
        ref, item = next(pair for pair in self.rundown() if pair[0] not in known)
        await self._go(ref, item)
        await self._let_run(item)

    async def _start_poll(self) -> None:
        question, options = POLL
        known = set(self.caller.state.get("polls", {}))
        if await self.caller.act("create_poll", question=question, options=options) is None:
            return
        await _until(lambda: set(self.caller.state["polls"]) > known, "the new poll")
        self._poll = (set(self.caller.state["polls"]) - known).pop()
        await self._happen("open_poll", poll=self._poll)
        self.run.polls += 1

    async def _end_poll(self) -> None:
        if self.run.polls:
            await self._happen("close_poll", poll=self._poll)
            await self._happen("show_results", poll=self._poll, on=True)

    async def _hand_over(self) -> None:
        """Hand the baton to the other director, who calls from then on."""
        other = self.crew.second if self.caller is self.crew.director else self.crew.director
        if other is None:
            return
        if (
            await self.caller.act("hand_over", to=other.boot["me"]["ref"]) is not None
            and await other.act("accept_baton") is not None
        ):
            self.run.happened.append("hand_over")
            self.caller = other

    async def _say_words(self) -> None:
        """Type what is said, every couple of seconds, and answer for a department."""
        said = 0
        while True:
            await asyncio.sleep(SAY_S)
            if self.evening.hall.mode == "open":
                said += 1
                await self.crew.captioner.act(
                    "say_words", text=f"A sentence as it is spoken, number {said}.", language="en", interpreted=False
                )
            standby = self.crew.captioner.state.get("standby")
            if standby:
                await self.crew.captioner.act("set_light", item=standby["ref"], department="captions", state="ready")
            if message := self.crew.speaker.state.get("message"):
                await self.crew.speaker.act("message_seen", id=message["id"])

    async def _moderate(self) -> None:
        """Show what is asked, decline every fifth, take and answer now and then."""
        count = 0
        while True:
            await asyncio.sleep(1.0)
            for ref in list(self.crew.captioner.state.get("waiting", {})):
                count += 1
                await self.crew.captioner.act("moderate", question=ref, state="declined" if count % 5 == 0 else "shown")
                # Not the first: a small hall has no other to vote on.
                if count % 4 == 3 and count % 5:
                    await self.crew.captioner.act("moderate", question=ref, state="taken")
                    await self.crew.captioner.act("moderate", question=ref, state="answered")

    async def _give_floor(self) -> None:
        """Call hands in the order of the queue while the floor is open."""
        while True:
            await asyncio.sleep(1.5)
            queue = sorted(self.caller.state.get("queue", {}).items(), key=lambda pair: pair[1]["order"])
            if not queue or self.evening.hall.mode != "open":
                continue
            ref = queue[0][0]
            if await self.caller.act("call_hand", hand=ref) is not None:
                await self.caller.act("give_floor", hand=ref)
                await asyncio.sleep(1.0)
                await self.caller.act("end_turn", hand=ref)


async def _until(is_so: Callable[[], bool], what: str) -> None:
    """Look at a screen until it shows what was asked for.

    Raises:
        ShowStopped: it does not.
    """
    try:
        async with asyncio.timeout(SLOWEST_LOOK_S):
            while not is_so():  # noqa: ASYNC110 - a screen is looked at; nothing announces what it shows
                await asyncio.sleep(0.01)
    except TimeoutError as error:
        message = f"{what} was not seen on any screen after {SLOWEST_LOOK_S:.0f} s"
        raise ShowStopped(message) from error
