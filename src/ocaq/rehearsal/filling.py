"""Guests without a director: made-up people who fill the hall of a demo for a while, then go home."""

import argparse
import asyncio
import os
import signal
from collections.abc import Sequence

import uvloop

from ocaq.kernel.places import country_codes
from ocaq.rehearsal.guest import Evening, Guest
from ocaq.rehearsal.hall import Hall
from ocaq.rehearsal.http import Connections, Origin
from ocaq.rehearsal.people import choose_countries, luck_of, make_people

MOMENT_S = 20.0
COUNTRIES = 24


def main(arguments: Sequence[str] | None = None) -> int:
    top = argparse.ArgumentParser(prog="python -m ocaq.rehearsal.filling")
    top.add_argument("url")
    top.add_argument("slug")
    top.add_argument("--people", type=int, default=60)
    top.add_argument("--stay", type=int, default=900, help="seconds until everybody goes home")
    top.add_argument("--while", dest="parent", type=int, required=True, help="number of the process that must be alive")
    options = top.parse_args(arguments)
    uvloop.run(fill(options.url, options.slug, people=options.people, stay_s=options.stay, parent=options.parent))
    return 0


async def fill(url: str, slug: str, *, people: int, stay_s: int, parent: int) -> None:
    """Bring `people` in, one after the other, until the time is over, a SIGTERM comes or `parent` is gone."""
    evening = Evening(slug, Connections(Origin.of(url), limit=8), Hall(), moment_s=MOMENT_S, show_s=stay_s * 10.0)
    seed = os.getpid()  # another crowd each time, so that nobody registers twice
    crowd = make_people(people, choose_countries(country_codes(), min(people, COUNTRIES), luck_of(seed)), seed=seed)
    evening.doors.set()
    evening.on_air.set()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, evening.over.set)
    staying = [asyncio.create_task(Guest(person, evening).live()) for person in crowd]
    for _ in range(stay_s):
        if evening.over.is_set() or not _is_alive(parent):
            break
        await asyncio.sleep(1)
    evening.over.set()
    await asyncio.wait(staying, timeout=8)
    evening.connections.close()


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main())
