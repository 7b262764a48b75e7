"""Durable deeds: CPU a write through `POST /intake/`, beside a Django view and the ORM on the same store; a kill -9.

`./ocaq bench intake [--stores sqlite,postgresql] [--seconds 6] [--rounds 5]`. Needs wrk, and for PostgreSQL its
programs, which it starts on data of its own. Loopback only; ends by itself.
"""

import argparse
import contextlib
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import httpx
from benchmarks.measure import ROOT, PostgreSQL, Server, conditions, free_port, keep, median, where

HERE = Path(__file__).parent
ABOUT = (
    "Median of the runs; CPU is user and system time of the server's process tree and, where the store is PostgreSQL,"
    " of all its processes: both are counted for us and for the peers alike, the load client for nobody. Ocaq's deeds"
    " carry a signed ticket and leave a row, a receipt and evidence. `nothing` is the same server answering the same"
    " posts without doing anything. `django row` leaves the row alone; `django same` does what intake does. Both peers"
    " run as our pages do: WSGI in threads under uvicorn, without middleware, with connections that stay open. A ratio"
    " is the median of the ratios of each round, whose cases run one after the other."
)
STORES = {"sqlite": "SQLite (WAL, synchronous=FULL)", "postgresql": "PostgreSQL 15 (as it comes)"}
SECRET = "only-for-this-benchmark-0123456789abcdef"
PEOPLE = 256


class House:
    """A data folder with tickets, and the servers that run on it."""

    def __init__(self, folder: Path, store: PostgreSQL | None = None, like: "House | None" = None) -> None:
        folder.mkdir()
        self.folder = folder
        self.store = store
        self.name = folder.name.replace("-", "_")
        self.database = store.database(self.name, like.name if like else "template1") if store else ""
        self.env = {
            "OCAQ_MODE": "test",
            "OCAQ_DATA": str(folder),
            "OCAQ_DATABASE": self.database,
            "OCAQ_REDIS": "",
            "OCAQ_SECRET": SECRET,
            "DJANGO_SETTINGS_MODULE": "ocaq.config.settings",
        }
        if like is None:
            command = [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"]
            subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **self.env})
        elif store is None:
            shutil.copy(like.folder / "ocaq.sqlite3", folder)
        os.environ.update(self.env)
        import django

        django.setup()
        from ocaq.live import tickets

        self.tickets = [
            tickets.issue(
                channel="bench/a",
                audience="public",
                language="en",
                at=datetime.now(UTC),
                lives_s=86_400,
                participant=f"participant{n}",
            )
            for n in range(PEOPLE)
        ]
        (folder / "tickets").write_text("\n".join(self.tickets))

    def server(self, module: str) -> Server:
        port = free_port()
        return Server([sys.executable, "-m", module, str(port)], port, self.folder / f"{module}.log", **self.env)

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        if self.database:
            import psycopg

            with psycopg.connect(self.database) as store:
                return store.execute(question.encode()).fetchall()
        with sqlite3.connect(self.folder / "ocaq.sqlite3") as file:
            return file.execute(question).fetchall()

    def count(self, table: str) -> int:
        return int(self.ask(f"SELECT count(*) FROM {table}")[0][0])

    def stores_cpu_s(self) -> float:
        """Return the CPU seconds of PostgreSQL; SQLite's are the server's own."""
        return self.store.cpu_s() if self.store else 0.0


def measure(
    house: House, module: str, path: str, table: str, connections: int, seconds: int, salt: str
) -> dict[str, Any]:
    with house.server(module) as server:
        _wrk(house, server, path, connections, 1, salt + "w")  # warm
        rows, before, stores = house.count(table) if table else 0, server.cpu_s(), house.stores_cpu_s()
        said = _wrk(house, server, path, connections, seconds, salt)
        time.sleep(0.3)
        stored = house.stores_cpu_s() - stores
        used = server.cpu_s() - before + stored
        written = house.count(table) - rows if table else said["answered"]
    return {
        "rows": written,
        "rows_per_s": round(written / seconds),
        "us_per_row": round(used / written * 1e6, 1),
        "us_of_store": round(stored / written * 1e6, 1),
        **said,
    }


def _wrk(house: House, server: Server, path: str, connections: int, seconds: int, salt: str) -> dict[str, Any]:
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--latency",
        "--timeout",
        "30s",
        "-s",
        str(HERE / "deeds.lua"),
        server.at + path,
    ]
    said = subprocess.run(
        command,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "TICKETS": str(house.folder / "tickets"), "SALT": salt},
    ).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return {
        "answered": int(re.search(r"(\d+) requests in", said).group(1)),  # type: ignore[union-attr]
        "p50_ms": _ms(said, "50%"),
        "p99_ms": _ms(said, "99%"),
        "refused": int(failed.group(1)) if failed else 0,
    }


def _ms(said: str, share: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", said)
    assert found, said
    return round(float(found.group(1)) * {"us": 0.001, "ms": 1, "s": 1000}[found.group(2)], 1)


def kill(house: House, seconds: float) -> dict[str, int]:
    """Kill -9 the server while 64 people vote, every tenth deed twice; compare what was said with what is kept."""
    acknowledged: list[tuple[str, int]] = []
    stopped = threading.Event()

    def vote(who: int) -> None:
        headers = {"Authorization": f"Bearer {house.tickets[who]}"}
        with httpx.Client(timeout=10) as client:
            for number in range(1_000_000):
                key = f"kill-{who:03}-{number:07}"
                body = f'{{"kind":"vote","key":"{key}","choice":"c"}}'.encode()
                try:
                    for _ in range(2 if number % 10 == 0 else 1):
                        answer = client.post(f"{server.at}/intake/a", content=body, headers=headers)
                        acknowledged.append((key, answer.status_code))
                except httpx.TransportError:
                    return
                if stopped.is_set():
                    return

    with house.server("benchmarks.house") as server:
        threads = [threading.Thread(target=vote, args=(who,)) for who in range(64)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        server.process.kill()
        stopped.set()
        for thread in threads:
            thread.join()
    kept = {key for (key,) in house.ask("SELECT key FROM bench_vote WHERE key LIKE 'kill-%'")}
    return {
        "acknowledged": len({key for key, status in acknowledged if status == 201}),
        "missing": len({key for key, _ in acknowledged} - kept),
        "repeats": sum(1 for _, status in acknowledged if status == 200),
        "accepted_twice": len([1 for _, status in acknowledged if status == 201])
        - len({key for key, status in acknowledged if status == 201}),
        "other_answers": sum(1 for _, status in acknowledged if status not in {200, 201}),
    }


CASES = {  # name: module, path, table, connections
    "nothing": ("benchmarks.intake.nothing", "/", "", 256),
    "ocaq intake": ("benchmarks.house", "/intake/a", "bench_vote", 256),
    "django row": ("benchmarks.intake.peer_django", "/row", "peer_vote", 64),
    "django same": ("benchmarks.intake.peer_django", "/same", "peer_vote", 64),
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--stores", default="sqlite,postgresql")
    asked.add_argument("--seconds", type=int, default=6)
    asked.add_argument("--rounds", type=int, default=5)
    options = asked.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("This benchmark needs wrk (Debian: apt-get install wrk).")
    good = [_run(store, options.rounds, options.seconds) for store in options.stores.split(",")]
    if not all(good):
        sys.exit("A kill lost or doubled something acknowledged.")


def _run(store: str, rounds: int, seconds: int) -> bool:
    """Measure on one store and keep what was found; say whether a kill left everything whole."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in CASES}
    with tempfile.TemporaryDirectory(prefix="ocaq-bench-") as scratch, contextlib.ExitStack() as running:
        Path(scratch).chmod(0o755)
        server = running.enter_context(PostgreSQL(Path(scratch) / "store")) if store == "postgresql" else None
        template = House(Path(scratch) / "template", server)
        for turn in range(rounds):
            for name, case in CASES.items():
                house = House(Path(scratch) / f"{name.replace(' ', '-')}-{turn}", server, template)
                found[name].append(measure(house, *case, seconds, f"r{turn}"))
                print(f"{store}: {name} {found[name][-1]}", file=sys.stderr, flush=True)
        killed = kill(House(Path(scratch) / "kill", server, template), 3)
    result = {
        "conditions": conditions(),
        "store": store,
        "runs": found,
        "kill": killed,
        "ratios": _ratios(found),
    }
    keep(HERE / "results", store, result, _table(result))
    return not (killed["missing"] or killed["accepted_twice"] or killed["other_answers"])


def _ratios(found: dict[str, list[dict[str, Any]]]) -> dict[str, float]:
    ours = found["ocaq intake"]
    return {
        f"{name} / ocaq intake": round(
            statistics.median(peer["us_per_row"] / own["us_per_row"] for peer, own in zip(runs, ours, strict=True)), 1
        )
        for name, runs in found.items()
        if name != "ocaq intake"
    }


def _table(result: dict[str, Any]) -> str:
    its, killed = result["conditions"], result["kill"]
    lines = [
        f"# Durable deeds on {STORES[result['store']]}, {its['at'][:10]}",
        "",
        f"{where(its)} {ABOUT}",
        "",
        "| case | rows/s | us CPU per row | of it PostgreSQL | p50 ms | p99 ms | refused | runs |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, runs in result["runs"].items():
        each = ", ".join(str(run["us_per_row"]) for run in runs)
        figures = [
            f"{median(runs, figure):.0f}" for figure in ("rows_per_s", "us_per_row", "us_of_store", "p50_ms", "p99_ms")
        ]
        refused = sum(run["refused"] for run in runs)
        lines.append(f"| {name} | {' | '.join(figures)} | {refused} | {each} |")
    lines += [
        "",
        "Ratios: "
        + "; ".join(f"{name} {value}" for name, value in result["ratios"].items())
        + ". Wanted of both Djangos: >= 12.",
        "",
        f"Kill -9 in mid-burst: {killed['acknowledged']} acknowledged, {killed['missing']} of them missing;"
        f" {killed['repeats']} repeats recognised, {killed['accepted_twice']} accepted twice.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
