"""Arrival: CPU a person for ticket, first state, stream and presence. `./ocaq bench arrival [--people 600]`.

The ticket comes from Django behind the whole middleware, as the room asks for it; the state has 8 kB; presence is
a lease kept by intake. Loopback only; ends by itself.
"""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from operator import methodcaller
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import httpx
from benchmarks.measure import ROOT, Server, conditions, free_port, keep, median, where

HERE = Path(__file__).parent
STEPS = ("ticket", "state", "stream", "presence")


class Person:
    def __init__(self, at: str, number: int, streams: contextlib.ExitStack) -> None:
        self.at, self.number, self.streams = at, number, streams
        self.client = streams.enter_context(httpx.Client(timeout=60))
        self.bearer: dict[str, str] = {}

    def ticket(self) -> None:
        answer = self.client.get(f"{self.at}/ticket/{self.number}").raise_for_status()
        self.bearer = {"Authorization": f"Bearer {answer.json()['ticket']}"}

    def state(self) -> None:
        self.client.get(f"{self.at}/live/bench/a/public/state", headers=self.bearer).raise_for_status()

    def stream(self) -> None:
        opened = self.client.stream("GET", f"{self.at}/live/bench/a/public?after=0", headers=self.bearer)
        self.streams.enter_context(opened).raise_for_status()

    def presence(self) -> None:
        body = f'{{"kind":"lease","key":"beat-{self.number:08}"}}'
        with httpx.Client(timeout=60) as client:  # the other connection is taken by the stream
            client.post(f"{self.at}/intake/a", content=body, headers=self.bearer).raise_for_status()


def measure(people: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="ocaq-bench-") as scratch:
        env = {
            "OCAQ_MODE": "test",
            "OCAQ_DATA": scratch,
            "OCAQ_DATABASE": "",
            "OCAQ_REDIS": "",
            "DJANGO_SETTINGS_MODULE": "ocaq.config.settings",
            "BENCH_ADDRESSES": "benchmarks.arrival.addresses",
        }
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"],
            check=True,
            cwd=ROOT,
            env={**os.environ, **env},
        )
        port = free_port()
        command = [sys.executable, "-m", "benchmarks.house", str(port)]
        with Server(command, port, Path(scratch) / "house.log", **env) as server, contextlib.ExitStack() as streams:
            _all([Person(server.at, 1_000_000, streams)], STEPS)  # what the first one loads is on nobody's account
            arriving = [Person(server.at, number, streams) for number in range(people)]
            used = {}
            for step in STEPS:
                before = server.cpu_s()
                began = time.monotonic()
                _all(arriving, [step])
                used[f"{step}_ms"] = round((server.cpu_s() - before) / people * 1_000, 2)
                used[f"{step}_s"] = round(time.monotonic() - began, 1)
    return {**used, "all_ms": round(sum(used[f"{step}_ms"] for step in STEPS), 2)}


def _all(arriving: list[Person], steps: Any) -> None:
    with ThreadPoolExecutor(16) as pool:
        for step in steps:
            list(pool.map(methodcaller(step), arriving))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=600)
    asked.add_argument("--rounds", type=int, default=3)
    options = asked.parse_args()
    runs = []
    for _ in range(options.rounds):
        runs.append(measure(options.people))
        print(runs[-1], file=sys.stderr, flush=True)
    result = {"conditions": conditions(), "people": options.people, "runs": runs}
    rows = [
        f"| {step} | {median(runs, f'{step}_ms'):.2f} | {', '.join(str(run[f'{step}_ms']) for run in runs)} |"
        for step in (*STEPS, "all")
    ]
    table = "\n".join(
        [
            f"# Arrival of {options.people} people, {result['conditions']['at'][:10]}",
            "",
            where(result["conditions"]),
            "",
            "| step | ms CPU a person | runs |",
            "|---|---|---|",
            *rows,
            "",
            "Wanted: all of it in at most 5 ms.",
        ]
    )
    keep(HERE / "results", str(options.people), result, table)
    if statistics.median(run["all_ms"] for run in runs) > 5:
        sys.exit("An arrival cost more than 5 ms.")


if __name__ == "__main__":
    main()
