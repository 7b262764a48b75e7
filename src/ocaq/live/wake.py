"""How a hub learns that a channel has new events: at once in its own process, by Redis from others.

A wake may get lost: every hub also looks at the numbers once a second, so all that a lost one costs is that second.
"""

import contextlib
import secrets
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import structlog
from django.conf import settings

from ocaq.live.queries import Row

log = structlog.get_logger()
Listener = Callable[[str, Row | None], None]
TOPIC = "ocaq.live"
REST_S = 5.0  # after Redis failed: publishers must not wait for it at every commit
_listeners: list[Listener] = []
_process = secrets.token_hex(8)


def listen(listener: Listener) -> None:
    """Have `listener` called from any thread with every channel woken, and the event itself if it was made here."""
    _listeners.append(listener)
    if settings.REDIS and len(_listeners) == 1:
        _ear(settings.REDIS).start()


def stop_listening(listener: Listener) -> None:
    if listener in _listeners:
        _listeners.remove(listener)
        if settings.REDIS and not _listeners:
            _ear(settings.REDIS).stop()
            _ear.cache_clear()


def wake(channel: str, row: Row) -> None:
    """Tell every hub that `channel` has a new event, `row`; called after commit."""
    _tell(channel, row)
    if settings.REDIS:
        _mouth(settings.REDIS).say(channel)


def _tell(channel: str, row: Row | None = None) -> None:
    for listener in tuple(_listeners):
        listener(channel, row)


class Mouth:
    """Publishes to Redis, and rests for a while when that fails."""

    def __init__(self, url: str) -> None:
        self._redis = _connect(url, timeout_s=0.5)
        self._rests_until = 0.0

    def say(self, channel: str) -> None:
        from redis import RedisError  # noqa: PLC0415 - an extra that only houses with Redis have

        if time.monotonic() < self._rests_until:
            return
        try:
            self._redis.publish(TOPIC, f"{_process} {channel}")
        except RedisError as error:
            self._rests_until = time.monotonic() + REST_S
            log.warning("live.wake_not_sent", error=type(error).__name__)


class Ear:
    """A thread that hears what other processes say, and connects again for as long as it runs."""

    def __init__(self, url: str) -> None:
        self._redis = _connect(url, timeout_s=5)
        self._stopped = threading.Event()
        self.hears = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="live-wake", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        from redis import RedisError  # noqa: PLC0415

        while not self._stopped.is_set():
            try:
                self._hear()
            except RedisError as error:
                log.warning("live.wake_not_heard", error=type(error).__name__)
                self._stopped.wait(1)
            finally:
                self.hears.clear()

    def _hear(self) -> None:
        with contextlib.closing(self._redis.pubsub(ignore_subscribe_messages=True)) as pubsub:
            pubsub.subscribe(TOPIC)
            self.hears.set()
            while not self._stopped.is_set():
                message = pubsub.get_message(timeout=0.5)
                if message is not None:
                    process, _, channel = message["data"].partition(" ")
                    if process != _process:
                        _tell(channel)


def _connect(url: str, *, timeout_s: float) -> Any:
    import redis  # noqa: PLC0415 - an extra that only houses with Redis have

    return redis.Redis.from_url(url, socket_timeout=timeout_s, socket_connect_timeout=timeout_s, decode_responses=True)


@cache
def _mouth(url: str) -> Mouth:
    return Mouth(url)


@cache
def _ear(url: str) -> Ear:
    return Ear(url)
