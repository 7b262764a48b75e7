"""The demo's evening, on the air, with people who may come in: `python -m benchmarks.arrival.evening PEOPLE`.

Prints a JSON line a person: {"registration": cookie, "language", "zone"}. Run by `run.py` on data of its own.
"""

import json
import sys
from datetime import timedelta

from ocaq.config.house import open_house


def main(count: int) -> None:
    open_house()
    from django.core.management import call_command
    from django.db import transaction

    from ocaq.demo import names, planning, tonight
    from ocaq.kernel import capability, clock
    from ocaq.kernel.actor import Actor, Grant

    call_command("migrate", verbosity=0, skip_checks=True)
    director = Actor(ref="user:1", grants=frozenset({Grant("director")}))
    crew = Actor(ref="user:2", grants=frozenset({Grant("crew")}))
    at = clock.now()
    people = names.people(count, seed=7)
    with transaction.atomic():
        tonight.hold(director=director, crew=crew, at=at)
        refs = planning.register_people(
            people,
            slug=tonight.SLUG,
            key="arrival",
            first_at=at - timedelta(days=2),
            last_at=at - timedelta(hours=1),
        )
    for ref, person in zip(refs, people, strict=True):
        held = capability.issue("registration", ref)
        print(json.dumps({"registration": held, "language": person.home.reads, "zone": person.home.zone}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
