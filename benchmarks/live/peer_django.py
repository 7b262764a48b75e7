"""Peer: Django's own StreamingHttpResponse, one bounded queue a client, as one would write it. Run by `run.py`."""

import asyncio
import sys

from django.conf import settings

settings.configure(SECRET_KEY="x", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[], LOGGING_CONFIG=None)

import django

django.setup()

from django.core.asgi import get_asgi_application
from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path

clients: set[asyncio.Queue[bytes]] = set()
seq = 0


async def stream(_request):
    queue: asyncio.Queue[bytes] = asyncio.Queue(256)
    clients.add(queue)

    async def frames():
        try:
            yield b": ok\n\n"
            while True:
                yield await queue.get()
        finally:
            clients.discard(queue)

    return StreamingHttpResponse(frames(), content_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def publish(request):
    global seq
    seq += 1
    frame = b"id: %d\ndata: %s\n\n" % (seq, request.body)
    for queue in clients:
        queue.put_nowait(frame)
    return HttpResponse(b"ok")


urlpatterns = [path("stream", stream), path("publish", publish)]
app = get_asgi_application()

if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False, backlog=4096)
