"""Peer: Channels' group_send over Redis. `python peer_channels.py PORT REDIS_PORT core|pubsub`, run by `run.py`.

`core` is the layer its documentation shows first, `pubsub` the later and lighter one.
"""

import sys

from django.conf import settings

LAYERS = {
    "core": "channels_redis.core.RedisChannelLayer",
    "pubsub": "channels_redis.pubsub.RedisPubSubChannelLayer",
}
ROOMY = {"capacity": 20_000, "group_expiry": 86_400} if sys.argv[3] == "core" else {}

settings.configure(
    SECRET_KEY="x",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["channels"],
    MIDDLEWARE=[],
    LOGGING_CONFIG=None,
    CHANNEL_LAYERS={
        "default": {
            "BACKEND": LAYERS[sys.argv[3]],
            # Patient, because at thousands of readers a loop that is busy for seconds takes its Redis for dead.
            "CONFIG": {"hosts": [{"address": f"redis://127.0.0.1:{sys.argv[2]}", "socket_timeout": 120}], **ROOMY},
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
