"""People who do not exist, where they hold posts, and how others write them down a second time.

Names of Faker, romanised by iuliia and anyascii. Runs with those packages and nothing of Ocaq, so that the noise owes
nothing to our tables. Prints one JSON a line: first the bodies, then the people, then second entries of some of them.
"""

import importlib
import json
import random
import sys
from itertools import accumulate

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

PEOPLE_IN_A_BODY = 8
TOWNS, COUNTRIES = 3_000, 60
# Of 100 entries: with an address; of those, with the mailbox of their body; with a telephone.
MAIL, MAILBOX, PHONE = 0.7, 0.1, 0.5
# Of 100 second entries: in the same body; in another one of the same town. Of those with a line: with the same one.
SAME_BODY, SAME_TOWN, SAME_MAIL, SAME_PHONE = 0.25, 0.5, 0.7, 0.8
# Of 100 people: followed by a relative, with the same family name, town and, where they have one, telephone.
RELATED = 0.15


class People:
    def __init__(self, draw: random.Random, count: int) -> None:
        self.draw = draw
        self.lists = {locale: self._names(locale) for locale in POPULATIONS}
        # Towns by Zipf's law; each lies in one country.
        weights = list(accumulate(1 / rank for rank in range(1, TOWNS + 1)))
        towns = draw.choices(range(1, TOWNS + 1), cum_weights=weights, k=max(1, count // PEOPLE_IN_A_BODY))
        self.bodies = [(i, town, town * 37 % COUNTRIES) for i, town in enumerate(towns, 1)]
        self.of_town: dict[int, list[int]] = {}
        for body, town, _ in self.bodies:
            self.of_town.setdefault(town, []).append(body)

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
        people: list[dict] = []
        locales = self.draw.choices(list(POPULATIONS), list(POPULATIONS.values()), k=count)
        for number, locale in enumerate(locales, 1):
            lists = self.lists[locale]
            is_related = people and people[-1]["locale"] == locale and self.draw.random() < RELATED
            before = people[-1] if is_related else None
            father = self._often(lists["father"]) if lists["father"] and self.draw.random() < 0.6 else ""
            body = self._in_town_of(before["body"]) if before else self.draw.randrange(len(self.bodies)) + 1
            people.append(
                {
                    "id": number,
                    "locale": locale,
                    "given": self._often(lists["given"]),
                    "father": father,
                    "family": before["family"] if before else self._often(lists["family"]),
                    "body": body,
                    "mail": self._mail(body),
                    "phone": before["phone"] if before and before["phone"] else self._phone(),
                }
            )
        return people

    def _in_town_of(self, body: int) -> int:
        return self.draw.choice(self.of_town[self.bodies[body - 1][1]])

    def _mail(self, body: int) -> str:
        if self.draw.random() >= MAIL:
            return ""
        if self.draw.random() < MAILBOX:
            return f"info@b{body}.example"
        return f"p{self.draw.randrange(10**12)}@x.example"

    def _phone(self) -> str:
        return f"+49{self.draw.randrange(10**9, 10**10)}" if self.draw.random() < PHONE else ""

    def _often(self, names: list[str]) -> str:
        """Draw by Zipf's law: the first of the list twice as often as the second."""
        return names[min(int(len(names) ** self.draw.random()) - 1, len(names) - 1)]

    def enter_again(self, person: dict, number: int) -> dict:
        where = self.draw.random()
        body = person["body"]
        if where >= SAME_BODY:
            is_near = where < SAME_BODY + SAME_TOWN
            body = self._in_town_of(body) if is_near else self.draw.randrange(len(self.bodies)) + 1
        is_same_mail = person["mail"] and self.draw.random() < SAME_MAIL
        is_same_phone = person["phone"] and self.draw.random() < SAME_PHONE
        mail, phone = self._mail(body), self._phone()
        return {
            "id": number,
            "again": person["id"],
            "name": self._written_otherwise(person),
            "body": body,
            "mail": person["mail"] if is_same_mail and mail else mail,
            "phone": person["phone"] if is_same_phone and phone else phone,
        }

    def _written_otherwise(self, person: dict) -> str:
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
        return " ".join(parts)

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
    count, again, seed = (int(one) for one in sys.argv[1:])
    draw = random.Random(seed)
    made = People(draw, count)
    people = made.make(count)
    told = [*made.bodies]
    for person in people:
        name = " ".join(part for part in (person["given"], person["father"], person["family"]) if part)
        told.append((person["id"], name, person["body"], person["mail"], person["phone"], 0))
    for number, person in enumerate(draw.sample(people, again), count + 1):
        second = made.enter_again(person, number)
        told.append((number, second["name"], second["body"], second["mail"], second["phone"], person["id"]))
    for row in told:
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
