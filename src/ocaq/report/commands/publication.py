"""Figures are published: counted for good, computed from the log, written into it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from ocaq.evidence import figures
from ocaq.evidence.figures import Named
from ocaq.evidence.recording import record
from ocaq.evidence.sequencer import place
from ocaq.kernel.actor import Actor
from ocaq.kernel.ids import new_ref
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible
from ocaq.report import permissions, rules
from ocaq.report.models import Figure, Publication
from ocaq.report.queries import entries
from ocaq.report.queries.desk import ready_by_ref, values_now
from ocaq.report.queries.entries import Computed


def publish_figures(*, about: str, seen: str = "", by: Actor, at: datetime) -> int:
    """Count something for good and publish what is new of its figures; return how many were published.

    The count is a transaction of its own: its entries must have their places in the log before a figure can name them.
    Repeated, it finds nothing new and publishes nothing.

    Args:
        about: `<kind>:<ref>`.
        seen: `rules.seen_digest` of the values that were read before; empty asks nothing.

    Raises:
        NotAllowed: `not-allowed`.
        NotFound: `nothing-to-publish`.
        NotPossible: `figures-changed`, `log-waits`, or what the domain's count refuses.
    """
    if not permissions.may_publish(by):
        raise NotAllowed("not-allowed")
    kind, _, ref = about.partition(":")
    subject = ready_by_ref(kind, ref)
    if subject is None:
        raise NotFound("nothing-to-publish")
    if seen and seen != rules.seen_digest(values_now(kind, ref)):
        raise NotPossible("figures-changed")
    figures.subjects(kind).count(ref=ref, by=by, at=at)
    place()
    with transaction.atomic():
        published = _publish(about, subject, by=by, at=at)
    place()
    return published


def _publish(about: str, subject: Named, *, by: Actor, at: datetime) -> int:
    end = entries.log_size()
    declared = [figure for figure in figures.figures(about.partition(":")[0]) if not figure.is_live]
    return sum(_publish_one(figure, about, subject, end, by=by, at=at) for figure in declared)


def _publish_one(declared: figures.Figure, about: str, subject: Named, end: int, *, by: Actor, at: datetime) -> bool:
    found = entries.computed(declared, about, end)
    if found is None:
        return False
    # A restored backup may lack figures and publications that the log has: they keep their reference and numbers.
    known = {"ref": lambda: entries.ref_of(declared.code, about) or new_ref()}
    Figure.objects.get_or_create(code=declared.code, about=about, defaults=known)
    figure = Figure.objects.select_for_update(no_key=True).get(code=declared.code, about=about)
    last = figure.publications.order_by("-number").first()
    before = entries.places_of(figure.ref)
    if None in before:
        raise NotPossible("log-waits")  # what this one replaces is named by its place
    says = (len(before), found.value, found.query.digest, declared.definition)
    if last is not None and _says(last) == says:
        return False
    if isinstance(found.value, int) and 0 < found.value < declared.smallest:
        return False
    as_of = min(subject.as_of or at, at)  # what was never counted for good speaks of the moment of its count
    facts = _facts(declared, about, found, as_of=as_of, last=last, before=before)
    value, cells = (found.value, None) if isinstance(found.value, int) else (None, list(found.value))
    Publication.objects.create(
        figure=figure,
        number=facts["number"],
        definition=declared.definition,
        meaning=declared.meanings,
        value=value,
        cells=cells,
        as_of=as_of,
        published_at=at,
        facts=facts,
        first_index=found.first,
        last_index=found.last,
        chosen=found.chosen,
    )
    record(kind="report.figure.published", subject=f"figure:{figure.ref}", by=by, at=at, facts=facts)
    return True


def _says(last: Publication) -> tuple[int, rules.Value, str, int]:
    value = tuple(last.cells or ()) if last.value is None else last.value
    return last.number, value, last.facts["query"], last.definition


def _facts(
    declared: figures.Figure,
    about: str,
    found: Computed,
    *,
    as_of: datetime,
    last: Publication | None,
    before: Sequence[int | None],
) -> dict[str, Any]:
    """Return what the entry says; `before`: places of all publications of this figure so far."""
    defined = last.definition if last else declared.definition
    return {
        "figure": declared.code,
        "about": about,
        "definition": declared.definition,
        "meaning": declared.meaning_digest,
        "unit": declared.unit,
        "smallest": declared.smallest,
        **rules.told_value(found.value),
        "as_of": int(as_of.timestamp()),
        **found.query.facts,
        "of_from": found.start,
        "of_to": found.end,
        "query": found.query.digest,
        "number": len(before) + 1,
        "reason": rules.reason_of(before=defined if before else None, definition=declared.definition),
        **({"replaces": before[-1]} if before else {}),
    }
