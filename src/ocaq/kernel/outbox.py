"""Events that must not be lost: stored with the change, delivered by the worker, retried with back-off."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from ocaq.kernel import clock
from ocaq.kernel.models import OutboxMessage

Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, list[Handler]] = {}
MAX_ATTEMPTS = 12
log = structlog.get_logger()


def handle(topic: str, handler: Handler) -> None:
    """Have `handler` called for every message of `topic`, at least once; it must bear repetition."""
    if handler not in _handlers.setdefault(topic, []):
        _handlers[topic].append(handler)


def send(topic: str, body: dict[str, Any], *, at: datetime) -> None:
    """Store a message in the current transaction."""
    OutboxMessage.objects.create(topic=topic, body=body, due_at=at)


def deliver_due(*, at: datetime | None = None, limit: int = 100) -> int:
    """Deliver what is due, oldest first, each in a transaction of its own; return how many were delivered."""
    at = at or clock.now()
    due = OutboxMessage.objects.filter(delivered_at=None, due_at__lte=at, attempts__lt=MAX_ATTEMPTS)
    delivered = 0
    for pk in list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:limit]):
        delivered += _deliver(pk, at)
    return delivered


def given_up() -> int:
    """Return how many messages were tried so often that they are tried no more (one query)."""
    return OutboxMessage.objects.filter(delivered_at=None, attempts__gte=MAX_ATTEMPTS).count()


def _deliver(pk: int, at: datetime) -> bool:
    message = OutboxMessage.objects.get(pk=pk)
    try:
        with transaction.atomic():
            locked = OutboxMessage.objects.select_for_update(skip_locked=True).filter(pk=pk, delivered_at=None).first()
            if locked is None:
                return False
            for handler in _handlers.get(locked.topic, []):
                handler(locked.body)
            OutboxMessage.objects.filter(pk=pk).update(delivered_at=at)
    except Exception as error:
        wait = timedelta(seconds=min(2 ** (message.attempts + 1), 3600))
        OutboxMessage.objects.filter(pk=pk).update(
            attempts=message.attempts + 1,
            due_at=at + wait,
            last_error=type(error).__name__,
        )
        log.exception("outbox.delivery_failed", topic=message.topic, message_id=pk, attempts=message.attempts + 1)
        return False
    return True
