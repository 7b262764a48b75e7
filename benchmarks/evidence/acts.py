"""What an entry adds to the act that writes it: CPU of our process and of every process of the store."""

import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measure import ROOT, PostgreSQL

WARMING = 4
STORES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class Act(NamedTuple):
    do: Callable[[], object]
    times: int  # a turn: enough of them that a turn is long beside the clock, few enough that turns alternate quickly
    turns: int = 31  # the shorter an act, the more


def measured(store: str) -> dict[str, Any]:
    """Measure all acts in a process of their own, on a PostgreSQL of its own."""
    with tempfile.TemporaryDirectory(prefix="ocaq-bench-") as scratch, contextlib.ExitStack() as running:
        folder = Path(scratch)
        folder.chmod(0o755)
        env = {name: value for name, value in os.environ.items() if not name.startswith("OCAQ_")}
        env |= {"OCAQ_MODE": "test", "OCAQ_DATA": str(folder / "data"), "OCAQ_LOG": "plain"}
        command = [sys.executable, "-m", "benchmarks.evidence.acts"]
        if store == "postgresql":
            server = running.enter_context(PostgreSQL(folder / "store"))
            env["OCAQ_DATABASE"] = server.database("acts")
            command.append(str(server.process.pid))
        done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return {"engine": STORES[store], "acts": json.loads(done.stdout.splitlines()[-1])}


def _measure(store: int | None) -> dict[str, Any]:
    """Do acts with their entry and without one, in turns, so that noise meets both alike.

    Args:
        store: process of the database server, if it is one.
    """
    from ocaq.config.house import open_house, prepare_house

    open_house()
    prepare_house()
    turns: dict[str, list[tuple[float, float]]] = {}
    for name, act in _acts().items():
        pairs = []
        processes = _family(store) if store else []
        for turn in range(WARMING + act.turns):
            cost = {}
            for writes in (True, False) if turn % 2 else (False, True):
                with contextlib.nullcontext() if writes else _no_entries():
                    before = time.process_time() + _used_s(processes)
                    for _ in range(act.times):
                        act.do()
                    cost[writes] = (time.process_time() + _used_s(processes) - before) / act.times * 1e6
            pairs.append((cost[True], cost[False]))
        turns[name] = pairs[WARMING:]
    return {name: _told(pairs) for name, pairs in turns.items()}


def _told(pairs: list[tuple[float, float]]) -> dict[str, float]:
    """Return medians; `share` is what an entry adds to the act, from the differences of each pair of turns."""
    added = statistics.median(with_ - without for with_, without in pairs)
    without = statistics.median(without for _, without in pairs)
    with_ = statistics.median(with_ for with_, _ in pairs)
    return {"with_us": with_, "without_us": without, "added_us": added, "share": added / without}


@contextlib.contextmanager
def _no_entries() -> Iterator[None]:
    from ocaq.evidence.recording import record

    # Commands have their own name for it: what it does is taken away, not where it is found.
    does, record.__code__ = record.__code__, _nothing.__code__
    try:
        yield
    finally:
        record.__code__ = does


def _nothing(*, kind: str, subject: str, by: object, at: object, facts: object = None, commit: object = None) -> None:
    pass


def _family(pid: int) -> list[int]:
    """Return a process and those that it started: of a PostgreSQL its backends and its writers."""
    return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


def _used_s(processes: list[int]) -> float:
    """Return CPU seconds as the scheduler counted them, in nanoseconds; `stat` would round to hundredths."""
    used = 0
    for pid in processes:
        with contextlib.suppress(FileNotFoundError):  # a worker of the store that ended: its turn is an outlier
            used += int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
    return used / 1e9


def _acts() -> dict[str, Act]:
    from benchmarks.house import open_domain

    from ocaq.accounts.commands import open_account
    from ocaq.conference.commands import rundown, show
    from ocaq.conference.models import Item
    from ocaq.conference.rules.entries import ItemEntry
    from ocaq.conference.tests.makers import HOUSE, NOON, STAFF, make_conference
    from ocaq.conference.tests.show_makers import DIRECTOR, after, make_on_air

    open_domain()
    planned, running = make_conference("planned"), make_on_air("running")
    people, seconds = count(), count(1)
    item = planned.items.get(position=3)

    def change() -> None:
        now = Item.objects.get(pk=item.pk)
        entry = ItemEntry(kind=now.kind, length_s=now.length_s, title={"en": "Another title", "az": "Başqa ad"})
        rundown.change_item(slug="planned", ref=now.ref, entry=entry, version=now.version, by=STAFF, at=NOON)

    def hold() -> None:
        show.hold(slug=running.slug, by=DIRECTOR, at=after(next(seconds)))
        show.resume(slug=running.slug, by=DIRECTOR, at=after(next(seconds)))

    return {
        "an account is opened": Act(
            lambda: open_account(email=f"p{next(people)}@example.org", by=HOUSE, at=NOON), times=10, turns=101
        ),
        "an item is changed": Act(change, times=2),
        "the clock is held and resumed (two acts)": Act(hold, times=1),
        "one deed is taken in": Act(_deeds(1), times=10, turns=501),
        "fifty deeds are taken in": Act(_deeds(50), times=4, turns=201),
    }


def _deeds(many: int) -> Callable[[], None]:
    from ocaq.intake import kinds, store
    from ocaq.live.tickets import Ticket

    ticket = Ticket("bench/room", "public", "en", 2**31, "k7m2n9p4q8rt", "device", "DE", "house")
    at, numbers = datetime(2026, 12, 19, 12, tzinfo=UTC), count(random.randrange(10**12) * 1000)

    def act() -> None:
        deeds = [
            json.dumps({"kind": "vote", "key": f"{next(numbers):016}", "choice": "yes"}).encode() for _ in range(many)
        ]
        store.keep([kinds.Submitted(kinds.decode(deed), ticket, at) for deed in deeds], at=at)

    return act


def table(runs: list[dict[str, Any]]) -> list[str]:
    lines = [
        "CPU of our process and, on PostgreSQL, of all of its processes; 31 to 501 turns with entries, as many without,"
        " one after the other; what an entry adds is the median of their differences.",
        "",
        "| what an entry adds to its act | us CPU with | without | adds | share |",
        "|---|---|---|---|---|",
    ]
    for run in runs:
        for name, each in run["acts"].items():
            lines.append(
                f"| {run['engine']}: {name} | {each['with_us']:.0f} | {each['without_us']:.0f}"
                f" | {each['added_us']:.0f} | {each['share'] * 100:.1f} % |"
            )
    return [*lines, "", "Wanted: 15 % at most."]


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]) if len(sys.argv) > 1 else None)))
