"""The check while a name is typed, and with --sweep the nightly sweep, on SQLite. `./ocaq bench names`."""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "src")]

from benchmarks.measure import ROOT, conditions, keep, uv_run

HERE = Path(__file__).parent
MAKER = [*uv_run("faker==40.54.0", "iuliia==0.13.0", "anyascii==0.3.3"), str(HERE / "people.py")]


def open_tables(folder: Path) -> tuple[Any, Any]:
    """Return the tables of people and of their keys, in a SQLite of their own."""
    os.environ |= {"OCAQ_MODE": "test", "OCAQ_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "ocaq.config.settings"}
    os.environ.pop("OCAQ_DATABASE", None)
    import django

    django.setup()
    from django.db import connection, models

    from ocaq.register.models import NameKey

    class Person(models.Model):
        name = models.CharField(max_length=200)

        class Meta:
            app_label = "names"

    class PersonKey(NameKey):
        named = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False)

        class Meta(NameKey.Meta):
            app_label = "names"

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode = OFF")
    with connection.schema_editor() as editor:
        editor.create_model(Person)
        editor.create_model(PersonKey)
    return Person, PersonKey


def fill(people: list[list[Any]]) -> float:
    """Store the people with their keys; return the CPU seconds it took."""
    from django.db import connection, transaction

    from ocaq.register.rules.keys import keys_of

    begun = time.process_time()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO names_person (id, name) VALUES (%s, %s)", [(number, name) for number, name, _ in people]
        )
        cursor.executemany(
            "INSERT INTO names_personkey (key, born, named_id) VALUES (%s, %s, %s)",
            ((key, born, number) for number, name, born in people for key in keys_of(name)),
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return time.process_time() - begun


def ask(keys: Any, probes: list[list[Any]]) -> dict[str, Any]:
    """Ask for every probe once, and say how long it took and whether the right one was among the answers."""
    from ocaq.register.queries.lookalikes import lookalikes

    wall, cpu, ranks, told = [], [], [], 0
    for number, name, born in probes:
        when = date.fromisoformat(born) if born else None
        begun, begun_cpu = time.perf_counter(), time.thread_time()
        found = lookalikes(keys.objects.all(), name=name, born=when)
        cpu.append(time.thread_time() - begun_cpu)
        wall.append(time.perf_counter() - begun)
        ranks.append(next((rank for rank, row in enumerate(found) if row.named_id == number), None))
        told += len(found)
    first = sum(rank == 0 for rank in ranks) / len(ranks)
    among = sum(rank is not None for rank in ranks) / len(ranks)
    return {
        "ms": {"wall": _spread(wall), "cpu": _spread(cpu)},
        "first": round(first, 3),
        "among_five": round(among, 3),
        "shown": round(told / len(probes), 1),
    }


def _spread(seconds: list[float]) -> dict[str, float]:
    found = sorted(second * 1000 for second in seconds)
    at = {"median": 0.5, "p95": 0.95, "p99": 0.99}
    return {name: round(found[min(len(found) - 1, math.ceil(part * len(found)) - 1)], 2) for name, part in at.items()}


def night(keys: Any, truth: set[tuple[int, int]]) -> dict[str, Any]:
    """Sweep the whole table once and hold the pairs found against those that are one person."""
    from ocaq.register.queries.sweep import sweep

    begun, begun_cpu = time.perf_counter(), time.thread_time()
    found = {(pair.one_id, pair.other_id): pair for pair in sweep(keys.objects.all())}
    spent = {"wall_s": round(time.perf_counter() - begun, 1), "cpu_s": round(time.thread_time() - begun_cpu, 1)}
    right = found.keys() & truth
    by_birth = {
        kind: [sum(pair.birth == kind for pair in found.values()), sum(found[pair].birth == kind for pair in right)]
        for kind in ("agrees", "near", "unknown")
    }
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        **spent,
        "pairs": len(found),
        "precision": round(len(right) / len(found), 3),
        "recall": round(len(right) / len(truth), 3),
        "found_and_right": by_birth,
        "peak_memory_mb": memory,
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=1_000_000)
    asked.add_argument("--probes", type=int, default=2_000)
    asked.add_argument(
        "--sweep", action="store_true", help="the nightly sweep instead: one entry in five is a second one"
    )
    options = asked.parse_args()
    if options.sweep:
        options.probes, options.people = options.people // 5, options.people - options.people // 5
    made = subprocess.run(
        [*MAKER, str(options.people), str(options.probes)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    rows = [json.loads(line) for line in made.stdout.splitlines()]
    people, probes = rows[: options.people], rows[options.people :]
    with tempfile.TemporaryDirectory(prefix="ocaq-bench-") as scratch:
        _, keys = open_tables(Path(scratch))
        if options.sweep:
            _sweep(keys, people, probes)
        else:
            _check(keys, people, probes)


def _sweep(keys: Any, people: list[list[Any]], probes: list[list[Any]]) -> None:
    second = [[len(people) + i, name, born] for i, (_, name, born) in enumerate(probes, 1)]
    everybody = people + second
    filled_s = fill(everybody)
    truth = {(probe[0], again[0]) for probe, again in zip(probes, second, strict=True)}
    row = night(keys, truth)
    result = {"conditions": conditions(), "entries": len(everybody), "fill_cpu_s": round(filled_s, 1), "sweep": row}
    its = result["conditions"]
    table = [
        f"# The nightly sweep, {len(everybody):,} entries, {its['at'][:10]}",
        "",
        f"{its['cpus']} x {its['cpu']}, {its['system']}, Python {its['python']}, SQLite; load average at the end"
        f" {', '.join(str(load) for load in its['load'])}. One entry in five is a second one of somebody, written by"
        " iuliia or anyascii, 8 % with a slip of the keyboard; 28 % of the pairs lack a date of birth.",
        "",
        "| s | s CPU | peak memory MB, with the benchmark's own | pairs | precision | recall |",
        "|---|---|---|---|---|---|",
        f"| {row['wall_s']} | {row['cpu_s']} | {row['peak_memory_mb']} | {row['pairs']:,} | {row['precision']} |"
        f" {row['recall']} |",
    ]
    keep(HERE / "results", f"sweep-{len(everybody)}", result, "\n".join(table))


def _check(keys: Any, people: list[list[Any]], probes: list[list[Any]]) -> None:
    from django.db import connection

    filled_s = fill(people)
    ask(keys, probes[:50])
    everybody = ask(keys, probes)
    with_births = {row[0] for row in people if row[2]}
    dated = ask(keys, [probe for probe in probes if probe[2] and probe[0] in with_births])
    result = {
        "conditions": conditions(),
        "people": len(people),
        "fill_cpu_s": round(filled_s, 1),
        "megabytes": round(Path(connection.settings_dict["NAME"]).stat().st_size / 2**20),
        "all": everybody,
        "births known": dated,
    }
    keep(HERE / "results", f"{len(people)}", result, _table(result))


def _table(result: dict[str, Any]) -> str:
    its = result["conditions"]
    lines = [
        f"# The check while a name is typed, {result['people']:,} people, {its['at'][:10]}",
        "",
        f"{its['cpus']} x {its['cpu']}, {its['system']}, Python {its['python']}, SQLite; load average at the end"
        f" {', '.join(str(load) for load in its['load'])}. {result['megabytes']} MB; all keys computed and stored in"
        f" {result['fill_cpu_s']} s CPU. Names of Faker in six languages; each probe is one of the people as iuliia or"
        " anyascii writes them, in either order, 8 % with a slip of the keyboard, 15 % without a date of birth.",
        "",
        "| probes | median ms | p95 ms | p99 ms | median ms CPU | p95 ms CPU | right one first | among five | shown |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name in ("all", "births known"):
        row = result[name]
        wall, cpu = row["ms"]["wall"], row["ms"]["cpu"]
        lines.append(
            f"| {name} | {wall['median']} | {wall['p95']} | {wall['p99']} | {cpu['median']} | {cpu['p95']} |"
            f" {row['first']:.0%} | {row['among_five']:.0%} | {row['shown']} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
