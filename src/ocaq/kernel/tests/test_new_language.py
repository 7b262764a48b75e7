"""A language is a catalogue and CLDR: adding one changes no code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CATALOGUE = """msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

msgid "There is nothing here"
msgstr "{sentence}"
"""
ASK = """
import django; django.setup()
from django.test import Client
page = Client(SERVER_NAME="localhost").get("/no-such-page/", {"lang": "%s"}, headers={"accept": "text/html"})
print(page.status_code); print(page.headers["Content-Language"]); print(page.text)
"""


@pytest.mark.parametrize(
    ("language", "direction", "sentence"),
    [("de", "ltr", "Hier ist nichts"), ("fa", "rtl", "در این نشانی چیزی نیست.")],
)
def test_a_catalogue_in_a_folder_adds_a_language(tmp_path: Path, language, direction, sentence):
    catalogue = tmp_path / "locale" / language / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(CATALOGUE.format(language=language, sentence=sentence), encoding="utf-8")

    answer = subprocess.run(
        [sys.executable, "-c", ASK % language],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={
            **os.environ,
            "OCAQ_MODE": "test",
            "OCAQ_DATA": str(tmp_path / "data"),
            "OCAQ_LOCALE": str(tmp_path / "locale"),
            "DJANGO_SETTINGS_MODULE": "ocaq.config.settings",
            "PYTHONUTF8": "1",
        },
    ).stdout

    status, content_language, page = answer.split("\n", 2)
    assert (status, content_language) == ("404", language)
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert sentence in page
