"""A house under load, to be killed: eight people act in three domains as fast as they can while the log is placed.

python -m tests.faults.log_house write      print `done <kind of entry> <key>` after each commit, for ever
python -m tests.faults.log_house strain     the same, and go on when an act fails
python -m tests.faults.log_house place      place what waits
"""

import sys
import threading
import time
import uuid
from collections.abc import Callable
from functools import partial
from itertools import cycle, islice

from ocaq.config.house import open_house

WRITERS = 8
OPEN = "always-open"


def write(*, goes_on: bool = False) -> None:
    from ocaq.evidence import sequencer

    for prepare in (partial(_plan, OPEN), _publish):
        _try(prepare)  # done already in a house that was killed before
    told = threading.Lock()
    acts = (_open_account, _create, _register, _add_place)
    writers = [
        threading.Thread(target=_act, args=(list(islice(cycle(acts), first, first + 4)), told, goes_on), daemon=True)
        for first in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    while all(writer.is_alive() for writer in writers):
        _try(sequencer.place) if goes_on else sequencer.place()
        time.sleep(0.02)
    sys.exit("a writer died")


def _act(acts: list[Callable[[], str]], told: threading.Lock, goes_on: bool) -> None:
    for act in cycle(acts):
        done = _try(act) if goes_on else act()
        if done:
            with told:
                print(f"done {done}\n", end="", flush=True)  # in one piece: eight tell at once


def _try(act: Callable[[], object]) -> str:
    from django.db import DatabaseError

    from ocaq.kernel.refusals import Refused

    try:
        return str(act())
    except (DatabaseError, OSError, Refused) as error:
        print(f"failed {error}\n", end="", flush=True)
        time.sleep(0.05)
        return ""


def _open_account() -> str:
    from ocaq.accounts.commands import open_account

    email = f"{uuid.uuid4().hex}@example.org"
    _do(open_account, email=email)
    return f"accounts.account.opened {email}"


def _create() -> str:
    slug = f"c-{uuid.uuid4().hex[:20]}"
    _plan(slug)
    return f"conference.conference.created {slug}"


def _plan(slug: str) -> None:
    from ocaq.conference.commands.planning import create_conference
    from ocaq.conference.tests.makers import entry_of_conference

    _do(create_conference, entry=entry_of_conference(slug), template="solidarity-day")


def _publish() -> None:
    from ocaq.conference.commands.planning import publish_programme

    _do(publish_programme, slug=OPEN)


def _register() -> str:
    """Register somebody: two transactions, the second one with a mail and its entry too."""
    from ocaq.conference.commands.registration import confirm_registration, keep_draft
    from ocaq.conference.models import Conference
    from ocaq.conference.rules.entries import PersonEntry
    from ocaq.conference.rules.registration import new_key
    from ocaq.conference.tests.makers import NOON
    from ocaq.kernel.actor import ANONYMOUS

    key, name = new_key(Conference.objects.get(slug=OPEN).ref), uuid.uuid4().hex
    person = PersonEntry(
        name=name,
        address_as="",
        email=f"{name}@example.org",
        country="DE",
        capacity="school",
        organisation="",
        languages=("az",),
        needs=(),
        zone="Europe/Berlin",
    )
    keep_draft(slug=OPEN, key=key, person=person, by=ANONYMOUS, at=NOON)
    confirm_registration(slug=OPEN, key=key, by=ANONYMOUS, at=NOON)
    return f"conference.registration.confirmed {key}"


def _add_place() -> str:
    from ocaq.register.commands.places import add_place

    ref = _do(add_place, country="DE", name={"en": uuid.uuid4().hex}, latitude=50.0, longitude=8.0)
    return f"register.place.added {ref}"


def _do(command: Callable[..., object], **asked: object) -> object:
    from ocaq.kernel import clock
    from ocaq.kernel.actor import system

    return command(**asked, by=system("test"), at=clock.now())


def place() -> None:
    from ocaq.evidence import sequencer
    from ocaq.kernel.refusals import Refused

    try:
        print(sequencer.place())
    except Refused as refused:
        sys.exit(refused.code)


if __name__ == "__main__":
    open_house()
    {"write": write, "strain": partial(write, goes_on=True), "place": place}[sys.argv[1]]()
