"""People who do not exist: names put together from lists of our own, a list a script, and where each of them lives."""

import random
from dataclasses import dataclass

# (given names, family names): trees, stones and weather make family names that nobody is known by.
_AZ = (
    (
        "Aygün",
        "Elçin",
        "Nərgiz",
        "Tural",
        "Günel",
        "Əli",
        "Şəbnəm",
        "İlkin",
        "Səbinə",
        "Rəşad",
        "Lalə",
        "Orxan",
        "Könül",
        "Cavid",
    ),
    ("Çinarlı", "Qayalı", "Göllü", "Bağbanlı", "Şəfəqli", "Dənizli", "Yaylalı", "Narlı", "Zirvəli", "Söyüdlü"),
)
_RU = (
    ("Оксана", "Тимур", "Лейла", "Марат", "Вера", "Руслан", "Дина", "Глеб"),
    ("Гранатова-Лист", "Приморин", "Снегирь", "Яблонь", "Туманян-Рощин", "Синеозёр", "Верескова", "Каменюк"),
)
_TR = (
    ("Zeynep", "Kerem", "Elif", "Barış", "Defne", "Emre"),
    ("Yıldıztepe", "Karaçınar", "Denizaltay", "Gökırmak", "Söğütdalı"),
)
_AR = (("سلمى", "كريم", "ليلى", "ياسر", "نور", "هدى"), ("البحري", "النخيل", "الياسمين", "السنديان", "الغيمة"))
_DE = (
    ("Lena", "Jürgen", "Mia", "Till", "Änne", "Jonas"),
    ("Steinbachtal", "Birkenquell", "Lindwasser", "Haselgrund", "Mühlenried"),
)
_EN = (
    ("Nora", "Owen", "Ivy", "Miles", "Freya", "Adam"),
    ("Larkhollow", "Stonewater", "Fernbrook", "O’Harbor", "Ashmeadow"),
)
_RO = (
    ("Inês", "Mateo", "Chloé", "Luca", "Noémie", "Bruno"),
    ("del Olmo Claro", "Rioverde", "Montbrume", "Pontelago", "Valpierre"),
)

_TONGUES = {"az": _AZ, "ru": _RU, "tr": _TR, "ar": _AR, "de": _DE, "en": _EN, "ro": _RO}


@dataclass(frozen=True, slots=True)
class Home:
    """A country where people of the demo live; `weight` against each other, `reads`: the language of their pages."""

    code: str
    zone: str
    weight: int
    tongues: tuple[str, ...]
    reads: str


HOMES = (
    Home("TR", "Europe/Istanbul", 22, ("az", "tr"), "az"),
    Home("DE", "Europe/Berlin", 18, ("az", "de"), "az"),
    Home("RU", "Europe/Moscow", 16, ("az", "ru"), "ru"),
    Home("UA", "Europe/Kyiv", 11, ("az", "ru"), "ru"),
    Home("GE", "Asia/Tbilisi", 10, ("az",), "az"),
    Home("US", "America/New_York", 13, ("az", "en"), "en"),
    Home("KZ", "Asia/Almaty", 9, ("az", "ru"), "ru"),
    Home("GB", "Europe/London", 8, ("az", "en"), "en"),
    Home("FR", "Europe/Paris", 7, ("az", "ro"), "en"),
    Home("IL", "Asia/Jerusalem", 7, ("az", "ru"), "ru"),
    Home("SE", "Europe/Stockholm", 6, ("az", "en"), "en"),
    Home("NL", "Europe/Amsterdam", 6, ("az", "de"), "en"),
    Home("CA", "America/Toronto", 6, ("az", "en"), "en"),
    Home("BE", "Europe/Brussels", 5, ("az", "ro"), "en"),
    Home("EG", "Africa/Cairo", 5, ("ar",), "ar"),
    Home("AE", "Asia/Dubai", 5, ("az", "ar"), "ar"),
    Home("JO", "Asia/Amman", 2, ("ar",), "ar"),
    Home("IQ", "Asia/Baghdad", 4, ("ar",), "ar"),
    Home("MA", "Africa/Casablanca", 2, ("ar",), "ar"),
    Home("QA", "Asia/Qatar", 3, ("az", "ar"), "ar"),
    Home("UZ", "Asia/Tashkent", 5, ("az", "ru"), "ru"),
    Home("KG", "Asia/Bishkek", 3, ("az", "ru"), "ru"),
    Home("BY", "Europe/Minsk", 4, ("az", "ru"), "ru"),
    Home("LV", "Europe/Riga", 3, ("az", "ru"), "ru"),
    Home("LT", "Europe/Vilnius", 2, ("az", "ru"), "ru"),
    Home("EE", "Europe/Tallinn", 2, ("az", "ru"), "ru"),
    Home("PL", "Europe/Warsaw", 5, ("az", "de"), "en"),
    Home("CZ", "Europe/Prague", 3, ("az", "de"), "en"),
    Home("AT", "Europe/Vienna", 5, ("az", "de"), "az"),
    Home("CH", "Europe/Zurich", 4, ("az", "de"), "az"),
    Home("HU", "Europe/Budapest", 4, ("az", "de"), "en"),
    Home("RO", "Europe/Bucharest", 2, ("az", "ro"), "en"),
    Home("BG", "Europe/Sofia", 2, ("az", "ru"), "en"),
    Home("IT", "Europe/Rome", 4, ("az", "ro"), "en"),
    Home("ES", "Europe/Madrid", 4, ("az", "ro"), "en"),
    Home("PT", "Europe/Lisbon", 2, ("az", "ro"), "en"),
    Home("NO", "Europe/Oslo", 3, ("az", "en"), "en"),
    Home("DK", "Europe/Copenhagen", 3, ("az", "en"), "en"),
    Home("FI", "Europe/Helsinki", 2, ("az", "en"), "en"),
    Home("IE", "Europe/Dublin", 1, ("az", "en"), "en"),
    Home("AU", "Australia/Sydney", 3, ("az", "en"), "en"),
    Home("NZ", "Pacific/Auckland", 1, ("az", "en"), "en"),
    Home("JP", "Asia/Tokyo", 2, ("az", "en"), "en"),
    Home("KR", "Asia/Seoul", 2, ("az", "en"), "en"),
    Home("CN", "Asia/Shanghai", 2, ("az", "en"), "en"),
    Home("IN", "Asia/Kolkata", 1, ("en",), "en"),
    Home("PK", "Asia/Karachi", 2, ("en",), "en"),
    Home("MY", "Asia/Kuala_Lumpur", 1, ("az", "en"), "en"),
    Home("BR", "America/Sao_Paulo", 2, ("ro",), "en"),
    Home("AR", "America/Argentina/Buenos_Aires", 1, ("ro",), "en"),
    Home("MX", "America/Mexico_City", 1, ("ro",), "en"),
    Home("ZA", "Africa/Johannesburg", 1, ("en",), "en"),
    Home("AZ", "Asia/Baku", 6, ("az",), "az"),
)
CAPACITIES = ("house", "council", "school", "association", "scholar", "culture", "media", "guest", "self")
_SHARES = (14, 9, 16, 22, 9, 10, 3, 4, 13)


@dataclass(frozen=True, slots=True)
class Somebody:
    name: str
    home: Home
    capacity: str


def people(count: int, *, seed: int) -> list[Somebody]:
    """Return `count` people, the same for the same seed, at least one of each country when there are enough of them."""
    luck = random.Random(seed)  # noqa: S311 - a script to repeat, not a secret
    homes = [*HOMES[:count], *luck.choices(HOMES, [home.weight for home in HOMES], k=max(0, count - len(HOMES)))]
    luck.shuffle(homes)
    return [Somebody(_name(home, luck), home, luck.choices(CAPACITIES, _SHARES)[0]) for home in homes]


def _name(home: Home, luck: random.Random) -> str:
    given, family = _TONGUES[luck.choice(home.tongues)]
    return f"{luck.choice(given)} {luck.choice(family)}"
