"""People who do not exist, and how others write them down: names of Faker, romanised by iuliia and anyascii.

Runs with those packages and nothing of Ocaq, so that the noise owes nothing to our tables. Prints one JSON a line:
first the people, then the probes, each another writing of one of them.
"""

import importlib
import json
import random
import sys
from datetime import date, timedelta

import iuliia
from anyascii import anyascii

# Locale of the names and its share of the people.
POPULATIONS = {"az_AZ": 50, "ru_RU": 20, "tr_TR": 10, "uk_UA": 8, "ka_GE": 8, "hy_AM": 4}
RUSSIAN = [
    iuliia.ALA_LC, iuliia.BGN_PCGN, iuliia.BS_2979, iuliia.GOST_52290, iuliia.GOST_52535, iuliia.GOST_7034,
    iuliia.GOST_779, iuliia.ICAO_DOC_9303, iuliia.ISO_9_1968, iuliia.MOSMETRO, iuliia.MVD_310, iuliia.MVD_310_FR,
    iuliia.MVD_782, iuliia.SCIENTIFIC, iuliia.TELEGRAM, iuliia.UNGEGN_1987, iuliia.WIKIPEDIA, iuliia.YANDEX_MAPS,
]  # fmt: skip
KEYBOARD = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"]


class People:
    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.lists = {locale: self._names(locale) for locale in POPULATIONS}

    def _names(self, locale: str) -> dict[str, list[str]]:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        kinds = {
            "given": ("first_names_male", "first_names_female", "first_names"),
            "family": ("last_names_male", "last_names", "last_names_unisex"),
            "father": ("middle_names_male",),
        }
        found = {}
        for kind, attributes in kinds.items():
            first = next((getattr(provider, name) for name in attributes if getattr(provider, name, None)), ())
            names = sorted({str(name) for name in first if " " not in str(name)})
            self.draw.shuffle(names)
            found[kind] = names
        return found

    def make(self, count: int) -> list[dict]:
        people = []
        locales = self.draw.choices(list(POPULATIONS), list(POPULATIONS.values()), k=count)
        for number, locale in enumerate(locales):
            lists = self.lists[locale]
            # 15 in 100 are followed by a relative with the same family name.
            related = people and people[-1]["locale"] == locale and self.draw.random() < 0.15
            family = people[-1]["family"] if related else self._often(lists["family"])
            father = self._often(lists["father"]) if lists["father"] and self.draw.random() < 0.6 else ""
            born = date(1940, 1, 1) + timedelta(days=self.draw.randrange(70 * 365))
            known = self.draw.random() >= 0.15
            people.append(
                {
                    "id": number + 1,
                    "locale": locale,
                    "given": self._often(lists["given"]),
                    "father": father,
                    "family": family,
                    "born": born.isoformat() if known else None,
                }
            )
        return people

    def _often(self, names: list[str]) -> str:
        """Draw by Zipf's law: the first of the list twice as often as the second."""
        return names[min(int(len(names) ** self.draw.random()) - 1, len(names) - 1)]

    def write_otherwise(self, person: dict) -> dict:
        scheme = self.draw.choice(RUSSIAN)
        stays = self.draw.random() < 0.2
        parts = [person["given"], person["family"]]
        if person["father"] and self.draw.random() < 0.5:
            parts.insert(1, person["father"])
        if not stays and person["locale"] == "ru_RU":
            parts = [scheme.translate(part) for part in parts]
        elif not stays:
            parts = [anyascii(part) for part in parts]
        if self.draw.random() < 0.08:
            slip = self.draw.choice([0, len(parts) - 1])
            parts[slip] = self._slip(parts[slip])
        if self.draw.random() < 0.4:
            parts = [parts[-1], *parts[:-1]]
        born = person["born"] if self.draw.random() >= 0.15 else None
        if born and self.draw.random() < 0.03 and int(born[8:]) <= 12:
            born = f"{born[:4]}-{born[8:]}-{born[5:7]}"
        return {"id": person["id"], "name": " ".join(parts), "born": born}

    def _slip(self, word: str) -> str:
        at = self.draw.randrange(len(word))
        letter = word[at].lower()
        row = next((row for row in KEYBOARD if letter in row), letter)
        beside = row[max(0, row.index(letter) - 1)] if letter in row else letter
        return self.draw.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + beside + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[: max(0, at - 1)] + word[at] + word[max(0, at - 1) : at] + word[at + 1 :],
            ]
        )


def main() -> None:
    count, probes = int(sys.argv[1]), int(sys.argv[2])
    draw = random.Random(20260101)
    made = People(draw)
    people = made.make(count)
    for person in people:
        name = " ".join(part for part in (person["given"], person["father"], person["family"]) if part)
        print(json.dumps([person["id"], name, person["born"]], ensure_ascii=False))
    for person in draw.sample(people, probes):
        probe = made.write_otherwise(person)
        print(json.dumps([probe["id"], probe["name"], probe["born"]], ensure_ascii=False))


if __name__ == "__main__":
    main()
