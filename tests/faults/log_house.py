"""A house under load, to be killed: eight people open accounts as fast as they can while the log is placed and shown.

python -m tests.faults.log_house write      print `done <address>` after each commit, for ever
python -m tests.faults.log_house place      place what waits
"""

import sys
import threading
import time
import uuid

from ocaq.config.house import open_house

WRITERS = 8


def write() -> None:
    from ocaq.evidence import sequencer

    lock = threading.Lock()
    for _ in range(WRITERS):
        threading.Thread(target=_open_accounts, args=(lock,), daemon=True).start()
    while True:
        sequencer.place()
        time.sleep(0.02)


def _open_accounts(lock: threading.Lock) -> None:
    from ocaq.accounts.commands import open_account
    from ocaq.kernel import clock
    from ocaq.kernel.actor import system

    while True:
        email = f"{uuid.uuid4().hex}@example.org"
        open_account(email=email, by=system("test"), at=clock.now())
        with lock:
            print(f"done {email}", flush=True)


def place() -> None:
    from ocaq.evidence import sequencer
    from ocaq.kernel.refusals import Refused

    try:
        print(sequencer.place())
    except Refused as refused:
        sys.exit(refused.code)


if __name__ == "__main__":
    open_house()
    {"write": write, "place": place}[sys.argv[1]]()
