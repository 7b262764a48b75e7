"""Publications that a restored backup lacks, written again from the entries that published them."""

from datetime import UTC, datetime

import structlog
from django.db import transaction

from ocaq.evidence import figures
from ocaq.kernel.actor import Actor
from ocaq.kernel.refusals import NotAllowed
from ocaq.kernel.text import Text
from ocaq.report import permissions, rules
from ocaq.report.models import Figure, Publication
from ocaq.report.queries import entries
from ocaq.report.queries.entries import Chosen

log = structlog.get_logger()


@transaction.atomic
def take_back_publications(*, by: Actor, at: datetime) -> int:
    """Write again what the log says was published and no table knows of; return how many publications came back.

    It adds nothing to the log, which has it all. Repeated, it finds nothing.

    Raises:
        NotAllowed: `not-allowed`.
    """
    if not permissions.may_publish(by):
        raise NotAllowed("not-allowed")
    return sum(_take_back(entry, at) for entry in entries.publications())


def _take_back(entry: Chosen, at: datetime) -> bool:
    facts, ref = entry.facts, entry.body["ref"].removeprefix("figure:")
    if Publication.objects.filter(figure__ref=ref, number=facts["number"]).exists():
        return False
    found = entries.chosen(rules.query_of(facts), facts["of_from"], facts["of_to"])
    value = rules.value_told(facts, rules.result(facts["how"], [each.facts for each in found]))
    if value is None:  # a long table, of which only the digest is told and which the entries no longer come to
        log.warning("figure.not_taken_back", index=entry.index)
        return False
    figure, _ = Figure.objects.get_or_create(ref=ref, defaults={"code": facts["figure"], "about": facts["about"]})
    Publication.objects.create(
        figure=figure,
        number=facts["number"],
        definition=facts["definition"],
        meaning=_meaning(facts["figure"], facts["meaning"]),
        value=value if isinstance(value, int) else None,
        cells=None if isinstance(value, int) else list(value),
        as_of=datetime.fromtimestamp(facts["as_of"], UTC),
        published_at=datetime.fromisoformat(entry.body["at"]),
        facts=facts,
        first_index=found[0].index if found else None,
        last_index=found[-1].index if found else None,
        chosen=len(found),
        taken_back_at=at,
    )
    return True


def _meaning(code: str, digest: str) -> Text:
    """Return the words of this digest, as they are declared now or stand in another publication; else none."""
    declared = next((figure for figure in figures.figures() if figure.code == code), None)
    if declared and declared.meaning_digest == digest:
        return declared.meanings
    known = Publication.objects.filter(figure__code=code, facts__meaning=digest).first()
    return known.meaning if known else Text()
