"""A notice is a version: whoever changes its text gives it a new one, or a receipt would say what nobody read."""

import hashlib

import pytest
from django.utils import translation

from ocaq.conference.rules.registration import NOTICE_VERSION
from ocaq.privacy.words.notices import NOTICES, READ

# {(notice, version): digest of its English text}. Add a line for a new version; never change one.
PINNED = {
    ("registration", "2026-11"): "2a4564964c72ee1c",
    ("post", "2026-11"): "c28c25498d105095",
    ("post", "2026-11-22"): "0873defa95720662",
}


def _digest(notice) -> str:
    with translation.override("en"):
        text = "\n".join([*map(str, notice.text), *(f"{code}: {said}" for code, said in notice.purposes.items())])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@pytest.mark.parametrize("notice", READ.values(), ids=lambda notice: f"{notice.code} {notice.version}")
def test_a_changed_text_has_a_new_version(notice) -> None:
    assert PINNED.get((notice.code, notice.version)) == _digest(notice)


def test_what_a_registration_notes_is_the_notice_of_its_receipt() -> None:
    assert NOTICES["registration"].version == NOTICE_VERSION
