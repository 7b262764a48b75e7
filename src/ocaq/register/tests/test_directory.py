"""Finding bodies in the directory, in any script and spelling."""

from datetime import time

import pytest

from ocaq.kernel.actor import Actor, Grant, system
from ocaq.register.commands.finding import keep_findable
from ocaq.register.commands.places import add_place
from ocaq.register.models import Community, SearchEntry, SearchWord
from ocaq.register.queries.directory import PAGE, Asked, choices, found
from ocaq.register.tests.network import AT, make_community, make_network

STAFF = Actor(ref="user:1", grants=frozenset({Grant("staff")}))
pytestmark = pytest.mark.django_db


def _slugs(words: str = "", **more) -> list[str]:
    return [card.slug for card in found(Asked(words, **more), at=AT, language="en").cards]


@pytest.mark.parametrize(
    "typed",
    ["Berlin", "берлин", "Bərlin", "برلين", "belrin", "в Берлине", "Berlinde", "berl", "BERLİN", "Берлин дом", "haus"],
)
def test_a_body_is_found_under_its_town_in_any_script_and_with_a_slip(typed) -> None:
    make_network()

    assert _slugs(typed)[0] == "berlin-house", typed


@pytest.mark.parametrize(
    "typed", ["Гейдар", "heydar", "Haydar", "حیدر", "Сидней", "heydər klub", "Australia", "австралии"]
)
def test_a_body_is_found_under_its_name_as_others_write_it(typed) -> None:
    make_network()

    assert _slugs(typed) == ["heydar"], typed


def test_a_name_comes_before_a_town_and_a_town_before_a_kind() -> None:
    make_community("kind", ("Odlar yurdu", "az", "original"), city="tbilisi", kind="house")
    make_community("town", ("Nur", "az", "original"), city="berlin", kind="house")
    make_community("name", ("Berlin", "de", "original"), city="tbilisi", kind="association")
    make_community("longer", ("Berlin Tiflis dostluq birliyi", "az", "original"), city="tbilisi", kind="association")
    keep_findable(by=system("test"), at=AT)

    assert _slugs("Berlin") == ["name", "longer", "town"]
    assert _slugs("house tbilisi") == ["kind"]


def test_words_that_nothing_bears_are_named() -> None:
    make_network()

    nothing = found(Asked("berlin zzyzx"), at=AT, language="en")

    assert (nothing.bodies, nothing.unknown, nothing.cards) == (0, ["zzyzx"], ())


def test_without_words_everything_stands_by_country_and_kind_and_what_closed_only_when_asked() -> None:
    make_network()

    assert _slugs() == ["heydar", "xezer", "berlin-house", "nar"]
    assert _slugs(with_closed=True) == ["heydar", "xezer", "berlin-house", "gone", "nar"]


def test_filters_narrow_and_kinds_are_counted_beside_the_one_chosen() -> None:
    bodies = make_network()

    shown = found(Asked(country="DE", kind="school"), at=AT, language="en")

    assert [card.slug for card in shown.cards] == ["nar"]
    assert {row.code: row.bodies for row in shown.kinds if row.bodies} == {"house": 1, "school": 1}
    assert _slugs(taught="de") == ["berlin-house"]
    assert _slugs(place=bodies["choir"].place.ref) == ["xezer"]
    assert _slugs("azerbaijan", kind="school") == []
    assert (choices().countries, choices().taught) == (["AU", "DE", "GE"], ["az", "de"])


def test_the_peoples_own_name_is_left_out_where_no_name_says_it() -> None:
    make_network()

    shown = found(Asked("Azərbaycan məktəbi München"), at=AT, language="en")

    assert ([card.slug for card in shown.cards], shown.everywhere) == (["nar"], ["azərbaycan"])
    assert found(Asked("Azərbaycan Evi"), at=AT, language="en").everywhere == []
    assert _slugs("Azərbaycan nowhere") == []


def test_pages_hold_every_body_once() -> None:
    for i in range(2 * PAGE + 5):
        make_community(f"body-{i}", (f"Body {i}", "en", "original"), city=("berlin", "tbilisi", "sydney")[i % 3])
    keep_findable(by=system("test"), at=AT)

    for words in ("", "body"):
        pages = [_slugs(words, page=page) for page in (1, 2, 3)]
        assert [len(page) for page in pages] == [PAGE, PAGE, 5]
        assert len({slug for page in pages for slug in page}) == 2 * PAGE + 5
    assert _slugs(page=99) == _slugs(page=3)


def test_a_card_says_whether_it_is_open_and_who_looked_at_it() -> None:
    bodies = make_network()
    Community.objects.filter(pk=bodies["house"].pk).update(verified_at=None)

    card = found(Asked("haus"), at=AT, language="en").cards[0]

    assert (card.open_until, card.is_grey, card.kind, card.country) == (time(18), True, "house", "DE")
    assert card.own_name is not None
    assert card.own_name.text == "Azərbaycan Evi"


def test_search_learns_what_changed_and_only_that() -> None:
    bodies = make_network()
    assert keep_findable(by=system("test"), at=AT) == 0
    bodies["choir"].names.update(text="Qızılgül")
    Community.objects.filter(pk=bodies["choir"].pk).update(version=2)

    assert keep_findable(by=system("test"), at=AT) == 1
    assert _slugs("gyzylgul") == ["xezer"]
    assert _slugs("Xəzər") == []
    counted = dict(SearchWord.objects.values_list("spelling", "bodies"))
    assert (counted["qızılgül"], counted["xəzər"], counted["taught:az"]) == (1, 0, 2)


def test_a_new_spelling_of_a_town_finds_who_was_there_before() -> None:
    make_network()
    assert _slugs("Warszawa") == []

    add_place(
        country="GE", name={"en": "Tbilisi"}, latitude=41.7, longitude=44.8, spellings=["Warszawa"], by=STAFF, at=AT
    )
    keep_findable(by=system("test"), at=AT)

    assert _slugs("Варшава") == _slugs("Warszawa") == ["xezer"]


def test_a_hostile_name_costs_no_more_than_a_name() -> None:
    make_community(
        "hostile", (" ".join(f"w{i}" for i in range(60)), "en", "original"), ("\u202eabc\u2066", "", "alias")
    )

    keep_findable(by=system("test"), at=AT)

    assert SearchEntry.objects.count() <= 60
    assert found(Asked("x" * 5000 + " \u202e \x01 %_\\'\""), at=AT, language="ar").bodies == 0


@pytest.mark.parametrize("bodies", [5, 40])
def test_finding_costs_no_more_queries_for_more_bodies(bodies, django_assert_max_num_queries) -> None:
    for i in range(bodies):
        make_community(f"body-{i}", (f"Body {i}", "en", "original"))
    keep_findable(by=system("test"), at=AT)

    with django_assert_max_num_queries(12):
        _slugs("body berlin")
