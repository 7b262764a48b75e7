"""Fan-out: CPU per delivered event, memory per connection, beside a C floor, Django streaming, Channels with Redis.

`./ocaq bench live [--people 10000] [--rounds 3] [--without channels,django]`. Loopback only; ends by itself.
"""

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.measure import (
    Crowd,
    Server,
    compile_c,
    conditions,
    free_port,
    keep,
    median,
    post,
    raise_file_limit,
    uv_run,
    where,
)

HERE = Path(__file__).parent
ABOUT = (
    "Median of the runs; CPU is user and system time of the server's process tree (with Redis), net of idle. Ocaq's"
    " includes the deed that causes the event, its commit and evidence. Where a peer loses events, the CPU is shared"
    " among those that came. A ratio is the median of the ratios of each round, whose engines run one after the other."
)
LONGEST_S = 120  # for one event; what has not come by then, or after a pause of PAUSE_S, does not come
PAUSE_S = 45
PATIENT_DELIVERIES = 30_000
QUIET = 0.03  # of a core
FILLING = "x" * 230  # about 300 bytes an event


class Engine:
    """One way of bringing an event to everybody."""

    path = "/stream"
    mode = "sse"
    is_patient = False  # True: the next event waits until the last has arrived, lest the peer drops what it cannot hold

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.sent = 0

    @contextlib.contextmanager
    def running(self) -> Iterator[Server]:
        with Server(self.command(), self.port, self.folder / f"{type(self).__name__}.log", **self.env()) as server:
            yield server

    def command(self) -> list[str]:
        raise NotImplementedError

    def env(self) -> dict[str, str]:
        return {}

    def publish(self) -> None:
        post(
            f"http://127.0.0.1:{self.port}/publish",
            b'{"t":%d,"filling":"%b"}' % (time.monotonic_ns(), FILLING.encode()),
        )


class Floor(Engine):
    def command(self) -> list[str]:
        return [str(self.folder / "floor"), str(self.port)]


class Ocaq(Engine):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.data = Path(tempfile.mkdtemp(dir=folder))
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"],
            check=True,
            env={**os.environ, **self.env()},
        )
        self.ticket = _ticket(self.env())
        self.path = f"/live/bench/a/public?ticket={self.ticket}"

    def env(self) -> dict[str, str]:
        return {
            "OCAQ_MODE": "test",
            "OCAQ_DATA": str(self.data),
            "OCAQ_DATABASE": "",
            "OCAQ_REDIS": "",
            "DJANGO_SETTINGS_MODULE": "ocaq.config.settings",
        }

    def command(self) -> list[str]:
        return [sys.executable, "-m", "benchmarks.house", str(self.port)]

    def publish(self) -> None:
        self.sent += 1
        body = b'{"kind":"say","key":"event-%08d","t":%d,"filling":"%b"}' % (
            self.sent,
            time.monotonic_ns(),
            FILLING.encode(),
        )
        post(f"http://127.0.0.1:{self.port}/intake/a", body, {"Authorization": f"Bearer {self.ticket}"})


class Django(Engine):
    def command(self) -> list[str]:
        return [sys.executable, str(HERE / "peer_django.py"), str(self.port)]


class Channels(Engine):
    mode = "ws"
    is_patient = True
    layer = "core"

    @contextlib.contextmanager
    def running(self) -> Iterator[Server]:
        redis_port = free_port()
        redis = [
            "redis-server",
            "--port",
            str(redis_port),
            "--save",
            "",
            "--bind",
            "127.0.0.1",
            "--dir",
            str(self.folder),
        ]
        with Server(redis, redis_port, self.folder / "redis.log") as store:
            self.command = lambda: [
                *uv_run("django>=5.2,<5.3", "channels", "channels-redis", "uvicorn[standard]"),  # type: ignore[method-assign]
                str(HERE / "peer_channels.py"),
                str(self.port),
                str(redis_port),
                self.layer,
            ]
            with Server(self.command(), self.port, self.folder / "channels.log") as server:
                mine = server.cpu_s
                server.cpu_s = lambda: mine() + store.cpu_s()  # type: ignore[method-assign]
                yield server


class ChannelsPubSub(Channels):
    layer = "pubsub"


def measure(engine: Engine, people: int, events: int, pace_s: float) -> dict[str, Any]:
    if engine.is_patient:
        events = min(events, PATIENT_DELIVERIES // people)
    with engine.running() as server:
        engine.publish()
        time.sleep(1)
        empty_kib, before = server.memory_kib(), server.cpu_s()
        with Crowd(engine.folder / "crowd", engine.port, engine.path, people, engine.mode) as crowd:
            connect_s, connected = server.cpu_s() - before, crowd.ready["ready"]
            engine.publish()  # the first is on nobody's account
            _wait_for(crowd, connected)
            full_kib = server.memory_kib()
            idle_s = _idle_s(server)
            before, began = server.cpu_s(), time.monotonic()
            said = _pace(engine, crowd, people, events, pace_s)
            took = time.monotonic() - began
            used = server.cpu_s() - before - idle_s * took
    return {
        "delivered": said["delivered"],
        "due": people * events,
        "connected": connected,
        "us_per_delivery": round(used / max(1, said["delivered"]) * 1e6, 2),
        "connect_us": round(connect_s / people * 1e6, 1),
        "kib_per_connection": round((full_kib - empty_kib) / people, 2),
        "p50_ms": said["p50_ms"],
        "p99_ms": said["p99_ms"],
        "idle_cpu": round(idle_s, 4),
    }


def _pace(engine: Engine, crowd: Crowd, people: int, events: int, pace_s: float) -> dict[str, Any]:
    began, delivered, said = time.monotonic(), 0, {}
    for number in range(events):
        engine.publish()
        if engine.is_patient:
            said = _wait_for(crowd, crowd.ready["ready"])
            delivered += said["delivered"]
        time.sleep(max(0.0, began + (number + 1) * pace_s - time.monotonic()))
    return {**said, "delivered": delivered} if engine.is_patient else _wait_for(crowd, people * events)


def _idle_s(server: Server) -> float:
    """Return the CPU seconds a second without events, once what the first one left to do is done."""
    ends = time.monotonic() + LONGEST_S
    while True:
        before, began = server.cpu_s(), time.monotonic()
        time.sleep(3)
        idle_s = (server.cpu_s() - before) / (time.monotonic() - began)
        if idle_s < QUIET or time.monotonic() > ends:
            return idle_s


def _wait_for(crowd: Crowd, due: int) -> dict[str, Any]:
    total: dict[str, Any] = {"delivered": 0, "p50_ms": 0.0, "p99_ms": 0.0}
    began = came = time.monotonic()
    while total["delivered"] < due and time.monotonic() < min(began + LONGEST_S, came + PAUSE_S):
        time.sleep(0.5)
        said = crowd.statistics()
        if said["delivered"]:
            came = time.monotonic()
            total = {**said, "delivered": total["delivered"] + said["delivered"]}
    return total


def _ticket(env: dict[str, str]) -> str:
    os.environ.update(env)
    import django

    django.setup()
    from ocaq.live import tickets

    return tickets.issue(
        channel="bench/a", audience="public", language="en", at=datetime.now(UTC), lives_s=86_400, participant="p1"
    )


ENGINES: dict[str, Callable[[Path], Engine]] = {
    "floor": Floor,
    "ocaq": Ocaq,
    "django": Django,
    "channels": Channels,
    "channels pubsub": ChannelsPubSub,
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=10_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--events", type=int, default=0)
    asked.add_argument("--without", default="")
    options = asked.parse_args()
    people = min(options.people, raise_file_limit(65_536) - 500)
    events = options.events or (10 if people >= 5_000 else 40)
    pace_s = 1.0 if people >= 5_000 else 0.2
    found: dict[str, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory(prefix="ocaq-bench-") as scratch:
        folder = Path(scratch)
        for source in ("floor", "crowd"):
            compile_c(HERE / f"{source}.c", folder)
        for _ in range(options.rounds):
            for name, make in ENGINES.items():
                if name in options.without.split(","):
                    continue
                found.setdefault(name, []).append(measure(make(folder), people, events, pace_s))
                print(f"{name} {found[name][-1]}", file=sys.stderr, flush=True)
    result = {"conditions": conditions(), "people": people, "events": events, "runs": found, "ratios": _ratios(found)}
    keep(HERE / "results", f"{people}", result, _table(result))
    lost = [name for name, runs in found.items() if any(run["delivered"] != run["due"] for run in runs)]
    if "ocaq" in lost:
        sys.exit("Ocaq lost or doubled events.")


def _ratios(found: dict[str, list[dict[str, Any]]]) -> dict[str, float]:
    over = [("ocaq", "floor"), *((peer, "ocaq") for peer in ("django", "channels", "channels pubsub"))]
    return {f"{one} / {other}": _ratio(found[one], found[other]) for one, other in over if {one, other} <= found.keys()}


def _ratio(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> float:
    rounds = zip(one, other, strict=True)
    return round(statistics.median(mine["us_per_delivery"] / its["us_per_delivery"] for mine, its in rounds), 2)


def _table(result: dict[str, Any]) -> str:
    its = result["conditions"]
    lines = [
        f"# Fan-out to {result['people']} readers, {its['at'][:10]}",
        "",
        f"{where(its)} {ABOUT}",
        "",
        "| engine | us CPU per delivery | connect us | KiB per connection | p50 ms | p99 ms | delivered / due | runs |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, runs in result["runs"].items():
        figures = [
            f"{median(runs, figure):.{digits}f}"
            for figure, digits in (
                ("us_per_delivery", 1),
                ("connect_us", 0),
                ("kib_per_connection", 1),
                ("p50_ms", 0),
                ("p99_ms", 0),
            )
        ]
        delivered = f"{sum(run['delivered'] for run in runs)} / {sum(run['due'] for run in runs)}"
        if any(run["connected"] < result["people"] for run in runs):
            delivered += f" ({min(run['connected'] for run in runs)} could connect)"
        each = ", ".join(str(run["us_per_delivery"]) for run in runs)
        lines.append(f"| {name} | {' | '.join(figures)} | {delivered} | {each} |")
    lines += ["", "Ratios: " + "; ".join(f"{name} {value}" for name, value in result["ratios"].items()) + "."]
    lines.append(
        "Wanted: ocaq / floor <= 1.5 at 10,000; django / ocaq >= 5; channels / ocaq >= 40; at most 15 KiB a connection."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
