"""`ocaq serve`: pages, live streams, intake and jobs in one process, or the part of them that a role names."""

import argparse
import asyncio
import errno
import fcntl
import logging
import resource
import socket
import threading
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import IO, Any

import structlog
import uvicorn

from ocaq.config.fieldkeys import refuse_bad_keys, refuse_keys_of_others
from ocaq.config.house import open_house, prepare_house
from ocaq.config.trouble import Trouble

# Together under the ten seconds that people and systemd are patient for.
REQUESTS_END_S = 5
JOB_ENDS_S = 3
log = structlog.get_logger()


def serve(options: argparse.Namespace) -> int:
    open_house(**({"role": options.role} if options.role else {}))
    from ocaq.config.env import environment  # noqa: PLC0415 - read after the settings are known to be right

    env = environment()
    role = env.role
    if role != "all" and not env.database:
        raise Trouble(
            f"The role {role} shares its database with other processes:"
            " set OCAQ_DATABASE to a PostgreSQL, or use the role all."
        )
    if role in {"all", "worker"} and env.mode == "production" and not env.log_key:
        raise Trouble("OCAQ_LOG_KEY must hold the key that signs the evidence log; `ocaq log key new` makes one.")
    if env.mode == "production":
        refuse_bad_keys(env.field_keys)
    if role == "all":
        prepare_house()
    if env.mode == "production":
        refuse_keys_of_others()
    return run(
        bind(options.host, options.port),
        role=role,
        greeting=f"Ocaq ({role}) listens on {options.host}, port {options.port}.",
    )


def prepare(_options: argparse.Namespace) -> int:
    open_house()
    prepare_house()
    return 0


def bind(host: str, port: int) -> socket.socket:
    """Take the port before anything slow happens.

    Raises:
        Trouble: the port is taken (the sentence names the next free one), or not ours to take.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            free = next(
                (each for each in range(port + 1, min(port + 200, 65536)) if _is_free(family, host, each)), None
            )
            hint = f" Port {free} is free: --port {free}." if free else ""
            raise Trouble(f"Port {port} is in use by another program.{hint}") from None
        raise Trouble(f"Ocaq cannot listen on {host}, port {port}: {error.strerror}.") from None
    listener.listen(2048)
    return listener


def _is_free(family: int, host: str, port: int) -> bool:
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex((host, port)) != 0 and _binds(probe, host, port)


def _binds(probe: socket.socket, host: str, port: int) -> bool:
    try:
        with socket.socket(probe.family) as other:
            other.bind((host, port))
    except OSError:
        return False
    return True


def run(listener: socket.socket, *, role: str, greeting: str) -> int:
    """Serve on `listener` until told to stop; return the exit status."""
    from django.conf import settings  # noqa: PLC0415 - the house is open by now

    raise_file_limit()
    _warn_of_the_second_place()
    # Its news of starting and stopping is in our own lines.
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    lock = hold_data(Path(settings.DATA))
    stopped = threading.Event()
    worker = _start_worker(stopped) if role in {"all", "worker"} else None
    server = Server(_config(role), greeting=greeting, stopped=stopped)
    try:
        server.run(sockets=[listener])
    finally:
        stopped.set()
        if worker:
            worker.join(timeout=JOB_ENDS_S)
        lock.close()
    if worker and worker.is_alive():
        log.warning("server.worker_left_behind")
    return 0 if server.started else 1


def _warn_of_the_second_place() -> None:
    from ocaq.evidence import copy  # noqa: PLC0415 - the house is open by now
    from ocaq.kernel.refusals import SENTENCES  # noqa: PLC0415

    if near := copy.nearness():
        log.warning("log.second_place", code=near, what=str(SENTENCES[near]))


def _config(role: str) -> uvicorn.Config:
    from ocaq.config.health import application  # noqa: PLC0415 - loads Django's pages

    return uvicorn.Config(
        application(role),
        http="ocaq.intake.short:Protocol" if role in {"all", "intake"} else "httptools",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1,::1",
        timeout_graceful_shutdown=REQUESTS_END_S,
        timeout_keep_alive=30,
        backlog=2048,
        h11_max_incomplete_event_size=32_768,
    )


def _start_worker(stopped: threading.Event) -> threading.Thread:
    from ocaq.kernel import worker  # noqa: PLC0415

    thread = threading.Thread(target=worker.run_until, args=(stopped,), name="worker", daemon=True)
    thread.start()
    return thread


class Server(uvicorn.Server):
    """Closes live streams before it waits for requests to end; a second signal waits for nothing."""

    def __init__(self, config: uvicorn.Config, *, greeting: str, stopped: threading.Event) -> None:
        super().__init__(config)
        self.greeting = greeting
        self.stopped = stopped

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self.greeting, flush=True)

    def handle_exit(self, _sig: int, _frame: FrameType | None) -> None:
        # Only a second signal forces; uvicorn would let SIGTERM ask politely for ever.
        if self.should_exit:
            self.force_exit = True
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        log.info("server.stopping")
        self.stopped.set()
        for server in self.servers:
            server.close()
        await close_streams()
        await super().shutdown(sockets)
        log.info("server.stopped")


async def close_streams() -> None:
    hub: Any = import_module("ocaq.live.hub")
    closing = hub.close()
    if asyncio.iscoroutine(closing):
        await closing


def raise_file_limit(wanted: int = 65_536) -> None:
    """Open as many files as the system lets us: every reader of a live stream is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    top = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft < top:
        resource.setrlimit(resource.RLIMIT_NOFILE, (top, hard))


def hold_data(data: Path, *, alone: bool = False) -> IO[str]:
    """Hold the data folder, with other servers or alone, until the returned file is closed.

    Raises:
        Trouble: a server runs on it (`alone`), or a restore does.
    """
    file = (data / ".lock").open("a", encoding="ascii")
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError:
        file.close()
        who = "A server is running" if alone else "A restore is running"
        raise Trouble(f"{who} on {data}. Stop it, or wait for it to end, and try again.") from None
    return file
