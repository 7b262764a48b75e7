"""A network of invented communities, in two scripts; the Cyrillic comes from a table that the product does not know."""

import random
from collections.abc import Iterator
from typing import NamedTuple

COUNTRIES = (
    "DE", "FR", "TR", "GE", "RU", "UA", "US", "CA", "GB", "IT", "ES", "SE", "NO", "DK", "FI", "NL", "BE", "AT",
    "CH", "PL", "CZ", "HU", "RO", "BG", "GR", "IL", "EG", "SA", "AE", "QA", "JO", "IQ", "KZ", "UZ", "KG", "TM",
    "TJ", "LT", "LV", "EE", "BY", "MD", "RS", "HR", "SI", "SK", "PT", "IE", "AU", "NZ", "JP", "KR", "CN", "IN",
    "PK", "BD", "MY", "SG", "ID", "TH", "VN", "BR", "AR", "CL", "MX", "PE", "CO", "ZA", "NG", "KE", "MA", "TN",
    "DZ",
)  # fmt: skip
STARTS = (
    "ber", "lin", "mar", "kol", "zan", "tor", "vel", "dur", "ham", "nor", "sil", "gra", "pes", "rov", "kal", "bir",
    "tan", "lub", "mos", "fer", "dal", "wen", "hol",
)  # fmt: skip
ENDS = (
    "burg", "stad", "grad", "ovo", "heim", "ville", "ton", "dorf", "mar", "lund", "berg", "ino", "port", "field",
    "sk",
)  # fmt: skip
PROPER = (
    "xəzər", "odlar", "çinar", "nar", "zirvə", "səba", "şəfəq", "bahar", "ulduz", "körpü", "qaya", "dəniz", "çıraq",
    "ipək", "sahil", "günəş", "irs", "ocaq",
)  # fmt: skip
SECOND = (
    "yurdu", "gəncləri", "dostları", "işığı", "səsi", "yolu", "əlləri", "bağı", "evladları", "ürəyi",
)  # fmt: skip
KINDS = (
    ("house", "Evi", "Дом", "House"),
    ("school", "məktəbi", "школа", "school"),
    ("association", "birliyi", "объединение", "association"),
    ("association", "xoru", "хор", "choir"),
    ("council", "şurası", "совет", "council"),
)
_CYRILLIC = {
    "sh": "ш", "ch": "ч", "a": "а", "b": "б", "c": "дж", "ç": "ч", "d": "д", "e": "е", "ə": "а", "f": "ф", "g": "г",
    "ğ": "г", "h": "х", "x": "х", "ı": "ы", "i": "и", "j": "ж", "k": "к", "q": "к", "l": "л", "m": "м", "n": "н",
    "o": "о", "ö": "ё", "p": "п", "r": "р", "s": "с", "ş": "ш", "t": "т", "u": "у", "ü": "ю", "v": "в", "w": "в",
    "y": "й", "z": "з", " ": " ",
}  # fmt: skip


class Town(NamedTuple):
    country: str
    name: str
    latitude: float
    longitude: float


class Body(NamedTuple):
    kind: str
    town: int
    names: tuple[tuple[str, str, str], ...]
    taught: tuple[str, ...]


def cyrillic(text: str) -> str:
    return "".join(_CYRILLIC.get(letter, letter) for letter in text.lower()).capitalize()


def towns(count: int, chance: random.Random) -> list[Town]:
    names: dict[str, None] = {}
    while len(names) < count:
        names[(chance.choice(STARTS) + chance.choice(["", *STARTS]) + chance.choice(ENDS)).capitalize()] = None
    return [Town(chance.choice(COUNTRIES), name, chance.uniform(-45, 65), chance.uniform(-170, 170)) for name in names]


def bodies(count: int, among: list[Town], chance: random.Random) -> Iterator[Body]:
    """Yield bodies; some towns have many, most few, and three names in four hold a word that all others hold."""
    weights = [1 / (rank + 3) for rank in range(len(among))]
    for at in chance.choices(range(len(among)), weights, k=count):
        kind, az, ru, en = chance.choice(KINDS)
        proper = f"{chance.choice(PROPER)} {chance.choice(SECOND)}" if chance.random() < 0.7 else ""
        town = among[at].name if chance.random() < 0.5 else ""
        own = "Azərbaycan" if chance.random() < 0.75 or not proper else ""
        parts = [part for part in (own, town, proper) if part]
        names = (
            (" ".join((*parts, az)), "az", "original"),
            (" ".join((ru, cyrillic(" ".join(parts)))), "ru", "translated"),
            (" ".join((*parts, en)), "en", "romanised"),
        )
        yield Body(kind, at, names, ("az",) if kind == "school" else ())


def slipped(word: str, chance: random.Random) -> str:
    """Leave a letter out, exchange one, or swap two neighbours."""
    i = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:i] + word[i + 1 :],
            word[:i] + chance.choice("aeiourtn") + word[i + 1 :],
            word[:i] + word[i + 1] + word[i] + word[i + 2 :],
        )
    )


def questions(
    among: list[Town], all_bodies: list[Body], each: int, chance: random.Random
) -> dict[str, list[dict[str, str]]]:
    """Return what is asked, by what sort of question it is; `town` says where the first answer must lie."""
    some = chance.sample(among[: len(among) // 4], each)
    named = chance.sample(all_bodies, each)
    return {
        "a town": [{"q": one.name, "town": one.name} for one in some],
        "a town in Cyrillic": [{"q": cyrillic(one.name), "town": one.name} for one in some],
        "a town with a slip": [{"q": slipped(one.name, chance), "town": one.name} for one in some],
        "a kind in a town": [{"q": f"школа {one.name}", "town": one.name} for one in some],
        "a whole name": [{"q": one.names[0][0]} for one in named],
        "a name in Cyrillic": [{"q": one.names[1][0]} for one in named],
        "the word of all": [{"q": word} for word in ("Azərbaycan", "Азербайджан", "azerb", "məktəbi", "birliyi")],
        "a country": [{"q": word} for word in ("Germany", "Германия", "Türkiyə", "school France", "Georgia")],
        "a word of none": [{"q": f"zq{i}wxv berlin"} for i in range(5)],
        "choices alone": [
            {}, {"page": "800"}, {"country": "DE"}, {"kind": "school"}, {"taught": "az"},
            {"country": "FR", "kind": "house", "page": "3"}, {"closed": "1"},
        ],
    }  # fmt: skip
