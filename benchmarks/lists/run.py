"""A list of 10,000 rows, 3,000 of them with a fault: brought in, judged, applied, taken back. `./ocaq bench lists`."""

import argparse
import io
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "src")]

from benchmarks.measure import conditions, keep

HERE = Path(__file__).parent
TOWNS = "Köln Berlin Bonn Hamburg Essen Mainz Kiel Jena Ulm Trier".split()  # noqa: SIM905 - read as one line
SYLLABLES = "ba də ni lə ro şa qu mə ki to çi ra zə no fi ga su lo vi xə".split()  # noqa: SIM905 - read as one line
SORTS = "Birliyi Məktəbi Evi Cəmiyyəti Mərkəzi".split()  # noqa: SIM905 - read as one line
HEADINGS = ["Təşkilatın adı", "Ölkə", "Şəhər", "Telefon", "E-mail", "Sayt", "Yaranma tarixi", "Dillər"]
# What is wrong with three rows of ten, in turn: {column: what stands there}.
FAULTS: list[dict[int, str]] = [{0: ""}, {2: "Yoxşəhər"}, {1: "Atlantida"}, {0: "Pаlıd Evi"}, {2: "???", 3: "12"}]


def made(count: int) -> bytes:
    from openpyxl import Workbook

    draw = random.Random(20260101)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for number in range(count):
        name = "".join(draw.choice(SYLLABLES) for _ in range(4)).capitalize()
        phones = f"0221 {draw.randrange(10**6, 10**7)}; +49 30 {draw.randrange(10**6, 10**7)}"
        day = f"{draw.randrange(1, 28)}.0{draw.randrange(1, 9)}.{draw.randrange(1990, 2025)}"
        row = [f"“{name}” Azərbaycan {draw.choice(SORTS)}", "Almaniya", draw.choice(TOWNS), phones]
        row += [f"info{number}@x.example", f"www.x{number}.example", day, "az, rus"]
        if number % 10 < 3:
            for column, said in FAULTS[number // 2 % len(FAULTS)].items():
                row[column] = said
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def timed(name: str, act: Callable[[], Any], told: dict[str, Any]) -> Any:
    begun, begun_cpu = time.perf_counter(), time.process_time()
    result = act()
    told[name] = {
        "wall_s": round(time.perf_counter() - begun, 1),
        "cpu_s": round(time.process_time() - begun_cpu, 1),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    return result


def measured(rows: int) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db.models import Count

    from ocaq.kernel import clock
    from ocaq.kernel.actor import system
    from ocaq.register import jobs
    from ocaq.register.commands.importing import ask_to_apply, ask_to_undo, bring_in
    from ocaq.register.commands.places import add_place
    from ocaq.register.models import Community, Line

    call_command("migrate", verbosity=0)
    who = {"by": system("bench"), "at": clock.now()}
    for at, town in enumerate(TOWNS):
        add_place(country="DE", name={"de": town}, latitude=50 + at / 5, longitude=7.0 + at, **who)
    raw = made(rows)
    steps: dict[str, Any] = {}
    ref = timed("brought in", lambda: bring_in(raw=raw, title="list.xlsx", key="bench", **who), steps)
    timed("judged", lambda: jobs.work_on_list(ref, "reading", "system:bench"), steps)
    verdicts = dict(Line.objects.order_by().values_list("verdict").annotate(Count("pk")))
    ask_to_apply(ref=ref, **who)
    timed("applied", lambda: jobs.work_on_list(ref, "applying", "system:bench"), steps)
    entered = Community.objects.count()
    ask_to_undo(ref=ref, **who)
    timed("taken back", lambda: jobs.work_on_list(ref, "undoing", "system:bench"), steps)
    if Community.objects.exists() or entered != verdicts["new"] or verdicts["wrong"] != rows * 3 // 10:
        sys.exit(f"rows were lost or doubled: {verdicts}, {entered} entered, {Community.objects.count()} left")
    return {"steps": steps, "verdicts": verdicts, "entered": entered, "file_kb": len(raw) // 1024}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=10_000)
    rows = asked.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="ocaq-bench-") as scratch:
        os.environ |= {"OCAQ_MODE": "test", "OCAQ_DATA": scratch, "DJANGO_SETTINGS_MODULE": "ocaq.config.settings"}
        os.environ.pop("OCAQ_DATABASE", None)
        import django

        django.setup()
        result = {"conditions": conditions(), "rows": rows, **measured(rows)}
    its = result["conditions"]
    table = [
        f"# A list of {rows:,} rows, {its['at'][:10]}",
        "",
        f"{its['cpus']} x {its['cpu']}, {its['system']}, Python {its['python']}, SQLite; load average at the start"
        f" {', '.join(str(load) for load in its['load'])}. XLSX of {result['file_kb']} kB, ten towns; three rows in ten"
        f" have a fault. Verdicts: {', '.join(f'{count:,} {name}' for name, count in result['verdicts'].items())}.",
        "",
        "| step | s | s CPU | ms CPU a row | peak memory MB, of the whole process |",
        "|---|---|---|---|---|",
    ]
    for name, step in result["steps"].items():
        each = round(1000 * step["cpu_s"] / rows, 2)
        table.append(f"| {name} | {step['wall_s']} | {step['cpu_s']} | {each} | {step['peak_memory_mb']} |")
    keep(HERE / "results", f"{rows}", result, "\n".join(table))


if __name__ == "__main__":
    main()
