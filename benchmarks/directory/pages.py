"""The whole page of the directory, asked of the product's own WSGI application in this process, and what it weighs."""

import gzip
import re
import time
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

LINKED = re.compile(rb'<(?:link rel="stylesheet" href|script src|link rel="modulepreload" href)="([^"]+)"')


class Pages:
    """One reader without cookies; the first page is asked once before anything is measured."""

    def __init__(self) -> None:
        from ocaq.config.asgi import pages

        self.app = pages
        self.ask({})

    def ask(self, question: dict[str, str]) -> tuple[bytes, float, float]:
        """Return the page, its milliseconds of CPU and of the clock."""
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": "/directory/", "QUERY_STRING": urlencode(question),
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1",
            "HTTP_ACCEPT_LANGUAGE": "en", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.input": BytesIO(),
            "wsgi.url_scheme": "http", "wsgi.errors": BytesIO(), "wsgi.version": (1, 0), "wsgi.multithread": True,
            "wsgi.multiprocess": False, "wsgi.run_once": False,
        }  # fmt: skip
        answered: list[str] = []
        begun, begun_cpu = time.perf_counter(), time.thread_time()
        answer = self.app(environ, lambda status, _headers, _exc=None: answered.append(status))
        page = b"".join(answer)
        spent = (time.thread_time() - begun_cpu) * 1000, (time.perf_counter() - begun) * 1000
        answer.close()
        assert answered == ["200 OK"], answered
        return page, *spent


def weight(page: bytes) -> dict[str, int]:
    """Return packed bytes of a page by itself, and with its sheets and scripts."""
    from django.contrib.staticfiles import finders

    addresses = {one.decode().partition("/static/")[2] for one in LINKED.findall(page)}
    files = [finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", one)) for one in addresses]
    beside = sum(len(gzip.compress(open(one, "rb").read(), 6)) for one in files)  # noqa: SIM115
    alone = len(gzip.compress(page, 6))
    return {"page": alone, "with_all": alone + beside, "plain": len(page)}


def measure(sorts: dict[str, list[dict[str, str]]], rounds: int) -> dict[str, Any]:
    pages = Pages()
    found: dict[str, Any] = {}
    for name, questions in sorts.items():
        asked = [pages.ask(one) for one in questions * max(1, rounds // len(questions))]
        heaviest = max((page for page, *_ in asked), key=lambda page: len(gzip.compress(page, 6)))
        found[name] = {
            "asked": len(asked),
            "every_cpu_ms": [round(cpu, 2) for _, cpu, _ in asked],
            "every_wall_ms": [round(wall, 2) for *_, wall in asked],
            "heaviest": weight(heaviest),
        }
    return found
