"""What bodies of the demo are called, in the letters of their countries. No real body is meant."""

import random
from collections.abc import Mapping

from ocaq.demo.towns import Town

# What names of houses and societies are made of: trees, water, light. (az, en, ru, ar, ka, uk)
_WORDS = (
    ("Nar", "Nar", "Нар", "نار", "ნარი", "Нар"),
    ("Çinar", "Chinar", "Чинар", "تشينار", "ჩინარი", "Чинар"),
    ("Buta", "Buta", "Бута", "بوتا", "ბუტა", "Бута"),
    ("Körpü", "Korpu", "Кёрпю", "كوربو", "ქორფუ", "Керпю"),
    ("Bulaq", "Bulag", "Булаг", "بولاق", "ბულაღი", "Булаг"),
    ("Lalə", "Lala", "Лале", "لالة", "ლალე", "Лале"),
    ("Zirvə", "Zirva", "Зирве", "زيروة", "ზირვე", "Зірве"),
    ("Dəniz", "Deniz", "Дениз", "دنيز", "დენიზი", "Деніз"),
    ("Günəş", "Gunesh", "Гюнеш", "غونش", "გიუნეში", "Гюнеш"),
    ("Səhər", "Sahar", "Сехер", "سحر", "სეჰერი", "Сехер"),
    ("Bahar", "Bahar", "Бахар", "بهار", "ბაჰარი", "Бахар"),
    ("Yaylaq", "Yaylag", "Яйлаг", "يايلاق", "იაილაღი", "Яйлаг"),
    ("Ümid", "Umid", "Умид", "أوميد", "უმიდი", "Умід"),
    ("Dostluq", "Dostlug", "Достлуг", "دوستلوق", "დოსტლუღი", "Достлуг"),
    ("Qaranquş", "Garangush", "Гарангуш", "قرنقوش", "ყარანყუში", "Гарангуш"),
    ("Söyüd", "Soyud", "Сёюд", "سويود", "სოიუდი", "Сеюд"),
    ("Şəfəq", "Shafag", "Шафаг", "شفق", "შეფეყი", "Шафаг"),
    ("Palıd", "Palid", "Палыд", "باليد", "ფალიდი", "Палид"),
    ("Yasəmən", "Yasaman", "Ясемен", "ياسمين", "იასემენი", "Ясемен"),
    ("Çıraq", "Chirag", "Чираг", "تشراغ", "ჩირაღი", "Чираг"),
    ("Bənövşə", "Banovsha", "Беневше", "بنفشة", "ბენევშე", "Беневше"),
    ("Qayıq", "Gayig", "Гайыг", "قايق", "ყაიღი", "Гаїг"),
    ("Sünbül", "Sunbul", "Сюнбюль", "سنبل", "სიუნბიული", "Сюнбюль"),
    ("Ayna", "Ayna", "Айна", "آينا", "აინა", "Айна"),
)
# Which column a language writes the word in; others write Latin as English does.
_COLUMN_OF = {"az": 0, "tr": 0, "ru": 2, "ar": 3, "ka": 4, "uk": 5}

_PATTERNS: Mapping[str, Mapping[str, str]] = {
    "house": {
        "az": "“{}” Evi", "en": "{} House", "ru": "Дом «{}»", "de": "Haus „{}“", "tr": "“{}” Evi",
        "fr": "Maison « {} »", "ar": "بيت {}", "ka": "სახლი „{}“", "uk": "Дім «{}»",
    },
    "school": {
        "az": "“{}” həftəsonu məktəbi", "en": "{} Weekend School", "ru": "Школа выходного дня «{}»",
        "de": "Wochenendschule „{}“", "tr": "“{}” Hafta Sonu Okulu", "fr": "École du week-end « {} »",
        "ar": "مدرسة {} لنهاية الأسبوع", "ka": "საკვირაო სკოლა „{}“", "uk": "Школа вихідного дня «{}»",
    },
    "culture": {
        "az": "“{}” Mədəniyyət Cəmiyyəti", "en": "{} Cultural Society", "ru": "Культурное общество «{}»",
        "de": "Kulturverein „{}“", "tr": "“{}” Kültür Derneği", "fr": "Association culturelle « {} »",
        "ar": "جمعية {} الثقافية", "ka": "კულტურის საზოგადოება „{}“", "uk": "Культурне товариство «{}»",
    },
    "youth": {
        "az": "“{}” Gənclər Birliyi", "en": "{} Youth Union", "ru": "Молодёжное объединение «{}»",
        "de": "Jugendverband „{}“", "tr": "“{}” Gençlik Birliği", "fr": "Union de la jeunesse « {} »",
        "ar": "اتحاد شباب {}", "ka": "ახალგაზრდული კავშირი „{}“", "uk": "Молодіжне об’єднання «{}»",
    },
    "women": {
        "az": "“{}” Qadınlar Birliyi", "en": "{} Women’s Association", "ru": "Женское объединение «{}»",
        "de": "Frauenverein „{}“", "tr": "“{}” Kadınlar Derneği", "fr": "Association de femmes « {} »",
        "ar": "جمعية {} النسائية", "ka": "ქალთა კავშირი „{}“", "uk": "Жіноче об’єднання «{}»",
    },
    "students": {
        "az": "“{}” Tələbə Klubu", "en": "{} Students’ Club", "ru": "Студенческий клуб «{}»",
        "de": "Studierendenclub „{}“", "tr": "“{}” Öğrenci Kulübü", "fr": "Club d’étudiants « {} »",
        "ar": "نادي {} الطلابي", "ka": "სტუდენტური კლუბი „{}“", "uk": "Студентський клуб «{}»",
    },
    "friendship": {
        "az": "“{}” Dostluq Cəmiyyəti", "en": "{} Friendship Society", "ru": "Общество дружбы «{}»",
        "de": "Freundschaftsgesellschaft „{}“", "tr": "“{}” Dostluk Derneği", "fr": "Société d’amitié « {} »",
        "ar": "جمعية {} للصداقة", "ka": "მეგობრობის საზოგადოება „{}“", "uk": "Товариство дружби «{}»",
    },
}  # fmt: skip
ASSOCIATIONS = ("culture", "youth", "women", "students", "friendship")
_SPOKEN = {
    "TR": "tr", "DE": "de", "AT": "de", "RU": "ru", "BY": "ru", "KZ": "ru", "KG": "ru", "UZ": "ru", "UA": "uk",
    "GE": "ka", "FR": "fr", "BE": "fr", "EG": "ar", "AE": "ar", "JO": "ar", "IQ": "ar", "QA": "ar", "MA": "ar",
}  # fmt: skip

# What a body of a kind says of itself.
ABOUT: Mapping[str, Mapping[str, str]] = {
    "house": {
        "az": "Kitabxana, səksən yerlik zal, dərslər və məsləhət. Hamı üçün açıqdır.",
        "en": "A library, a hall of eighty seats, lessons, and someone to ask. Open to everybody.",
        "ru": "Библиотека, зал на восемьдесят мест, уроки и советы. Открыто для всех.",
        "ar": "مكتبة وقاعة بثمانين مقعدًا ودروس ومن تسأله. مفتوح للجميع.",
    },
    "council": {
        "az": "Ölkələrdəki təşkilatların işini əlaqələndirir və ildə iki dəfə toplanır.",
        "en": "Brings the bodies of its countries together and meets twice a year.",
        "ru": "Объединяет организации своих стран и собирается дважды в год.",
        "ar": "يجمع هيئات بلدانه ويلتقي مرتين في السنة.",
    },
    "school": {
        "az": "Şənbə və bazar günləri uşaqlar üçün dil, musiqi və rəqs dərsləri.",
        "en": "Language, music and dance for children at weekends.",
        "ru": "Язык, музыка и танцы для детей по выходным.",
        "ar": "لغة وموسيقى ورقص للأطفال في نهاية الأسبوع.",
    },
    "association": {
        "az": "Görüşlər, konsertlər və yeni gələnlərə kömək.",
        "en": "Meetings, concerts, and help for those who have just arrived.",
        "ru": "Встречи, концерты и помощь тем, кто только приехал.",
        "ar": "لقاءات وحفلات ومساعدة لمن وصل لتوه.",
    },
}

Region = tuple[str, str, str, str, tuple[str, ...]]
# (region in az, en, ru, ar; countries, the seat's first)
COUNCILS = (
    ("Mərkəzi Avropa", "Central Europe", "Центральная Европа", "أوروبا الوسطى", ("DE", "AT", "CH")),
    ("Qərbi Avropa", "Western Europe", "Западная Европа", "أوروبا الغربية", ("FR", "BE")),
    (
        "Böyük Britaniya və İrlandiya",
        "Britain and Ireland",
        "Великобритания и Ирландия",
        "بريطانيا وأيرلندا",
        ("GB", "IE"),
    ),
    ("Niderland və Danimarka", "Netherlands and Denmark", "Нидерланды и Дания", "هولندا والدنمارك", ("NL", "DK")),
    ("Şimali Avropa", "Northern Europe", "Северная Европа", "أوروبا الشمالية", ("SE", "NO", "FI")),
    ("Baltikyanı", "Baltic countries", "Страны Балтии", "دول البلطيق", ("LV", "LT", "EE")),
    ("Vişeqrad ölkələri", "Visegrad countries", "Вышеградские страны", "دول فيشيغراد", ("PL", "CZ", "HU")),
    ("Cənubi Avropa", "Southern Europe", "Южная Европа", "أوروبا الجنوبية", ("IT", "ES", "PT")),
    ("Şərqi Avropa", "Eastern Europe", "Восточная Европа", "أوروبا الشرقية", ("UA", "RO", "BG")),
    ("Mərkəzi Asiya", "Central Asia", "Центральная Азия", "آسيا الوسطى", ("KZ", "UZ", "KG")),
    ("Volqaboyu və Belarus", "Volga and Belarus", "Поволжье и Беларусь", "الفولغا وبيلاروسيا", ("RU", "BY")),
    ("Anadolu və Qafqaz", "Anatolia and the Caucasus", "Анатолия и Кавказ", "الأناضول والقوقاز", ("TR", "GE")),
    ("Yaxın Şərq", "Middle East", "Ближний Восток", "الشرق الأوسط", ("AE", "EG", "JO", "IQ", "QA")),
    ("Şimali Amerika", "North America", "Северная Америка", "أمريكا الشمالية", ("US", "CA", "MX")),
    ("Sakit okean", "Pacific", "Тихоокеанский регион", "المحيط الهادئ", ("AU", "JP", "KR")),
)


def spoken_in(country: str) -> str:
    return _SPOKEN.get(country, "en")


def called(kind: str, town: Town, luck: random.Random) -> list[list[str]]:
    """Return names of a body: the original in the language of the country, in Latin letters too, in az, en, ru, ar."""
    word, language = luck.choice(_WORDS), spoken_in(town.country)
    patterns = _PATTERNS[kind]

    def named(code: str) -> str:
        return patterns[code].format(word[_COLUMN_OF.get(code, 1)])

    names = [[named(language), language, "original"]]
    if language in {"ru", "ar", "ka", "uk"}:
        names.append([f"{word[1]} ({town.en})", language, "romanised"])
    names += [[named(code), code, "translated"] for code in ("az", "en", "ru", "ar") if code != language]
    names.append([f"{word[0]} {town.az}", "az", "alias"])
    return names


def council_called(region: Region) -> list[list[str]]:
    az, en, ru, ar, _countries = region
    return [
        [f"Koordinasiya şurası: {az}", "az", "original"],
        [f"Coordination Council: {en}", "en", "translated"],
        [f"Координационный совет: {ru}", "ru", "translated"],
        [f"مجلس التنسيق: {ar}", "ar", "translated"],
    ]
