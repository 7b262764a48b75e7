from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import transaction

from ocaq.kernel.text import Text
from ocaq.live import channels, jobs, queries, wake
from ocaq.live.models import Event

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def publish(channel: str, **patch: object) -> int:
    return channels.publish(channel=channel, kind="test", patch={"set": patch}, at=NOON)


def test_numbers_count_from_one_in_each_channel():
    assert [publish("hall/a/public"), publish("hall/a/public"), publish("hall/b/public")] == [1, 2, 1]
    assert (channels.head("hall/a/public"), channels.head("hall/c/public")) == (2, 0)


def test_a_rolled_back_event_leaves_no_gap():
    publish("hall/a/public")
    with transaction.atomic():
        publish("hall/a/public")
        transaction.set_rollback(True)

    assert publish("hall/a/public") == 2
    assert [row.seq for row in queries.events_after("hall/a/public", 0, 10)] == [1, 2]


def test_a_new_beginning_keeps_the_numbers_and_nothing_of_what_was_told():
    publish("hall/a/public", name="Aygün")
    publish("hall/b/public", name="Nərgiz")

    assert channels.publish_anew(channel="hall/a/public", patch={"set": {"name": ""}}, at=NOON) == 2
    assert list(Event.objects.order_by("channel").values_list("channel", "seq")) == [
        ("hall/a/public", 2),
        ("hall/b/public", 1),
    ]


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError, match="transaction"):
        publish("hall/a/public")


def test_hubs_are_woken_after_the_commit(django_capture_on_commit_callbacks):
    heard: list[tuple[str, int]] = []

    def hear(channel: str, row: queries.Row | None) -> None:
        assert row is not None
        heard.append((channel, row.seq))

    wake.listen(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            publish("hall/a/public")
            assert heard == []
    finally:
        wake.stop_listening(hear)

    assert heard == [("hall/a/public", 1)]


def test_texts_and_moments_are_carried():
    publish("hall/a/public", title=Text({"az": "Himn"}), at=NOON)

    assert (
        queries.events_after("hall/a/public", 0, 1)[0].body
        == '{"set":{"title":{"@":{"az":"Himn"}},"at":"2026-11-22T12:00:00Z"}}'
    )


def test_what_cannot_be_carried_is_refused():
    with pytest.raises(NotImplementedError, match="object"):
        publish("hall/a/public", title=object())
    assert publish("hall/a/public", share=Decimal("0.5")) == 1


def test_publishing_costs_two_statements(django_assert_num_queries):
    with django_assert_num_queries(2):
        publish("hall/a/public")


def test_last_events_are_in_order():
    for _ in range(5):
        publish("hall/a/public")

    assert [row.seq for row in queries.last_events("hall/a/public", 3)] == [3, 4, 5]
    assert queries.heads(["hall/a/public", "hall/none/public"]) == {"hall/a/public": 5}


def test_old_events_are_removed_and_numbers_go_on():
    publish("hall/a/public")
    Event.objects.filter(channel="hall/a/public").update(at=datetime(2026, 1, 1, tzinfo=UTC))

    assert jobs.forget_old_events() >= 1
    assert queries.events_after("hall/a/public", 0, 10) == []
    assert publish("hall/a/public") == 2
