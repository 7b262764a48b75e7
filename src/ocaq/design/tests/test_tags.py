import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from ocaq.kernel.text import Text

BAKU, BERLIN, AUCKLAND = ZoneInfo("Asia/Baku"), ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")
EVENING = datetime(2026, 12, 19, 17, 0, tzinfo=UTC)


def render(source: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template(source).render(Context({"capital_zone": BAKU, **context}))


def test_reader_first_then_the_capital() -> None:
    said = render("{% two_zones at %}", at=EVENING, zone=BERLIN)
    assert said.index("18:00") < said.index("Berlin") < said.index("21:00") < said.index("in the capital")


def test_another_day_in_the_capital_is_named() -> None:
    said = render("{% two_zones at with_day=True %}", at=EVENING, zone=AUCKLAND)
    assert "Sunday" in said
    assert "20 December 2026" in said
    assert "19 Dec 2026, " in said


def test_unknown_zone_guesses_nothing() -> None:
    said = render("{% two_zones at %}", at=EVENING, zone=None)
    assert "21:00" in said
    assert "18:00" not in said
    assert f'hidden data-when="{EVENING.isoformat(timespec="minutes")}"' in said


def test_date_of_an_unknown_zone_can_be_corrected_by_the_page() -> None:
    """The reader's day may be the one before or after the capital's: 22:00 in Lisbon is past midnight in Baku."""
    for source in ("{% day at %}", "{% two_zones at with_day=True %}"):
        said = render(source, at=EVENING, zone=None)
        assert "19 December 2026</time>" in said
        assert re.search(
            r'datetime="2026-12-19T21:00\+04:00" data-before="[^"]*18 Dec[^"]*" data-after="[^"]*20 Dec', said
        )
        assert "data-before" not in render(source, at=EVENING, zone=BERLIN)
    for source in ("{% two_zones at %}", "{% big_clocks at %}"):
        assert 'hidden data-other-day="2026-12-19T21:00+04:00"' in render(source, at=EVENING, zone=None)


def test_date_that_ends_a_sentence_has_one_full_stop() -> None:
    for zone in (None, BERLIN):
        assert render("{% day at stop=True %}", at=EVENING, zone=zone).endswith("2026</time>.")
        assert render("{% day at stop=True %}", "ru", at=EVENING, zone=zone).endswith("г.</time>")


def test_one_zone_is_written_once() -> None:
    assert render("{% two_zones at %}", at=EVENING, zone=ZoneInfo("Asia/Dubai")).count("21:00") == 1


def test_clock_follows_the_reader_unless_the_capital_is_asked() -> None:
    assert ">18:00<" in render("{% clock at %}", at=EVENING, zone=BERLIN)
    assert ">21:00<" in render("{% clock at capital=True %}", at=EVENING, zone=BERLIN)


@pytest.mark.parametrize(
    ("language", "number", "day"),
    [
        ("en", "1,034", "19 December 2026"),
        ("az", "1.034", "19 dekabr 2026"),
        ("ru", "1\u00a0034", "19 декабря 2026"),
        ("ar", "1,034", "19 ديسمبر 2026"),
    ],
)
def test_numbers_and_dates_follow_the_language(language: str, number: str, day: str) -> None:
    assert render("{{ 1034|number }}", language) == number
    assert day in render("{% day at %}", language, at=EVENING, zone=BERLIN)


@pytest.mark.parametrize(("language", "ends"), [("en", "2026</time>."), ("ru", "г.</time>")])
def test_a_sentence_that_ends_with_a_date_has_one_full_stop(language: str, ends: str) -> None:
    assert render("{% day at short=True stop=True %}", language, at=EVENING, zone=BERLIN).endswith(ends)


@pytest.mark.parametrize(("seconds", "face"), [(0, "0:00"), (134, "2:14"), (3734, "1:02:14"), (-5, "−0:05")])
def test_clock_face(seconds: int, face: str) -> None:
    assert render("{{ span|clock_face }}", span=timedelta(seconds=seconds)) == face


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=8), "8 secs"),
        (timedelta(minutes=12), "12 mins"),
        (timedelta(minutes=80), "1 hr 20 mins"),
        (timedelta(hours=2), "2 hrs"),
        (timedelta(minutes=59, seconds=50), "1 hr"),
    ],
)
def test_lengths_in_words(span: timedelta, words: str) -> None:
    assert render("{{ span|duration }}", span=span) == words


def test_text_in_another_language_says_so() -> None:
    text = Text({"en": "Opening", "ar": "الافتتاح"})
    assert render("{{ text|in_language }}", "en", text=text) == "Opening"
    assert render("{{ text|in_language }}", "az", text=text) == '<span lang="en" dir="ltr">Opening</span>'
    assert (
        render("{{ text|in_language }}", "az", text=Text({"ar": "الافتتاح"}))
        == '<span lang="ar" dir="rtl">الافتتاح</span>'
    )


def test_texts_from_people_are_escaped() -> None:
    hostile = Text({"ru": "<script>alert(1)</script>"})
    assert "<script>" not in render(
        "{{ text|in_language }}{% st 'new' word %}{% icon 'tick' label=word %}", "en", text=hostile, word='"><script>x'
    )


def test_status_has_shape_and_word() -> None:
    said = render("{% st 'problem' 'roll not loaded' %}")
    assert "<path" in said
    assert "roll not loaded" in said
    assert "st bad" in said


def test_directions() -> None:
    assert render("{{ 'az'|direction_of }} {{ 'ar'|direction_of }}") == "ltr rtl"


def test_own_names_of_languages_and_countries() -> None:
    assert render("{{ 'az'|language_name:'own' }}", "ru").startswith("Az")
    assert render("{{ 'DE'|country }}", "az") == "Almaniya"


def test_series_joins_as_the_language_does() -> None:
    assert render("{{ words|series }}", words=["Baku", "Berlin", "Lyon"]) == "Baku, Berlin and Lyon"


def test_clock_of_an_unknown_zone_can_be_corrected_by_the_page() -> None:
    assert "<time data-here " in render("{% clock at %}", at=EVENING, zone=None)
    assert "data-here" not in render("{% clock at capital=True %}", at=EVENING, zone=None)
    assert "data-both" in render('{% include "design/whose_time.html" %}', zone=None)
    assert "data-both" not in render('{% include "design/whose_time.html" %}', zone=BERLIN)


def test_the_same_time_is_not_shown_twice() -> None:
    conference = SimpleNamespace(starts_at=EVENING)
    rows = [{"item": SimpleNamespace(starts_at=EVENING, title="Opening")}]
    page = '{% include "design/whose_time.html" %}{% include "conference/programme_list.html" %}'

    here = render(page, zone=BAKU, conference=conference, rows=rows)
    abroad = render(page, zone=BERLIN, conference=conference, rows=rows)

    assert (here.count("<time"), "Times are the capital’s." in here) == (1, True)
    assert (abroad.count("<time"), "Left, your time." in abroad) == (2, True)


@pytest.mark.parametrize(("language", "words"), [("en", "Baku, Lyon; "), ("ar", "Baku، Lyon")])
def test_words_stand_apart_as_the_language_does(language: str, words: str) -> None:
    assert render("Baku{% comma %}Lyon{% semicolon %}", language).startswith(words)


def test_a_zone_is_named_by_its_city() -> None:
    assert render("{{ 'Europe/Berlin'|zone_city }}", "ru") == "Берлин"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "From 10:00-13:00, as +49 30 1234567."),
        ("ar", "From \u206610:00-13:00\u2069, as \u2066+49 30 1234567\u2069."),
    ],
)
def test_an_example_reads_as_it_is_typed(language: str, said: str) -> None:
    assert render("{{ text|samples }}", language, text="From 10:00-13:00, as +49 30 1234567.") == said
