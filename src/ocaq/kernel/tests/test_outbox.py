from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from ocaq.kernel import bus, outbox
from ocaq.kernel.models import OutboxMessage

NOON = datetime(2026, 12, 19, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_handlers(monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})


@pytest.mark.django_db
def test_a_message_is_delivered_once():
    heard = []
    outbox.handle("greeting", heard.append)
    outbox.send("greeting", {"n": 1}, at=NOON)

    assert [outbox.deliver_due(at=NOON), outbox.deliver_due(at=NOON)] == [1, 0]
    assert heard == [{"n": 1}]


@pytest.mark.django_db
def test_a_failed_delivery_undoes_its_writes_and_is_tried_again_later():
    tries = []

    def fails_once(body):
        tries.append(body)
        OutboxMessage.objects.create(topic="half-done", body={}, due_at=NOON + timedelta(days=1))
        if len(tries) == 1:
            raise OSError("disk full")

    outbox.handle("greeting", fails_once)
    outbox.send("greeting", {}, at=NOON)

    assert outbox.deliver_due(at=NOON) == 0
    assert not OutboxMessage.objects.filter(topic="half-done").exists()
    assert outbox.deliver_due(at=NOON) == 0
    assert outbox.deliver_due(at=NOON + timedelta(seconds=3)) == 1
    assert len(tries) == 2


@pytest.mark.django_db
def test_a_message_of_a_change_that_was_undone_never_leaves():
    outbox.handle("greeting", lambda body: pytest.fail("delivered"))

    with pytest.raises(OSError, match="disk full"), transaction.atomic():
        outbox.send("greeting", {}, at=NOON)
        raise OSError("disk full")

    assert outbox.deliver_due(at=NOON) == 0


class Rang:
    pass


@pytest.mark.django_db
def test_an_event_is_heard_after_commit_and_only_then(django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(bus, "_subscribers", defaultdict(list))
    heard = []
    hear = heard.append
    bus.subscribe(Rang, hear)
    bus.subscribe(Rang, hear)
    event = Rang()

    with django_capture_on_commit_callbacks(execute=True):
        bus.publish(event)
        assert heard == []

    assert heard == [event]
