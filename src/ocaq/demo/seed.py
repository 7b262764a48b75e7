"""The made-up institution, built by the commands that real people use."""

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, transaction

from ocaq.conference.queries.programme import planned_conferences
from ocaq.demo import archive, desks, institution, network, tonight
from ocaq.kernel import clock
from ocaq.kernel.actor import Actor, system
from ocaq.register.commands.sweeping import find_likenesses
from ocaq.register.jobs import write_to_people


def seed(at: datetime | None = None) -> bool:
    """Fill an empty institution; return False when something is there already."""
    at = at or clock.now()
    if planned_conferences() or get_user_model().objects.exists():
        return False
    with transaction.atomic():
        members = _hold(at)
        _build(members, at)
    # Figures name entries by their places in the log, which only committed ones have.
    _publish(members["staff"], at)
    return True


def start_over(at: datetime | None = None) -> None:
    """Erase everything, accounts and sessions too, and build the institution anew. The evidence log alone goes on."""
    at = at or clock.now()
    with transaction.atomic():
        _erase()
        members = _hold(at)
    # Visitors go on meanwhile: in one transaction with the rest it would keep them waiting.
    _build(members, at)
    _publish(members["staff"], at)


def _build(members: dict[str, Actor], at: datetime) -> None:
    network.Network(staff=members["staff"], at=at).build()
    desks.fill(staff=members["staff"], coordinator=members["coordinator"], at=at)


def _publish(staff: Actor, at: datetime) -> None:
    archive.publish(by=staff)
    network.publish(by=staff, at=at)
    # Work that repeats, so that whoever starts over need not wait for it.
    find_likenesses(by=staff, at=at)
    write_to_people()


def _erase() -> None:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    erased = [table for table in tables if not table.startswith("evidence_")]
    statements = connection.ops.sql_flush(no_style(), erased, reset_sequences=False, allow_cascade=False)
    connection.ops.execute_sql_flush(statements)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _hold(at: datetime) -> dict[str, Actor]:
    members = hired(at=at)
    archive.hold(director=members["director"], crew=members["crew"], at=at)
    tonight.hold(director=members["director"], crew=members["crew"], at=at)
    return members


def hired(*, at: datetime) -> dict[str, Actor]:
    """Open the accounts of the institution's people; return them as actors by their part."""
    accounts = institution.hire(by=system("demo"), at=at - timedelta(days=400))
    return {
        member.part: Actor(f"user:{accounts[member.part]}", frozenset({member.grant}), member.language)
        for member in institution.MEMBERS
    }
