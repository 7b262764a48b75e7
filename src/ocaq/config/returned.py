"""`ocaq mail bounced`: a mail server hands over what came back. How to set it up: docs/operations/README.md."""

import argparse
import os
import sys

from ocaq.config.house import open_house
from ocaq.config.trouble import Trouble

_SAID = {
    "bounced": "That mail did not arrive: there is no such address. It is written down.",
    "failed": "That mail did not arrive. It is written down.",
    "no-report": "This is no report about a mail of ours. Nothing is changed.",
    "not-final": "The mail is still on its way. Nothing is changed.",
    "not-ours": "The mail it is about is not here, or is erased. Nothing is changed.",
    "not-sent": "It is known of that mail already. Nothing is changed.",
}


def mail(options: argparse.Namespace) -> int:
    """Take one report from the standard input. Status 75 has a mail server bring it again later."""
    try:
        open_house()
    except Trouble as trouble:
        return _later(str(trouble))
    from django.db import DatabaseError  # noqa: PLC0415 - the settings are read first

    from ocaq.kernel import clock  # noqa: PLC0415
    from ocaq.mail.commands import note_returned  # noqa: PLC0415
    from ocaq.mail.returning import LARGEST  # noqa: PLC0415

    raw = sys.stdin.buffer.read(LARGEST)
    try:
        done = note_returned(raw=raw, to=options.to, at=clock.now())
    except DatabaseError:
        return _later("The database does not answer, or is not prepared.")
    print(_SAID[done])
    return 0


def _later(why: str) -> int:
    print(f"ocaq: {why} Bring it again later.", file=sys.stderr)
    return os.EX_TEMPFAIL
