"""Peer: the same durable deed by a Django view and the ORM, under the same server kind as the product's pages.

`/row` writes the one row, its key the primary key. `/same` does all that intake does: reads the signed ticket, keeps
the row, a receipt with the answer and an entry of evidence, in one transaction. Run by `run.py`.
"""

import json
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

ADDRESS = urlsplit(os.environ["OCAQ_DATABASE"])
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": Path(os.environ["OCAQ_DATA"]) / "ocaq.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    },
}
POSTGRESQL = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": ADDRESS.path.lstrip("/"),
    "USER": ADDRESS.username,
    "HOST": ADDRESS.hostname,
    "PORT": str(ADDRESS.port),
    "CONN_MAX_AGE": None,
}
settings.configure(
    SECRET_KEY=os.environ["OCAQ_SECRET"],
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[],
    LOGGING_CONFIG=None,
    USE_TZ=True,
    INSTALLED_APPS=["ocaq.evidence", "ocaq.intake"],
    REDIS="",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": POSTGRESQL if ADDRESS.scheme else SQLITE},
)

import django

django.setup()

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application
from django.db import IntegrityError, connection, models, transaction
from django.http import JsonResponse
from django.urls import path

from ocaq.evidence.recording import record
from ocaq.evidence.vocabulary import learn
from ocaq.intake.models import Receipt
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor
from ocaq.live import tickets


class Vote(models.Model):
    key = models.CharField(max_length=64, primary_key=True)
    participant = models.CharField(max_length=40)
    choice = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        app_label = "bench"
        db_table = "peer_vote"


def read(request):
    deed = json.loads(request.body)
    if not 8 <= len(str(deed["key"])) <= 64 or len(str(deed["choice"])) > 40:
        raise ValueError(deed)
    return str(deed["key"]), str(deed["choice"])


def row(request):
    try:
        key, choice = read(request)
    except (ValueError, KeyError):
        return JsonResponse({"done": False}, status=422)
    try:
        Vote.objects.create(key=key, participant="p1", choice=choice, at=clock.now())
    except IntegrityError:
        return JsonResponse({"done": True}, status=200)
    return JsonResponse({"done": True}, status=201)


def same(request):
    at = clock.now()
    ticket = tickets.read(request.headers["Authorization"].removeprefix("Bearer "), at)
    try:
        key, choice = read(request)
    except (ValueError, KeyError):
        return JsonResponse({"done": False}, status=422)
    with transaction.atomic():
        if Receipt.objects.filter(pk=key).exists():
            return JsonResponse({"done": True}, status=200)
        Vote.objects.create(key=key, participant=ticket.participant, choice=choice, at=at)
        Receipt.objects.create(
            key=key, kind="vote", participant=ticket.participant, digest=b"0" * 16, answer="{}", at=at
        )
        record(
            kind="bench.votes.recorded",
            subject="bench:a",
            by=Actor(ref=f"registration:{ticket.participant}"),
            at=at,
            facts={"deeds": 1},
        )
    return JsonResponse({"done": True}, status=201)


learn("bench.votes.recorded", of="bench", says={"deeds": "acts"})
urlpatterns = [path("row", row), path("same", same)]

if __name__ == "__main__":
    import uvicorn

    with connection.schema_editor() as editor:
        editor.create_model(Vote)
    app = WSGIMiddleware(get_wsgi_application(), workers=8)
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False, backlog=4096)
