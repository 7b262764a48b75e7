"""Which column of a list says what: headings in Azerbaijani, Russian, English, Turkish, German."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ocaq.kernel.fold import fold

# Each phrase: words that must all stand in the heading; ~ closes a stem. The longest phrase decides.
_HEADINGS: Final[Mapping[str, str]] = {
    "name": "ad|adı|name|title|название|наименование|təşkilat~|organi~|организаци~|community|body|institution|qurum~"
    "|təşkilat~ adı|organi~ name|название организаци~|наименование организаци~|kuruluş~|dernek~|verein~|bezeichnung",
    "kind": "növ~|tip~|type|kind|вид|тип|kateqoriya|category|категория|növü təşkilat~|art|form~ organi~|tür~"
    "|тип организаци~|вид организаци~|növ~ təşkilat~|type organi~|kind organi~",
    "country": "ölkə~|country|страна|государство|ülke~|land|countr~ code",
    "place": "şəhər~|city|town|город~|населен~ пункт~|place|şehir~|yer|stadt|ort|locality|место",
    "street": "ünvan~|address|адрес~|küçə~|street|улица|adres~|anschrift|straße|strasse|hüquqi ünvan~"
    "|юридическ~ адрес~",
    "postcode": "poçt indeks~|indeks|postcode|zip|zip code|postal code|индекс|почтов~ индекс|posta kod~|plz",
    "phone": "telefon~|tel|mobil~|phone~|телефон~|тел|моб~|nömrə~|contact phone|контактн~ телефон~"
    "|əlaqə telefon~|gsm|handy"
    "|whatsapp|phone number|telefon nömrə~|əlaqə nömrə~",
    "email": "e mail|email|mail|e poçt~|epoçt~|elektron poçt~|электронн~ почт~|эл почт~|почта|емейл|имейл|e posta~"
    "|e mail ünvan~|elektron ünvan~|email address|адрес электронн~ почт~|e mail adres~",
    "web": "sayt~|veb sayt~|website|web|site|url|сайт~|веб сайт~|internet~|web site|homepage|webseite|интернет~"
    "|internet ünvan~|web adres~|sayt~ ünvan~",
    "messenger": "facebook|instagram|telegram|social~|sosial~|соцсет~|социальн~|vk|youtube",
    "taught": "tədris dil~|tədris olunan dil~|öyrədil~ dil~|languages taught|taught|преподаваем~ язык~|изучаем~ язык~"
    "|язык~ обучения|unterrichtssprache~",
    "languages": "dil~|languages|language|язык~|spoken|sprache~|işçi dil~|рабоч~ язык~",
    "founded": "yaranma~|yaradıl~|təsis~|qeydiyyat tarix~|founded|established|year founded|дата создания|год создания"
    "|основан~|дата основания|год основания|создан~|kuruluş tarih~|kuruluş yıl~|gegründet|gründung~|yaranma tarix~|il"
    "|foundation year|дата регистрации|registration date",
    "about": "haqqında|təsvir|description|about|описание|деятельность|fəaliyyət~|qeyd|note~|примечани~"
    "|məlumat|faaliyet~"
    "|beschreibung|о нас",
    "state": "status~|vəziyyət~|state|статус|состояние|durum~",
    # Of persons: never read from a list.
    "post": "sədr~|rəhbər~|direktor~|məsul~|əlaqələndirici~|chair~|head|president|director|contact person|coordinator"
    "|руководител~|председател~|директор~|президент~|контактн~ лицо|ответствен~|başkan~|yetkili~|vorsitzende~|leiter~"
    "|rəhbər~ ad~|sədr~ ad~|фио руководител~|ansprechpartner~|müəllim~|учител~|teacher~",
    "given": "first name|given name|имя|vorname|adı öz|ön ad~|isim",
    "family": "soyad~|soyadı|surname|last name|family name|фамилия|nachname|soyisim",
    "father": "ata adı|atasının adı|patronymic|отчество|baba adı|father~ name",
    "person": "фио|ф и о|asa|s a a|ad soyad~|ad soyadı|adı soyadı|full name|полное имя|üzv~|member~ name|члены|член"
    "|vətəndaş~ ad~|person",
    "born": "doğum~|date of birth|birth~|dob|дата рождения|год рождения|geburt~|doğum tarix~|təvəllüd",
    "paper": "passport~|pasport~|паспорт~|fin|fin kod~|vəsiqə~|id card|id number|şəxsiyyət~|удостоверен~|снилс|инн физ~"
    "|tc kimlik~|kimlik~",
    "family life": "ailə vəziyyət~|семейн~ положение|marital~|uşaq~ say~|milliyyət~|национальность"
    "|nationality|dini|религия",
}  # fmt: skip
READ: Final = tuple(_HEADINGS)[: tuple(_HEADINGS).index("post")]
OF_PERSONS: Final = frozenset(_HEADINGS) - frozenset(READ)
# Where these stand, every row is somebody.
_EVERYBODY: Final = frozenset({"given", "family", "father", "person", "born", "paper", "family life"})
_IN: Final[Mapping[str, str]] = {
    "az": "az aze azerbaycan azerbaycanca azerbaijani азербайджанском азербайджанский азе",
    "ru": "ru rus rusca russian russkom русском русский рус",
    "en": "en eng ingilis ingiliscə english английском английский анг",
    "tr": "tr turk türkçe turkish турецком",
    "de": "de deutsch german alman немецком",
}
_LATIN: Final = frozenset({"latin", "romanised", "romanized", "latinca", "латиница", "латиницей", "transliteration"})


@dataclass(frozen=True, slots=True)
class Column:
    """`field`: of `READ` or `OF_PERSONS`, "" for a heading nobody knows; `language`: of a name or text, or ""."""

    heading: str
    field: str
    language: str = ""
    is_romanised: bool = False


@cache
def _phrases() -> list[tuple[tuple[tuple[str, bool], ...], str]]:
    found = []
    for field, listed in _HEADINGS.items():
        for phrase in listed.split("|"):
            words = tuple((fold(word.rstrip("~")), word.endswith("~")) for word in phrase.split())
            found.append((words, field))
    return found


@cache
def _languages() -> dict[str, str]:
    return {fold(word): code for code, words in _IN.items() for word in words.split()}


def column_of(heading: str) -> Column:
    """Return what a heading means."""
    words = fold(heading).split()[:12]
    said = {_languages()[word] for word in words if word in _languages()} or {""}
    best: tuple[tuple[int, int, int], str] = ((0, 0, 0), "")
    for phrase, field in _phrases():
        if all(any(word == part or (stem and word.startswith(part)) for word in words) for part, stem in phrase):
            # More words, more letters, and what persons are asked for before what bodies are.
            weight = (len(phrase), sum(len(part) for part, _ in phrase), field in OF_PERSONS)
            best = max(best, (weight, field))
    language = next(iter(said)) if len(said) == 1 else ""
    return Column(heading.strip()[:80], best[1], language, bool(_LATIN & set(words)))


def columns_of(row: Sequence[str]) -> list[Column]:
    """Return the columns; a second one that says the same is read too, where a field holds several."""
    return [column_of(cell) for cell in row]


def is_heading(columns: Sequence[Column]) -> bool:
    """Say whether a row is the one that names the columns."""
    known = {column.field for column in columns if column.field}
    return len(known) >= 2 and all(len(column.heading) <= 60 for column in columns if column.field)


def refusal_of(columns: Sequence[Column]) -> str | None:
    """Return why a list with these columns is not taken: lists of people never are."""
    known = {column.field for column in columns}
    if len(known & _EVERYBODY) >= 2 or (known & {"born", "paper"}):
        return "list-of-people"
    if "name" not in known:
        return "list-of-people" if known & _EVERYBODY else "list-without-names"
    return None
