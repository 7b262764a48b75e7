"""The room's state with the crew's half beside it."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import translation

from ocaq.conference.models import Hand, LogLine, Poll, Question, Readiness, SpeakerMessage
from ocaq.conference.queries import room, shapes
from ocaq.conference.rules.planning import DEPARTMENTS
from ocaq.conference.words.show import department_name, log_sentence

LOG_SHOWN = 30


def crew_state(conference_id: int, *, seq: int = 0) -> dict[str, Any]:
    """Return a `CrewState` as plain values, its texts in all their languages (eighteen SQL queries)."""
    now = room.running(conference_id)
    state = shapes.CrewState(seq=seq, **room.room_fields(now), **_crew_fields(now))
    return msgspec.to_builtins(state)  # type: ignore[no-any-return]


def _crew_fields(now: room.Running) -> dict[str, Any]:
    conference_id, show = now.conference.pk, now.show
    lines = list(LogLine.objects.filter(conference_id=conference_id).order_by("-pk")[:LOG_SHOWN])
    lights = list(Readiness.objects.filter(item__conference_id=conference_id).select_related("item"))
    names = names_of({show.baton, show.baton_offered_to, *(line.by for line in lines), *(light.by for light in lights)})
    message = SpeakerMessage.objects.filter(conference_id=conference_id, removed_at=None).order_by("-pk").first()
    waiting = Question.objects.filter(conference_id=conference_id, state=Question.State.WAITING).order_by("pk")
    polls = Poll.objects.filter(conference_id=conference_id).prefetch_related("options").order_by("pk")
    standby = now.standby
    return {
        "version": show.version,
        "standby": shapes.Standby(standby.ref, room.iso(show.standby_at)) if standby and show.standby_at else None,
        "undo_until": room.iso(show.undo_until) if show.undo_until else None,
        "baton": _holder(show.baton, names), "baton_offered_to": _holder(show.baton_offered_to, names),
        "crew": _crew_items(now, lights, names),
        "departments": [shapes.Department(code, code[0].upper(), _in_every_language(department_name, code)) for code in DEPARTMENTS],
        "waiting": {question.ref: room.question_told(question) for question in waiting},
        "balance": balance(conference_id),
        "message": shapes.Message(message.pk, message.text, room.iso(message.shown_at),
                                  room.iso(message.seen_at) if message.seen_at else None) if message else None,
        "polls": {poll.ref: room.poll_told(poll) for poll in polls},
        "log": [shapes.LogSentence(line.pk, room.iso(line.at), _in_every_language(log_sentence, line.kind, line.facts,
                                                                                names.get(line.by, ""))) for line in lines],
    }


def names_of(refs: Iterable[str]) -> dict[str, str]:
    """Return {actor: name} of the accounts among `refs` (one SQL query)."""
    ids = {int(ref.removeprefix("user:")) for ref in refs if ref.startswith("user:")}
    if not ids:
        return {}
    rows = get_user_model().objects.filter(pk__in=ids).values_list("pk", "name", "email")
    return {f"user:{pk}": name or email.partition("@")[0] for pk, name, email in rows}


def _holder(ref: str, names: Mapping[str, str]) -> shapes.Holder | None:
    return shapes.Holder(ref, names.get(ref) or ref.partition(":")[2]) if ref else None


def _crew_items(now: room.Running, lights: Iterable[Readiness], names: Mapping[str, str]) -> dict[str, shapes.CrewItem]:
    by_item: dict[int, dict[str, shapes.Light]] = {}
    for light in lights:
        by_item.setdefault(light.item_id, {})[light.department] = shapes.Light(
            light.state, room.iso(light.at), names.get(light.by) or light.by.partition(":")[2],
            room.iso(light.nudged_at) if light.nudged_at else None,
        )
    return {
        item.ref: shapes.CrewItem(
            item.owner, item.notes,
            {"@": {language: lines_of(text) for language, text in item.script.items()}} if item.script else [],
            {code: cue for code, cue in item.cues.items() if cue}, by_item.get(item.pk, {}),
        )
        for item in now.items
    }


def lines_of(script: str) -> list[str]:
    """Return the lines of prepared words; empty ones only part them for the eye."""
    return [line.strip() for line in script.splitlines() if line.strip()]


def balance(conference_id: int) -> list[shapes.Heard]:
    hands = list(Hand.objects.filter(conference_id=conference_id, state=Hand.State.SPOKE))
    heard = sorted(room.heard_s(hands).items(), key=lambda pair: (-pair[1], pair[0]))
    return [shapes.Heard(country, room.name_of_country(country), seconds) for country, seconds in heard]


def _in_every_language(sentence: Any, *parts: Any) -> dict[str, Any]:
    by_language = {}
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            by_language[language] = str(sentence(*parts))
    return {"@": by_language}


def public_half(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a `CrewState` everybody sees."""
    return {name: state[name] for name in shapes.RoomState.__struct_fields__}
