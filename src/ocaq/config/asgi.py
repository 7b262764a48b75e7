"""The one ASGI application: streams and deeds are answered raw, pages are Django as WSGI in threads (decision 3)."""

import gc
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocaq.config.settings")

from django.core.wsgi import get_wsgi_application

pages: Any = get_wsgi_application()

# Below, because these need Django set up, which the line above does.
from ocaq.config.env import environment  # noqa: E402
from ocaq.config.pages import Pages  # noqa: E402
from ocaq.evidence import door as evidence  # noqa: E402
from ocaq.intake import door, writer  # noqa: E402
from ocaq.live import hub  # noqa: E402

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_pages = Pages(pages, threads=environment().web_threads)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1003})
    elif scope["path"].startswith("/live/"):
        await hub.app(scope, receive, send)
    elif scope["path"].startswith("/intake/"):
        await door.app(scope, receive, send)
    elif scope["path"].startswith(evidence.PREFIX):
        await evidence.app(scope, receive, send)
    else:
        await _pages(scope, receive, send)


def _settle() -> None:
    """What was loaded at the start stays till the end: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


async def _live_and_die(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hub.startup()
            writer.startup()
            _settle()
            await send({"type": "lifespan.startup.complete"})
        else:
            hub.close()
            await writer.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
