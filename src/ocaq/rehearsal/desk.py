"""Whoever works the show: signs in, opens the console, follows the crew's channel, sends acts."""

import asyncio
import random
from typing import Any

import msgspec

from ocaq.rehearsal.hall import Hall
from ocaq.rehearsal.http import Browser, Connections, Unreachable
from ocaq.rehearsal.pages import Form, boot_of, read_page
from ocaq.rehearsal.seat import Seat
from ocaq.rehearsal.truth import Truth

MAX_TRIES = 60


class ShowStopped(Exception):
    """An act the whole rehearsal depends on was refused."""


class Desk:
    """One member of the crew. `acts` counts what was sent, `refused` what came back with a code."""

    def __init__(self, connections: Connections, role: str, *, seed: int) -> None:
        self.role = role
        self.browser = Browser(connections, "en")
        self.hall = Hall()
        self.truth = Truth(-1, "", "", 1)
        self.acts = 0
        self.refused: list[tuple[str, str]] = []
        self.seat: Seat | None = None
        self.boot: dict[str, Any] = {}
        self._luck = random.Random(f"{seed}/{role}")
        self._task: asyncio.Task[None] | None = None

    @property
    def state(self) -> dict[str, Any]:
        return self.hall.state

    async def sign_in_at_demo(self, link: str = "/demo/") -> None:
        """Use the one-tap sign-in of a server in demo mode.

        Raises:
            ShowStopped: there is no such button.
        """
        page = read_page((await self.browser.get(link)).text)
        form = page.form(lambda form: any(f.name == "role" and f.value == self.role for f in form.fields))
        if form is None:
            message = f"{link} offers no sign-in as {self.role}"
            raise ShowStopped(message)
        await self.send(form, {"role": self.role}, at=link, button=("role", self.role))

    async def send(
        self, form: Form, answers: dict[str, str | list[str]], *, at: str, button: tuple[str, str] | None = None
    ) -> None:
        answer = await self.browser.post(form.action or at, form.filled(answers, button=button), referer=at)
        if answer.status >= 400:
            message = f"{form.action or at}: {answer.status}"
            raise ShowStopped(message)

    async def open(self, path: str) -> None:
        """Open the console, the crew's page or the speaker's screen and follow its channel.

        Raises:
            ShowStopped: the page is not for this person.
        """
        answer = await self.browser.get(path)
        boot = boot_of(answer.text) if answer.status == 200 else None
        if boot is None:
            message = f"{path}: no way in for the {self.role}, {answer.status} at {answer.url}"
            raise ShowStopped(message)
        self.boot = boot
        self.seat = Seat(self.browser, self.hall, self.truth, device=0, how="stream", luck=self._luck)
        self.seat.start_from(boot, path)
        self._task = asyncio.get_running_loop().create_task(self.seat.follow())

    async def act(self, act: str, *, must: bool = False, **body: object) -> dict[str, Any] | None:
        """Send an act of the console and return its answer; the same key goes out until there is one.

        A stale version is looked up and the act sent anew, as a director would press again.

        Raises:
            ShowStopped: it was refused and `must` be done.
        """
        self.acts += 1
        for _ in range(5):
            said = await self.send_act(
                {
                    "act": act,
                    "key": f"{self._luck.getrandbits(128):032x}",
                    "version": self.state.get("version", 0),
                    **body,
                }
            )
            if "refused" not in said:
                self.state["version"] = max(int(said.get("version", 0)), int(self.state.get("version", 0)))
                return said
            if said["refused"] in {"changed-meanwhile", "version-stale", "show-changed"} and "version" in said:
                self.state["version"] = said["version"]
                continue
            break
        self.refused.append((act, said["refused"]))
        if must:
            message = f"{act} was refused: {said['refused']}"
            raise ShowStopped(message)
        return None

    async def send_act(self, body: dict[str, object]) -> dict[str, Any]:
        raw = msgspec.json.encode(body)
        for attempt in range(MAX_TRIES):
            try:
                answer = await self.browser.post_json(self.boot["actsUrl"], raw, referer=self.boot["actsUrl"])
            except Unreachable:
                await asyncio.sleep(min(2, 0.1 * 2**attempt))
                continue
            if answer.status >= 500:
                self.truth.troubles.append(f"act {body['act']}: {answer.status}")
                await asyncio.sleep(min(2, 0.1 * 2**attempt))
                continue
            said: dict[str, Any] = msgspec.json.decode(answer.body)
            return said
        raise Unreachable(self.boot["actsUrl"])

    async def close(self) -> None:
        if self.seat is not None and self.seat.line is not None:
            self.seat.leaving = True
            await self.seat.drop()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
