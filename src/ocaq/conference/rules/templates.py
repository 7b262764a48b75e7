"""Orders of the day an institution knows by heart, to begin a rundown with. Titles in every language published."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlannedItem:
    kind: str
    length_s: int
    title: Texts
    subtitle: Texts = field(default_factory=dict)
    cues: Mapping[str, str] = field(default_factory=dict)  # {department: key of CUES}


@dataclass(frozen=True, slots=True)
class Template:
    code: str
    title: Texts
    about: Texts
    items: tuple[PlannedItem, ...]


# What a department does, as short as a column of the cue sheet; an item's columns start with the planner's language.
CUES: Mapping[str, Texts] = {
    "play-film": {"en": "film", "az": "film", "ru": "фильм", "ar": "الفيلم"},
    "play-anthem": {"en": "anthem", "az": "himn", "ru": "гимн", "ar": "النشيد"},
    "play-greeting": {"en": "greeting", "az": "təbrik", "ru": "приветствие", "ar": "التهنئة"},
    "play-music": {"en": "piece", "az": "musiqi", "ru": "номер", "ar": "المقطوعة"},
    "hall-still": {"en": "wide shot", "az": "ümumi plan", "ru": "общий план", "ar": "لقطة عامة"},
    "mute-all": {"en": "all muted", "az": "hamısı səssiz", "ru": "без звука", "ar": "كتم الكل"},
    "speaker-close": {"en": "close-up", "az": "yaxın plan", "ru": "крупно", "ar": "لقطة قريبة"},
    "line-ready": {"en": "2 min before", "az": "2 dəq əvvəl", "ru": "за 2 мин", "ar": "قبل دقيقتين"},
    "line-queue": {"en": "next two", "az": "növbəti iki", "ru": "двое", "ar": "التاليان"},
    "interpret": {"en": "all booths", "az": "bütün kabinələr", "ru": "все кабины", "ar": "كل المقصورات"},
    "rest": {"en": "rest", "az": "dincəlir", "ru": "отдых", "ar": "راحة"},
    "script": {"en": "script", "az": "mətndən", "ru": "по тексту", "ar": "من النص"},
    "by-ear": {"en": "by ear", "az": "eşitdikcə", "ru": "на слух", "ar": "بالسماع"},
}

_SPEECH = {"stream": "speaker-close", "interpreters": "interpret", "line": "line-ready", "captions": "by-ear"}
_GREETING = {"playout": "play-greeting", "interpreters": "interpret", "captions": "script"}
_MUSIC = {"playout": "play-music", "interpreters": "rest"}


def _speeches(count: int, minutes: int) -> tuple[PlannedItem, ...]:
    return tuple(
        PlannedItem(
            "speech",
            minutes * 60,
            {
                "en": f"Speech of a participant, {n}",
                "az": f"İştirakçının çıxışı, {n}",
                "ru": f"Выступление участника, {n}",
                "ar": f"كلمة أحد المشاركين، {n}",
            },
            cues=_SPEECH,
        )
        for n in range(1, count + 1)
    )


def _greetings(count: int, minutes: int) -> tuple[PlannedItem, ...]:
    return tuple(
        PlannedItem(
            "greeting",
            minutes * 60,
            {
                "en": f"Video greeting from abroad, {n}",
                "az": f"Xaricdən videotəbrik, {n}",
                "ru": f"Видеоприветствие из-за рубежа, {n}",
                "ar": f"تهنئة مصوّرة من الخارج، {n}",
            },
            cues=_GREETING,
        )
        for n in range(1, count + 1)
    )


def _music(count: int, minutes: int) -> tuple[PlannedItem, ...]:
    return tuple(
        PlannedItem(
            "music",
            minutes * 60,
            {
                "en": f"Musical piece, {n}",
                "az": f"Musiqi nömrəsi, {n}",
                "ru": f"Музыкальный номер, {n}",
                "ar": f"مقطوعة موسيقية، {n}",
            },
            cues=_MUSIC,
        )
        for n in range(1, count + 1)
    )


_MEDALS_TITLE = {
    "en": "Presentation of medals",
    "az": "Medalların təqdim olunması",
    "ru": "Вручение медалей",
    "ar": "تقليد الأوسمة",
}

SOLIDARITY_DAY = Template(
    code="solidarity-day",
    title={
        "en": "Videoconference for Solidarity Day",
        "az": "Həmrəylik Gününə həsr olunmuş videokonfrans",
        "ru": "Видеоконференция ко Дню солидарности",
        "ar": "مؤتمر مرئي بمناسبة يوم التضامن",
    },
    about={
        "en": "Compatriots from all over the world meet before Solidarity Day and New Year.",
        "az": "Dünyanın hər yerindən həmvətənlər Həmrəylik Günü və Yeni il ərəfəsində görüşür.",
        "ru": "Соотечественники со всего мира встречаются накануне Дня солидарности и Нового года.",
        "ar": "يلتقي أبناء الوطن من أنحاء العالم عشية يوم التضامن ورأس السنة.",
    },
    items=(
        PlannedItem(
            "anthem",
            120,
            {"en": "National anthem", "az": "Dövlət himni", "ru": "Государственный гимн", "ar": "النشيد الوطني"},
            cues={"playout": "play-anthem", "stream": "hall-still", "line": "mute-all"},
        ),
        PlannedItem(
            "silence",
            60,
            {"en": "Minute of silence", "az": "Bir dəqiqəlik sükut", "ru": "Минута молчания", "ar": "دقيقة صمت"},
            {
                "en": "Messages, reactions and sounds rest for its length",
                "az": "Bu müddətdə mesajlar, reaksiyalar və səslər dayandırılır",
                "ru": "На это время сообщения, реакции и звуки приостановлены",
                "ar": "تتوقف الرسائل والتفاعلات والأصوات طوال مدتها",
            },
            cues={"stream": "hall-still", "line": "mute-all", "interpreters": "rest"},
        ),
        PlannedItem(
            "film",
            360,
            {
                "en": "Film of the year’s events",
                "az": "İlin hadisələri haqqında film",
                "ru": "Фильм о событиях года",
                "ar": "فيلم عن أحداث العام",
            },
            cues={"playout": "play-film", "interpreters": "interpret", "captions": "script"},
        ),
        PlannedItem(
            "address",
            1200,
            {"en": "Address of the chair", "az": "Sədrin çıxışı", "ru": "Обращение председателя", "ar": "كلمة الرئيس"},
            cues={"stream": "speaker-close", "interpreters": "interpret", "captions": "script"},
        ),
        *_speeches(6, 5),
        *_greetings(2, 4),
        *_music(2, 4),
        PlannedItem(
            "medals",
            1500,
            _MEDALS_TITLE,
            cues={"stream": "hall-still", "interpreters": "interpret", "captions": "script"},
        ),
    ),
)

YEAR_RESULTS = Template(
    code="year-results",
    title={
        "en": "Videoconference on the results of the year",
        "az": "İlin yekunlarına həsr olunmuş videokonfrans",
        "ru": "Видеоконференция по итогам года",
        "ar": "مؤتمر مرئي حول حصيلة العام",
    },
    about={
        "en": "What was done in the year, what people propose, and answers to their questions.",
        "az": "İl ərzində nə edilib, insanlar nə təklif edir və onların suallarına cavablar.",
        "ru": "Что сделано за год, что предлагают люди, и ответы на их вопросы.",
        "ar": "ما أُنجز خلال العام، وما يقترحه الناس، والإجابة عن أسئلتهم.",
    },
    items=(
        PlannedItem(
            "opening",
            1200,
            {"en": "Opening address", "az": "Açılış nitqi", "ru": "Вступительное слово", "ar": "كلمة الافتتاح"},
            {
                "en": "Policy and projects of the year",
                "az": "İlin siyasəti və layihələri",
                "ru": "Политика и проекты года",
                "ar": "سياسة العام ومشاريعه",
            },
            cues={"stream": "speaker-close", "interpreters": "interpret", "captions": "script"},
        ),
        PlannedItem(
            "film",
            480,
            {
                "en": "Video report of the year",
                "az": "İlin videohesabatı",
                "ru": "Видеоотчёт за год",
                "ar": "التقرير المصوّر للعام",
            },
            cues={"playout": "play-film", "interpreters": "interpret", "captions": "script"},
        ),
        PlannedItem(
            "exchange",
            3000,
            {
                "en": "Exchange of views and proposals",
                "az": "Fikir mübadiləsi və təkliflər",
                "ru": "Обмен мнениями и предложения",
                "ar": "تبادل الآراء والمقترحات",
            },
            {
                "en": "Raise your hand to take the floor",
                "az": "Söz almaq üçün əl qaldırın",
                "ru": "Поднимите руку, чтобы взять слово",
                "ar": "ارفع يدك لطلب الكلمة",
            },
            cues={"stream": "speaker-close", "interpreters": "interpret", "line": "line-queue", "captions": "by-ear"},
        ),
        *_music(3, 4),
        *_greetings(2, 3),
        PlannedItem(
            "medals",
            1200,
            _MEDALS_TITLE,
            cues={"stream": "hall-still", "interpreters": "interpret", "captions": "script"},
        ),
        PlannedItem(
            "answers",
            1500,
            {
                "en": "Answers to questions",
                "az": "Suallara cavablar",
                "ru": "Ответы на вопросы",
                "ar": "الإجابة عن الأسئلة",
            },
            cues={"stream": "speaker-close", "interpreters": "interpret", "captions": "by-ear"},
        ),
    ),
)

TEMPLATES: Mapping[str, Template] = {template.code: template for template in (SOLIDARITY_DAY, YEAR_RESULTS)}
