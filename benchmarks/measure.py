"""What every benchmark needs: processes started and ended, their CPU and memory, C compiled, results kept."""

import json
import os
import platform
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
HOST = "127.0.0.1"
# Ended from outside, a benchmark still ends what it started.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def raise_file_limit(wanted: int) -> int:
    """Raise the limit of open files as far as it goes and return it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    return limit


def compile_c(source: Path, folder: Path) -> Path:
    program = folder / source.stem
    subprocess.run(["gcc", "-O2", "-w", "-o", str(program), str(source)], check=True)
    return program


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Server:
    """A process and all its children, ended when the block ends."""

    def __init__(self, command: Sequence[str], port: int, log: Path, *, ready: str = "/", **env: str) -> None:
        self.port = port
        self.at = f"http://{HOST}:{port}"
        self._log = log
        self._ready = ready
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **env}, stdout=out, stderr=out, start_new_session=True
            )

    def __enter__(self) -> "Server":
        deadline = time.monotonic() + 60
        while True:
            try:
                with socket.create_connection((HOST, self.port), timeout=2):
                    return self
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    self.__exit__()
                    sys.exit(f"The server did not start:\n{self._log.read_text()}")
                time.sleep(0.05)

    def __exit__(self, *_: object) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=10)
        except (subprocess.TimeoutExpired, ProcessLookupError):
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def pids(self) -> list[int]:
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting += [int(child) for child in task.read_text().split()]
        return found

    def cpu_s(self) -> float:
        """Return the CPU seconds, user and system, the process tree has used."""
        while True:
            try:
                return sum(_cpu_s(pid) for pid in self.pids())
            except FileNotFoundError:
                continue  # one ended meanwhile; whoever waited for it has its seconds now

    def memory_kib(self) -> int:
        """Return the proportional set size of the process tree."""
        lines = [line for pid in self.pids() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()]
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


class PostgreSQL(Server):
    """A server of its own with the settings it comes with, so that its CPU is nobody else's."""

    bin = Path("/usr/lib/postgresql/15/bin")

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._user: list[str] = []
        if os.geteuid() == 0:  # it refuses to run as root
            shutil.chown(folder, "postgres", "postgres")
            self._user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        self._initialise(folder)
        port = free_port()
        where_to = ["-D", str(folder / "data"), "-p", str(port), "-k", str(folder), "-c", f"listen_addresses={HOST}"]
        super().__init__([*self._user, str(self.bin / "postgres"), *where_to], port, folder.parent / "postgresql.log")

    def _initialise(self, folder: Path) -> None:
        command = [str(self.bin / "initdb"), "-D", str(folder / "data"), "-U", "ocaq", "--auth=trust", "-E", "UTF8"]
        subprocess.run([*self._user, *command], check=True, stdout=subprocess.DEVNULL)

    def __enter__(self) -> "PostgreSQL":
        super().__enter__()
        is_ready = [str(self.bin / "pg_isready"), "-q", "-h", HOST, "-p", str(self.port)]
        while subprocess.run(is_ready, check=False).returncode:  # it listens before it lets anybody in
            time.sleep(0.05)
        return self

    def database(self, name: str, like: str = "template1") -> str:
        """Make a database, a copy of another, and return its address."""
        command = [str(self.bin / "createdb"), "-h", HOST, "-p", str(self.port), "-U", "ocaq", "-T", like, name]
        subprocess.run(command, check=True)
        return f"postgresql://ocaq@{HOST}:{self.port}/{name}"


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) * TICK_S


class Crowd:
    """`crowd.c`: many readers in one thread."""

    def __init__(self, program: Path, port: int, path: str, count: int, mode: str = "sse") -> None:
        command = [str(program), HOST, str(port), path, str(count), mode, "200"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ready: dict[str, Any] = {}

    def __enter__(self) -> "Crowd":
        self.ready = self._line()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def statistics(self) -> dict[str, Any]:
        self._say("S")
        return self._line()

    def _say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def _line(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            sys.exit("The load client ended; is the server's answer a stream?")
        said: dict[str, Any] = json.loads(line)
        return said


def uv_run(*packages: str) -> list[str]:
    """Return the start of a command that has `packages`, without touching the project's environment."""
    withs = [part for package in packages for part in ("--with", package)]
    return ["uv", "run", "--no-project", "--quiet", "--python", sys.executable, *withs, "python"]


def conditions() -> dict[str, Any]:
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "cpus": os.cpu_count(),
        "cpu": model,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load": [round(load, 1) for load in os.getloadavg()],
    }


def _commit() -> str:
    """Return which commit is measured, with a plus sign when files other than results differ from it."""
    named = _git("rev-parse", "--short=10", "HEAD")
    differs = _git("status", "--porcelain", "--", ".", ":(exclude)benchmarks/*/results/*")
    return f"{named}{'+' if differs else ''}" if named else "unknown"


def _git(*asked: str) -> str:
    return subprocess.run(["git", "-C", str(ROOT), *asked], capture_output=True, text=True, check=False).stdout.strip()


def where(its: dict[str, Any]) -> str:
    """Say what was measured, on what machine, under what load."""
    return (
        f"Commit {its['commit']}; {its['cpus']} x {its['cpu']}, {its['system']}, Python {its['python']}; server, store"
        f" and load on the same machine, loopback; load average at the end {', '.join(map(str, its['load']))}."
    )


def median(runs: list[dict[str, Any]], figure: str) -> float:
    return float(statistics.median(run[figure] for run in runs))


def keep(folder: Path, name: str, result: dict[str, Any], table: str) -> None:
    """Print the table and keep it, with the figures behind it, under today's date."""
    folder.mkdir(exist_ok=True)
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    (folder / f"{day}-{name}.json").write_text(json.dumps(result, indent=1) + "\n")
    (folder / f"{day}-{name}.md").write_text(table + "\n")
    print(table)


_web = httpx.Client(timeout=120)


def post(url: str, body: bytes, headers: dict[str, str] | None = None) -> None:
    _web.post(url, content=body, headers=headers or {}).raise_for_status()
