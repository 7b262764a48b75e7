"""The only place that reads the clock. Periods are half-open everywhere: [starts_at, ends_at)."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)
