"""Record linkage by Splink, where it is installed; otherwise our own sweep does the night's work."""

import random
from itertools import combinations

import pytest

from ocaq.kernel.sealing import mark
from ocaq.register.commands import sweeping
from ocaq.register.models import Community, Kind, Person, PersonKey, Place, Post
from ocaq.register.queries import linking
from ocaq.register.tests.makers import AT

SYLLABLES = "ba də ni lə ro şa qu mə ki to çi ra zə no fi ga su lo vi xə".split()  # noqa: SIM905 - read as one line
LATIN = str.maketrans({"ə": "a", "ş": "s", "ç": "c", "x": "kh", "q": "g"})

pytestmark = pytest.mark.django_db


def test_a_small_register_is_swept_by_our_own_rules(monkeypatch) -> None:
    monkeypatch.setattr(linking, "linked", lambda: pytest.fail("not worth it"))

    assert list(sweeping._people()) == []


def test_namesakes_in_one_town_are_no_news_however_likely_they_look(monkeypatch) -> None:
    monkeypatch.setattr(linking, "_predicted", lambda table: combinations(table["unique_id"], 2))
    bodies = _bodies(60)
    for body in bodies[:40]:
        _person("Aytac Narlı", body, "", "")
    same = _person("Cavid Çinarlı", bodies[50], "", "+491"), _person("Джавид Чинарлы", bodies[51], "", "+491")
    _person("Turac Çinarlı", bodies[51], "", "+491")

    found = [(pair.one_id, pair.other_id, pair.shared) for pair in linking.linked()]

    assert found == [(*same, "phone")]


@pytest.mark.slow
@pytest.mark.skipif(not linking.is_installed(), reason="the extra `sweep` is not installed")
@pytest.mark.filterwarnings("ignore")
def test_people_written_twice_are_found_and_namesakes_are_not() -> None:
    draw = random.Random(5)
    names = ["".join(draw.choice(SYLLABLES) for _ in range(3)).capitalize() for _ in range(160)]
    bodies = _bodies(200)
    truth = set()
    for i in range(1500):
        body, name = draw.choice(bodies), f"{draw.choice(names)} {draw.choice(names)}"
        mail, phone = f"p{i}@x.example" if draw.random() < 0.7 else "", f"+49{i}" if draw.random() < 0.5 else ""
        one = _person(name, body, mail, phone)
        if draw.random() < 0.2:
            written = " ".join(reversed(name.translate(LATIN).split()))
            truth.add((one, _person(written, body, mail if draw.random() < 0.7 else "", phone)))

    found = {(pair.one_id, pair.other_id) for pair in linking.linked()}

    assert len(found & truth) / len(truth) > 0.85
    assert len(found & truth) / len(found) > 0.95


def _bodies(count: int) -> list[Community]:
    kind = Kind.objects.first()
    towns = [Place.objects.create(country="DE", name={"en": f"{i}"}, latitude=50, longitude=7) for i in range(20)]
    more = {"kind": kind, "country": "DE", "title": {"en": "x"}, "created_at": AT, "changed_at": AT}
    return Community.objects.bulk_create(
        Community(ref=f"r{i}", slug=f"s{i}", place=towns[i % 20], **more) for i in range(count)
    )


def _person(name: str, body: Community, mail: str, phone: str) -> int:
    marked = mark(mail) if mail else ""
    person = Person.objects.create(name=name, email_mark=marked, created_at=AT, changed_at=AT)
    PersonKey.objects.bulk_create(PersonKey.of(person, lines=[phone]))
    Post.objects.create(community=body, holder=person, office="member", starts_on=AT.date())
    return person.pk
