"""The kinds an institution begins with. Once they stand in its table it adds its own and renames these."""

import re
from collections.abc import Mapping

LANGUAGES = ("en", "az", "ru", "ar")  # one and many in each
KINDS = (
    ("house", ("House", "Houses", "Ev", "Evlər", "Дом", "Дома", "بيت", "البيوت")),
    (
        "council",
        (
            "Coordination council",
            "Coordination councils",
            "Koordinasiya şurası",
            "Koordinasiya şuraları",
            "Координационный совет",
            "Координационные советы",
            "مجلس تنسيق",
            "مجالس التنسيق",
        ),
    ),
    (
        "school",
        (
            "Weekend school",
            "Weekend schools",
            "Həftəsonu məktəbi",
            "Həftəsonu məktəbləri",
            "Школа выходного дня",
            "Школы выходного дня",
            "مدرسة نهاية الأسبوع",
            "مدارس نهاية الأسبوع",
        ),
    ),
    (
        "association",
        (
            "Association",
            "Associations",
            "Birlik",
            "Birliklər",
            "Объединение",
            "Объединения",
            "جمعية",
            "الجمعيات",
        ),
    ),
    (
        "other",
        (
            "Other body",
            "Other bodies",
            "Digər qurum",
            "Digər qurumlar",
            "Другая организация",
            "Другие организации",
            "هيئة أخرى",
            "هيئات أخرى",
        ),
    ),
)
SPANS_COUNTRIES = "council"
TEACHES = "school"
_CODE = re.compile(r"[a-z][a-z-]{1,19}")
_LONGEST_NAME = 60


def refusal_of_kind(*, code: str, title: Mapping[str, str], plural: Mapping[str, str]) -> str | None:
    """Return why a kind cannot be called so, or None. It needs its name, one and many, in one language at least."""
    if not _CODE.fullmatch(code):
        return "kind-code-wrong"
    if not title or title.keys() != plural.keys():
        return "kind-name-missing"
    texts = [*title.values(), *plural.values()]
    return None if all(0 < len(text) <= _LONGEST_NAME for text in texts) else "kind-name-missing"
