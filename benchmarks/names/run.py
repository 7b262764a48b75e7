"""The check while a name is typed, among a million made-up people on SQLite. `./ocaq bench names`."""

import argparse
import json
import math
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


def open_tables(file: Path) -> tuple[Any, Any]:
    """Return the tables of people and of their keys, in a SQLite of their own."""
    import django
    from django.conf import settings

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": file}}, USE_TZ=True, INSTALLED_APPS=[]
    )
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
    from ocaq.register.queries import lookalikes

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


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=1_000_000)
    asked.add_argument("--probes", type=int, default=2_000)
    options = asked.parse_args()
    made = subprocess.run(
        [*MAKER, str(options.people), str(options.probes)], check=True, capture_output=True, text=True, cwd=ROOT
    )
    rows = [json.loads(line) for line in made.stdout.splitlines()]
    people, probes = rows[: options.people], rows[options.people :]
    with tempfile.TemporaryDirectory(prefix="ocaq-bench-") as scratch:
        _, keys = open_tables(Path(scratch) / "names.sqlite3")
        filled_s = fill(people)
        ask(keys, probes[:50])
        everybody = ask(keys, probes)
        with_births = {row[0] for row in people if row[2]}
        dated = ask(keys, [probe for probe in probes if probe[2] and probe[0] in with_births])
        size = (Path(scratch) / "names.sqlite3").stat().st_size
    result = {
        "conditions": conditions(),
        "people": options.people,
        "fill_cpu_s": round(filled_s, 1),
        "megabytes": round(size / 2**20),
        "all": everybody,
        "births known": dated,
    }
    keep(HERE / "results", f"{options.people}", result, _table(result))


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
