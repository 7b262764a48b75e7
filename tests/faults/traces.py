"""Where a house keeps bytes, and in what forms a text could stand in them."""

import base64
import gzip
import json
import quopri
import subprocess
import tarfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import brotli
import httpx

from ocaq.kernel.fold import fold
from tests.journeys.house import House


class Browser(httpx.Client):
    """Sends forms as a browser without script does."""

    def submit(self, path: str, **fields: str) -> httpx.Response:
        fields["csrfmiddlewaretoken"] = self.cookies.get("csrftoken", "")
        return self.post(path, data=fields, follow_redirects=True)


def spellings(text: str) -> set[bytes]:
    """Return a text in every form in which a file could hold it."""
    texts = {text, text.upper(), text.lower(), text.casefold(), fold(text), unicodedata.normalize("NFD", text)}
    found = {one.encode() for one in texts} | {one.encode("utf-16-le") for one in texts}
    found |= {json.dumps(one)[1:-1].encode() for one in texts}
    found |= {quote(one).encode() for one in texts} | {quopri.encodestring(one.encode()) for one in texts}
    return {one for one in found if len(one) >= 8}


def spelled(raw: bytes) -> set[bytes]:
    """Return bytes, a salt or a digest, in every form in which a file could hold them."""
    return {raw, raw.hex().encode(), base64.b64encode(raw), base64.urlsafe_b64encode(raw)}


def found_in(content: bytes, traces: dict[str, set[bytes]]) -> set[str]:
    return {name for name, spelled in traces.items() if any(one in content for one in spelled)}


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file, and what is packed in it; a database may remove one of its own meanwhile."""
    for path in sorted(folder.rglob("*")):
        try:
            content = path.read_bytes() if path.is_file() else b""
        except FileNotFoundError:
            continue
        yield str(path.relative_to(folder)), content
        if path.suffix == ".gz" or content[:2] == b"\x1f\x8b":
            yield f"{path.name} unpacked", gzip.decompress(content)
        elif path.suffix == ".br":
            yield f"{path.name} unpacked", brotli.decompress(content)
        elif path.suffix == ".tar":
            with tarfile.open(path) as tar:
                for member in tar:
                    file = tar.extractfile(member)
                    yield f"{path.name}/{member.name}", unpacked(file.read() if file else b"")


def unpacked(content: bytes) -> bytes:
    """Return what a dump of PostgreSQL says when it is read back; anything else as it is."""
    if not content.startswith(b"PGDMP"):
        return content
    return subprocess.run(["pg_restore", "--file=-"], input=content, capture_output=True, check=True).stdout


def kept_by(house: House) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the house, and on PostgreSQL, whose files are another program's, every row it still shows."""
    yield from contents(house.data / "house")
    if house.database:
        yield "database", subprocess.run(["pg_dump", house.database], capture_output=True, check=True).stdout
