"""A device in the room: its page, its ticket, its hold on the channel and its signs of presence."""

import asyncio
import random
from typing import Any

import msgspec

from ocaq.rehearsal.hall import Hall
from ocaq.rehearsal.http import Answer, Browser, Unreachable
from ocaq.rehearsal.pages import boot_of
from ocaq.rehearsal.stream import Stream, open_stream
from ocaq.rehearsal.truth import DeedAnswered, Line, Truth

BEAT_S = 25.0
POLL_S = 4.0
MAX_TRIES = 40
LATER = frozenset({429, 503})  # not an answer to the deed: the same key goes out again


class Seat:
    """`loop_time` throughout: the client's own monotonic clock."""

    def __init__(
        self, browser: Browser, hall: Hall, truth: Truth, *, device: int, how: str, luck: random.Random
    ) -> None:
        self.browser, self.hall, self.truth, self.device, self.how, self.luck = browser, hall, truth, device, how, luck
        self.boot: dict[str, Any] = {}
        self.line: Line | None = None
        self.stream: Stream | None = None
        self.leaving = False
        self.room_path = ""
        self._stale = False
        self._asking = asyncio.Lock()

    @property
    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def enter(self, path: str) -> None:
        """Open the room's page and start from what it shows."""
        sent = self.now
        answer = await self.page(path)
        boot = boot_of(answer.text)
        if answer.status == 200:
            self.truth.beat(self.device, sent=sent, done=self.now)  # the page itself says that somebody is there
        if boot is None:
            self.truth.troubles.append(f"{path}: no boot block, status {answer.status}, at {answer.url}")
            raise Unreachable("no room")
        self.start_from(boot, path)

    def start_from(self, boot: dict[str, Any], path: str) -> None:
        """Take the page's ticket and snapshot."""
        self.room_path, self.boot = path, boot
        self.hall.begin(boot["state"])
        if self.how != "pages":
            self.line = Line(self.truth.number, str(boot["language"]), self.how, int(boot["state"]["seq"]), self.now)

    async def page(self, path: str) -> Answer:
        """Get a page, trying again while the server cannot be reached, as a person with a thin line does."""
        for attempt in range(MAX_TRIES):
            try:
                answer = await self.browser.get(path)
            except Unreachable:
                await asyncio.sleep(min(4, 0.3 * 2**attempt) * (0.5 + self.luck.random()))
                continue
            if answer.status >= 500:
                self.truth.troubles.append(f"GET {path}: {answer.status}")
            return answer
        raise Unreachable(path)

    async def follow(self) -> None:
        """Hold the line until leaving, over drops, restarts and expired tickets."""
        assert self.line is not None
        hold = self._hold_stream if self.how == "stream" else self._poll
        failures = 0
        while not self.leaving:
            try:
                await hold()
                failures = 0
            except Unreachable:
                failures += 1
            if not self.leaving:
                await asyncio.sleep(min(3, 0.2 * 2**failures) * (0.5 + self.luck.random()))

    async def _hold_stream(self) -> None:
        line = self.line
        assert line is not None
        if self._stale:
            await self._refresh()
        again = bool(line.numbers or line.drops)
        path = f"{self.boot['streamUrl']}?ticket={self.boot['ticket']}" + ("" if again else f"&after={line.start}")
        stream, head = await open_stream(
            self.browser.connections.origin, path, self._on_event, after=line.last if again else None
        )
        if head.status != 200:
            await self._refused_line(head)
            return
        self.stream = stream
        line.came_back(self.now)
        await stream.closed
        if not self.leaving:
            line.went_dark(self.now)

    def _on_event(self, kind: str, number: int | None, data: bytes) -> None:
        if kind == "patch" and number is not None and self.line is not None and self.line.ended_at is None:
            self.hall.saw(self.line, number, data, self.now)
        elif kind == "reload" and self.line is not None:
            self._stale = True

    async def _refresh(self) -> None:
        """Take a fresh snapshot, told by the server that too much was missed."""
        assert self.line is not None
        answer = await self.browser.fetch(
            "GET", f"{self.boot['stateUrl']}?ticket={self.boot['ticket']}", accept="application/json"
        )
        if answer.status == 200:
            state = msgspec.json.decode(answer.body)
            self.line.reloaded(int(state["seq"]))
            self.hall.begin(state)
            self._stale = False

    async def _refused_line(self, head: Answer) -> None:
        if head.status == 401:
            await self.renew_ticket()
        elif head.status >= 500 and head.status != 503:
            self.truth.troubles.append(f"stream: {head.status}")
        await asyncio.sleep(1)

    async def _poll(self) -> None:
        while not self.leaving:
            answer = await self._ask()
            if answer.status != 200:
                await self._refused_line(answer)
                return
            if self._stale:
                await self._refresh()
            await asyncio.sleep(POLL_S * (0.7 + 0.6 * self.luck.random()))

    async def catch_up(self) -> None:
        """Ask once more before leaving: a polling page does so when hidden. Waits while the server is away."""
        if self.line is None or self.how != "polling":
            return
        for attempt in range(MAX_TRIES):
            try:
                await self._ask()
            except Unreachable:
                await asyncio.sleep(min(3, 0.2 * 2**attempt) * (0.5 + self.luck.random()))
            else:
                return
        raise Unreachable("no answer before leaving")

    async def _ask(self) -> Answer:
        assert self.line is not None
        async with self._asking:  # two questions at once would both be told what follows the same number
            path = f"{self.boot['eventsUrl']}?ticket={self.boot['ticket']}&after={self.line.last}"
            answer = await self.browser.fetch("GET", path, accept="application/json")
            if answer.status == 200:
                self._take_polled(answer.body)
        return answer

    def _take_polled(self, body: bytes) -> None:
        assert self.line is not None
        said = msgspec.json.decode(body, type=_Polled)
        self._stale = said.reload
        for raw in said.events:
            number = msgspec.json.decode(raw, type=_Numbered).seq
            self.hall.saw(self.line, number, bytes(raw), self.now)

    async def renew_ticket(self) -> None:
        answer = await self.browser.post_json(
            self.boot["ticketUrl"], msgspec.json.encode({"channel": self.boot["channel"]}), referer=self.room_path
        )
        if answer.status == 200:
            self.boot["ticket"] = msgspec.json.decode(answer.body)["ticket"]
        else:
            self.truth.troubles.append(f"ticket renewal: {answer.status}")

    async def drop(self) -> None:
        """Lose the line without a word."""
        if self.stream is not None:
            self.stream.drop()

    async def beat(self) -> None:
        """Give signs of presence until leaving."""
        while not self.leaving:
            sent = self.now
            answer = await self.deed("present")
            if answer is not None and answer.refused is None:
                self.truth.beat(self.device, sent=sent, done=self.now)
            await asyncio.sleep(BEAT_S * (0.9 + 0.2 * self.luck.random()))

    async def leave(self) -> None:
        """Say goodbye and let go of the line."""
        if self.how == "polling":
            await self.catch_up()
        self.leaving = True
        if self.line is not None:
            self.line.ended_at = self.now
        if self.stream is not None:
            self.stream.drop()
        sent = self.now
        answer = await self.deed("leave")
        if answer is not None and answer.refused is None:
            self.truth.left(self.device, sent=sent, done=self.now)

    async def deed(self, kind: str, *, key: str = "", **body: Any) -> DeedAnswered | None:
        """Do something and keep the answer; the same key goes out until there is one."""
        key = key or f"{self.luck.getrandbits(128):032x}"
        raw = msgspec.json.encode({"key": key, "kind": kind, **body})
        for attempt in range(MAX_TRIES):
            answer = await self._try_deed(raw)
            if answer is not None and answer.status not in LATER:
                return self._keep(kind, key, body, answer, attempt + 1)
            told = int(answer.headers.get("retry-after", "0")) if answer is not None else 0
            await asyncio.sleep(max(told, min(3, 0.2 * 2**attempt)) * (0.5 + self.luck.random()))
        self.truth.unanswered.append((kind, key, body))
        return None

    async def _try_deed(self, raw: bytes) -> Answer | None:
        headers = {"Authorization": f"Bearer {self.boot['ticket']}", "Content-Type": "application/json"}
        try:
            answer = await self.browser.connections.request("POST", self.boot["intakeUrl"], headers, raw)
            if answer.status == 401:
                await self.renew_ticket()
                return None
        except Unreachable:
            return None
        if answer.status >= 500 and answer.status != 503:
            self.truth.troubles.append(f"deed: {answer.status}")
            return None
        return answer

    def _keep(self, kind: str, key: str, body: dict[str, object], answer: Answer, tries: int) -> DeedAnswered:
        said = msgspec.json.decode(answer.body)
        deed = DeedAnswered(kind, key, answer.status, said.get("refused"), said.get("ref"), body, tries, self.now)
        if kind != "present":
            self.truth.deeds.append(deed)
        return deed


class _Numbered(msgspec.Struct):
    seq: int


class _Polled(msgspec.Struct):
    seq: int
    events: list[msgspec.Raw]
    reload: bool = False
