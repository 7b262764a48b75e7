"""Countries, languages, plurals, direction: all from CLDR through Babel, none from our own tables."""

from functools import cache
from typing import Literal
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

# CLDR lists regions that are not countries or territories where people live and declare themselves from.
_NOT_COUNTRIES = frozenset(
    {
        "EU",
        "EZ",
        "UN",
        "QO",
        "ZZ",
        "XA",
        "XB",
        "AQ",
        "BV",
        "HM",
        "TF",
        "GS",
        "CP",
        "DG",
        "EA",
        "IC",
        "AC",
        "TA",
        "CQ",
        "UM",
        "IO",
    }
)


@cache
def locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


@cache
def country_codes() -> tuple[str, ...]:
    """Return every ISO 3166-1 alpha-2 code a person may declare, sorted."""
    return tuple(
        sorted(
            code
            for code in map(str, locale("en").territories)
            if len(code) == 2
            and code.isalpha()
            and code not in _NOT_COUNTRIES
            and code not in get_global("territory_aliases")
        )
    )


def country_name(code: str, language: str) -> str:
    """Return the country's name in `language`, or the code itself when CLDR has none."""
    return locale(language).territories.get(code) or code


def countries(language: str) -> list[tuple[str, str]]:
    """Return [(code, name)] in the order of the language's alphabet."""
    return list(_countries(language))


@cache
def _countries(language: str) -> list[tuple[str, str]]:
    return sorted(
        ((code, country_name(code, language)) for code in country_codes()), key=lambda pair: sort_key(pair[1], language)
    )


# Babel carries no collation; these are the alphabets whose order differs from code points, as CLDR gives them.
_ALPHABETS = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz",
    "tr": "abcçdefgğhıijklmnoöpqrsştuüvwxyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}


def sort_key(text: str, language: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts as readers of `language` expect: ə after e, İ with i, accents beside their letter."""
    turkic = language in {"az", "tr"}
    lowered = (text.replace("I", "ı").replace("İ", "i") if turkic else text).lower()
    alphabet = _ALPHABETS.get(language, "")
    return tuple(
        (alphabet.index(c) + 1, "") if c in alphabet else (0 if not c.isalpha() else 500, _bare(c)) for c in lowered
    )


def _bare(character: str) -> str:
    import unicodedata  # noqa: PLC0415 - only letters outside the reader's alphabet come here

    return unicodedata.normalize("NFD", character)


def language_name(code: str, language: str | None = None) -> str:
    """Return the language's name in `language`, or in itself with a capital as it starts a line."""
    name = locale(code).get_display_name(language or code) or code
    first = {"i": "İ"}.get(name[:1], name[:1].upper()) if (language or code) in {"az", "tr"} else name[:1].upper()
    return first + name[1:]


@cache
def direction(language: str) -> Literal["ltr", "rtl"]:
    """Return the direction of writing. Django's own table marks Azerbaijani right-to-left; CLDR does not."""
    return "rtl" if locale(language).text_direction == "rtl" else "ltr"


def plural_form(count: int, language: str) -> str:
    """Return the CLDR plural category of `count`: zero, one, two, few, many or other."""
    return locale(language).plural_form(count)


@cache
def zone_names() -> frozenset[str]:
    """Return every IANA zone name; the standard library reads the disk for this each time it is asked."""
    return frozenset(available_timezones())
