"""The list of what the log may say holds together, and the verifier reads all of it."""

import re

from hypothesis import given
from hypothesis import strategies as some

from ocaq.evidence import revealing
from ocaq.evidence.vocabulary import CODE, KINDS, LIST, is_actor
from ocaq.kernel.actor import _PUBLIC

TEXTS = {name: told["text"] for name, told in LIST["types"].items() if "text" in told}


@given(text=some.one_of(*(some.from_regex(pattern, fullmatch=True) for pattern in TEXTS.values())))
def test_every_text_is_a_code(text: str) -> None:
    assert CODE.fullmatch(text)


def test_every_kind_is_whole() -> None:
    for name, told in LIST["kinds"].items():
        assert re.fullmatch(r"[a-z]+\.[a-z_]+\.[a-z_]+", name)
        assert told.keys() <= {"of", "says", "may", "or_null", "sealed"}, name
        assert not told.get("says", {}).keys() & told.get("may", {}).keys(), name
        assert set(told.get("or_null", [])) <= KINDS[name].facts.keys(), name
        assert all(re.fullmatch("[a-z][a-z0-9_]*", fact) for fact in KINDS[name].facts), name


def test_every_type_is_used_and_says_what_it_is() -> None:
    used = {type_ for told in LIST["kinds"].values() for type_ in (told.get("says", {}) | told.get("may", {})).values()}
    inner = {told.get("each") or told.get("rows") for told in LIST["types"].values()}

    assert used | inner - {None} == LIST["types"].keys()
    assert all(told["means"] for told in LIST["types"].values())


def test_people_are_nobody_or_five() -> None:
    fits = KINDS["conference.attendance.listed"].facts["by_country"]

    assert {number for number in range(9) if fits([f"de:{number}"])} == {0, 5, 6, 7, 8}
    assert not any(fits(fact) for fact in (["de"], ["de:"], [":8"], ["de:-5"], ["de:٥"], "de:8", [None]))


def test_whoever_may_act_is_in_the_list() -> None:
    assert {*_PUBLIC.values(), "system:…"} == LIST["actors"].keys()
    assert is_actor("system:intake")
    assert not any(map(is_actor, ["system:", "system:A", "nobody", "user:12", "system:…"]))


def test_whatever_is_sealed_can_be_opened_for_an_auditor() -> None:
    assert revealing.kinds() == sorted(name for name, kind in KINDS.items() if kind.sealed)
