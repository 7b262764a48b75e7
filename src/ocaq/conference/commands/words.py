"""What is said, in writing: typed by a captioner or taken line by line from the script."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ocaq.conference import permissions
from ocaq.conference.commands.stage import Act, key_of_act
from ocaq.conference.models import Conference, Item, LogLine, Show, Words
from ocaq.conference.queries import room
from ocaq.conference.queries.channels import CREW, PUBLIC, channel_of
from ocaq.conference.queries.console import lines_of, log_told
from ocaq.conference.rules import show as rules
from ocaq.evidence.commitments import commitment, new_salt
from ocaq.evidence.recording import record
from ocaq.kernel.actor import Actor
from ocaq.kernel.lines import one_line
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid
from ocaq.live.channels import head, publish

WORDS_LIMIT = 500


@transaction.atomic
def say_words(
    *, slug: str, text: str, language: str, by: Actor, at: datetime, interpreted: bool = False, key: str = ""
) -> Act:
    """Show a line of what is said, in one language.

    Raises:
        NotFound: `no-such-conference`.
        NotAllowed: `not-allowed`.
        NotValid: `words-empty`, `text-too-long`, `not-a-language-of-conference`.
        NotPossible: `doors-closed`, `show-ended`.
    """
    conference, show = _heard(slug, by)
    words = one_line(text)
    if not words:
        raise NotValid("words-empty")
    if len(words) > WORDS_LIMIT:
        raise NotValid("text-too-long", {"limit": WORDS_LIMIT})
    if language not in conference.languages:
        raise NotValid("not-a-language-of-conference")
    return _said(
        conference, show, {language: words}, interpreted={language} if interpreted else set(), by=by, at=at, key=key
    )


@transaction.atomic
def say_line(*, slug: str, item: str, line: int, by: Actor, at: datetime, key: str = "") -> Act:
    """Show line `line` (from 0) of an item's prepared words, in every language that has it.

    Raises:
        NotFound: `no-such-conference`, `no-such-item`.
        NotAllowed: `not-allowed`.
        NotPossible: `doors-closed`, `show-ended`, `script-over`.
    """
    conference, show = _heard(slug, by)
    spoken = Item.objects.filter(conference=conference, ref=item).prefetch_related("speakers").first()
    if spoken is None:
        raise NotFound("no-such-item")
    lines = {language: lines_of(script) for language, script in spoken.script.items()}
    said = {language: found[line][:WORDS_LIMIT] for language, found in lines.items() if 0 <= line < len(found)}
    if not said:
        raise NotPossible("script-over")
    speaks = next((speaker.speaks for speaker in spoken.speakers.all() if speaker.speaks), "")
    interpreted = {language for language in said if speaks and language != speaks}
    return _said(conference, show, said, interpreted=interpreted, by=by, at=at, key=key or f"line {item} {line}")


def _heard(slug: str, by: Actor) -> tuple[Conference, Show]:
    conference = Conference.objects.filter(slug=slug).first()
    if conference is None:
        raise NotFound("no-such-conference")
    if not permissions.may_crew(by):
        raise NotAllowed("not-allowed")
    show = Show.objects.select_for_update(no_key=True).filter(conference=conference).first() or Show(
        conference=conference
    )
    conference.refresh_from_db(fields=["state"])
    phase = rules.phase_of(state=conference.state, held=show.held_at is not None)
    if refusal := rules.refusal_of_act(act="words", phase=phase):
        raise NotPossible(refusal)
    return conference, show


def _said(
    conference: Conference,
    show: Show,
    said: Mapping[str, str],
    *,
    interpreted: set[str],
    by: Actor,
    at: datetime,
    key: str,
) -> Act:
    keys: dict[str, str] = {
        language: key_of_act(conference, by, f"{key} {language}" if key else f"{at.isoformat()} {language}")
        for language in said
    }
    fresh = set(keys.values()) - set(Words.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    salt, languages = new_salt(), sorted(said)
    rows = [
        Words(
            conference=conference,
            item_id=show.current_id,
            language=language,
            text=text,
            interpreted=language in interpreted,
            at=at,
            by=by.ref,
            key=keys[language],
            salt=salt,
        )
        for language, text in said.items()
        if keys[language] in fresh
    ]
    if not rows:
        return Act(show.version, head(channel_of(conference.ref, CREW)))
    begins = not Words.objects.filter(conference=conference, item=show.current_id, by=by.ref).exists()
    Words.objects.bulk_create(rows)
    record(
        kind="conference.words.said",
        subject=f"conference:{conference.ref}",
        by=by,
        at=at,
        facts={"languages": languages},
        commit=commitment(salt, {"languages": languages, "texts": [said[language] for language in languages]}),
    )
    now = room.running(conference.pk)
    told = {"words": room.words_told(now)}
    publish(channel=channel_of(conference.ref, PUBLIC), kind="words.said", patch={"set": told}, at=at)
    if begins:
        _note_captioner(now, by, at)
        told["log"] = log_told(conference.pk)
    seq = publish(channel=channel_of(conference.ref, CREW), kind="words.said", patch={"set": told}, at=at)
    return Act(show.version, seq)


def _note_captioner(now: room.Running, by: Actor, at: datetime) -> None:
    """Have the log say once an item who writes its words down; the crew reads it, the public never."""
    number = f"{rules.numbers(now.cues)[now.current.ref]:g}" if now.current else ""
    LogLine.objects.create(
        conference=now.conference,
        at=at,
        by=by.ref,
        kind="words.begun" if number else "words.begun_early",
        facts={"number": number} if number else {},
        version=now.show.version,
    )
