"""The check while a name is typed, and the look through all people at night."""

import pytest

from ocaq.kernel.sealing import mark
from ocaq.register.models import Community, Kind, Person, PersonKey, Place, Post
from ocaq.register.queries import lookalikes as queries
from ocaq.register.queries.lookalikes import lookalikes, of_all, of_few
from ocaq.register.queries.sweep import sweep
from ocaq.register.rules.keys import LONGEST_HEARD, LONGEST_KEY, MOST_KEYS, MOST_KEYS_NEAR, heard_of, keys_near, keys_of
from ocaq.register.tests.makers import AT

PEOPLE = (
    "Məmməd Həsən oğlu Çinarlı", "Чинарлы Мамед", "Məmməd Qayalı", "Leyla Dənizli", "Lalə Dənizli", "لیلا دنیزلی",
    "Leyla Denisli", "Gülnarə Bağbanlı",
)  # fmt: skip

pytestmark = pytest.mark.django_db


def person(name: str, *, mail: str = "", phone: str = "") -> Person:
    made = Person.objects.create(
        name=name, email=mail, email_mark=mark(mail) if mail else "", phone=phone, created_at=AT, changed_at=AT
    )
    PersonKey.objects.bulk_create(PersonKey.of(made, lines=[phone]))
    return made


@pytest.fixture
def keys():
    for name in PEOPLE:
        person(name)
    return of_all(PersonKey)


def everybody(ids) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))


def _found(keys, name, seen=everybody):
    return [row.name for row in lookalikes(keys, name=name, seen=seen)]


def test_a_name_is_found_in_any_spelling_and_order(keys) -> None:
    for typed in ("Chinarly Mammad", "Мамед Гасанович Чинарлы", "محمد چنارلی", "Mammed Tschinarly"):
        assert set(_found(keys, typed)) == {"Məmməd Həsən oğlu Çinarlı", "Чинарлы Мамед"}, typed


def test_who_is_named_most_alike_comes_first(keys) -> None:
    assert _found(keys, "Leyla Denizli")[:2] == ["Leyla Dənizli", "لیلا دنیزلی"]
    assert _found(keys, "Lala Denizli")[0] == "Lalə Dənizli"


def test_a_slip_of_the_keyboard_is_found_and_told_as_no_name_of_theirs(keys) -> None:
    row = lookalikes(keys, name="Gülnarə Bağbamlı", seen=everybody)[0]

    assert (row.name, row.is_same_name, row.code) == ("Gülnarə Bağbanlı", False, "consonants-differ")


def test_nobody_is_named_who_is_not_alike(keys) -> None:
    assert _found(keys, "Nərgiz Göllü") == []
    assert _found(keys, "  ") == []
    assert _found(keys, "") == []


@pytest.mark.parametrize("most", [1000, 100])
def test_thousands_of_bearers_hide_nobody_and_cost_no_more(
    keys, django_assert_max_num_queries, monkeypatch, most
) -> None:
    monkeypatch.setattr(queries, "_FEW", most)
    others = Person.objects.bulk_create(Person(name="Эло Нарлы", created_at=AT, changed_at=AT) for _ in range(200))
    PersonKey.objects.bulk_create(key for other in others for key in PersonKey.of(other))
    person("Əli Narlı")

    with django_assert_max_num_queries(5):
        found = lookalikes(keys, name="Ali Narly", seen=everybody)

    assert found[0].name == "Əli Narlı"
    assert len(found) == len({row.named_id for row in found}) == 5


def test_the_last_of_many_bearers_is_found_by_whoever_sees_nobody_else(keys) -> None:
    others = Person.objects.bulk_create(Person(name="Əli Narlı", created_at=AT, changed_at=AT) for _ in range(70))
    PersonKey.objects.bulk_create(key for other in others for key in PersonKey.of(other))
    one = person("Али Нарлы")

    assert _found(keys, "Ali Narly", lambda ids: {one.pk: one.name} if one.pk in ids else {}) == ["Али Нарлы"]


def test_only_those_in_sight_are_found(keys) -> None:
    assert _found(keys, "Leyla Dənizli", lambda _ids: {}) == []
    one = Person.objects.get(name="لیلا دنیزلی")
    assert _found(keys, "Leyla Dənizli", lambda _ids: {one.pk: one.name}) == ["لیلا دنیزلی"]


def test_few_are_looked_through_without_the_register(keys, django_assert_num_queries) -> None:
    few = list(PersonKey.objects.filter(named__name__in=PEOPLE[:2]).values_list("key", "heard", "named_id"))

    with django_assert_num_queries(1):
        found = _found(of_few(few), "Mammad Chinarly")

    assert set(found) == set(PEOPLE[:2])
    assert _found(of_few(few), "Leyla Dənizli") == []


@pytest.fixture
def network():
    """Sixty bodies, two to a town, of two countries, and people whom nobody is like; `where` gives people posts."""
    kind, bodies = Kind.objects.first(), []
    for at in range(60):
        country = "DE" if at < 30 else "FR"
        if not at % 2:
            place = Place.objects.create(country=country, name={"en": f"{at}"}, latitude=50, longitude=7)
        more = {"country": country, "place": place, "title": {"en": f"{at}"}, "created_at": AT, "changed_at": AT}
        bodies.append(Community(ref=f"r{at}", slug=f"s{at}", kind=kind, **more))
    Community.objects.bulk_create(bodies)

    def where(body: int, *people: Person) -> None:
        Post.objects.bulk_create(
            Post(community=bodies[body], holder=one, office="member", starts_on=AT.date()) for one in people
        )

    crowd = Person.objects.bulk_create(Person(name=f"{i}", created_at=AT, changed_at=AT) for i in range(600))
    for at in range(60):
        where(at, *crowd[at * 10 : at * 10 + 10])
    return where


def _pairs() -> set[tuple[str, str, str]]:
    names = dict(Person.objects.values_list("pk", "name"))
    found = list(sweep())
    assert len(found) == len({(pair.one_id, pair.other_id) for pair in found})
    assert all(pair.one_id < pair.other_id and 0 < pair.score <= 1 for pair in found)
    return {(names[pair.one_id], names[pair.other_id], pair.shared) for pair in found}


def test_the_night_finds_who_shares_a_line_and_leaves_relatives_alone() -> None:
    person("Leyla Dənizli", phone="+491")
    person("Lalə Dənizli", phone="+491")
    person("Denizli Leila", phone="+491")
    person("Ayxan Göllü", mail="a@x.example")
    person("Aykhan Gollu", mail="A@x.example")
    person("Orxan Göllü", mail="a@x.example")

    assert _pairs() == {("Leyla Dənizli", "Denizli Leila", "phone"), ("Ayxan Göllü", "Aykhan Gollu", "mail")}


def test_a_line_of_a_whole_house_says_nothing() -> None:
    for name in ("Leyla Dənizli", "Leila Denizli"):
        person(name, mail="info@x.example")
    for number in range(10):
        person(f"Nar{'a' * number}m", mail="info@x.example")

    assert {pair for pair in _pairs() if pair[2] == "mail"} == set()


def test_the_night_finds_namesakes_where_chance_brings_none(network) -> None:
    for given in ("Aytac", "Cavid", "Məmməd", "Elçin", "Orxan", "Vüqar"):
        network(40, person(f"{given} Narlı"))
        network(50, person(f"{given} Çinarlı"))
    for family in ("Qayalı", "Dənizli", "Bağbanlı", "Göllü", "Çaylı"):
        network(42, person(f"Cavid {family}"), person(f"Aytac {family}"), person(f"Məmməd {family}"))
    network(40, person("Мамед Нарлы"))
    network(41, person("Айтадж Нарлы"))
    network(8, person("Джавид Чинарлы"))

    assert _pairs() == {("Məmməd Narlı", "Мамед Нарлы", "body"), ("Aytac Narlı", "Айтадж Нарлы", "town")}


def test_a_common_name_in_a_town_is_no_news(network) -> None:
    for at in range(60):
        network(at, person("Aytac Narlı" if at % 2 else "Айтадж Нарлы"))

    assert _pairs() == set()


def test_a_name_of_two_parts_that_nobody_else_bears_is_found_anywhere(network) -> None:
    network(0, person("Zülfüqar Topçubaşlı"))
    network(45, person("Зульфугар Топчубашлы"))

    assert _pairs() == {("Zülfüqar Topçubaşlı", "Зульфугар Топчубашлы", "name")}


@pytest.mark.parametrize(
    "name", ["Əli", "kh" * 99, "a b c d e f g h", "张 伟", "Jojo Juju Jaja Jojo Juju", "و " * 50, "ÿ̈ 1"]
)
def test_keys_fit_the_column_and_are_few(name) -> None:
    assert len(keys_of(name)) <= MOST_KEYS
    assert all(0 < len(key) <= LONGEST_KEY for key in keys_of(name))
    assert len(keys_near(name)) <= MOST_KEYS_NEAR
    assert len(heard_of(name)) <= LONGEST_HEARD
