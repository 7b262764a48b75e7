"""A folder served over HTTP, as any static host would serve a log."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Quiet(http.server.SimpleHTTPRequestHandler):
    asked: list[str] = []

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")  # what a test changes is seen at once
        super().end_headers()

    def log_message(self, *about: object) -> None:
        self.asked.append(self.path)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    handler = functools.partial(type("Handler", (Quiet,), {"asked": []}), directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
