"""Work that repeats: who was erased stays erased, search keeps up, keepers are asked to look their entries through."""

from ocaq.accounts.public import acting
from ocaq.kernel import clock
from ocaq.kernel.actor import system
from ocaq.kernel.refusals import NotAllowed
from ocaq.kernel.worker import every, still_at_it
from ocaq.register.commands.consents import let_lapse
from ocaq.register.commands.erasing import erase_people_again
from ocaq.register.commands.finding import keep_findable
from ocaq.register.commands.forgetting import forget
from ocaq.register.commands.importing import forget_lists, halt_list
from ocaq.register.commands.renewing import ask_to_renew
from ocaq.register.commands.rows import apply_rows, judge_rows, undo_rows
from ocaq.register.commands.sweeping import find_likenesses
from ocaq.register.commands.telling import ask_again, note_came_back, tell
from ocaq.register.queries.holding import returned, to_ask, to_tell
from ocaq.register.queries.judging import judge_again
from ocaq.register.queries.lists import lists_at_work
from ocaq.register.queries.renewal import due

ASKED_AT_ONCE = 50
# Whoever else writes to the one database waits as long as this many rows take.
ROWS_AT_ONCE = 25


@every(3600)
def erase_who_came_back() -> int:
    return erase_people_again(by=system("worker"), at=clock.now())


@every(2)
def learn_what_changed() -> int:
    """Search knows a changed entry seconds later."""
    return keep_findable(by=system("worker"), at=clock.now())


@every(3600)
def ask_keepers() -> int:
    at = clock.now()
    refs = due(at=at, most=ASKED_AT_ONCE)
    for ref in refs:
        ask_to_renew(community=ref, by=system("worker"), at=at)
    return len(refs)


@every(600)
def write_to_people() -> int:
    """Whoever is on record hears of it within the day, whose consent ends is asked, and what came back is noted."""
    at, by = clock.now(), system("worker")
    for ref in returned(at=at):
        note_came_back(letter=ref, by=by, at=at)
    told, asked = to_tell(at=at, most=ASKED_AT_ONCE), to_ask(at=at, most=ASKED_AT_ONCE)
    for ref in told:
        tell(person=ref, by=by, at=at)
        still_at_it()
    for ref in asked:
        ask_again(person=ref, by=by, at=at)
    return len(told) + len(asked)


@every(3600)
def take_down_what_nobody_agreed_to_again() -> int:
    return let_lapse(by=system("worker"), at=clock.now())


@every(1)
def go_on_with_lists() -> int:
    done = 0
    for ref, state, who in lists_at_work():
        try:
            done += work_on_list(ref, state, who)
        except NotAllowed:
            halt_list(ref=ref, by=system("worker"), at=clock.now())
    return done


def work_on_list(ref: str, state: str, who: str) -> int:
    """Do all rows of a list, some in each transaction; killed between two, it goes on where it stopped."""
    done = 0
    by = acting(who, at=clock.now())
    judge = judge_again(ref, by, at=clock.now()) if state != "undoing" else None
    while True:
        at = clock.now()
        if judge is None:
            count = undo_rows(ref=ref, most=ROWS_AT_ONCE, by=by, at=at)
        elif state == "reading":
            count = judge_rows(ref=ref, judge=judge, most=10 * ROWS_AT_ONCE, by=by, at=at)
        else:
            count = apply_rows(ref=ref, judge=judge, most=ROWS_AT_ONCE, by=by, at=at)
        still_at_it()
        done += count
        if not count:
            return done


@every(24 * 3600)
def look_for_likenesses() -> int:
    return find_likenesses(by=system("worker"), at=clock.now())


@every(3600)
def forget_old_lists() -> int:
    return forget_lists(by=system("worker"), at=clock.now())


@every(3600)
def forget_what_is_over() -> int:
    return forget(by=system("worker"), at=clock.now())
