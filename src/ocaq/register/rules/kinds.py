"""The kinds an institution begins with. Once they stand in its table it adds its own and renames these."""

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
