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
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.evidence import acts
from benchmarks.measure import ROOT, conditions, keep, where

HERE = Path(__file__).parent
BODY = (
    '{{"at":"2026-12-19T12:00:00Z","by":"participant","facts":{{"conference":"k7m2n9p4q8rt","number":{number}}},'
    '"ref":"registration:{number:012}","type":"conference.registration.confirmed","v":1}}'
)
AT = "2026-12-19 12:00:00"


def stage(name: str, data: Path, *arguments: object) -> dict[str, Any]:
    """Run one stage in a process of its own, so that its memory is its own."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("OCAQ_")}
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
    luck = random.Random(1)
    indexes = [luck.randrange(shown.size) for _ in range(1_000)]
    said: dict[str, Any] = {}
    for name in ("first", "again"):  # the first time tiles come from the disk, the second from memory
        inclusion, consistency = [], []
        for index in indexes:
            inclusion.append(_taken(lambda index=index: door.page_at(f"proof/{index}").body))
            consistency.append(_taken(lambda index=index: proofs.consistency(index or 1, shown.size)))
        said |= {f"inclusion_{name}": _spread(inclusion), f"consistency_{name}": _spread(consistency)}
    return said | {"memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _taken(do: Callable[[], object]) -> tuple[float, float, int]:
    """Return milliseconds by the clock and of CPU, and how often a core was taken from us meanwhile."""
    before, wall, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw, time.perf_counter(), time.process_time()
    assert do()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return wall * 1000, cpu * 1000, resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw - before


def _spread(taken: list[tuple[float, float, int]]) -> dict[str, float]:
    """Return medians and what 99 of 100 stay under; `undisturbed` are those during which nobody else had our core."""
    walls, cpus = sorted(wall for wall, _, _ in taken), sorted(cpu for _, cpu, _ in taken)
    undisturbed = sorted(wall for wall, _, preempted in taken if not preempted)
    return {
        "wall_ms": statistics.median(walls),
        "wall_p99_ms": _p99(walls),
        "cpu_ms": statistics.median(cpus),
        "cpu_p99_ms": _p99(cpus),
        "undisturbed_p99_ms": _p99(undisturbed),
        "disturbed": len(taken) - len(undisturbed),
    }


def _p99(sorted_: list[float]) -> float:
    return sorted_[len(sorted_) * 99 // 100]


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


STAGES = {"fill": fill, "build": build, "prove": prove, "place": place}


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
        *_proof_lines(prove_),
        f"| {result['waiting']:,} more placed, signed and shown as the worker does it | {place_['wall_s']:.1f} s"
        f" ({place_['cpu_s'] / result['waiting'] * 1e6:.0f} us CPU each) | |",
        "",
    ]
    return "\n".join([*lines, *acts.table(runs)])


def _proof_lines(prove_: dict[str, Any]) -> list[str]:
    """Return the rows of the table that tell how long proofs take."""
    lines = []
    for name, what, wanted in (
        ("inclusion_first", "proof of inclusion as `/log/proof/` answers it, each entry for the first time", "5 ms"),
        ("inclusion_again", "the same entries again", "5 ms"),
        ("consistency_first", "proof of consistency, for the first time", ""),
    ):
        its = prove_[name]
        lines.append(
            f"| {what}: median, 99 of 100 | {its['wall_ms']:.2f} ms, {its['wall_p99_ms']:.2f} ms;"
            f" CPU {its['cpu_ms']:.2f} ms, {its['cpu_p99_ms']:.2f} ms; without the {its['disturbed']} of 1,000 during"
            f" which others had our core {its['undisturbed_p99_ms']:.2f} ms | {wanted} |"
        )
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--stage", choices=STAGES)
    options.add_argument("--entries", type=int, default=10_000_000)
    options.add_argument("--waiting", type=int, default=100_000)
    options.add_argument("--stores", default="sqlite,postgresql", help="on which an act is measured")
    options.add_argument("--append-only", action="store_true", help="only what an entry adds to its act")
    options.add_argument("--filled", type=Path, help="a data folder that --stage fill wrote, to save its minutes")
    options.add_argument("numbers", type=int, nargs="*")
    given = options.parse_args()
    if given.stage:
        print(json.dumps(STAGES[given.stage](*given.numbers)))
        return
    stores = given.stores.split(",")
    runs = [acts.measured(store) for store in stores]
    if given.append_only:
        its = conditions()
        lines = [f"# An entry within its act, {its['at'][:10]}", "", where(its), "", *acts.table(runs)]
        keep(HERE / "results", f"append-{'-'.join(stores)}", {"append": runs, "conditions": its}, "\n".join(lines))
        return
    with tempfile.TemporaryDirectory(prefix="ocaq-bench-") as folder:
        data = given.filled or Path(folder) / "log"
        if not given.filled:
            stage("fill", data, given.entries)
        result: dict[str, Any] = {"entries": given.entries, "waiting": given.waiting}
        result |= {"build": stage("build", data), "prove": stage("prove", data)}
        result |= {"place": stage("place", data, given.waiting), "append": runs, "conditions": conditions()}
        keep(HERE / "results", "evidence", result, table(result, runs))


if __name__ == "__main__":
    main()
