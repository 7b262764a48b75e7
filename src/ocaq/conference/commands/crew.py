"""The crew's part: departments asked and answering, the speaker's screen."""

from datetime import datetime

from ocaq.conference import permissions
from ocaq.conference.commands.stage import Act, atomic_act, enter
from ocaq.conference.models import Item, Readiness, SpeakerMessage
from ocaq.conference.rules.planning import DEPARTMENTS
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import one_line
from ocaq.kernel.refusals import NotPossible, NotValid

MESSAGE_LIMIT = 200
_SAID = frozenset({"not_needed", "read", "ready", "problem"})


@atomic_act
def ask_ready(*, slug: str, item: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Ask the departments that have a cue in an item whether they are ready.

    Raises:
        NotFound: `no-such-conference`, `no-such-item`.
        NotAllowed: `not-allowed`.
        NotPossible: `show-ended`.
    """
    stage = enter("standby", slug=slug, by=by, at=at, key=key)
    asked = stage.item(item)
    departments = ask_departments(asked, by=by, at=at)
    return stage.settle(
        "readiness.asked",
        facts={"item": asked.ref, "departments": departments},
        log={"number": stage.number(asked)},
    )


def ask_departments(item: Item, *, by: Actor, at: datetime) -> list[str]:
    """Ask every department with a cue in `item` that has not answered; the caller holds the show and settles."""
    answered = set(item.readiness.exclude(state=Readiness.State.ASKED).values_list("department", flat=True))
    asked = [code for code in DEPARTMENTS if item.cues.get(code) and code not in answered]
    for code in asked:
        Readiness.objects.update_or_create(
            item=item, department=code, defaults={"state": "asked", "by": by.ref, "at": at}
        )
    return asked


@atomic_act
def set_light(*, slug: str, item: str, department: str, state: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Say for a department that it has read the cue, is ready, has a problem or is not needed.

    Raises:
        NotFound: `no-such-conference`, `no-such-item`.
        NotAllowed: `not-allowed`.
        NotValid: `department-unknown`, `light-unknown`.
        NotPossible: `show-ended`.
    """
    stage = enter("standby", slug=slug, by=by, at=at, key=key, may=permissions.may_crew)
    lit = stage.item(item)
    if department not in DEPARTMENTS:
        raise NotValid("department-unknown")
    if state not in _SAID:
        raise NotValid("light-unknown")
    Readiness.objects.update_or_create(
        item=lit, department=department, defaults={"state": state, "by": by.ref, "at": at, "nudged_at": None}
    )
    return stage.settle(
        "light.set",
        facts={"item": lit.ref, "department": department, "state": state},
        log={"number": stage.number(lit), "department": department, "light": state},
    )


@atomic_act
def nudge(*, slug: str, item: str, department: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Make a department's screen ask again.

    Raises:
        NotFound: `no-such-conference`, `no-such-item`.
        NotAllowed: `not-allowed`.
        NotValid: `department-unknown`.
        NotPossible: `show-ended`.
    """
    stage = enter("standby", slug=slug, by=by, at=at, key=key)
    nudged = stage.item(item)
    if department not in DEPARTMENTS:
        raise NotValid("department-unknown")
    light, _ = Readiness.objects.get_or_create(
        item=nudged, department=department, defaults={"state": "asked", "by": by.ref, "at": at}
    )
    light.nudged_at = at
    light.save(update_fields=["nudged_at"])
    return stage.settle(
        "department.nudged",
        facts={"item": nudged.ref, "department": department},
        log={"number": stage.number(nudged), "department": department},
    )


@atomic_act
def show_message(*, slug: str, text: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Put words on the speaker's screen; what stood there goes.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotValid: `message-empty`, `text-too-long`.
        NotPossible: `doors-closed`, `show-ended`.
    """
    stage = enter("message", slug=slug, by=by, at=at, key=key)
    words = one_line(text)
    if not words:
        raise NotValid("message-empty")
    if len(words) > MESSAGE_LIMIT:
        raise NotValid("text-too-long", {"limit": MESSAGE_LIMIT})
    SpeakerMessage.objects.filter(conference=stage.conference, removed_at=None).update(removed_at=at)
    message = SpeakerMessage.objects.create(conference=stage.conference, text=words, shown_at=at, by=by.ref)
    return stage.settle("message.shown", facts={"message": message.pk})


@atomic_act
def remove_message(*, slug: str, by: Actor, at: datetime, key: str = "") -> Act:
    """Take the words off the speaker's screen.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `message-gone`.
    """
    stage = enter(slug=slug, by=by, at=at, key=key)
    if not SpeakerMessage.objects.filter(conference=stage.conference, removed_at=None).update(removed_at=at):
        raise NotPossible("message-gone")
    return stage.settle("message.removed")


@atomic_act
def message_seen(*, slug: str, message: int, by: Actor, at: datetime, key: str = "") -> Act:
    """Say from the speaker's screen that the words were seen; a second time changes nothing.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `message-gone`.
    """
    stage = enter(slug=slug, by=by, at=at, key=key, may=permissions.may_crew)
    shown = SpeakerMessage.objects.filter(conference=stage.conference, pk=message, removed_at=None).first()
    if shown is None:
        raise NotPossible("message-gone")
    shown.seen_at = shown.seen_at or at
    shown.save(update_fields=["seen_at"])
    return stage.settle("message.seen", facts={"message": shown.pk})
