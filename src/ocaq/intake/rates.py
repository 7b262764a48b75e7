"""How much one person may send: a bucket of tokens a person and kind, in memory."""

import time
from collections.abc import Callable

from ocaq.intake.kinds import Rate

SWEEP_AT = 50_000  # buckets; then the full ones, of people who went quiet, are forgotten
SWEEP_EVERY_S = 1.0


class Buckets:
    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._buckets: dict[tuple[str, str], tuple[float, float, Rate]] = {}  # tokens left, at what moment
        self._swept_at = -SWEEP_EVERY_S

    def take(self, person: str, kind: str, rate: Rate) -> bool:
        """Take one token; False when there is none."""
        now = self._now()
        left, at, _ = self._buckets.get((person, kind), (float(rate.burst), now, rate))
        left = min(float(rate.burst), left + (now - at) * rate.per_minute / 60)
        if left < 1:
            return False
        if len(self._buckets) >= SWEEP_AT and now - self._swept_at >= SWEEP_EVERY_S:
            self._sweep(now)
        self._buckets[person, kind] = (left - 1, now, rate)
        return True

    def wait_s(self, person: str, kind: str, rate: Rate) -> int:
        """Return after how many seconds there is a token again."""
        left, at, _ = self._buckets.get((person, kind), (1.0, self._now(), rate))
        missing = 1 - left - (self._now() - at) * rate.per_minute / 60
        return max(1, -int(-missing * 60 // rate.per_minute))

    def _sweep(self, now: float) -> None:
        self._swept_at = now
        self._buckets = {
            key: (left, at, rate)
            for key, (left, at, rate) in self._buckets.items()
            if left + (now - at) * rate.per_minute / 60 < rate.burst
        }


# One for the house: a person who posts forms and one who sends deeds are the same person.
shared = Buckets()
