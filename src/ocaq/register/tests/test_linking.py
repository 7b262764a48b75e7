"""Record linkage by Splink, where it is installed; otherwise our own sweep does the night's work."""

import random
from datetime import date, timedelta

import pytest

from ocaq.register.commands import sweeping
from ocaq.register.models import Person, PersonKey
from ocaq.register.queries import linking
from ocaq.register.rules.keys import keys_of
from ocaq.register.tests.makers import AT

SYLLABLES = "ba də ni lə ro şa qu mə ki to çi ra zə no fi ga su lo vi xə".split()  # noqa: SIM905 - read as one line
LATIN = str.maketrans({"ə": "a", "ş": "s", "ç": "c", "x": "kh", "q": "g"})

pytestmark = pytest.mark.django_db


def test_a_small_register_is_swept_by_our_own_rules(monkeypatch) -> None:
    monkeypatch.setattr(linking, "linked", lambda _keys: pytest.fail("not worth it"))

    assert list(sweeping._people()) == []


@pytest.mark.slow
@pytest.mark.skipif(not linking.is_installed(), reason="the extra `sweep` is not installed")
@pytest.mark.filterwarnings("ignore")
def test_people_written_twice_are_found_and_namesakes_are_not() -> None:
    draw = random.Random(5)
    names = ["".join(draw.choice(SYLLABLES) for _ in range(3)).capitalize() for _ in range(160)]
    truth = set()
    for _ in range(1500):
        born = date(1950, 1, 1) + timedelta(days=draw.randrange(20_000))
        name = f"{draw.choice(names)} {draw.choice(names)}"
        one = _person(name, born)
        if draw.random() < 0.2:
            truth.add((one, _person(" ".join(reversed(name.translate(LATIN).split())), born)))

    found = {(pair.one_id, pair.other_id) for pair in linking.linked(PersonKey.objects.all())}

    assert len(found & truth) / len(truth) > 0.85
    assert len(found & truth) / len(found) > 0.9


def _person(name: str, born: date) -> int:
    person = Person.objects.create(name=name, created_at=AT, changed_at=AT)
    PersonKey.objects.bulk_create(PersonKey(named=person, key=key, born=born) for key in keys_of(name))
    return person.pk
