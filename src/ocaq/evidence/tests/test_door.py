"""What strangers fetch, asked of the raw handler."""

import asyncio
from base64 import b64decode
from datetime import UTC, datetime

import pytest

from ocaq.evidence import door, sequencer
from ocaq.evidence.models import Entry
from ocaq.evidence.recording import record
from ocaq.evidence.rules.tiles import unbundle
from ocaq.evidence.shelf import Shelf
from ocaq.evidence.tests import model
from ocaq.kernel.actor import system

pytestmark = pytest.mark.django_db
FOREVER, NOW = "public, max-age=31536000, immutable", "no-cache"


def add(count):
    at = datetime(2026, 12, 19, 12, tzinfo=UTC)
    for number in range(count):
        record(
            kind="conference.clock.resumed",
            subject="conference:k7",
            by=system("test"),
            at=at,
            facts={"seconds": number},
        )
    sequencer.place()


def bodies():
    return [body.encode() for body in Entry.objects.order_by("index").values_list("body", flat=True)]


def ask(path, method="GET"):
    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(door.app({"method": method, "path": path}, None, send))
    head, body = sent
    return head["status"], {name.decode(): value.decode() for name, value in head["headers"]}, body["body"]


def test_the_checkpoint_is_asked_for_each_time():
    add(3)

    status, headers, body = ask("/log/checkpoint")

    assert (status, headers["content-type"], headers["cache-control"]) == (200, "text/plain; charset=utf-8", NOW)
    assert body == Shelf().checkpoint().note.encode()
    assert headers["access-control-allow-origin"] == "*"


def test_tiles_and_bundles_never_change():
    add(300)

    for path, content in (
        ("tile/0/000", b"".join(map(model.leaf, bodies()[:256]))),
        ("tile/0/001.p/45", b"".join(map(model.leaf, bodies()[256:]))),
        ("tile/1/000.p/1", model.tree(bodies()[:256])),
    ):
        status, headers, body = ask(f"/log/{path}")
        assert (status, headers["content-type"], headers["cache-control"]) == (200, "application/octet-stream", FOREVER)
        assert body == content
    assert unbundle(ask("/log/tile/entries/000")[2]) == bodies()[:256]
    assert unbundle(ask("/log/tile/entries/001.p/45")[2]) == bodies()[256:]


def test_a_partial_tile_of_an_earlier_checkpoint_is_there_still():
    add(7)
    earlier = ask("/log/tile/0/000.p/8")[2], ask("/log/tile/entries/000.p/8")[2]
    add(20)
    grown = ask("/log/tile/0/000.p/8")[2], ask("/log/tile/entries/000.p/8")[2]
    add(300)

    assert len(earlier[0]) == 8 * 32
    assert earlier == grown == (ask("/log/tile/0/000.p/8")[2], ask("/log/tile/entries/000.p/8")[2])


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000",
        "tile/0/000.p/5",
        "tile/0/001.p/1",
        "tile/1/000.p/1",
        "tile/0/0",
        "tile/0/../../../etc/passwd",
        "tile/0/" + "x001/" * 1_500 + "001",
        "tile/entries/000.p/05",
        "proof/4",
        "proof/-1",
        "proof/04",
        "proof/",
        "proof/x",
        "proof/" + "9" * 400,
        "proof/٣",
        "",
        "checkpoint/",
        ".lock",
        "../log.key",
        "tile",
        "witness",
    ],
)
def test_what_is_not_signed_for_is_not_there(path):
    add(3)

    status, headers, _ = ask(f"/log/{path}")

    assert (status, headers["cache-control"]) == (404, NOW)


def test_nothing_is_there_before_the_first_checkpoint():
    assert [ask(f"/log/{path}")[0] for path in ("checkpoint", "key", "proof/0", "tile/0/000.p/1")] == [404] * 4


def test_the_key_stands_in_one_line():
    add(1)

    text = ask("/log/key")[2].decode()
    assert text == f"{sequencer.signers()[0].verifier.text}\n"


def test_a_proof_stands_by_itself():
    add(300)

    status, headers, body = ask("/log/proof/299")

    head, _, note = body.decode().partition("\n\n")
    lines = head.split("\n")
    hashes = [b64decode(line) for line in lines[3:]]
    assert (status, headers["content-disposition"]) == (200, 'attachment; filename="299.tlog-proof"')
    assert (lines[0], lines[2], note) == ("c2sp.org/tlog-proof@v1", "index 299", Shelf().checkpoint().note)
    assert model.includes(299, 301, bodies()[299], hashes, Shelf().checkpoint().root)
    assert ask("/log/proof/299.tlog-proof")[2] == body


def test_the_log_is_only_read():
    add(1)

    assert ask("/log/checkpoint", "POST")[:1] == (405,)
    assert ask("/log/checkpoint", "POST")[1]["allow"] == "GET, HEAD"
    status, headers, body = ask("/log/checkpoint", "HEAD")
    assert (status, body) == (200, b"")
    assert headers["content-length"] == str(len(ask("/log/checkpoint")[2]))
