"""Makes a conference for rehearsing, its doors closed and nobody registered, and says where it is."""

import json
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ocaq.conference.queries.programme import planned_conferences
from ocaq.demo import planning, seed, texts
from ocaq.kernel import clock


class Command(BaseCommand):
    help = "Make a conference for rehearsing on an empty server in demo mode; prints its slug as JSON."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Rehearsals are set up in demo mode only.")
        if planned_conferences():
            raise CommandError("This institution is not empty.")
        at = clock.now()
        with transaction.atomic():
            members = seed.hired(at=at)
            planning.plan(
                slug="rehearsal",
                template="solidarity-day",
                title=texts.REHEARSAL,
                floor_budget_s=60,
                starts_at=at.replace(second=0, microsecond=0) + timedelta(minutes=10),
                by=members["director"],
                at=at,
            )
        self.stdout.write(json.dumps({"slug": "rehearsal", "sign_in": "/demo/"}))
