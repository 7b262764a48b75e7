"""One transaction for many deeds: receipts looked up, deeds applied, receipts and evidence written."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
import structlog
from django.db import Error as DatabaseError
from django.db import OperationalError, connection, transaction

from ocaq.evidence.recording import record
from ocaq.intake.kinds import Answer, Batch, Kind, Submitted, kind_of
from ocaq.kernel import rows
from ocaq.kernel.actor import system

log = structlog.get_logger()
BY = system("intake")
Groups = dict[tuple[str, str], list[int]]  # places in the batch, by kind and room
TRY_AGAIN = Answer(refused="try-again")
ANOTHER = Answer(refused="key-of-another")
# Key by key: PostgreSQL would read all of a table without statistics, which it gets long after the burst that fills it.
_LOOK_UP = {
    "sqlite": "SELECT key, participant, digest, answer FROM intake_receipt"
    " WHERE key IN (SELECT value FROM json_each(%s))",
    "postgresql": "SELECT receipt.* FROM json_array_elements_text(%s) AS asked (name), LATERAL ("
    "SELECT key, participant, digest, answer FROM intake_receipt WHERE key = asked.name LIMIT 1) AS receipt",
}
_RECEIPT = ("key", "kind", "participant", "digest", "answer", "at")
_to_json = msgspec.json.Encoder().encode
_packed = msgspec.msgpack.Encoder().encode
_read_answer = msgspec.json.Decoder(Answer).decode


class Outcome(NamedTuple):
    answer: Answer
    is_repeat: bool = False


class Receipt(NamedTuple):
    participant: str
    digest: bytes
    answer: Answer


def keep(submitted: Sequence[Submitted], *, at: datetime) -> list[Outcome]:
    """Do what was submitted in one transaction and return its outcomes in the same order.

    A deed that fails unexpectedly fails alone: the others are kept one by one. A database that cannot be reached is
    tried once more, then everything is answered `try-again`.
    """
    try:
        return _keep_together(submitted, at)
    except OperationalError:
        log.warning("intake.commit_repeated", deeds=len(submitted), exc_info=True)
    except Exception:
        if len(submitted) == 1:
            log.exception("intake.deed_failed", kind=kind_of(submitted[0].deed).name)
            return [Outcome(TRY_AGAIN)]
        log.warning("intake.batch_taken_apart", deeds=len(submitted), exc_info=True)
        return [outcome for one in submitted for outcome in keep([one], at=at)]
    try:
        connection.close_if_unusable_or_obsolete()
        return _keep_together(submitted, at)
    except DatabaseError:
        log.exception("intake.commit_failed", deeds=len(submitted))
        return [Outcome(TRY_AGAIN)] * len(submitted)


def _keep_together(submitted: Sequence[Submitted], at: datetime) -> list[Outcome]:
    outcomes: list[Outcome | None] = [None] * len(submitted)
    first_by_key: dict[str, int] = {}
    with transaction.atomic():
        known = _receipts(one.deed.key for one in submitted if kind_of(one.deed).keeps_receipts)
        fresh: list[int] = []
        for place, one in enumerate(submitted):
            receipt = known.get(one.deed.key)
            if receipt is not None:
                outcomes[place] = _repeated(receipt, one)
            elif first_by_key.setdefault(one.deed.key, place) == place:
                fresh.append(place)
        for kind, channel, places in _in_rounds(submitted, fresh):
            batch = Batch(kind.name, channel, [submitted[place] for place in places], at)
            answers = _apply(kind, batch)
            for place, answer in zip(places, answers, strict=True):
                outcomes[place] = Outcome(answer)
        _write_receipts([(submitted[place], outcomes[place].answer) for place in fresh], at)  # type: ignore[union-attr]
    for place, one in enumerate(submitted):
        if outcomes[place] is None:  # the same key twice in one batch
            first = first_by_key[one.deed.key]
            receipt = Receipt(submitted[first].ticket.participant, _digest(submitted[first]), outcomes[first].answer)  # type: ignore[union-attr]
            outcomes[place] = _repeated(receipt, one)
    return outcomes  # type: ignore[return-value]


def _in_rounds(submitted: Sequence[Submitted], places: Iterable[int]) -> Iterator[tuple[Kind, str, list[int]]]:
    """Group by kind and room, and never let one person's deeds of two kinds change places."""
    groups: Groups = {}
    kind_by_person: dict[tuple[str, str], str] = {}
    for place in places:
        one = submitted[place]
        name, person = kind_of(one.deed).name, (one.ticket.participant, one.ticket.device)
        if kind_by_person.setdefault(person, name) != name:
            yield from _groups(submitted, groups)
            groups, kind_by_person = {}, {person: name}
        groups.setdefault((name, one.ticket.channel), []).append(place)
    yield from _groups(submitted, groups)


def _groups(submitted: Sequence[Submitted], groups: Groups) -> Iterator[tuple[Kind, str, list[int]]]:
    for (_, channel), places in groups.items():
        yield kind_of(submitted[places[0]].deed), channel, places


def _apply(kind: Kind, batch: Batch) -> list[Answer]:
    answers = kind.apply(batch)
    if len(answers) != len(batch.deeds):
        message = f"{kind.name}: {len(answers)} answers for {len(batch.deeds)} deeds"
        raise RuntimeError(message)
    done = sum(answer.is_done for answer in answers)
    if kind.evidence and done:
        domain = batch.channel.partition("/")[0]
        record(
            kind=kind.evidence,
            subject=f"{domain}:{batch.room}",
            by=BY,
            at=batch.at,
            facts={"deeds": done, "refused": len(answers) - done} if kind.tells_how_many else {},
        )
    return answers


def _repeated(receipt: Receipt, one: Submitted) -> Outcome:
    same = receipt.participant == one.ticket.participant and receipt.digest == _digest(one)
    return Outcome(receipt.answer, is_repeat=True) if same else Outcome(ANOTHER)


def _digest(one: Submitted) -> bytes:
    return hashlib.blake2b(_packed(one.deed), digest_size=16).digest()


def _receipts(keys: Iterable[str]) -> dict[str, Receipt]:
    wanted = list(keys)
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_UP[connection.vendor], [_to_json(wanted).decode()])
        return {key: Receipt(who, bytes(deed), _read_answer(answer)) for key, who, deed, answer in cursor.fetchall()}


def _write_receipts(done: Iterable[tuple[Submitted, Answer]], at: datetime) -> None:
    moment = connection.ops.adapt_datetimefield_value(at)
    receipts = [
        (one.deed.key, kind.name, one.ticket.participant, _digest(one), _to_json(answer).decode(), moment)
        for one, answer in done
        if (kind := kind_of(one.deed)).keeps_receipts
    ]
    if receipts:
        rows.append("intake_receipt", _RECEIPT, receipts)
