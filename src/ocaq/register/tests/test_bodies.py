"""Names of bodies by meaning, over a list of made-up bodies in seven towns (`bodies.txt`)."""

from itertools import combinations
from pathlib import Path

import pytest

from ocaq.register.queries.bodies import Body, compared
from ocaq.register.rules.bodies import blocks, judge_bodies, read_body, spelled
from ocaq.register.words.likeness import BODY_REASONS

AROUND = {}
NAMES = []
for line in (Path(__file__).parent / "bodies.txt").read_text().splitlines():
    first, *rest = line.split("|")
    if first == "place":
        AROUND[rest[0]] = frozenset(spelled(name) for name in rest[1:])
    else:
        NAMES.append((first, *rest))
PAIRS = [(one, other) for one, other in combinations(NAMES, 2) if one[0] == other[0]]


def test_bodies_of_one_town_are_found_in_any_language_and_none_is_taken_for_another() -> None:
    verdicts = [(one[1] == other[1], judge_bodies(one[2], other[2], AROUND[one[0]])) for one, other in PAIRS]
    found = [is_one for is_one, verdict in verdicts if verdict.is_same]

    assert len(found) > 80
    assert sum(found) / sum(is_one for is_one, _ in verdicts) >= 0.95
    assert sum(found) / len(found) >= 0.99


def test_every_verdict_is_symmetric_and_has_its_sentence() -> None:
    for one, other in PAIRS:
        verdict = judge_bodies(one[2], other[2], AROUND[one[0]])

        assert verdict.score == judge_bodies(other[2], one[2], AROUND[one[0]]).score, (one, other)
        assert verdict.code in BODY_REASONS
        assert 0 <= verdict.score <= 1


def test_two_names_of_one_body_share_a_block() -> None:
    apart = [
        (one[2], other[2])
        for one, other in PAIRS
        if one[1] == other[1] and not blocks(one[2], AROUND[one[0]]) & blocks(other[2], AROUND[one[0]])
    ]

    assert len(apart) <= 3, apart  # German Ch-, which no table reads as x


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("Azərbaycan Qadınlar Birliyi", "Azərbaycan Gənclər Birliyi", "for-others"),
        ("“Vətən” məktəbi", "“Vətən” cəmiyyəti", "other-sort"),
        ("“Araz” cəmiyyəti", "“Kür” cəmiyyəti", "own-names-differ"),
        ("“Səhər” Gençlik Birliği", "“Qaranquş” Gençlik Birliği", "own-names-differ"),
        ("Azərbaycan məktəbi", "“Araz” Azərbaycan məktəbi", "own-name-in-one"),
        ("Azərbaycan", "Azərbaycan Evi", "body-says-nothing"),
        ("", "Ev", "body-says-nothing"),
        ("«»", "«»", "body-says-nothing"),
    ],
)
def test_what_keeps_two_bodies_apart(one, other, code) -> None:
    verdict = judge_bodies(one, other)

    assert (verdict.is_same, verdict.code) == (False, code)


def test_a_place_is_known_with_its_endings_and_is_no_name_of_a_body() -> None:
    around = frozenset({spelled("Berlin"), spelled("Берлин")})

    for name in ("Berlində Azərbaycan Evi", "Дом Азербайджана в Берлине", "Azərbaycan Evi, Berlin"):
        assert read_body(name, around).own == (), name
    assert read_body("Bakı Evi", around).own == ("Bakı",)


def test_a_legal_form_is_no_house() -> None:
    assert read_body("Aserbaidschanischer Kulturverein e.V.").sorts == {"association"}
    assert read_body("Azərbaycan Evi").sorts == read_body("Azərbaycan Ev").sorts == {"house"}


def test_hostile_names_are_read_in_bounded_time() -> None:
    for name in ("\u202eevi" * 80, "a." * 125, "ə" * 250, "\x00\x00", "kulturkulturkultur" * 14):
        assert len(read_body(name).own) <= 24


def test_short_names_do_not_make_one_of_bodies_for_different_people() -> None:
    youth = Body(1, "a", "association", "DE", "x", ("“Çinar” Gənclər Birliyi", "Çinar Berlin"))
    women = Body(2, "b", "association", "DE", "x", ("“Çinar” Qadınlar Birliyi", "Çinar Berlin"))
    also = Body(3, "c", "association", "DE", "x", ("Молодёжный союз «Чинар»",))

    assert compared(youth, women, frozenset({"berlin"})).code == "for-others"
    assert not compared(youth, women, frozenset({"berlin"})).is_same
    assert compared(youth, also, frozenset({"berlin"})).is_same
