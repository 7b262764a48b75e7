"""What strangers fetch under `/log/`: tiles that never change, the checkpoint, the key, proofs. Asks no database."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, NamedTuple

from ocaq.evidence import proofs
from ocaq.evidence.rules.tiles import tile_of, width_at
from ocaq.evidence.shelf import CHECKPOINT, KEY, WITNESSED, Damaged, Shelf

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
PREFIX = "/log/"
TEXT, BYTES = b"text/plain; charset=utf-8", b"application/octet-stream"
NOW, FOREVER = b"no-cache", b"public, max-age=31536000, immutable"


class Page(NamedTuple):
    status: int
    body: bytes
    kind: bytes = TEXT
    kept: bytes = NOW
    name: str = ""


NOT_THERE = Page(404, b"There is nothing at this address of the log.\n")


async def app(scope: Scope, _receive: object, send: Send) -> None:
    """Answer GET and HEAD; anybody's page may ask (CORS), since everything here is for everybody."""
    if scope["method"] not in {"GET", "HEAD"}:
        await _answer(send, Page(405, b"The log can only be read.\n"), is_head=False)
        return
    page = await asyncio.to_thread(page_at, scope["path"].removeprefix(PREFIX))
    await _answer(send, page, is_head=scope["method"] == "HEAD")


async def _answer(send: Send, page: Page, *, is_head: bool) -> None:
    headers = [
        (b"content-type", page.kind),
        (b"content-length", str(len(page.body)).encode()),
        (b"cache-control", page.kept),
        (b"access-control-allow-origin", b"*"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if page.status == 405:
        headers.append((b"allow", b"GET, HEAD"))
    if page.name:
        headers.append((b"content-disposition", f'attachment; filename="{page.name}"'.encode()))
    await send({"type": "http.response.start", "status": page.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if is_head else page.body})


def page_at(path: str) -> Page:
    """Return what stands at `/log/<path>`."""
    if path.startswith("tile/"):
        return _tile(path)
    if path.startswith("proof/"):
        return _proof(path.removeprefix("proof/").removesuffix(".tlog-proof"))
    file = Shelf().folder / path
    return Page(200, file.read_bytes()) if path in {CHECKPOINT, WITNESSED, KEY} and file.is_file() else NOT_THERE


def _tile(path: str) -> Page:
    tile, shelf = tile_of(path), Shelf()
    shown = shelf.checkpoint()
    # Wider than what was shown is not signed for yet, and would be cached for a year.
    if tile is None or shown is None or tile.width > width_at(tile.level, tile.place, shown.size):
        return NOT_THERE
    packed = shelf.read(tile)
    return NOT_THERE if packed is None else Page(200, packed, BYTES, FOREVER)


def _proof(number: str) -> Page:
    if not number.isascii() or not number.isdecimal() or len(number) > 15 or str(int(number)) != number:
        return NOT_THERE
    try:
        proof = proofs.inclusion(int(number))
    except (Damaged, LookupError):
        return NOT_THERE
    return Page(200, proof.encode(), name=f"{number}.tlog-proof")
