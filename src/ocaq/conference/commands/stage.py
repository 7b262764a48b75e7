"""What every act on a running show shares: the lock, the baton, the log, and telling every screen what changed.

A command enters the stage, asks whether its act may happen, writes, and settles. Entering takes the state as it was,
settling compares it with what it has become: a screen that applies every patch shows what a new one is told, by
construction.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial, wraps
from typing import Any, NamedTuple, ParamSpec

import msgspec
from django.db import transaction

from ocaq.conference import permissions
from ocaq.conference.models import Conference, Hand, Item, LogLine, Show
from ocaq.conference.queries import room
from ocaq.conference.queries.channels import CREW, PUBLIC, SPEAKER, channel_of
from ocaq.conference.queries.console import crew_state, crew_state_of, public_half
from ocaq.conference.queries.patches import patch_between
from ocaq.conference.queries.speaker import speaker_state, speaker_state_of
from ocaq.conference.rules import show as rules
from ocaq.evidence.recording import Fact, record
from ocaq.kernel import erasure
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible
from ocaq.live.channels import head, publish


class States(NamedTuple):
    """What the crew's and the speaker's screens show; everybody's half is in the crew's."""

    crew: Mapping[str, Any]
    speaker: Mapping[str, Any]


class Act(msgspec.Struct, frozen=True):
    """What an act answers: the version of the show after it, and the crew channel's number that tells of it."""

    version: int
    seq: int
    ref: str = ""


class _Repeated(Exception):
    """This key was answered before."""

    def __init__(self, answer: Act) -> None:
        super().__init__()
        self.answer = answer


@dataclass
class Stage:
    """A show under the hands of one command, inside its transaction."""

    running: room.Running
    by: Actor
    at: datetime
    key: str | None
    counts: bool
    before: States = field(repr=False)

    @property
    def conference(self) -> Conference:
        return self.running.conference

    @property
    def show(self) -> Show:
        return self.running.show

    def item(self, ref: str) -> Item:
        """Return an item of the rundown.

        Raises:
            NotFound: `no-such-item`.
        """
        for item in self.running.items:
            if item.ref == ref:
                return item
        raise NotFound("no-such-item")

    def number(self, item: Item) -> str:
        return f"{rules.numbers(self.running.cues).get(item.ref, 0):g}"

    def expect(self, act: str) -> None:
        """Refuse an act that this phase of the show does not know; what has no name may happen in any."""
        refusal = rules.refusal_of_act(act=act, phase=self.running.phase) if act else None
        if refusal:
            raise NotPossible(refusal)

    def settle(
        self,
        kind: str,
        *,
        facts: Mapping[str, Fact] | None = None,
        log: Mapping[str, Any] | None = None,
        event: str = "",
        ref: str = "",
    ) -> Act:
        """Keep the show, its log and evidence, and tell every screen what changed.

        Args:
            kind: of the log line; the evidence kind is the same below `conference.`.
            facts: of the evidence, naming nobody.
            log: of the log line, which is erased with the conference; it may name people.
            event: kind of the numbered event, when it is not the log's.
        """
        self.show.version += self.counts
        self.show.save()
        line = LogLine.objects.create(
            conference=self.conference,
            at=self.at,
            by=self.by.ref,
            kind=kind,
            facts=dict(log or {}),
            key=self.key,
            version=self.show.version,
        )
        subject = f"conference:{self.conference.ref}"
        record(kind=f"conference.{kind}", subject=subject, by=self.by, at=self.at, facts=facts)
        seq = self._tell(event or kind)
        if self.key:
            line.seq, line.facts = seq, {**line.facts, "ref": ref} if ref else line.facts
            line.save(update_fields=["seq", "facts"])
        return Act(self.show.version, seq, ref)

    def _tell(self, kind: str) -> int:
        before, after_act = self.before, _states(room.running(self.conference.pk))
        halves = {
            PUBLIC: (public_half(before.crew), public_half(after_act.crew)),
            CREW: (before.crew, after_act.crew),
            SPEAKER: (before.speaker, after_act.speaker),
        }
        seq = 0
        for audience, (before_half, after_half) in halves.items():
            patch = patch_between(before_half, after_half)
            if patch:
                told = publish(channel=channel_of(self.conference.ref, audience), kind=kind, patch=patch, at=self.at)
                seq = told if audience == CREW else seq
        if seq:
            transaction.on_commit(partial(_keep, self.conference.ref, seq, after_act))
        return seq or head(channel_of(self.conference.ref, CREW))


_kept: dict[str, tuple[int, States]] = {}
_MOST_KEPT = 16
erasure.clears(_kept.clear)


def _states(now: room.Running) -> States:
    return States(crew_state_of(now), speaker_state_of(now))


def _states_before(now: room.Running) -> States:
    """Return what screens show now. What the last act left is still so while the crew's channel has its number.

    Only committed states are kept: a number that was rolled back is given again to another event.
    """
    seq, states = _kept.get(now.conference.ref, (0, None))
    if states is not None and seq == head(channel_of(now.conference.ref, CREW)):
        return states
    return _states(now)


def _keep(ref: str, seq: int, states: States) -> None:
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[ref] = (seq, states)


P = ParamSpec("P")


def atomic_act(command: Callable[P, Act]) -> Callable[P, Act]:
    """Make a command one transaction that does nothing again: a repeated key is answered as it was."""

    @wraps(command)
    @transaction.atomic
    def once(*args: P.args, **kwargs: P.kwargs) -> Act:
        try:
            return command(*args, **kwargs)
        except _Repeated as repeated:
            return repeated.answer

    return once


def enter(
    act: str = "",
    *,
    slug: str,
    by: Actor,
    at: datetime,
    key: str = "",
    may: Callable[[Actor], bool] = permissions.may_direct,
    counts: bool = False,
) -> Stage:
    """Load and lock a conference and its show inside an `atomic_act`; nothing after this line runs for a repeat.

    Args:
        act: what the phase of the show must allow; empty: it does not matter.
        key: of the act, made once by its sender; empty: a repeat is a second act.
        counts: the act makes older consoles stale.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: the phase does not know the act.
    """
    conference = Conference.objects.select_for_update(no_key=True).filter(slug=slug).first()
    if conference is None:
        raise NotFound("no-such-conference")
    Show.objects.get_or_create(conference=conference)
    Show.objects.select_for_update(no_key=True).get(conference=conference)
    digest = key_of_act(conference, by, key) if key else None
    if earlier := LogLine.objects.filter(key=digest).first() if digest else None:
        raise _Repeated(Act(earlier.version, earlier.seq, str(earlier.facts.get("ref", ""))))
    if not may(by):
        raise NotAllowed("not-allowed")
    now = room.running(conference.pk)
    stage = Stage(now, by, at, digest, counts, _states_before(now))
    stage.expect(act)
    return stage


def direct(
    act: str = "",
    *,
    slug: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    key: str = "",
    pressed_at: datetime | None = None,
    takes_baton: bool = False,
) -> Stage:
    """Enter as the holder of the baton, who has seen the latest act of a director.

    Args:
        version: of the show that the sender has seen; None does not ask.
        pressed_at: by the server's clock, of an act that is meant for its moment only.
        takes_baton: a director takes it when nobody holds it.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotPossible: `baton-not-taken`, `baton-not-yours`, `pressed-too-late`, `show-changed`,
            or the phase does not know the act.
    """
    stage = enter(slug=slug, by=by, at=at, key=key, counts=True)
    show = stage.show
    if takes_baton and not show.baton:
        show.baton = by.ref
    if show.baton != by.ref:
        raise NotPossible("baton-not-yours" if show.baton else "baton-not-taken")
    show.baton_seen_at = at
    if refusal := rules.refusal_of_press(pressed_at=pressed_at, at=at):
        raise NotPossible(refusal)
    if version is not None and version != show.version:
        raise NotPossible("show-changed")
    stage.expect(act)
    return stage


def key_of_act(conference: Conference, by: Actor, key: str) -> str:
    """Return the key as stored: nobody's key can meet another's."""
    return hashlib.sha256(f"{conference.pk} {by.ref} {key}".encode()).hexdigest()


def end_turns(conference: Conference, at: datetime) -> list[Hand]:
    """End the turns that are running and return their hands."""
    speaking = list(Hand.objects.filter(conference=conference, state=Hand.State.SPEAKING))
    for hand in speaking:
        hand.state, hand.ended_at = Hand.State.SPOKE, at
        hand.save(update_fields=["state", "ended_at"])
    return speaking


def retell_programme(conference_id: int, *, gone: str = "", at: datetime) -> None:
    """Tell rooms that are open already of a rundown changed at the desk; `gone` is an item that was removed."""
    crew = crew_state(conference_id)
    ref = crew["conference"]["ref"]
    fields = ("conference", "now", "next", "running_late_s", "projected_end", "floor")
    patch: dict[str, Any] = {"set": {name: crew[name] for name in fields}, "put": {"programme": crew["programme"]}}
    if gone:
        patch["del"] = {"programme": [gone]}
    publish(channel=channel_of(ref, PUBLIC), kind="programme.changed", patch=patch, at=at)
    patch["put"]["crew"] = crew["crew"]
    if gone:
        patch["del"]["crew"] = [gone]
    publish(channel=channel_of(ref, CREW), kind="programme.changed", patch=patch, at=at)
    publish(
        channel=channel_of(ref, SPEAKER),
        kind="programme.changed",
        at=at,
        patch={"set": {"next": speaker_state(conference_id)["next"]}},
    )
