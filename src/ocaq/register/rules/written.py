"""What stands in one cell of a list, as people write it: numbers, addresses, days, languages, countries."""

import re
from functools import cache
from typing import Final

from babel import Locale

from ocaq.kernel.fold import fold
from ocaq.kernel.lines import parts_of
from ocaq.kernel.places import country_codes, country_name

_WRITTEN_IN: Final = ("en", "az", "ru", "tr", "de", "fr", "uk", "ar", "fa")
_EMAIL: Final = re.compile(r"[^\s;,<>()|/]+@[^\s;,<>()|/]+")
_ISO: Final = re.compile(r"([12]\d{3})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_NUMERIC: Final = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ]([12]\d{3}|\d{2})")
_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[./\- ]([12]\d{3})")
_YEAR: Final = re.compile(r"(?<!\d)([12]\d{3})(?!\d)")
_COUNTRIES_TOO: Final = {
    "AE": "uae бəə bəə оаэ",
    "US": "usa abş us сша abd amerika америка",
    "GB": "uk england ingiltere великобритания англия böyükbritaniya ingiltərə",
    "CZ": "czechrepublic çexiya чехия czechia çekya",
    "NL": "holland holland hollandiya голландия hollanda",
    "RU": "rf рф rossiya rusiyafederasiyasi российскаяфедерация russianfederation",
    "KR": "cənubikoreya южнаякорея korea",
    "BY": "белоруссия belorusiya",
    "TR": "turkey türkiye turkiye",
    "MD": "молдавия moldaviya",
    "KG": "киргизия qirğizistan",
    "DE": "frg almaniya фрг",
    "IR": "иран iran",
    "CN": "çxr кнр",
}
_LANGUAGES_TOO: Final = {
    "az": "azərb~ azerb~ азерб~ aserb~ azeri~",
    "ru": "rus~ русс~",
    "en": "ingil~ eng~ англ~",
    "de": "alman~ germ~ deut~ нем~",
    "tr": "türk~ turk~ тур~",
    "fr": "frans~ fren~ франц~ franz~",
    "ar": "ərəb~ arab~ араб~",
    "fa": "fars~ перс~ pers~ фарс~",
    "ka": "gürc~ груз~ georg~",
    "uk": "ukrayn~ укр~ ukr~",
    "pl": "polyak~ польс~ pol~",
    "es": "ispan~ испан~ span~ ispanca",
    "it": "italyan~ итал~ ital~",
    "he": "ivrit иврит hebr~",
    "nl": "holland~ нидер~ dutch niderl~",
    "sv": "isveç~ швед~ swed~ schwed~",
    "fi": "fin~ финс~ finn~",
}


def emails(cell: str) -> tuple[list[str], list[str]]:
    """Return (addresses, what could not be read)."""
    found = [match.strip(".'\"").removeprefix("mailto:").lower() for match in _EMAIL.findall(cell)]
    left = parts_of(_EMAIL.sub(" ", cell)) if not found else []
    return list(dict.fromkeys(found)), left


def webs(cell: str) -> tuple[list[str], list[str]]:
    """Return (addresses of pages, what could not be read)."""
    parts = [part for piece in cell.split() for part in re.split(r"[;,|]+", piece) if part]
    found = [part if "://" in part else f"https://{part}" for part in parts if re.match(r"[^\s@]+\.[^\s@.]{2,}", part)]
    return list(dict.fromkeys(found)), [] if found else parts[:1]


def founded(cell: str) -> str | None:
    """Return 1998, 1998-05 or 1998-05-28; None when no day, month or year is to be read.

    12.05.1998 is a day of May, as everybody writes it but Americans, whose 05/28/1998 cannot be read otherwise.
    """
    text = cell.strip()
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
        return _day(year, month, day)
    if match := _NUMERIC.search(text):
        day, month, year = match.groups()
        year = year if len(year) == 4 else ("19" if int(year) > 30 else "20") + year
        return _day(year, month, day) or _day(year, day, month)
    if match := _MONTH_YEAR.fullmatch(text):
        return _day(match[2], match[1], None)
    year_said = _YEAR.search(text)
    if not year_said:
        return None
    month_said = next((_months()[word] for word in fold(text).split() if word in _months()), None)
    day_said = re.search(r"(?<!\d)(\d{1,2})(?!\d)", text)
    if month_said is None:
        return year_said[1]
    return _day(year_said[1], str(month_said), day_said[1] if day_said else None) or year_said[1]


def _day(year: str, month: str | None, day: str | None) -> str | None:
    if month is None:
        return year
    if not 1 <= int(month) <= 12:
        return None
    if day is None:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}" if 1 <= int(day) <= 31 else None


@cache
def _months() -> dict[str, int]:
    return {
        fold(name): number
        for language in _WRITTEN_IN
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in Locale.parse(language).months[context][width].items()
        if len(fold(name)) > 2
    }


def languages(cell: str) -> tuple[list[str], list[str]]:
    """Return (codes of the languages named in any of ours, what could not be read)."""
    found: list[str] = []
    unread: list[str] = []
    for part in parts_of(cell.replace("/", ",")):
        words = fold(part).split()
        code = _language_names().get(" ".join(words)) or next((c for word in words if (c := _language(word))), "")
        found += [code] if code else []
        unread += [] if code else [part]
    return list(dict.fromkeys(found)), unread


def _language(word: str) -> str:
    if word in _language_names():
        return _language_names()[word]
    stems = ((code, fold(stem.rstrip("~"))) for code, listed in _LANGUAGES_TOO.items() for stem in listed.split())
    return max((pair for pair in stems if word.startswith(pair[1])), key=lambda pair: len(pair[1]), default=("", ""))[0]


@cache
def _language_names() -> dict[str, str]:
    pairs = [
        (str(code), str(name)) for language in _WRITTEN_IN for code, name in Locale.parse(language).languages.items()
    ]
    named = {fold(name): code for code, name in pairs if len(code) == 2 and fold(name)}
    return {**named, **{code: code for code in named.values()}}


def country(cell: str) -> str:
    """Return the code of a country named in any of our languages, or ""."""
    text = cell.strip()
    if text.upper() in country_codes():
        return text.upper()
    folded = fold(text)
    return _country_names().get(folded) or _country_names().get(folded.replace(" ", ""), "")


@cache
def _country_names() -> dict[str, str]:
    named = {fold(country_name(code, language)): code for language in _WRITTEN_IN for code in country_codes()}
    return {**named, **{fold(word): code for code, words in _COUNTRIES_TOO.items() for word in words.split()}}


def written_in(text: str) -> str:
    """Return the language that the letters of a text give away, or ""."""
    letters = set(text.lower())
    if letters & set("әғҝөүһҹј") and letters & set("абвгдежз"):
        return "az-Cyrl"
    if letters & set("абвгдежзийклмнопрстуфхцчшщыэюя"):
        return "uk" if letters & set("іїєґ") else "ru"
    return "az" if "ə" in letters else ""


def with_umlauts(folded: str) -> str:
    """Return the fold of a name whose ä, ö, ü were written ae, oe, ue: `koeln` is `koln`, as Köln folds."""
    return re.sub(r"([aou])e", r"\1", folded)
