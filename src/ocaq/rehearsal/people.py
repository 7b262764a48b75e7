"""Who comes: generated people of many countries, each with a line, a language and habits drawn from one seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

How = Literal["stream", "polling", "pages"]

CAPACITIES = ("house", "council", "school", "association", "scholar", "culture", "media", "guest", "self")
# The interface languages people of these rehearsals read; the product answers in English where it lacks one.
LANGUAGES = ("az", "en", "ru", "ar")
# Countries first in a small rehearsal: many time zones, several scripts, thin and thick lines.
FIRST_COUNTRIES = (
    "TR",
    "DE",
    "US",
    "GE",
    "RU",
    "GB",
    "FR",
    "IL",
    "UA",
    "KZ",
    "SE",
    "NL",
    "CA",
    "AZ",
    "EG",
    "AE",
    "JP",
    "BR",
    "AU",
    "IT",
)

# Made-up names in several scripts; the last ones are what a careless program breaks on.
GIVEN = (
    "Aygün",
    "Elçin",
    "Nərgiz",
    "Tural",
    "Günel",
    "Əli",
    "Şəbnəm",
    "İlkin",
    "Оксана",
    "Тимур",
    "Лейла",
    "سلمى",
    "كريم",
    "Zeynep",
    "Jürgen",
    "Brígida",
    "Łucja",
    "Søren",
    "Nguyễn",
    "大輔",
)
FAMILY = (
    "Çinarlı",
    "Dağlı",
    "Qayalı",
    "Şimşəkova",
    "Гранатов",
    "Морская",
    "البحري",
    "النخيل",
    "Yıldıztepe",
    "Steinbach",
    "O’Harbor",
    "de la Peñuela",
    "Björkdal",
    "Żurawska",
    "松原",
)
TOPICS = (
    "Weekend schools",
    "Həftəsonu məktəbləri",
    "Летний лагерь",
    "المدارس",
    "Young scholars",
    "Theatre on tour",
    "",
)
QUESTIONS = (
    "When will the textbooks for weekend schools arrive?",
    "Yay düşərgəsinə qeydiyyat nə vaxt başlayır?",
    "Можно ли записать ребёнка в школу из другого города?",
    "هل يمكن للمدارس الصغيرة أن تطلب معلمين زائرين؟",
    "Can a house lend its hall to a council of a neighbouring country? \u202eevol <script>alert(1)</script>",
    "Gibt es Mittel für Übersetzungen ins Deutsche?",
)


@dataclass(frozen=True, slots=True)
class Habits:
    """Chances in the time of one item of the programme, and traits for the whole evening."""

    votes: float
    reacts: float
    raises_hand: bool
    asks: bool
    drops: float  # loses the line and comes back
    leaves_and_returns: bool
    goes_early: bool
    repeats: bool  # sends deeds twice with the same key, as an impatient network does
    oversteps: bool  # tries deeds when a ceremony holds them back


@dataclass(frozen=True, slots=True)
class Person:
    number: int
    name: str
    country: str
    capacity: str
    language: str
    how: How
    devices: int
    arrives: float  # share of the arrival time, 0..1; above 1: late, that share of the show
    habits: Habits
    seed: int

    @property
    def email(self) -> str:
        return f"person{self.number}.s{self.seed % 100_000}@example.org"

    @property
    def luck(self) -> random.Random:
        return random.Random(f"{self.seed}/{self.number}")


def luck_of(seed: int) -> random.Random:
    return random.Random(seed)


def choose_countries(known: Sequence[str], wanted: int, luck: random.Random) -> list[str]:
    """Return `wanted` of the country codes the product offers, the well-known ones first."""
    first = [code for code in FIRST_COUNTRIES if code in known]
    rest = sorted(set(known) - set(first))
    luck.shuffle(rest)
    return (first + rest)[:wanted]


def make_people(count: int, countries: Sequence[str], *, seed: int) -> list[Person]:
    """Return `count` people, at least one of each country, most of the first ones; the same for the same seed."""
    luck = random.Random(seed)
    weights = [1 / (rank + 2) for rank in range(len(countries))]
    homes = list(countries[:count]) + luck.choices(list(countries), weights, k=max(0, count - len(countries)))
    luck.shuffle(homes)
    return [_person(number, home, random.Random(f"{seed}.{number}"), seed) for number, home in enumerate(homes)]


def _person(number: int, country: str, luck: random.Random, seed: int) -> Person:
    how: How = luck.choices(("stream", "polling", "pages"), (88, 8, 4))[0]
    return Person(
        number=number,
        name=f"{luck.choice(GIVEN)} {luck.choice(FAMILY)}",
        country=country,
        capacity=luck.choice(CAPACITIES),
        language=luck.choices(LANGUAGES, (50, 25, 20, 5))[0],
        how=how,
        devices=2 if how == "stream" and luck.random() < 0.05 else 1,
        arrives=_arrival(luck),
        habits=_habits(luck),
        seed=seed,
    )


def _arrival(luck: random.Random) -> float:
    """People come in a trickle, then a crowd towards the hour, then the late."""
    wave = luck.random()
    if wave < 0.25:
        return luck.random() * 0.6
    if wave < 0.9:
        return min(1.0, max(0.0, luck.gauss(0.8, 0.12)))
    return 1 + luck.random() * 0.35


def _habits(luck: random.Random) -> Habits:
    return Habits(
        votes=luck.choice((0.1, 0.4, 0.8)),
        reacts=luck.choice((0.05, 0.3, 0.6)),
        raises_hand=luck.random() < 0.06,
        asks=luck.random() < 0.05,
        drops=luck.choice((0.0, 0.0, 0.02, 0.08)),
        leaves_and_returns=luck.random() < 0.04,
        goes_early=luck.random() < 0.05,
        repeats=luck.random() < 0.1,
        oversteps=luck.random() < 0.05,
    )
