"""What is said in the demo: calm, neutral, invented."""

from collections.abc import Mapping

Texts = Mapping[str, str]

TONIGHT: Texts = {
    "en": "Solidarity Day and New Year",
    "az": "Həmrəylik Günü və Yeni il",
    "ru": "День солидарности и Новый год",
    "ar": "يوم التضامن ورأس السنة",
}
SLOGAN: Texts = {
    "en": "One hearth, many windows",
    "az": "Bir ocaq, çoxlu pəncərə",
    "ru": "Один очаг, много окон",
    "ar": "موقد واحد ونوافذ كثيرة",
}
LAST_YEAR: Texts = {
    "en": "Results of the year",
    "az": "İlin yekunları",
    "ru": "Итоги года",
    "ar": "حصيلة العام",
}
REHEARSAL: Texts = {
    "en": "Rehearsal of Solidarity Day",
    "az": "Həmrəylik Gününün məşqi",
    "ru": "Репетиция Дня солидарности",
    "ar": "بروفة يوم التضامن",
}

CHAIR_ROLE: Texts = {
    "en": "Chair of the committee",
    "az": "Komitənin sədri",
    "ru": "Председатель комитета",
    "ar": "رئيس اللجنة",
}
HOUSE_ROLE: Texts = {"en": "Head of a house", "az": "Evin rəhbəri", "ru": "Руководитель дома", "ar": "رئيس دار"}
SCHOOL_ROLE: Texts = {
    "en": "Teacher of a weekend school",
    "az": "Həftəsonu məktəbinin müəllimi",
    "ru": "Учитель воскресной школы",
    "ar": "معلّم في مدرسة نهاية الأسبوع",
}
COUNCIL_ROLE: Texts = {
    "en": "Coordinating council",
    "az": "Koordinasiya şurası",
    "ru": "Координационный совет",
    "ar": "مجلس التنسيق",
}
SCHOLAR_ROLE: Texts = {"en": "Scholar", "az": "Alim", "ru": "Учёный", "ar": "باحث"}

# The chair's prepared words, a line a sentence; the crew advances them line by line.
ADDRESS: Texts = {
    "en": """Dear compatriots, good evening to some of you and good morning to others.
Tonight we sit together from more than fifty countries, each at their own table.
This year the houses opened their doors on four hundred evenings.
The weekend schools taught two thousand children to read in the language of their grandparents.
Next year we want to send teachers to the towns that have asked for one.
Every proposal you make tonight is written down and will be answered by name.
I thank those who travelled far and those who stayed up late.""",
    "az": """Əziz həmvətənlər, kimisinə axşamınız, kimisinə sabahınız xeyir.
Bu axşam əllidən çox ölkədən, hər kəs öz süfrəsi arxasında bir yerdəyik.
Bu il evlərimiz dörd yüz axşam qapılarını açdı.
Həftəsonu məktəblərimiz iki min uşağa nənə-babalarının dilində oxumağı öyrətdi.
Gələn il müəllim istəyən şəhərlərə müəllim göndərmək istəyirik.
Bu axşam verdiyiniz hər təklif yazılır və adbaad cavablandırılacaq.
Uzaqdan gələnlərə və gec saatadək oyaq qalanlara təşəkkür edirəm.""",
    "ru": """Дорогие соотечественники, кому-то добрый вечер, а кому-то доброе утро.
Сегодня мы вместе из более чем пятидесяти стран, каждый за своим столом.
В этом году наши дома открывали двери четыреста вечеров.
Воскресные школы научили две тысячи детей читать на языке их бабушек и дедушек.
В будущем году мы хотим послать учителей в те города, которые о них просили.
Каждое ваше предложение сегодня записывается и получит поимённый ответ.
Спасибо тем, кто приехал издалека, и тем, кто не спит допоздна.""",
    "ar": """أبناء الوطن الأعزاء، مساء الخير لبعضكم وصباح الخير لبعضكم الآخر.
نجتمع الليلة من أكثر من خمسين بلداً، كلٌّ إلى مائدته.
هذا العام فتحت دورنا أبوابها أربعمئة مساء.
وعلّمت مدارس نهاية الأسبوع ألفي طفل القراءة بلغة أجدادهم.
نريد في العام المقبل أن نرسل معلمين إلى المدن التي طلبتهم.
كل اقتراح تقدمونه الليلة يُكتب ويُجاب صاحبه باسمه.
أشكر من جاء من بعيد ومن سهر معنا.""",
}
LINES_SAID = 3

# (language, text, people who voted for it, out of a hundred)
QUESTIONS: tuple[tuple[str, str, int], ...] = (
    ("az", "Həftəsonu məktəbləri üçün yeni dərsliklər nə vaxt göndəriləcək?", 38),
    ("ru", "Можно ли записать ребёнка в летний лагерь из другой страны?", 27),
    ("en", "Can a small house apply for the costs of a hall it rents by the evening?", 22),
    ("ar", "هل يمكن لمدرسة صغيرة أن تطلب معلماً زائراً لشهر واحد؟", 14),
    ("az", "Diplomların tanınması üçün hansı sənədlər lazımdır?", 9),
)
WAITING_QUESTIONS: tuple[tuple[str, str], ...] = (
    ("en", "Will the recording stay on the page after tonight?"),
    ("ru", "Когда откроется приём заявок в фонд?"),
)
HAND_TOPICS: tuple[tuple[str, str], ...] = (
    ("az", "Həftəsonu məktəbləri"),
    ("ru", "Летний лагерь"),
    ("en", "Young scholars"),
    ("ar", "معلمون زائرون"),
    ("az", "Teatrın qastrolu"),
)
POLL: tuple[Texts, tuple[Texts, ...]] = (
    {
        "en": "What should the houses do first next year?",
        "az": "Evlər gələn il ilk növbədə nə etsin?",
        "ru": "С чего домам начать в будущем году?",
        "ar": "بماذا تبدأ الدور في العام المقبل؟",
    },
    (
        {
            "en": "More weekend schools",
            "az": "Daha çox həftəsonu məktəbi",
            "ru": "Больше воскресных школ",
            "ar": "مزيد من مدارس نهاية الأسبوع",
        },
        {"en": "A summer camp", "az": "Yay düşərgəsi", "ru": "Летний лагерь", "ar": "مخيم صيفي"},
        {"en": "Teachers who travel", "az": "Səyyar müəllimlər", "ru": "Приезжающие учителя", "ar": "معلمون متنقلون"},
    ),
)
MESSAGE_TO_CHAIR = "Camera two is yours"
