import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from ocaq.kernel.text import Text, TextColumn


def test_text_speaks_the_active_language():
    title = Text({"az": "Açılış", "en": "Opening"})

    with translation.override("az"):
        assert str(title) == "Açılış"


@pytest.mark.parametrize(
    ("by_language", "asked", "given"),
    [
        ({"az": "Açılış", "en": "Opening"}, "ru", ("en", "Opening")),
        ({"az": "Açılış"}, "ru", ("az", "Açılış")),
        ({"pt": "Abertura"}, "pt-br", ("pt", "Abertura")),
        ({"az": "", "en": "Opening"}, "az", ("en", "Opening")),
        ({}, "az", ("", "")),
    ],
)
def test_text_falls_back_to_what_there_is(by_language, asked, given):
    assert Text(by_language).within(asked) == given


@pytest.mark.parametrize("wrong", ["Opening", ["Opening"], {"en": 3}, {"en": None}])
def test_text_column_refuses_what_is_not_text_by_language(wrong):
    with pytest.raises(ValidationError):
        TextColumn().to_python(wrong)
