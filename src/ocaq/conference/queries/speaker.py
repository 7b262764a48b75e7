"""What a speaker sees from four metres away."""

from typing import Any

import msgspec
from django.conf import settings

from ocaq.conference.queries import room, shapes
from ocaq.conference.queries.console import message_told
from ocaq.conference.rules.modes import mode_of


def speaker_state(conference_id: int, *, seq: int = 0) -> dict[str, Any]:
    """Return a `SpeakerState` as plain values, its texts in all their languages (six SQL queries)."""
    return speaker_state_of(room.running(conference_id), seq=seq)


def speaker_state_of(now: room.Running, *, seq: int = 0) -> dict[str, Any]:
    """Return the `SpeakerState` of a show that has been read already (one SQL query)."""
    message = now.message
    state = shapes.SpeakerState(
        seq=seq,
        phase=now.phase.value,
        mode=mode_of(now.current.kind if now.current else None).value,
        now=room.on_stage(now),
        next=room.title_of(now.next) if now.next else "",
        message=shapes.SpeakerMessage(message.pk, message_told(message.text), room.iso(message.shown_at))
        if message
        else None,
        capital_zone=settings.CAPITAL_ZONE,
    )
    return msgspec.to_builtins(state)  # type: ignore[no-any-return]
