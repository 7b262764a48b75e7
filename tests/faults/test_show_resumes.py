"""After a power cut the show is where it was: same item, same clock, same cue on standby, same hand on the baton."""

import asyncio
import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from ocaq.conference.rules.show import MOMENT_S
from ocaq.kernel import clock
from ocaq.rehearsal.desk import Desk
from ocaq.rehearsal.http import Connections, Origin
from ocaq.rehearsal.pages import boot_of
from ocaq.rehearsal.server import OwnServer

pytestmark = pytest.mark.slow
CONSOLE = "/conferences/rehearsal/console"
KEPT = (
    "phase",
    "mode",
    "now",
    "next",
    "standby",
    "version",
    "undo_until",
    "baton",
    "queue",
    "questions",
    "poll",
    "floor",
    "programme",
    "words",
    "message",
)


@pytest.fixture
def server() -> Iterator[OwnServer]:
    server = OwnServer(database=os.environ.get("OCAQ_DATABASE", ""))
    server.prepare()
    server.start()
    yield server
    server.close()


async def console(desk: Desk) -> dict[str, Any]:
    """Return the state a console starts from."""
    boot = boot_of((await desk.browser.get(CONSOLE)).text)
    assert boot is not None
    return {name: boot["state"][name] for name in KEPT}


async def close(desk: Desk) -> None:
    await desk.close()
    desk.browser.connections.close()
    await asyncio.sleep(0.05)  # closed lines are told in the next turn of the loop


async def call_half_a_show(desk: Desk) -> None:
    await desk.act("open_doors", must=True)
    items = [ref for ref, _ in sorted(desk.state["programme"].items(), key=lambda pair: pair[1]["order"])]
    for ref in items[:4]:
        await desk.act("go", must=True, item=ref)
    await desk.act("stretch", must=True, seconds=90)
    await desk.act("open_floor", must=True, on=True)
    await desk.act("say_words", must=True, text="Good evening.", language="en", interpreted=False)
    await desk.act("show_message", must=True, text="Two minutes left")
    await desk.act("hold", must=True)
    await desk.act("standby", must=True, item=items[5])


def test_the_show_is_where_it_was(server: OwnServer) -> None:
    async def tell() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any] | None]:
        desk = Desk(Connections(Origin.of(server.url)), "director", seed=1)
        await desk.sign_in_at_demo()
        await desk.open(CONSOLE)
        await call_half_a_show(desk)
        before = await console(desk)
        server.kill()
        await asyncio.to_thread(server.start)
        after = await console(desk)
        went_on = await desk.act("resume", must=True)
        await close(desk)
        return before, after, went_on

    before, after, went_on = asyncio.run(tell())

    assert before["phase"] == "held"
    assert before["standby"] is not None
    assert after == before
    assert went_on is not None  # the same session, the same baton


def test_an_act_whose_answer_was_lost_is_done_once(server: OwnServer) -> None:
    """The key goes out again after the cut; the second answer is the first one."""

    async def tell() -> list[Any]:
        desk = Desk(Connections(Origin.of(server.url)), "director", seed=2)
        await desk.sign_in_at_demo()
        await desk.open(CONSOLE)
        await desk.act("open_doors", must=True)
        act = {"act": "go", "key": "the-same-key-twice", "version": desk.state["version"]}
        first = await desk.send_act(dict(act))
        server.kill()
        await asyncio.to_thread(server.start)
        second = await desk.send_act(dict(act))
        state = await console(desk)
        await close(desk)
        return [first, second, state["now"]["number"]]

    first, second, number = asyncio.run(tell())

    assert first == second
    assert number == 1


def test_a_go_that_an_outage_held_back_is_not_done(server: OwnServer) -> None:
    """The server stands still while the press lies in its socket; when it wakes, that press is too old."""

    def pressed(key: str) -> dict[str, object]:
        return {"act": "go", "key": key, "pressed_at": clock.now().isoformat()}

    async def tell() -> list[Any]:
        desk = Desk(Connections(Origin.of(server.url)), "director", seed=3)
        await desk.sign_in_at_demo()
        await desk.open(CONSOLE)
        await desk.act("open_doors", must=True)
        first = await desk.send_act(pressed("the-first-press-of-all"))
        assert server.pid is not None
        os.kill(server.pid, signal.SIGSTOP)
        held = asyncio.create_task(desk.send_act(pressed("the-press-held-back")))
        replayed = asyncio.create_task(desk.send_act({"act": "go", "key": "the-first-press-of-all"}))
        await asyncio.sleep(MOMENT_S + 1)
        os.kill(server.pid, signal.SIGCONT)
        late, again = await held, await replayed
        number = (await console(desk))["now"]["number"]
        fresh = await desk.send_act(pressed("the-press-made-anew"))
        after = (await console(desk))["now"]["number"]
        await close(desk)
        return [first == again, late.get("refused"), number, "refused" in fresh, after]

    assert asyncio.run(tell()) == [True, "pressed-too-late", 1, False, 2]
