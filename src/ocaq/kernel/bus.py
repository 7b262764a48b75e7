"""Facts announced after commit, to whoever subscribed. What must not be lost goes through `outbox` instead."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.db import transaction

Event = TypeVar("Event")
_subscribers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event_type: type[Event], subscriber: Callable[[Event], None]) -> None:
    """Have `subscriber` called with every published event of this type; calling twice subscribes once."""
    if subscriber not in _subscribers[event_type]:
        _subscribers[event_type].append(subscriber)


def publish(event: object) -> None:
    """Hand `event` to its subscribers once the transaction has committed; nothing happens on roll-back."""
    for subscriber in _subscribers[type(event)]:
        transaction.on_commit(partial(subscriber, event))
