from ocaq.intake import rates
from ocaq.intake.kinds import Rate
from ocaq.intake.rates import Buckets

SLOW = Rate(burst=2, per_minute=6)


class Clock:
    at = 100.0

    def __call__(self) -> float:
        return self.at


def test_a_burst_then_one_in_ten_seconds():
    clock = Clock()
    buckets = Buckets(clock)

    assert [buckets.take("p1", "question", SLOW) for _ in range(3)] == [True, True, False]
    assert buckets.wait_s("p1", "question", SLOW) == 10
    clock.at += 9.9
    assert not buckets.take("p1", "question", SLOW)
    clock.at += 0.2
    assert buckets.take("p1", "question", SLOW)
    assert not buckets.take("p1", "question", SLOW)


def test_people_and_kinds_have_buckets_of_their_own():
    buckets = Buckets(Clock())
    for _ in range(2):
        assert buckets.take("p1", "question", SLOW)

    assert not buckets.take("p1", "question", SLOW)
    assert buckets.take("p2", "question", SLOW)
    assert buckets.take("p1", "hand", SLOW)


def test_a_long_silence_saves_up_no_more_than_a_burst():
    clock = Clock()
    buckets = Buckets(clock)
    buckets.take("p1", "question", SLOW)
    clock.at += 86_400

    assert [buckets.take("p1", "question", SLOW) for _ in range(3)] == [True, True, False]


def test_people_who_went_quiet_are_forgotten(monkeypatch):
    monkeypatch.setattr(rates, "SWEEP_AT", 3)
    clock = Clock()
    buckets = Buckets(clock)
    for person in ("p1", "p2", "p3"):
        buckets.take(person, "question", SLOW)
    clock.at += 60
    buckets.take("p4", "question", SLOW)

    assert list(buckets._buckets) == [("p4", "question")]
