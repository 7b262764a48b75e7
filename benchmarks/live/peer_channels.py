"""Peer: Channels' group_send over its Redis layer. `python peer_channels.py PORT REDIS_PORT`, run by `run.py`."""

import sys

from django.conf import settings

settings.configure(
    SECRET_KEY="x",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["channels"],
    MIDDLEWARE=[],
    LOGGING_CONFIG=None,
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": "channels_redis.core.RedisChannelLayer",
            "CONFIG": {"hosts": [("127.0.0.1", int(sys.argv[2]))], "capacity": 20_000, "group_expiry": 86_400},
        }
    },
)

import django

django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.http import HttpResponse
from django.urls import path


class Listener(AsyncWebsocketConsumer):
    groups = ["room"]

    async def said(self, message):
        await self.send(text_data=message["text"])


async def publish(request):
    await get_channel_layer().group_send("room", {"type": "said", "text": request.body.decode()})
    return HttpResponse(b"ok")


urlpatterns = [path("publish", publish)]
app = ProtocolTypeRouter({"http": get_asgi_application(), "websocket": URLRouter([path("stream", Listener.as_asgi())])})

if __name__ == "__main__":
    import uvicorn

    # Its pings are off because the load client does not answer them; that only helps the peer.
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="error",
        access_log=False,
        backlog=4096,
        ws_ping_interval=None,
    )
