"""`ocaq appoint`: the first role of an institution is given by whoever holds its server."""

import argparse

from ocaq.config.house import open_house, with_database
from ocaq.config.trouble import Trouble


def appoint(options: argparse.Namespace) -> int:
    open_house()
    from ocaq.accounts.commands.account import open_account  # noqa: PLC0415 - the settings are read first
    from ocaq.accounts.commands.role import grant_role  # noqa: PLC0415
    from ocaq.kernel import clock  # noqa: PLC0415
    from ocaq.kernel.actor import system  # noqa: PLC0415
    from ocaq.kernel.refusals import Refused  # noqa: PLC0415

    operator, now = system("operator"), clock.now()
    try:
        with with_database():
            user_id = open_account(email=options.email, by=operator, at=now)
            grant_role(user_id=user_id, role=options.role, by=operator, at=now, tell=False)
    except Refused as error:
        raise Trouble(error.sentence) from None
    print(f"{options.email} now holds the role {options.role}, and signs in with a code sent to that address.")
    return 0
