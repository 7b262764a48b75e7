"""The evidence log: what an entry costs the act that writes it, and ten million of them. `./ocaq bench evidence`."""

import argparse
import json
import os
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.measure import ROOT, conditions, keep, where

from ocaq.rehearsal import database

HERE = Path(__file__).parent
BODY = (
    '{{"at":"2026-12-19T12:00:00Z","by":"participant","facts":{{"conference":"k7m2n9p4q8rt","number":{number}}},'
    '"ref":"registration:{number:012}","type":"conference.registration.confirmed","v":1}}'
)
AT = "2026-12-19 12:00:00"
ROUNDS, ACTS = 7, 40


def stage(name: str, data: Path, *arguments: object) -> dict[str, Any]:
    """Run one stage in a process of its own, so that its memory is its own."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("OCAQ_") or name == "OCAQ_DATABASE"}
    command = [sys.executable, __file__, "--stage", name, *map(str, arguments)]
    settings = {"OCAQ_MODE": "test", "OCAQ_DATA": str(data), "OCAQ_LOG": "plain"}
    done = subprocess.run(command, cwd=ROOT, env=env | settings, stdout=subprocess.PIPE, text=True, check=True)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def opened() -> None:
    from ocaq.config.house import open_house, prepare_house

    open_house()
    prepare_house()


# ---- stages, each in its own process ----


def append() -> dict[str, Any]:
    """CPU of acts with their entry and with none, in turns, so that noise meets both alike."""
    opened()
    from ocaq.evidence import recording

    half, insert = recording.public_half, recording.insert
    acts = _acts()
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in acts}
    for round_ in range(ROUNDS + 1):
        for name, act in acts.items():
            pair = []
            for writes in (True, False) if round_ % 2 else (False, True):
                recording.public_half = half if writes else lambda **_: ""
                recording.insert = insert if writes else lambda *_: None
                started = time.process_time()
                for _ in range(ACTS):
                    act()
                pair.append(((time.process_time() - started) / ACTS * 1e6, writes))
            if round_:  # the first round only warms up
                by_writes = {writes: cost for cost, writes in pair}
                costs[name].append((by_writes[True], by_writes[False]))
    recording.public_half, recording.insert = half, insert
    return {
        name: {
            "with_us": statistics.median(each for each, _ in pairs),
            "without_us": statistics.median(each for _, each in pairs),
            "share": statistics.median(with_ / without - 1 for with_, without in pairs),
        }
        for name, pairs in costs.items()
    }


def _acts() -> dict[str, Any]:
    from itertools import count

    from ocaq.accounts.commands import open_account
    from ocaq.conference.commands import rundown, show
    from ocaq.conference.models import Item
    from ocaq.conference.rules.entries import ItemEntry
    from ocaq.conference.tests.makers import HOUSE, NOON, STAFF, make_conference
    from ocaq.conference.tests.show_makers import DIRECTOR, after, make_on_air

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
        "an account is opened": lambda: open_account(email=f"p{next(people)}@example.org", by=HOUSE, at=NOON),
        "an item is changed": change,
        "the clock is held and resumed (two acts)": hold,
        "one deed is taken in": _deeds(1),
        "fifty deeds are taken in": _deeds(50),
    }


def _deeds(many: int) -> Any:
    from datetime import UTC, datetime
    from itertools import count

    from benchmarks.house import open_domain

    from ocaq.intake import kinds, store
    from ocaq.live.tickets import Ticket

    if "vote" not in _opened:
        open_domain()
        _opened.add("vote")
    ticket = Ticket("bench/room", "public", "en", 2**31, "k7m2n9p4q8rt", "device", "DE", "house")
    at, numbers = datetime(2026, 12, 19, 12, tzinfo=UTC), count(random.randrange(10**12) * 1000)

    def act() -> None:
        deeds = [
            json.dumps({"kind": "vote", "key": f"{next(numbers):016}", "choice": "yes"}).encode() for _ in range(many)
        ]
        store.keep([kinds.Submitted(kinds.decode(deed), ticket, at) for deed in deeds], at=at)

    return act


_opened: set[str] = set()


def fill(entries: int) -> dict[str, Any]:
    """Write placed entries as the sequencer would have, quickly; not measured."""
    opened()
    from django.conf import settings
    from django.db import connection

    from ocaq.evidence import keys
    from ocaq.evidence.rules.notes import Checkpoint
    from ocaq.evidence.rules.tree import Edge, leaf_hash

    edge, signer = Edge(), keys.signers()[0]
    connection.close()  # or it would keep the other journal
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as store:
        store.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;")
        into = 'INSERT INTO evidence_entry (kind, subject, "by", at, body, "index", leaf) VALUES (?,?,?,?,?,?,?)'
        for start in range(0, entries, 20_000):
            rows = []
            for number in range(start, min(start + 20_000, entries)):
                body = BODY.format(number=number)
                leaf = leaf_hash(body.encode())
                subject = f"registration:{number:012}"
                rows.append(("conference.registration.confirmed", subject, subject, AT, body, number, leaf))
            edge.extend(row[6] for row in rows)
            store.executemany(into, rows)
            store.commit()
        text = Checkpoint(signer.name, edge.size, edge.root()).text
        note = f"{text}\n{signer.sign(text)}\n"
        store.execute(
            "INSERT INTO evidence_head (id, size, edge, note, signed_at, trouble) VALUES (1, ?, ?, ?, ?, '')",
            (edge.size, edge.pack(), note, AT),
        )
        store.execute("INSERT INTO evidence_key (verifier, added_at) VALUES (?, ?)", (signer.verifier.text, AT))
        store.commit()
        store.execute("PRAGMA journal_mode=WAL")
    return {"entries": edge.size}


def build() -> dict[str, Any]:
    """Read every entry, hash it, lay every tile, and hold the root against the signed one."""
    opened()
    from ocaq.evidence.models import Head
    from ocaq.evidence.rules.notes import Checkpoint
    from ocaq.evidence.shelf import Shelf

    checkpoint = Checkpoint.read(Head.objects.get().note)
    shutil.rmtree(Shelf().folder, ignore_errors=True)
    os.sync()
    before = _used()
    Shelf().rebuild(checkpoint)
    return _spent(before) | {"tiles_mib": _size(Shelf().folder)}


def prove() -> dict[str, Any]:
    opened()
    from ocaq.evidence import door, proofs
    from ocaq.evidence.shelf import Shelf

    shown = Shelf().checkpoint()
    assert shown
    luck, inclusion, worked, consistency = random.Random(1), [], [], []
    for _ in range(500):
        index, old = luck.randrange(shown.size), luck.randrange(1, shown.size)
        started, began = time.perf_counter(), time.process_time()
        assert door.page_at(f"proof/{index}").status == 200
        inclusion.append((time.perf_counter() - started) * 1000)
        worked.append((time.process_time() - began) * 1000)
        started = time.perf_counter()
        proofs.consistency(old, shown.size)
        consistency.append((time.perf_counter() - started) * 1000)
    return {
        "inclusion_ms": statistics.median(inclusion),
        "inclusion_p99_ms": sorted(inclusion)[-5],
        "inclusion_cpu_p99_ms": sorted(worked)[-5],  # the rest is waiting: for a core, for a tile that is not in memory
        "consistency_ms": statistics.median(consistency),
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def place(entries: int) -> dict[str, Any]:
    """Place entries that wait, as the worker does: 5,000 a transaction, signed, copied, shown."""
    opened()
    from django.db import connection

    from ocaq.evidence import copy, sequencer
    from ocaq.evidence.models import Head
    from ocaq.evidence.rules.notes import Checkpoint

    copy.keep(Checkpoint.read(Head.objects.get().note))
    sequencer.place()
    into = 'INSERT INTO evidence_entry (kind, subject, "by", at, body) VALUES (%s, %s, %s, %s, %s)'
    with connection.cursor() as cursor:
        for start in range(0, entries, 20_000):
            numbers = range(start, min(start + 20_000, entries))
            cursor.executemany(into, [("a.b.c", "test:k7", "user:1", AT, BODY.format(number=each)) for each in numbers])
    before = _used()
    sequencer.place()
    return _spent(before)


def _used() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _spent(before: tuple[float, float]) -> dict[str, Any]:
    return {
        "wall_s": time.perf_counter() - before[0],
        "cpu_s": time.process_time() - before[1],
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _size(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


STAGES = {"append": append, "fill": fill, "build": build, "prove": prove, "place": place}


def table(result: dict[str, Any], runs: list[dict[str, Any]]) -> str:
    its, many = result["conditions"], f"{result['entries']:,}"
    build_, prove_, place_ = result["build"], result["prove"], result["place"]
    lines = [
        f"# The evidence log, {its['at'][:10]}",
        "",
        where(its),
        "",
        f"| {many} entries on SQLite | measured | wanted |",
        "|---|---|---|",
        f"| build: every entry read and hashed, every tile laid, root compared | {build_['wall_s']:.0f} s"
        f" ({build_['cpu_s']:.0f} s CPU) | 90 s |",
        f"| memory of the build at its highest | {build_['memory_mib']:.0f} MiB | 400 MiB |",
        f"| tiles on disk | {build_['tiles_mib']:,.0f} MiB | |",
        f"| proof of inclusion as `/log/proof/` answers it, median (99 of 100) | {prove_['inclusion_ms']:.2f} ms"
        f" ({prove_['inclusion_p99_ms']:.2f} ms, of it {prove_['inclusion_cpu_p99_ms']:.2f} ms CPU) | 5 ms |",
        f"| proof of consistency, median | {prove_['consistency_ms']:.2f} ms | |",
        f"| {result['waiting']:,} more placed, signed and shown as the worker does it | {place_['wall_s']:.1f} s"
        f" ({place_['cpu_s'] / result['waiting'] * 1e6:.0f} us CPU each) | |",
        "",
    ]
    return "\n".join([*lines, *acts_table(runs)])


def _appended(data: Path) -> dict[str, Any]:
    """Run the acts, on PostgreSQL in a database of their own."""
    given = os.environ.get("OCAQ_DATABASE")
    if not given:
        return stage("append", data)
    os.environ["OCAQ_DATABASE"] = database.create_beside(given)
    try:
        return stage("append", data)
    finally:
        database.drop(os.environ["OCAQ_DATABASE"])
        os.environ["OCAQ_DATABASE"] = given


def acts_table(runs: list[dict[str, Any]]) -> list[str]:
    lines = [
        f"| what an entry adds to its act, {ROUNDS} times {ACTS} in turns | us CPU with | without | adds, median |",
        "|---|---|---|---|",
    ]
    for run in runs:
        for name, each in run["acts"].items():
            share = f"{each['share'] * 100:.1f} %"
            lines.append(f"| {run['engine']}: {name} | {each['with_us']:.0f} | {each['without_us']:.0f} | {share} |")
    return [*lines, "", "Wanted: 15 % at most."]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--stage", choices=STAGES)
    options.add_argument("--entries", type=int, default=10_000_000)
    options.add_argument("--waiting", type=int, default=100_000)
    options.add_argument("--append-only", action="store_true", help="only what an entry adds to its act")
    options.add_argument("--filled", type=Path, help="a data folder that --stage fill wrote, to save its minutes")
    options.add_argument("numbers", type=int, nargs="*")
    given = options.parse_args()
    if given.stage:
        print(json.dumps(STAGES[given.stage](*given.numbers)))
        return
    with tempfile.TemporaryDirectory(prefix="ocaq-bench-") as folder:
        engine = "PostgreSQL" if os.environ.get("OCAQ_DATABASE") else "SQLite"
        runs = [{"engine": engine, "acts": _appended(Path(folder) / "append")}]
        if given.append_only:
            its = conditions()
            lines = [f"# An entry within its act, {engine}, {its['at'][:10]}", "", where(its), "", *acts_table(runs)]
            keep(HERE / "results", f"append-{engine.lower()}", {"append": runs, "conditions": its}, "\n".join(lines))
            return
        data = given.filled or Path(folder) / "log"
        if not given.filled:
            stage("fill", data, given.entries)
        result: dict[str, Any] = {"entries": given.entries, "waiting": given.waiting}
        result |= {"build": stage("build", data), "prove": stage("prove", data)}
        result |= {"place": stage("place", data, given.waiting), "append": runs, "conditions": conditions()}
        keep(HERE / "results", "evidence", result, table(result, runs))


if __name__ == "__main__":
    main()
