"""What happened to a community, newest first: what is told of it, and never by whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ocaq.design import dates
from ocaq.kernel.text import Text
from ocaq.register.queries.page import CommunityPage, DecisionRow
from ocaq.register.words.directory import CHANGED, STATES


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """`iso`: the day, or the month or year where no more is known."""

    iso: str
    words: str | Promise
    source: str = ""
    decision: DecisionRow | None = None

    @property
    def when(self) -> str:
        return dates.roughly(self.iso)


def history_of(page: CommunityPage) -> list[HistoryLine]:
    return sorted(_lines(page), key=lambda line: line.iso, reverse=True)


def _lines(page: CommunityPage) -> Iterator[HistoryLine]:
    if page.founded:
        yield HistoryLine(page.founded, _("Founded"), decision=page.founding)
    for one in page.states:
        yield HistoryLine(_iso(one.since), STATES[one.state], one.source, one.decision)
    for tie in page.umbrellas:
        if tie.since:
            yield HistoryLine(_iso(tie.since), _("Joined “%(name)s”") % {"name": _apart(tie.title)})
        if tie.until:
            yield HistoryLine(_iso(tie.until), _("Left “%(name)s”") % {"name": _apart(tie.title)})
    for group, at in page.changes:
        yield HistoryLine(_iso(at.date()), CHANGED.get(group, ""))


def _apart(name: Text) -> str:
    """Keep the direction of a name from that of the sentence around it."""
    return f"\u2068{name}\u2069"


def _iso(day: date) -> str:
    return day.isoformat()
