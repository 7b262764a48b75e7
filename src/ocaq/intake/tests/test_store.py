"""What one transaction does with many deeds."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from ocaq.evidence.models import Entry
from ocaq.evidence.vocabulary import learn
from ocaq.intake import jobs, kinds, store, writer
from ocaq.intake.kinds import Answer, Batch, Deed, Submitted, handle
from ocaq.intake.models import Receipt
from ocaq.kernel import clock
from ocaq.live import tickets

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class RaiseDeed(Deed, tag="raise"):
    topic: str = ""


class LowerDeed(Deed, tag="lower"):
    pass


class BeatDeed(Deed, tag="beat"):
    pass


@pytest.fixture(autouse=True)
def batches() -> Iterator[list[Batch]]:
    """What the handlers were given, in order."""
    given: list[Batch] = []

    def apply(batch: Batch) -> list[Answer]:
        given.append(batch)
        if any(getattr(one.deed, "topic", "") == "poison" for one in batch.deeds):
            raise ZeroDivisionError
        return [
            Answer(refused="not-allowed") if getattr(one.deed, "topic", "") == "no" else Answer(ref=one.deed.key[-1])
            for one in batch.deeds
        ]

    before = dict(kinds._kinds)
    learn("hall.hands.raised", of="hall", says={"deeds": "acts", "refused": "acts"})
    handle("raise", body=RaiseDeed, apply=apply, evidence="hall.hands.raised")
    handle("lower", body=LowerDeed, apply=apply)
    handle("beat", body=BeatDeed, apply=apply, keeps_receipts=False)
    yield given
    kinds._kinds.clear()
    kinds._kinds.update(before)
    kinds._decoder.cache_clear()


def one(deed: Deed, participant: str = "p1", channel: str = "hall/a") -> Submitted:
    ticket = tickets.Ticket(channel, "public", "en", int(NOON.timestamp()) + 60, participant)
    return Submitted(deed, ticket, NOON)


def keep(*submitted: Submitted) -> list[store.Outcome]:
    return store.keep(submitted, at=NOON)


@pytest.mark.django_db
class TestKeep:
    def test_one_batch_a_kind_and_room_with_one_entry_of_evidence(self, batches):
        outcomes = keep(
            one(RaiseDeed("aaaaaaa1"), "p1"),
            one(RaiseDeed("aaaaaaa2"), "p2"),
            one(RaiseDeed("aaaaaaa3"), "p3", "hall/b"),
            one(RaiseDeed("aaaaaaa4", "no"), "p4"),
        )

        assert [outcome.answer for outcome in outcomes] == [
            Answer(ref="1"),
            Answer(ref="2"),
            Answer(ref="3"),
            Answer(refused="not-allowed"),
        ]
        assert [(batch.kind, batch.room, len(batch.deeds)) for batch in batches] == [
            ("raise", "a", 3),
            ("raise", "b", 1),
        ]
        entry = Entry.objects.get(subject="hall:a")
        assert (entry.kind, entry.by) == ("hall.hands.raised", "system:intake")
        # Counts alone: strangers read them, and a digest of keys would tie a row to an entry.
        assert entry.facts == {"deeds": 2, "refused": 1}

    def test_a_repeat_is_not_applied_again(self, batches):
        keep(one(RaiseDeed("aaaaaaa1")))

        again = keep(one(RaiseDeed("aaaaaaa1")), one(RaiseDeed("aaaaaaa2")))

        assert again == [store.Outcome(Answer(ref="1"), is_repeat=True), store.Outcome(Answer(ref="2"))]
        assert [[each.deed.key for each in batch.deeds] for batch in batches] == [["aaaaaaa1"], ["aaaaaaa2"]]

    @pytest.mark.parametrize(
        "answer", [Answer(ref="\\N\t\\.\n\r'\"\u202e"), Answer(refused="no", facts={"n": [1, None]})]
    )
    def test_a_repeat_gets_the_answer_to_the_letter(self, answer):
        handle("lower", body=LowerDeed, apply=lambda batch: [answer])

        assert keep(one(LowerDeed("aaaaaaa1"))) == [store.Outcome(answer)]
        assert keep(one(LowerDeed("aaaaaaa1"))) == [store.Outcome(answer, is_repeat=True)]

    def test_the_same_key_twice_at_once_is_done_once(self, batches):
        outcomes = keep(one(RaiseDeed("aaaaaaa1")), one(RaiseDeed("aaaaaaa1")), one(RaiseDeed("aaaaaaa1"), "p2"))

        assert outcomes == [
            store.Outcome(Answer(ref="1")),
            store.Outcome(Answer(ref="1"), is_repeat=True),
            store.Outcome(Answer(refused="key-of-another")),
        ]
        assert [len(batch.deeds) for batch in batches] == [1]

    def test_deeds_of_one_person_keep_their_order(self, batches):
        keep(
            one(RaiseDeed("aaaaaaa1"), "p1"),
            one(LowerDeed("aaaaaaa2"), "p2"),
            one(LowerDeed("aaaaaaa3"), "p1"),
            one(RaiseDeed("aaaaaaa4"), "p1"),
            one(RaiseDeed("aaaaaaa5"), "p3"),
        )

        order = [each.deed.key[-1] for batch in batches for each in batch.deeds if each.ticket.participant == "p1"]
        assert order == ["1", "3", "4"]

    def test_what_does_no_harm_leaves_no_receipt(self, batches):
        outcomes = keep(one(BeatDeed("aaaaaaa1"))) + keep(one(BeatDeed("aaaaaaa1")))

        assert [outcome.is_repeat for outcome in outcomes] == [False, False]
        assert len(batches) == 2
        assert not Receipt.objects.exists()

    def test_receipts_are_forgotten_after_a_week(self):
        store.keep([one(RaiseDeed("aaaaaaa1"))], at=clock.now() - timedelta(days=8))
        store.keep([one(RaiseDeed("aaaaaaa2"))], at=clock.now())

        assert jobs.forget_old_receipts() >= 1
        assert [receipt.pk for receipt in Receipt.objects.all()] == ["aaaaaaa2"]

    def test_a_batch_costs_the_same_whatever_its_size(self, django_assert_num_queries):
        for size in (2, 40):
            with django_assert_num_queries(5):  # savepoint, look up, evidence, receipts, release
                keep(*(one(RaiseDeed(f"aaaaa{size}{n:03}"), f"p{n}") for n in range(size)))


@pytest.mark.django_db(transaction=True)
class TestTrouble:
    def test_one_poisoned_deed_does_not_take_the_others_along(self):
        outcomes = keep(one(RaiseDeed("aaaaaaa1")), one(RaiseDeed("aaaaaaa2", "poison")), one(RaiseDeed("aaaaaaa3")))

        assert [outcome.answer.refused or outcome.answer.ref for outcome in outcomes] == ["1", "try-again", "3"]
        assert sorted(receipt.pk for receipt in Receipt.objects.all()) == ["aaaaaaa1", "aaaaaaa3"]
        assert Entry.objects.filter(kind="hall.hands.raised").count() == 2

    def test_a_database_that_stumbles_once_is_asked_again(self, monkeypatch):
        stumbles = iter([True])
        write = store._write_receipts

        def stumbling(*args):
            if next(stumbles, False):
                raise OperationalError("gone away")
            return write(*args)

        monkeypatch.setattr(store, "_write_receipts", stumbling)

        assert keep(one(RaiseDeed("aaaaaaa1")))[0].answer == Answer(ref="1")

    def test_a_database_that_stays_away_keeps_nothing_and_says_so(self, monkeypatch):
        def failing(*_):
            raise OperationalError("gone away")

        monkeypatch.setattr(store, "_write_receipts", failing)

        assert keep(one(RaiseDeed("aaaaaaa1")))[0].answer.refused == "try-again"
        monkeypatch.undo()
        assert not Receipt.objects.exists()
        assert not Entry.objects.filter(kind="hall.hands.raised").exists()

    def test_a_handler_that_answers_too_few_keeps_nothing(self):
        handle("lower", body=LowerDeed, apply=lambda _: [])

        assert keep(one(LowerDeed("aaaaaaa1")))[0].answer.refused == "try-again"
        assert not Receipt.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestWriter:
    def test_submit_without_a_writer_does_it_at_once(self):
        assert writer.submit(one(RaiseDeed("aaaaaaa1")).ticket, RaiseDeed("aaaaaaa1")) == Answer(ref="1")

    def test_submit_waits_for_the_commit_of_the_writer(self):
        writer.startup()
        try:
            assert writer.is_alive()
            assert writer.submit(one(RaiseDeed("aaaaaaa1")).ticket, RaiseDeed("aaaaaaa1")) == Answer(ref="1")
            assert Receipt.objects.filter(pk="aaaaaaa1").exists()
        finally:
            writer.running().close()
            writer._writer = None

    def test_what_is_mentioned_is_done_at_once_without_a_writer(self):
        writer.mention(one(RaiseDeed("aaaaaaa1")).ticket, RaiseDeed("aaaaaaa1"), at=NOON)

        assert Receipt.objects.filter(pk="aaaaaaa1").exists()

    def test_what_is_mentioned_is_done_in_a_moment_and_together(self, batches):
        writer.startup()
        try:
            for number in range(5):
                writer.mention(one(RaiseDeed("aaaaaaa1"), f"p{number}").ticket, RaiseDeed(f"aaaaaaa{number}"), at=NOON)
            deadline = time.monotonic() + 5
            while Receipt.objects.count() < 5 and time.monotonic() < deadline:
                time.sleep(0.02)
        finally:
            writer.running().close()
            writer._writer = None

        assert Receipt.objects.count() == 5
        assert len(batches) <= 2

    def test_what_was_mentioned_before_closing_is_done(self):
        closing = writer.Writer()
        closing.mention(one(RaiseDeed("aaaaaaa1")))
        closing.close()

        assert Receipt.objects.filter(pk="aaaaaaa1").exists()
        with pytest.raises(writer.Full):
            closing.mention(one(RaiseDeed("aaaaaaa2")))

    def test_what_arrives_during_a_commit_goes_into_the_next(self, batches):
        busy = writer.Writer()
        told: list[store.Outcome] = []
        with connection.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "SELECT 1")
            for number in range(50):
                busy.put(one(RaiseDeed(f"aaaaaa{number:02}"), f"p{number}"), told.append)
            time.sleep(0.1)
            if connection.vendor == "sqlite":
                cursor.execute("COMMIT")
        busy.close()

        assert [outcome.answer.ref for outcome in told] == [f"{number:02}"[-1] for number in range(50)]
        assert sum(len(batch.deeds) for batch in batches) == 50
        assert connection.vendor != "sqlite" or len(batches) <= 2

    def test_closing_stores_what_is_in_line_and_takes_no_more(self):
        closing = writer.Writer()
        told: list[store.Outcome] = []
        for number in range(30):
            closing.put(one(RaiseDeed(f"aaaaaa{number:02}"), f"p{number}"), told.append)
        closing.close()

        assert len(told) == 30
        assert Receipt.objects.count() == 30
        with pytest.raises(writer.Full):
            closing.put(one(RaiseDeed("bbbbbbb1")), told.append)

    def test_a_full_line_turns_away(self, monkeypatch):
        monkeypatch.setattr(writer, "WAITING", 3)
        held, entered = threading.Event(), threading.Event()

        def hold(batch: Batch) -> list[Answer]:
            entered.set()
            held.wait(5)
            return [Answer() for _ in batch.deeds]

        handle("lower", body=LowerDeed, apply=hold)
        full = writer.Writer()
        told: list[store.Outcome] = []
        full.put(one(LowerDeed("aaaaaaa0")), told.append)
        entered.wait(5)
        for number in range(1, 4):
            full.put(one(LowerDeed(f"aaaaaaa{number}")), told.append)
        with pytest.raises(writer.Full):
            full.put(one(LowerDeed("aaaaaaa9")), told.append)
        held.set()
        full.close()

        assert len(told) == 4
