"""Sentences of the running show: refusals, departments, the as-run log."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ocaq.kernel.refusals import declare

declare(
    {
        # the hall
        "doors-closed": _("The doors are still closed."),
        "doors-open": _("The doors are open already."),
        "show-ended": _("The conference has ended."),
        "not-on-air": _("The programme has not begun."),
        "nothing-on-stage": _("Nothing is on stage yet."),
        "reaction-to-nothing": _("What you answered to was taken off the stage again."),
        "not-held": _("The programme is not paused."),
        "held-already": _("The programme is paused."),
        "programme-empty": _("The programme has no items. Add at least one, then open the doors."),
        "conference-draft": _("The programme is still a draft. Publish it, then open the doors."),
        "conference-cancelled": _("The conference was cancelled."),
        # what rests
        "rests-anthem": _("During the anthem everything else rests. Do this again when it is over."),
        "rests-silence": _("During the silence everything else rests. Do this again when it is over."),
        "rests-screening": _("While something is shown everything else rests. Do this again when it is over."),
        "rests-presentation": _(
            "While honours are presented questions, votes and hands rest. Do this again when it is over."
        ),
        "floor-closed": _("The floor is not open now."),
        "questions-closed": _("No more questions are taken today."),
        # the show
        "show-changed": _("The show has moved on since your screen was drawn. Look again, then act."),
        "pressed-too-late": _(
            "This came more than five seconds after it was pressed, so it was not done. Look again, then press again."
        ),
        "nothing-next": _("Nothing comes after this item. End the show, or put an item on standby."),
        "another-next": _("Another item comes next by now. Look again, then act."),
        "item-on-stage": _("This item is on stage."),
        "item-skipped": _("This item is skipped. Take it back in first."),
        "item-not-skipped": _("This item is not skipped."),
        "item-over": _("This item is over."),
        "undo-too-late": _("The last go can no longer be taken back."),
        "stretch-out-of-range": _("An item can be made longer or shorter by up to one hour at a time."),
        "stretch-too-short": _("This would leave less than five seconds of the item."),
        "insert-title-missing": _("Give the item a title."),
        "insert-kind-unknown": _("There is no such kind of item."),
        # the baton
        "baton-not-yours": _("Only the director who holds the baton can do this."),
        "baton-not-taken": _("Nobody holds the baton. Take it first."),
        "baton-held": _("Another director holds the baton and is at the console."),
        "baton-absent-unconfirmed": _(
            "The director who holds the baton is not at the console. Confirm that you take it."
        ),
        "baton-not-offered": _("The baton was not offered to you."),
        "baton-to-nobody": _("The baton can be handed only to another director."),
        # the crew
        "department-unknown": _("There is no such department."),
        "light-unknown": _("A department can say: read, ready, problem or not needed."),
        "message-empty": _("Write the message first."),
        "message-gone": _("This message is no longer on the screen."),
        "words-empty": _("Write the words first."),
        "not-a-language-of-conference": _("The conference is not held in this language."),
        "script-over": _("The prepared words end here."),
        # floor, questions, polls
        "hand-not-raised": _("This hand is not raised any more."),
        "hand-not-speaking": _("This person does not have the floor."),
        "hand-up-already": _("Your hand is up already."),
        "no-hand-up": _("Your hand is not up."),
        "question-empty": _("Write your question first."),
        "question-not-movable": _("This question has been decided meanwhile."),
        "question-not-shown": _("This question is not open for votes."),
        "poll-not-open": _("This poll is not open."),
        "poll-was-open": _("This poll has been opened before."),
        "poll-other-open": _("Another poll is open. Close it first."),
        "poll-never-open": _("This poll has not been opened."),
        "poll-options-count": _("A poll has two to eight answers."),
        "poll-options-alike": _("Two answers of the poll are alike."),
        "poll-question-missing": _("Write what the poll asks."),
        "poll-option-unknown": _("The poll has no such answer."),
        # who
        "register-first": _("Register for the conference first; then you can take part."),
        "crew-only": _("This screen is for the crew of the conference."),
        "director-only": _("This screen is for the directors of the conference."),
        "act-unknown": _("The console knows no such act."),
        "report-not-ready": _("The report is published when the conference has ended."),
    }
)

_DEPARTMENTS: dict[str, str | Promise] = {
    "stream": _("Stream"),
    "playout": _("Video playout"),
    "interpreters": _("Interpreters"),
    "line": _("Speaker’s line"),
    "captions": _("Captions"),
}


def department_name(code: str) -> str:
    return str(_DEPARTMENTS[code])


# What the console sends with one key; the speaker reads it in their own language, not in the director's.
QUICK_MESSAGES: Mapping[str, str | Promise] = {
    "message.two_minutes": _("Two minutes left"),
    "message.slower": _("Please speak a little slower for the interpreters"),
    "message.close": _("Please come to a close"),
}


_CAPACITIES: dict[str, str | Promise] = {
    "house": _("Houses"),
    "council": _("Coordination councils"),
    "school": _("Weekend schools"),
    "association": _("Associations"),
    "scholar": _("Scholars"),
    "culture": _("Figures of culture"),
    "media": _("Media"),
    "guest": _("Guests"),
    "self": _("For themselves"),
}


def capacity_name(code: str) -> str:
    return str(_CAPACITIES.get(code, code))


_LIGHTS: dict[str, str | Promise] = {
    "read": _("read"),
    "ready": _("ready"),
    "problem": _("problem"),
    "not_needed": _("not needed"),
    "asked": _("asked"),
}

_LOG: dict[str, str | Promise] = {
    "doors.opened": _("Doors opened, %(by)s"),
    "item.started": _("Go %(number)s, %(by)s"),
    "item.unstarted": _("Go %(number)s taken back, %(by)s"),
    "item.awaited": _("Standby %(number)s, %(by)s"),
    "clock.held": _("Paused, %(by)s"),
    "clock.resumed": _("Resumed after %(seconds)s s, %(by)s"),
    "item.skipped": _("Item %(number)s skipped, %(by)s"),
    "item.unskipped": _("Item %(number)s taken back in, %(by)s"),
    "item.inserted": _("Item %(number)s inserted, %(by)s"),
    "show.ended": _("Show ended, %(by)s"),
    "words.begun": _("%(by)s writes the captions of item %(number)s"),
    "words.begun_early": _("%(by)s writes the captions before the first item"),
    "baton.taken": _("%(by)s took the baton"),
    "baton.offered": _("%(by)s offered the baton"),
    "baton.kept": _("%(by)s kept the baton"),
    "baton.accepted": _("%(by)s accepted the baton"),
    "readiness.asked": _("Departments asked for item %(number)s, %(by)s"),
    "department.nudged": _("%(department)s nudged, %(by)s"),
    "message.shown": _("Message to the speaker’s screen, %(by)s"),
    "message.removed": _("Message taken off the speaker’s screen, %(by)s"),
    "message.seen": _("Message seen by the speaker"),
    "floor.opened": _("Floor opened, %(by)s"),
    "floor.closed": _("Floor closed, %(by)s"),
    "hand.called": _("%(name)s called to the line, %(by)s"),
    "hand.dismissed": _("%(name)s taken off the queue, %(by)s"),
    "floor.given": _("%(name)s has the floor, %(by)s"),
    "turn.ended": _("%(name)s spoke %(seconds)s s, %(by)s"),
    "questions.opened": _("Questions opened, %(by)s"),
    "questions.closed": _("Questions closed, %(by)s"),
    "question.shown": _("Question shown, %(by)s"),
    "question.declined": _("Question declined, %(by)s"),
    "question.taken": _("Question taken, %(by)s"),
    "question.answered": _("Question answered, %(by)s"),
    "poll.drafted": _("Poll prepared, %(by)s"),
    "poll.opened": _("Poll opened, %(by)s"),
    "poll.closed": _("Poll closed, %(by)s"),
    "results.shown": _("Poll results shown, %(by)s"),
    "results.hidden": _("Poll results hidden, %(by)s"),
}


def log_sentence(kind: str, facts: Mapping[str, Any], by: str) -> str:
    """Return the sentence of a log line in the active language."""
    filled = {"by": by or gettext("the system"), "number": "", "seconds": 0, "name": "", **facts}
    if kind == "item.stretched":
        minutes = abs(int(facts["seconds"])) // 60
        text = (
            ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes}
            if minutes
            else (gettext("%(seconds)s s") % {"seconds": abs(int(facts["seconds"]))})
        )
        sign = "+" if facts["seconds"] > 0 else "−"
        return f"{sign}{text}, {filled['by']}"
    if kind == "light.set":
        return gettext("%(department)s: %(light)s, item %(number)s, %(by)s") % {
            **filled,
            "department": department_name(facts["department"]),
            "light": str(_LIGHTS[facts["light"]]),
        }
    if kind == "department.nudged":
        filled["department"] = department_name(facts["department"])
    return str(_LOG[kind]) % filled
