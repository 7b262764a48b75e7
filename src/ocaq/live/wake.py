"""How a hub learns that a channel has new events."""

from collections.abc import Callable

_listeners: list[Callable[[str], None]] = []


def listen(listener: Callable[[str], None]) -> None:
    """Have `listener` called with the name of every channel woken, from any thread."""
    _listeners.append(listener)


def stop_listening(listener: Callable[[str], None]) -> None:
    if listener in _listeners:
        _listeners.remove(listener)


def wake(channel: str) -> None:
    """Tell every hub that `channel` has new events; called after commit."""
    for listener in list(_listeners):
        listener(channel)
