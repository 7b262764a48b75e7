"""The check while a name is typed, among people of the register."""

from datetime import UTC, date, datetime

import pytest

from ocaq.register.models import Person, PersonKey
from ocaq.register.queries.lookalikes import lookalikes
from ocaq.register.queries.sweep import sweep
from ocaq.register.rules.births import birth, near_dates
from ocaq.register.rules.keys import LONGEST_KEY, MOST_KEYS, MOST_KEYS_NEAR, keys_near, keys_of

WRITTEN = dict.fromkeys(("created_at", "changed_at"), datetime(2026, 1, 1, tzinfo=UTC))
PEOPLE = {
    "Məmməd Həsən oğlu Çinarlı": date(1980, 5, 4),
    "Чинарлы Мамед": None,
    "Məmməd Qayalı": date(1980, 5, 4),
    "Leyla Dənizli": date(1991, 2, 3),
    "Lalə Dənizli": date(1991, 2, 3),
    "لیلا دنیزلی": None,
    "Leyla Denisli": date(1950, 1, 1),
    "Gülnarə Bağbanlı": date(1975, 12, 11),
}


@pytest.fixture
def keys(db):
    for name, born in PEOPLE.items():
        person = Person.objects.create(name=name, **WRITTEN)
        PersonKey.objects.bulk_create(PersonKey(named=person, key=key, born=born) for key in keys_of(name))
    return PersonKey.objects.all()


def _found(keys, name, born=None, **more):
    return [(row.name, row.birth) for row in lookalikes(keys, name=name, born=born, **more)]


def test_a_name_is_found_in_any_spelling_and_order(keys) -> None:
    for typed in ("Chinarly Mammad", "Мамед Гасанович Чинарлы", "محمد چنارلی", "Mammed Tschinarly"):
        found = _found(keys, typed)

        assert {name for name, _ in found} == {"Məmməd Həsən oğlu Çinarlı", "Чинарлы Мамед"}, typed


def test_who_was_born_the_same_day_comes_first(keys) -> None:
    assert _found(keys, "Leyla Denizli", date(1991, 2, 3))[0] == ("Leyla Dənizli", "agrees")
    assert _found(keys, "Leyla Denizli", date(1991, 3, 2))[0] == ("Leyla Dənizli", "near")
    assert _found(keys, "Leyla Denizli", date(1950, 1, 1))[0] == ("Leyla Denisli", "agrees")
    unknown = _found(keys, "Leyla Denizli", date(2001, 1, 1))
    assert unknown[0] == ("لیلا دنیزلی", "unknown")


def test_a_slip_of_the_keyboard_is_found_and_told_as_no_name_of_theirs(keys) -> None:
    row = lookalikes(keys, name="Gülnarə Bağbamlı", born=date(1975, 12, 11))[0]

    assert (row.name, row.birth, row.is_same_name, row.code) == (
        "Gülnarə Bağbanlı",
        "agrees",
        False,
        "consonants-differ",
    )


def test_nobody_is_named_who_is_not_alike(keys) -> None:
    assert lookalikes(keys, name="Nərgiz Göllü", born=date(1980, 5, 4)) == []
    assert lookalikes(keys, name="  ", born=date(1980, 5, 4)) == []
    assert lookalikes(keys, name="", born=None) == []


def test_the_number_of_answers_and_of_queries_is_bounded(keys, django_assert_max_num_queries) -> None:
    person = Person.objects.create(name="Əli Narlı", **WRITTEN)
    key = keys_of(person.name)[0]
    PersonKey.objects.bulk_create(PersonKey(named=person, key=key, born=None) for _ in range(3))
    others = Person.objects.bulk_create(Person(name="Али Нарлы", **WRITTEN) for _ in range(200))
    PersonKey.objects.bulk_create(PersonKey(named=other, key=key, born=None) for other in others)

    with django_assert_max_num_queries(4):
        found = lookalikes(keys, name="Ali Narly", born=date(1999, 9, 9))

    assert len(found) == 5
    assert len({row.named_id for row in found}) == 5


def test_only_the_keys_handed_over_are_searched(keys) -> None:
    assert lookalikes(keys.none(), name="Leyla Dənizli") == []
    assert [row.name for row in lookalikes(keys.filter(born=None), name="Leyla Dənizli")] == ["لیلا دنیزلی"]


def test_the_night_finds_each_pair_once_and_leaves_relatives_alone(keys, django_assert_num_queries) -> None:
    for name, born in {
        "Chinarly Mammad": date(1980, 5, 4),
        "Leila Denizli": date(1991, 3, 2),
        "Aytac Narlı": date(2000, 1, 1),
        "Gülnarə Bağbamlı": date(1975, 12, 11),
        "Айтадж Нарлы": date(1983, 9, 9),
    }.items():
        person = Person.objects.create(name=name, **WRITTEN)
        PersonKey.objects.bulk_create(PersonKey(named=person, key=key, born=born) for key in keys_of(name))
    names = dict(Person.objects.values_list("pk", "name"))

    with django_assert_num_queries(2):
        found = list(sweep(keys))

    assert {(names[pair.one_id], names[pair.other_id], pair.birth) for pair in found} == {
        ("Məmməd Həsən oğlu Çinarlı", "Chinarly Mammad", "agrees"),
        ("Leyla Dənizli", "Leila Denizli", "near"),
        ("Gülnarə Bağbanlı", "Gülnarə Bağbamlı", "agrees"),
    }
    assert len(found) == 3


@pytest.mark.parametrize(
    "name", ["Əli", "kh" * 99, "a b c d e f g h", "张 伟", "Jojo Juju Jaja Jojo Juju", "و " * 50, "ÿ̈ 1"]
)
def test_keys_fit_the_column_and_are_few(name) -> None:
    assert len(keys_of(name)) <= MOST_KEYS
    assert all(0 < len(key) <= LONGEST_KEY for key in keys_of(name))
    assert len(keys_near(name)) <= MOST_KEYS_NEAR


def test_slips_of_a_date() -> None:
    born = date(2000, 2, 29)

    assert birth(born, born) == "agrees"
    assert birth(born, None) == birth(None, None) == "unknown"
    assert birth(date(1980, 5, 4), date(1980, 4, 5)) == "near"
    assert birth(date(1980, 5, 4), date(1981, 5, 4)) == "near"
    assert birth(date(1980, 5, 4), date(1983, 5, 4)) == "differs"
    assert near_dates(born) == {date(2000, 2, 28)}
    assert date.min not in near_dates(date.min)
