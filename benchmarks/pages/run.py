"""CPU a page, as WSGI in threads, as we serve them, beside Django's own ASGI; then the room on a slow line.

`./ocaq bench pages [--rounds 3]`. Needs wrk, and Chromium for the slow line. Loopback only; ends by itself.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.measure import ROOT, Server, conditions, free_port, keep, median, where
from benchmarks.pages import slow_line

HERE = Path(__file__).parent
APPS = {"wsgi in threads": "benchmarks.pages.apps:threads", "django asgi": "benchmarks.pages.apps:django"}
PATHS = ("/ticket/1", "/accounts/login/")


def measure(app: str, path: str, env: dict[str, str], scratch: Path, seconds: int) -> dict[str, Any]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        app,
        "--port",
        str(port),
        "--log-level",
        "error",
        "--no-access-log",
        "--lifespan",
        "off",
    ]
    with Server(command, port, scratch / "server.log", **env) as server:
        _wrk(server, path, 1)
        threads = max(len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in server.pids())
        before = server.cpu_s()
        said = _wrk(server, path, seconds)
        used = server.cpu_s() - before
    pages = int(re.search(r"(\d+) requests in", said).group(1))  # type: ignore[union-attr]
    assert "Non-2xx" not in said, said
    return {"us_per_page": round(used / pages * 1e6), "pages_per_s": round(pages / seconds), "threads": threads}


def _wrk(server: Server, path: str, seconds: int) -> str:
    return subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", "--timeout", "30s", server.at + path],
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--seconds", type=int, default=5)
    options = asked.parse_args()
    found: dict[str, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory(prefix="ocaq-bench-") as scratch:
        env = {
            "OCAQ_MODE": "test",
            "OCAQ_DATA": scratch,
            "OCAQ_DATABASE": "",
            "OCAQ_REDIS": "",
            "DJANGO_SETTINGS_MODULE": "ocaq.config.settings",
            "BENCH_ADDRESSES": "benchmarks.pages.addresses",
        }
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"],
            check=True,
            cwd=ROOT,
            env={**os.environ, **env},
        )
        for _ in range(options.rounds):
            for path in PATHS:
                for name, app in APPS.items():
                    run = measure(app, path, env, Path(scratch), options.seconds)
                    found.setdefault(f"{path}, {name}", []).append(run)
                    print(path, name, run, file=sys.stderr, flush=True)
    result = {"conditions": conditions(), "runs": found}
    rows = []
    for name, runs in found.items():
        figures = [f"{median(runs, figure):.0f}" for figure in ("us_per_page", "pages_per_s", "threads")]
        rows.append(f"| {name} | {' | '.join(figures)} |")
    keep(
        HERE / "results",
        "pages",
        result,
        "\n".join(
            [
                f"# Pages by Django under uvicorn, {result['conditions']['at'][:10]}",
                "",
                where(result["conditions"]),
                "",
                "| page and server | us CPU a page | pages/s | threads |",
                "|---|---|---|---|",
                *rows,
            ]
        ),
    )
    slow_line.run(options.rounds)


if __name__ == "__main__":
    main()
