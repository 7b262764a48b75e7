"""The three channels of a conference: whole states, totals of the moment."""

import time
from datetime import datetime
from typing import Any

import msgspec
from django.db.models import Count

from ocaq.conference.models import Conference, Poll, Question, Reaction, Show
from ocaq.conference.queries import attendance
from ocaq.conference.queries.console import crew_state
from ocaq.conference.queries.patches import in_language
from ocaq.conference.queries.programme import ConferenceRow
from ocaq.conference.queries.room import PUBLIC_STATES, room_state
from ocaq.conference.queries.speaker import speaker_state
from ocaq.conference.queries.subjects import subjects_on_screens
from ocaq.evidence.rules.cells import SMALLEST
from ocaq.kernel import clock, erasure
from ocaq.kernel.actor import Actor
from ocaq.kernel.looking import seen
from ocaq.live.channels import head

PREFIX = "conference"
PUBLIC, CREW, SPEAKER = "public", "crew", "speaker"
_STATES = {PUBLIC: room_state, CREW: crew_state, SPEAKER: speaker_state}
OPENS = {CREW: frozenset({PUBLIC, SPEAKER})}
_LOOKS = 5


def channel_of(ref: str, audience: str) -> str:
    return f"{PREFIX}/{ref}/{audience}"


def state_now(channel: str) -> dict[str, Any]:
    """Return the whole state of a channel with the number of its last event, texts in all languages.

    The number is read before and after: were they different, an event fell between and the state is read again.
    """
    _, ref, audience = channel.split("/")
    conference_id = Conference.objects.values_list("pk", flat=True).get(ref=ref)
    state: dict[str, Any] = {}
    for _ in range(_LOOKS):
        seq = head(channel)
        state = _STATES[audience](conference_id, seq=seq)
        if head(channel) == seq:
            break
    return state


def snapshot(channel: str, language: str) -> bytes:
    """Return the JSON of a channel's state in one language."""
    return msgspec.json.encode(in_language(state_now(channel), language))


_kept: dict[tuple[str, str], tuple[int, dict[str, Any], bytes]] = {}
_kept_levels: dict[str, tuple[float, dict[str, Any]]] = {}
_MOST_KEPT, _LEVELS_LIVE_S = 64, 1.0
erasure.clears(_kept.clear)


def state_at_head(channel: str, language: str) -> tuple[dict[str, Any], bytes]:
    """Return a channel's state in one language, as values and as JSON; read anew when its number moved (one SQL query).

    Pages of a thousand people who arrive at the hour are drawn from the same state.
    """
    kept = _kept.get((channel, language))
    if kept is not None and kept[0] == head(channel) and kept[0] > 0:
        return kept[1], kept[2]
    state = in_language(state_now(channel), language)
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    body = msgspec.json.encode(state)
    _kept[channel, language] = (state["seq"], state, body)
    return state, body


def crew_at_head(conference: ConferenceRow, language: str, *, by: Actor, at: datetime) -> tuple[dict[str, Any], bytes]:
    """Return the crew's state like `state_at_head`, which names who asks and raises a hand (three more, and the look).

    A speaker's screen shows nobody but who stands in the programme, and leaves none.
    """
    state = state_at_head(channel_of(conference.ref, CREW), language)
    return seen(state, subjects_on_screens(conference_id=conference.id), by=by, purpose="show", at=at)


def levels_lately(channel: str) -> dict[str, Any]:
    """Return the totals as they were within the last second."""
    kept = _kept_levels.get(channel)
    if kept is None or time.monotonic() - kept[0] > _LEVELS_LIVE_S:
        if len(_kept_levels) >= _MOST_KEPT:
            _kept_levels.clear()
        _kept_levels[channel] = kept = (time.monotonic(), levels(channel))
    return kept[1]


def levels(channel: str) -> dict[str, Any]:
    """Return the totals of the moment, exact for the crew alone (at most nine SQL queries)."""
    _, ref, audience = channel.split("/")
    if audience == SPEAKER:
        return {}
    show = Show.objects.filter(conference__ref=ref).values("conference_id", "current_id").first()
    if show is None:
        return {}
    conference_id = show["conference_id"]
    crowd = attendance.crowd(ref, clock.now())
    result: dict[str, Any] = {"people": crowd.people, "countries": crowd.countries, "lights": crowd.lights}
    if audience == CREW:
        present = attendance.present_now(conference_id, at=clock.now())
        result |= {"people": present.people, "countries": present.countries}
    votes = Question.objects.filter(conference_id=conference_id, state__in=_states_seen(audience)).values_list(
        "ref", "votes"
    )
    result["votes"] = dict(votes)
    result["reactions"] = _reactions(show["current_id"])
    # Always there: what is hidden again must leave the screens that have it.
    result["poll"] = poll_levels(conference_id, with_results=audience == CREW)
    return result


def _states_seen(audience: str) -> list[str]:
    return [*PUBLIC_STATES, Question.State.WAITING.value] if audience == CREW else PUBLIC_STATES


def _reactions(item_id: int | None) -> dict[str, int]:
    counts = dict.fromkeys(Reaction.Kind.values, 0)
    if item_id is not None:
        counts |= dict(Reaction.objects.filter(item_id=item_id).values_list("kind").annotate(Count("pk")))
    return counts


def poll_levels(conference_id: int, *, with_results: bool = False) -> dict[str, Any] | None:
    """Return the totals of the poll on show; its options only when the director shows them or the crew asks.

    Of fewer than five voices nothing is told but to the crew.
    """
    polls = Poll.objects.filter(conference_id=conference_id).exclude(state=Poll.State.DRAFT).prefetch_related("options")
    shown = [poll for poll in polls if poll.state == Poll.State.OPEN or poll.results_shown or with_results]
    if not shown:
        return None
    poll = max(shown, key=lambda poll: (poll.state == Poll.State.OPEN, poll.opened_at, poll.pk))
    options = {option.ref: option.votes for option in poll.options.all()}
    votes = sum(options.values())
    is_told = with_results or votes >= SMALLEST
    return {
        "ref": poll.ref,
        "votes": votes if is_told else None,
        "options": options if is_told and (poll.results_shown or with_results) else None,
    }
