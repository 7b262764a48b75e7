"""Work of the demo that repeats: its hall is never empty while the conference runs."""

from django.conf import settings

from ocaq.demo import company
from ocaq.kernel import clock
from ocaq.kernel.worker import every


@every(company.EVERY_S)
def stay_in_the_hall() -> int:
    return company.stay(at=clock.now()) if settings.DEMO else 0
