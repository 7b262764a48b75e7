"""`ocaq keys`: the keys that seal lines of people in the database. What to do when: docs/operations/field-keys.md."""

import argparse

from ocaq.config.house import open_house, with_database
from ocaq.config.trouble import Trouble


def keys(options: argparse.Namespace) -> int:
    return _new() if options.what == "new" else _rotate()


def refuse_bad_keys(line: str) -> None:
    """Refuse to start without keys, or with something that is none; the value is not repeated.

    Raises:
        Trouble: which says how a key is made.
    """
    from cryptography.fernet import Fernet  # noqa: PLC0415 - other commands need none

    if not line:
        raise Trouble("OCAQ_FIELD_KEYS must hold the key that seals lines of people; `ocaq keys new` makes one.")
    for key in line.split(","):
        try:
            Fernet(key)
        except ValueError:
            raise Trouble("OCAQ_FIELD_KEYS holds something that is no key; `ocaq keys new` makes one.") from None


def refuse_keys_of_others() -> None:
    """Refuse to start with keys that do not open what this database holds: every page with people on it would fail.

    Raises:
        Trouble: the database is empty, or its newest lines are sealed with another key.
    """
    from ocaq.privacy.queries.sealed import keys_open  # noqa: PLC0415

    with with_database():
        if not keys_open():
            raise Trouble(
                "OCAQ_FIELD_KEYS does not open what this database holds: its newest lines of people were sealed with"
                " another key. Put that one back; docs/operations/field-keys.md."
            )


def _new() -> int:
    """Needs no settings: the first key is made before there are any."""
    from cryptography.fernet import Fernet  # noqa: PLC0415

    print(Fernet.generate_key().decode())
    return 0


def _rotate() -> int:
    open_house()
    from django.conf import settings  # noqa: PLC0415

    from ocaq.kernel import clock  # noqa: PLC0415
    from ocaq.kernel.actor import system  # noqa: PLC0415
    from ocaq.kernel.refusals import Refused  # noqa: PLC0415
    from ocaq.privacy.commands.sealing import reseal  # noqa: PLC0415

    refuse_bad_keys(",".join(settings.FIELD_KEYS))
    try:
        done = reseal(by=system("operator"), at=clock.now())
    except Refused as refused:
        raise Trouble(f"{refused.sentence} docs/operations/field-keys.md says what to do.") from None
    print(
        f"{done.anew} values are sealed anew, {done.before} had the newest key. Older keys may leave OCAQ_FIELD_KEYS."
    )
    return 0
