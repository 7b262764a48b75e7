"""Pictures come in as files from anywhere, and leave as drawn here."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from PIL import Image

from ocaq.kernel import clock
from ocaq.kernel.refusals import NotAllowed, NotFound, NotPossible, NotValid
from ocaq.register.commands import photos
from ocaq.register.commands.photos import add_photo, remove_photo
from ocaq.register.models import Photo
from ocaq.register.queries.photos import path_of
from ocaq.register.tests.makers import STAFF, community, coordinator
from ocaq.register.tests.test_desk import signed_in

pytestmark = pytest.mark.django_db
WORDS = {"en": "The hall before a concert"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), **how) -> bytes:
    out = io.BytesIO()
    Image.new("RGB" if form != "PNG" else "RGBA", size, how.pop("colour", "red")).save(out, form, **how)
    return out.getvalue()


def test_nothing_of_the_file_but_its_picture_is_kept() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Camera of somebody"
    house = community()
    ref = add_photo(
        community=house.ref,
        content=picture(size=(4000, 2000), exif=exif, comment=b"where I live"),
        described=WORDS,
        by=STAFF,
        at=clock.now(),
    )
    row = Photo.objects.get(ref=ref)
    kept = path_of(row.digest).read_bytes()

    assert (row.width, row.height) == (800, 1600)
    assert b"Camera" not in kept
    assert b"where I live" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()
    answer = Client().get(f"/directory/photos/{ref}.jpg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == kept


def test_nobody_waits_while_a_picture_is_drawn(monkeypatch) -> None:
    house, before, during, drawn = community(), len(connection.atomic_blocks), [], photos.drawn_anew

    def drawn_anew(content: bytes):
        during.append(len(connection.atomic_blocks))
        return drawn(content)

    monkeypatch.setattr(photos, "drawn_anew", drawn_anew)
    add_photo(community=house.ref, content=picture(), described=WORDS, by=STAFF, at=clock.now())

    assert during == [before]


def test_the_same_picture_is_kept_once_and_eight_at_most() -> None:
    told = {"community": community().ref, "described": WORDS, "by": STAFF, "at": clock.now()}

    refs = {add_photo(content=picture("PNG"), **told) for _ in range(2)}
    assert len(refs) == 1
    for i in range(7):
        add_photo(content=picture("WEBP", colour=(i * 30, 0, 0)), **told)
    with pytest.raises(NotPossible, match="too-many-pictures"):
        add_photo(content=picture(colour="blue"), **told)


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [
        (b"", WORDS, "picture-not-understood"),
        (b"<svg onload=alert(1)>", WORDS, "picture-not-understood"),
        (picture()[:60], WORDS, "picture-not-understood"),
        (picture("GIF"), WORDS, "picture-not-understood"),
        (b"a" * 8_000_001, WORDS, "picture-too-large"),
        (picture("PNG", size=(8000, 7000)), WORDS, "picture-too-large"),
        (picture(), {}, "picture-needs-words"),
        (picture(), {"en": " \u202e "}, "picture-needs-words"),
        (picture(), {"en": "a" * 301}, "picture-words-too-long"),
    ],
)
def test_what_is_no_picture_or_says_nothing(content, words, code) -> None:
    with pytest.raises(NotValid, match=code):
        add_photo(community=community().ref, content=content, described=words, by=STAFF, at=clock.now())

    assert not Photo.objects.exists()


def test_a_picture_is_taken_away_with_its_file(django_capture_on_commit_callbacks) -> None:
    told = {"content": picture(), "described": WORDS, "by": STAFF, "at": clock.now()}
    one, other = (add_photo(community=community(name).ref, **told) for name in ("Ev", "Məktəb"))
    path = path_of(Photo.objects.first().digest)

    with pytest.raises(NotAllowed):
        remove_photo(photo=one, by=coordinator("country", "FR"), at=clock.now())
    for ref, is_there in ((one, True), (other, False)):
        with django_capture_on_commit_callbacks(execute=True):
            remove_photo(photo=ref, by=STAFF, at=clock.now())
        assert path.exists() == is_there
    with pytest.raises(NotFound, match="no-such-picture"):
        remove_photo(photo=one, by=STAFF, at=clock.now())
    assert Client().get(f"/directory/photos/{one}.jpg").status_code == 404


def test_the_page_at_the_desk() -> None:
    house = community()
    browser = signed_in("keeper", scope="community", place=house.ref)
    at = f"/desk/register/{house.ref}/photos/"

    def sent(**told):
        return browser.post(at, {"picture": SimpleUploadedFile("a.jpg", picture()), "credit": "", **told})

    assert sent().status_code == 422
    assert sent(described_en="The hall").status_code == 302
    assert browser.post(at, {"described_en": "x"}).status_code == 422
    assert "The hall" in browser.get(at).content.decode()
    assert browser.post(at, {"remove": Photo.objects.get().ref}).status_code == 302
    assert not Photo.objects.exists()
