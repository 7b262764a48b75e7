"""The room's state with the crew's half beside it."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

import msgspec
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import translation

from ocaq.conference.models import Hand, LogLine, Question, Readiness
from ocaq.conference.queries import room, shapes
from ocaq.conference.rules.planning import DEPARTMENTS
from ocaq.conference.words.show import QUICK_MESSAGES, department_name, log_sentence
from ocaq.kernel import erasure

LOG_SHOWN = 30


def crew_state(conference_id: int, *, seq: int = 0) -> dict[str, Any]:
    """Return a `CrewState` as plain values, its texts in all their languages (fourteen SQL queries)."""
    return crew_state_of(room.running(conference_id), seq=seq)


def crew_state_of(now: room.Running, *, seq: int = 0) -> dict[str, Any]:
    """Return the `CrewState` of a show that has been read already (nine SQL queries)."""
    state = shapes.CrewState(seq=seq, **room.room_fields(now), **_crew_fields(now))
    return msgspec.to_builtins(state)  # type: ignore[no-any-return]


def _crew_fields(now: room.Running) -> dict[str, Any]:
    conference_id, show = now.conference.pk, now.show
    lines = _latest_lines(conference_id)
    lights = list(Readiness.objects.filter(item__conference_id=conference_id).select_related("item"))
    names = names_of({show.baton, show.baton_offered_to, *(line.by for line in lines), *(light.by for light in lights)})
    message, standby = now.message, now.standby
    return {
        "version": show.version,
        "standby": shapes.Standby(standby.ref, room.iso(show.standby_at)) if standby and show.standby_at else None,
        "undo_until": room.iso(show.undo_until) if show.undo_until else None,
        "baton": _holder(show.baton, names),
        "baton_offered_to": _holder(show.baton_offered_to, names),
        "crew": _crew_items(now, lights, names),
        "departments": [shapes.Department(code, code[0].upper(), _department_names(code)) for code in DEPARTMENTS],
        "waiting": {
            question.ref: room.question_told(question)
            for question in now.questions
            if question.state == Question.State.WAITING
        },
        "balance": balance_of(now.hands),
        "message": shapes.Message(
            message.pk,
            message_told(message.text),
            room.iso(message.shown_at),
            room.iso(message.seen_at) if message.seen_at else None,
        )
        if message
        else None,
        "polls": {poll.ref: room.poll_told(poll) for poll in now.polls},
        "log": _log(lines, names),
    }


def log_told(conference_id: int) -> Any:
    """Return the latest lines of the log as a patch carries them (two SQL queries)."""
    lines = _latest_lines(conference_id)
    return msgspec.to_builtins(_log(lines, names_of(line.by for line in lines)))


def _latest_lines(conference_id: int) -> list[LogLine]:
    return list(LogLine.objects.filter(conference_id=conference_id).order_by("-pk")[:LOG_SHOWN])


def _log(lines: Iterable[LogLine], names: Mapping[str, str]) -> list[shapes.LogSentence]:
    return [
        shapes.LogSentence(
            line.pk,
            room.iso(line.at),
            _sentences(line.kind, json.dumps(line.facts, sort_keys=True), names.get(line.by, "")),
        )
        for line in lines
    ]


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
            light.state,
            room.iso(light.at),
            names.get(light.by) or light.by.partition(":")[2],
            room.iso(light.nudged_at) if light.nudged_at else None,
        )
    return {
        item.ref: shapes.CrewItem(
            item.owner,
            item.notes,
            {"@": {language: lines_of(text) for language, text in item.script.items()}} if item.script else [],
            {code: cue for code, cue in item.cues.items() if cue},
            by_item.get(item.pk, {}),
        )
        for item in now.items
    }


def lines_of(script: str) -> list[str]:
    """Return the lines of prepared words; empty ones only part them for the eye."""
    return [line.strip() for line in script.splitlines() if line.strip()]


def balance(conference_id: int) -> list[shapes.Heard]:
    """Return the countries by how long they were heard, longest first (one SQL query)."""
    return balance_of(Hand.objects.filter(conference_id=conference_id, state=Hand.State.SPOKE))


def balance_of(hands: Iterable[Hand]) -> list[shapes.Heard]:
    heard = sorted(room.heard_s(list(hands)).items(), key=lambda pair: (-pair[1], pair[0]))
    return [shapes.Heard(country, room.name_of_country(country), seconds) for country, seconds in heard]


@cache
def _department_names(code: str) -> dict[str, Any]:
    return _in_every_language(lambda: department_name(code))


def message_told(text: str) -> shapes.Told:
    """Return what the speaker reads: what a key sent in every language, anything else as it was written."""
    return _in_every_language(lambda: str(QUICK_MESSAGES[text])) if text in QUICK_MESSAGES else text


@lru_cache(maxsize=1000)
def _sentences(kind: str, facts: str, by: str) -> dict[str, Any]:
    return _in_every_language(lambda: log_sentence(kind, json.loads(facts), by))


erasure.clears(_sentences.cache_clear)


def _in_every_language(sentence: Callable[[], str]) -> dict[str, Any]:
    by_language = {}
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            by_language[language] = sentence()
    return {"@": by_language}


def public_half(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a `CrewState` everybody sees."""
    return {name: state[name] for name in shapes.RoomState.__struct_fields__}
