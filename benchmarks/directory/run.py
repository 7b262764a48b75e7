"""Finding among fifty thousand communities, on SQLite or the database of OCAQ_DATABASE. `./ocaq bench directory`.

Measured twice: the query alone, and the whole page as the server answers it.
"""

import argparse
import math
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "src")]

from benchmarks.directory import network, pages
from benchmarks.measure import conditions, keep

HERE = Path(__file__).parent
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def fill(count: int, chance: random.Random) -> tuple[list[network.Town], list[network.Body], float]:
    """Store towns and bodies as the commands leave them; return them and the CPU seconds search took to learn them."""
    from ocaq.kernel import clock
    from ocaq.kernel.actor import system
    from ocaq.kernel.fold import fold
    from ocaq.register.commands.finding import keep_findable
    from ocaq.register.models import Community, Kind, Name, Place, PlaceName

    at, towns = clock.now(), network.towns(count // 16, chance)
    bodies = list(network.bodies(count, towns, chance))
    places = Place.objects.bulk_create(
        Place(
            country=one.country, name={"en": one.name, "ru": network.cyrillic(one.name)}, latitude=one.latitude,
            longitude=one.longitude, zone="UTC",
        )
        for one in towns
    )  # fmt: skip
    PlaceName.objects.bulk_create(
        PlaceName(place=place, fold=folded)
        for place in places
        for folded in {fold(name) for name in place.name.values()}
    )
    kinds = {kind.code: kind for kind in Kind.objects.all()}
    rows = Community.objects.bulk_create(
        (
            Community(
                slug=f"body-{i}", kind=kinds[one.kind], country=places[one.town].country, place=places[one.town],
                title={language: text for text, language, _ in one.names}, taught=list(one.taught), verified_at=at,
                created_at=at, changed_at=at,
            )
            for i, one in enumerate(bodies)
        ),
        batch_size=2000,
    )  # fmt: skip
    Name.objects.bulk_create(
        (
            Name(community=row, text=text, language=language, use=use, position=i)
            for row, one in zip(rows, bodies, strict=True)
            for i, (text, language, use) in enumerate(one.names)
        ),
        batch_size=5000,
    )
    begun = time.process_time()
    while keep_findable(by=system("bench"), at=at):
        pass
    return towns, bodies, time.process_time() - begun


def settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


class Backend:
    """The CPU that a PostgreSQL on this machine spends on our connection, in steps of a hundredth of a second."""

    def __init__(self) -> None:
        from django.db import connection

        self.stat: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")

    def cpu_s(self) -> float:
        if self.stat is None or not self.stat.exists():
            return 0.0
        spent = self.stat.read_text().rpartition(")")[2].split()
        return (int(spent[11]) + int(spent[12])) * TICK_S


def ask(questions: list[dict[str, str]], rounds: int, backend: Backend) -> dict[str, Any]:
    """Ask each question `rounds` times; return what it cost and how often the first answer lay in the right town."""
    from ocaq.kernel import clock
    from ocaq.register.api import asked_of
    from ocaq.register.queries.directory import found

    cpu, wall, right, at = [], [], [], clock.now()
    server = backend.cpu_s()
    for question in questions * rounds:
        begun, begun_cpu = time.perf_counter(), time.thread_time()
        shown = found(asked_of(question), at=at, language="en")
        cpu.append((time.thread_time() - begun_cpu) * 1000)
        wall.append((time.perf_counter() - begun) * 1000)
        if "town" in question:
            right.append(bool(shown.cards) and str(shown.cards[0].place) == question["town"])
    spent = (backend.cpu_s() - server) * 1000 / len(cpu)
    return {
        "asked": len(cpu),
        "cpu_ms": _spread(cpu),
        "wall_ms": _spread(wall),
        "server_cpu_ms": round(spent, 2),
        "right_town": round(sum(right) / len(right), 3) if right else None,
        "every_cpu_ms": [round(one, 2) for one in cpu],
        "every_wall_ms": [round(one, 2) for one in wall],
    }


def _spread(found: list[float]) -> dict[str, float]:
    ordered = sorted(found)
    at = {"median": 0.5, "p95": 0.95, "most": 1.0}
    return {name: round(ordered[max(0, math.ceil(part * len(ordered)) - 1)], 2) for name, part in at.items()}


def floor(rounds: int) -> dict[str, Any]:
    """What any answer costs: thirty rows by their keys, with kind and town, and nothing searched."""
    from ocaq.register.models import Community

    ids, cpu = list(Community.objects.values_list("pk", flat=True)[: 30 * rounds]), []
    for i in range(rounds):
        begun = time.thread_time()
        list(Community.objects.filter(pk__in=ids[30 * i : 30 * i + 30]).select_related("kind", "place"))
        cpu.append((time.thread_time() - begun) * 1000)
    return {"cpu_ms": _spread(cpu)}


def scan(towns: list[network.Town]) -> dict[str, Any]:
    """What is usual: every name compared with what was typed. It knows no scripts, slips or order."""
    from ocaq.register.models import Community

    cpu, wall = [], []
    for one in towns[:30]:
        begun, begun_cpu = time.perf_counter(), time.thread_time()
        named = Community.objects.filter(names__text__icontains=one.name).distinct()
        named.count(), list(named.select_related("kind", "place")[:30])
        cpu.append((time.thread_time() - begun_cpu) * 1000)
        wall.append((time.perf_counter() - begun) * 1000)
    return {"cpu_ms": _spread(cpu), "wall_ms": _spread(wall)}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--bodies", type=int, default=50_000)
    asked.add_argument("--each", type=int, default=60, help="questions of each sort")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="ocaq-bench-") as data:
        os.environ |= {"OCAQ_MODE": "test", "OCAQ_DATA": data, "OCAQ_LOG": "plain"}
        from ocaq.config.house import open_house, prepare_house

        open_house()
        prepare_house()
        from django.db import connection

        chance = random.Random(7)
        towns, bodies, learned_s = fill(options.bodies, chance)
        settle()
        backend, sorts = Backend(), network.questions(towns, bodies, options.each, chance)
        ask([one for questions in sorts.values() for one in questions[:5]], 1, backend)
        cost = {
            name: ask(questions, max(1, options.each // len(questions)), backend) for name, questions in sorts.items()
        }
        drawn = pages.measure(sorts, options.each)
        result = {
            "conditions": conditions(), "database": connection.vendor, "bodies": len(bodies), "towns": len(towns),
            "learned_cpu_s": round(learned_s, 1), "cost": cost, "pages": drawn, "floor": floor(100),
            "scan": scan(towns),
        }  # fmt: skip
    keep(HERE / "results", f"{options.bodies}-{connection.vendor}", _bare(result), _table(result))


def _bare(result: dict[str, Any]) -> dict[str, Any]:
    drawn = {
        name: row | {"cpu_ms": _spread(row["every_cpu_ms"]), "wall_ms": _spread(row["every_wall_ms"])}
        for name, row in result["pages"].items()
    }
    bare = {
        sort: {
            name: {key: value for key, value in row.items() if not key.startswith("every")}
            for name, row in rows.items()
        }
        for sort, rows in {"cost": result["cost"], "pages": drawn}.items()
    }
    return result | bare


def _table(result: dict[str, Any]) -> str:
    its, cost, floor_, scan_ = result["conditions"], result["cost"], result["floor"], result["scan"]
    every = _spread([one for row in cost.values() for one in row["every_cpu_ms"]])
    wall = _spread([one for row in cost.values() for one in row["every_wall_ms"]])
    lines = [
        f"# The directory, {result['bodies']:,} communities in {result['towns']:,} towns, {its['at'][:10]}",
        "",
        f"{its['cpus']} x {its['cpu']}, {its['system']}, Python {its['python']}, {result['database']}; load average at"
        f" the end {', '.join(str(load) for load in its['load'])}. Learned by search in {result['learned_cpu_s']} s of"
        " CPU. Each question is one page: counts by kind, country and town, and thirty rows. Wanted: p95 of all at"
        " most 50 ms CPU. First the query alone, then the whole page from request to HTML, by the product's WSGI"
        " application in this process. The floor is thirty rows read by their keys; the scan compares every name with"
        " what is typed, knows one script and no slip, and puts nothing in an order.",
        "",
        "| question | asked | ms CPU, median | p95 | p95 by the clock | ms CPU of the database | right town first |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, row in cost.items():
        lines.append(
            _line(name, row["cpu_ms"], row["wall_ms"]["p95"], row["asked"], row["server_cpu_ms"], row["right_town"])
        )
    lines += [
        _line("**all**", every | {"p95": f"**{every['p95']}**"}, wall["p95"]),
        _line("floor", floor_["cpu_ms"], ""),
        _line("scan", scan_["cpu_ms"], scan_["wall_ms"]["p95"]),
        "",
        *_drawn(result["pages"]),
    ]
    return "\n".join(lines)


def _drawn(rows: dict[str, Any]) -> list[str]:
    every = _spread([one for row in rows.values() for one in row["every_cpu_ms"]])
    wall = _spread([one for row in rows.values() for one in row["every_wall_ms"]])
    heaviest = max((row["heaviest"] for row in rows.values()), key=lambda one: one["with_all"])
    return [
        "| whole page | asked | ms CPU, median | p95 | most | p95 by the clock | heaviest: kB packed, with sheets and"
        " scripts |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {name} | {row['asked']} | {_told(_spread(row['every_cpu_ms']))} |"
            f" {_spread(row['every_wall_ms'])['p95']} | {_kilobytes(row['heaviest'])} |"
            for name, row in rows.items()
        ),
        f"| **all** |  | {every['median']} | **{every['p95']}** | {every['most']} | {wall['p95']} |"
        f" {_kilobytes(heaviest)} |",
    ]


def _told(spread: dict[str, float]) -> str:
    return " | ".join(str(spread[name]) for name in ("median", "p95", "most"))


def _kilobytes(one: dict[str, int]) -> str:
    return f"{one['page'] / 1000:.1f}, {one['with_all'] / 1000:.1f}"


def _line(
    name: str, cpu: dict[str, Any], wall: Any, asked: Any = "", server: float = 0, right: float | None = None
) -> str:
    cells = (name, asked, cpu["median"], cpu["p95"], wall, server or "", "" if right is None else f"{right:.0%}")
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    main()
