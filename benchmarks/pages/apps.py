"""The same Django twice: as our server runs it, and as its own ASGI handler."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

settings.ROOT_URLCONF = os.environ["BENCH_ADDRESSES"]

from ocaq.config.asgi import application as threads

django = get_asgi_application()

__all__ = ["django", "threads"]
