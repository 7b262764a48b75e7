"""The one ASGI application: live streams and deeds are answered raw, pages are Django as WSGI in threads (decision 3)."""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocaq.config.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

pages = get_wsgi_application()      # sets Django up; what follows needs its apps

from ocaq.config.env import environment
from ocaq.intake import door, writer
from ocaq.live import hub

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_pages: Any = WSGIMiddleware(pages, workers=environment().web_threads)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] != "http":
        await send({"type": "websocket.close", "code": 1003})
    elif scope["path"].startswith("/live/"):
        await hub.app(scope, receive, send)
    elif scope["path"].startswith("/intake/"):
        await door.app(scope, receive, send)
    else:
        await _pages(scope, receive, send)


async def _live_and_die(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            hub.startup()
            writer.startup()
            await send({"type": "lifespan.startup.complete"})
        else:
            hub.close()
            await writer.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
