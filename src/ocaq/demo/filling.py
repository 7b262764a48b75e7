"""Made-up people for the hall of a demo: a rehearsal's guests in a process of their own, bounded in time and number.

They come only when somebody asks for them, and the page says that they are made up.
"""

import os
import subprocess
import sys
import threading

from django.conf import settings

PEOPLE = 60
STAY_S = 900
_lock = threading.Lock()
_process: subprocess.Popen[bytes] | None = None


def guests() -> bool:
    """Say whether made-up people are in the hall."""
    return _process is not None and _process.poll() is None


def bring(*, slug: str) -> None:
    """Bring them in; they leave by themselves, or when this server ends."""
    global _process  # noqa: PLW0603 - one hall, one crowd
    with _lock:
        if guests():
            return
        _process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "ocaq.rehearsal.filling",
                settings.SITE_ADDRESS,
                slug,
                "--people",
                str(PEOPLE),
                "--stay",
                str(STAY_S),
                "--while",
                str(os.getpid()),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )


def send_home() -> None:
    with _lock:
        if _process is not None and _process.poll() is None:
            _process.terminate()
            _process.wait(10)
