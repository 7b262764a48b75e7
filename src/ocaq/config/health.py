"""What the operator's machines ask: alive, ready, how much. Answered beside Django, whatever the host name."""

import asyncio
import ipaddress
import json
import time
from collections.abc import Awaitable, Callable, MutableMapping
from importlib import import_module
from typing import Any

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

from ocaq.config.env import environment
from ocaq.kernel import worker

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

PATIENCE_S = 3.0
WORKER_STALE_S = 60.0
# What each role answers; everything else is another process's.
PREFIXES = {"all": ("/",), "web": ("/",), "live": ("/live/",), "intake": ("/intake/",), "worker": ("/log/",)}

log = structlog.get_logger()
pages = Counter("ocaq_pages", "Pages answered", ["method", "status"])
page_seconds = Histogram("ocaq_page_seconds", "Time to answer a page", buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10))
Gauge("ocaq_worker_quiet_seconds", "Since the worker last went round").set_function(worker.quiet_s)


def application(role: str) -> App:
    """Return the ASGI application of a process with `role`."""
    inner: App = import_module("ocaq.config.asgi").application
    import_module("ocaq.config.urls")  # a page that cannot be loaded must stop the start, not the first visitor

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await inner(scope, receive, send)
        elif scope["path"] in _ASKED:
            await _ASKED[scope["path"]](role, scope, send)
        elif not scope["path"].startswith(PREFIXES[role]) or (
            role == "web" and scope["path"].startswith(("/live/", "/intake/"))
        ):
            await _json(send, 404, {"refused": "not-found", "sentence": f"This process has the role {role}."})
        elif scope["path"].startswith(("/live/", "/intake/")):
            await inner(scope, receive, send)  # these count for themselves, and cheaply
        else:
            await _counted(inner, scope, receive, send)

    return answer


async def _counted(inner: App, scope: Scope, receive: Receive, send: Send) -> None:
    started = time.perf_counter()
    method = scope["method"] if scope["method"] in {"GET", "HEAD", "POST"} else "other"

    async def noting(message: Message) -> None:
        if message["type"] == "http.response.start":
            pages.labels(method, message["status"]).inc()
        await send(message)

    try:
        await inner(scope, receive, noting)
    finally:
        page_seconds.observe(time.perf_counter() - started)


async def _alive(role: str, _scope: Scope, send: Send) -> None:
    await _json(send, 200, {"alive": True, "role": role})


async def _ready(role: str, _scope: Scope, send: Send) -> None:
    nearness = import_module("ocaq.evidence.copy").nearness  # Django is set up by the application
    checks, near = await readiness(role), await asyncio.to_thread(nearness)
    told: dict[str, object] = {"ready": all(checks.values()), "checks": checks}
    await _json(send, 200 if all(checks.values()) else 503, told | ({"warnings": [near]} if near else {}))


async def _metrics(_role: str, scope: Scope, send: Send) -> None:
    if not environment().metrics or not _is_near(scope):
        await _json(send, 404, {"refused": "not-found"})
        return
    await _answer(send, 200, CONTENT_TYPE_LATEST, generate_latest())


_ASKED: dict[str, Callable[[str, Scope, Send], Awaitable[None]]] = {
    "/healthz": _alive,
    "/readyz": _ready,
    "/metrics": _metrics,
}


async def readiness(role: str) -> dict[str, bool]:
    """Return {check: passed} for what a process with `role` needs."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            checks = await asyncio.to_thread(_database_checks)
    except TimeoutError:
        checks = {"database": False, "migrations": False}
    if role in {"all", "intake"}:
        checks["writer"] = bool(import_module("ocaq.intake.writer").is_alive())
    if role in {"all", "worker"}:
        checks["worker"] = worker.quiet_s() < WORKER_STALE_S
    return checks


def _database_checks() -> dict[str, bool]:
    from django.db import DatabaseError, connection  # noqa: PLC0415 - Django is set up by the application
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        return {"database": True, "migrations": not executor.migration_plan(executor.loader.graph.leaf_nodes())}
    except DatabaseError as error:
        log.warning("health.database_failed", error=type(error).__name__)
        return {"database": False, "migrations": False}
    finally:
        connection.close()


def _is_near(scope: Scope) -> bool:
    """Say whether the asker sits on this machine or its private network, and not behind a proxy."""
    if any(name == b"x-forwarded-for" for name, _ in scope["headers"]) or not scope.get("client"):
        return False
    try:
        address = ipaddress.ip_address(scope["client"][0])
    except ValueError:
        return False
    return address.is_loopback or address.is_private


async def _json(send: Send, status: int, body: dict[str, object]) -> None:
    await _answer(send, status, "application/json", json.dumps(body).encode())


async def _answer(send: Send, status: int, kind: str, body: bytes) -> None:
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
