"""`ocaq log` as it is typed, on a log of a few entries."""

import re
import shutil
from pathlib import Path

import pytest

from ocaq.config import logbook
from ocaq.config.trouble import Trouble
from ocaq.evidence import copy, keys, sequencer
from ocaq.evidence.models import Entry
from ocaq.evidence.recording import record
from ocaq.evidence.rules.notes import Signer, Verifier
from ocaq.evidence.shelf import Shelf
from ocaq.evidence.tests.test_notes import witness
from ocaq.evidence.tests.test_sequencer import NOON
from ocaq.kernel.actor import system

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]):
    def run(*arguments: object) -> str:
        assert logbook.main([str(each) for each in arguments]) == 0
        return capsys.readouterr().out.strip()

    return run


@pytest.fixture(autouse=True)
def four_entries() -> None:
    for _ in range(3):
        record(kind="conference.clock.held", subject="conference:k7", by=system("test"), at=NOON)
    sequencer.place()


def test_status(said) -> None:
    assert said("status").startswith("4 entries, signed 20")

    sequencer.note_trouble("log-split")
    with pytest.raises(Trouble, match=r"contradict each other\. docs/operations/log\.md .* log-split"):
        said("status")


def test_status_warns_of_a_second_place_that_is_none(said, settings, tmp_path) -> None:
    settings.LOG_COPY = tmp_path / "elsewhere"
    assert "second place" not in said("status")  # a demo need not care

    settings.MODE = "production"
    assert "lies on the disk of the data folder. docs/operations/log.md" in said("status")
    settings.LOG_COPY = settings.DATA / "any" / "name"
    assert "lies inside the data folder" in said("status")
    settings.LOG_COPY = Path("/dev/shm")  # another file system on every Linux; nothing is written
    assert "second place" not in said("status")


def test_check_says_what_differs_and_rebuild_mends_tiles(said, capsys) -> None:
    assert said("check") == "Entries, tiles, checkpoint and its copy agree."

    (Shelf().folder / "tile/0/000.p/4").unlink()
    with pytest.raises(Trouble, match="1 of the above"):
        said("check")
    assert capsys.readouterr().out == "tile/0/000.p/4 is missing.\n"
    assert said("check", "--rebuild").startswith("Every tile is laid anew.\nEntries, tiles")

    Entry.objects.filter(index=2).update(body="{}")
    with pytest.raises(Trouble, match="not what was signed"):
        said("check", "--rebuild")


def test_a_key_is_made_handed_over_and_shown(said, settings) -> None:
    old = keys.signers()[0]

    made = Signer.read(said("key", "new", "--name", "ocaq.example/log"))
    both = said("key", "roll")
    settings.LOG_KEY = both
    sequencer.place()

    assert made.name == "ocaq.example/log"
    assert [Signer.read(line).name for line in both.split()] == [old.name, old.name]
    assert Signer.read(both.split()[1]) == old
    assert [line.split()[1] for line in said("key", "show").splitlines()] == ["signs", "signs"]
    settings.LOG_KEY = both.split()[0]
    sequencer.place()
    assert f"{old.verifier.text}  signed before" in said("key", "show")


def test_a_name_that_none_can_bear_is_refused(said) -> None:
    with pytest.raises(Trouble, match="no spaces and no plus"):
        said("key", "new", "--name", "two words")


def test_a_lost_key_is_replaced(said, settings) -> None:
    settings.LOG_KEY = Signer.new(keys.signers()[0].name).text
    with pytest.raises(Trouble, match="log-key-unknown"):
        said("correct", 1, "twice")

    assert Verifier.read(said("key", "replace", "--because", "lost").splitlines()[-1]) == keys.signers()[0].verifier
    assert Shelf().checkpoint().is_signed_by([keys.signers()[0].verifier])


def test_nothing_lost_and_a_lost_copy(said) -> None:
    with pytest.raises(Trouble, match="log-nothing-lost"):
        said("recover")
    shutil.rmtree(copy._folder())

    assert said("copy") == "The second place knows the log again, of 4 entries."


def test_a_witness(said, tmp_path: Path) -> None:
    seen = Shelf().checkpoint()
    sign, verifier = witness()
    file = tmp_path / "cosigned"
    file.write_text(f"{seen.note}{sign(seen.text)}\n")

    assert said("witness", verifier.text, file) == (
        "/log/witness shows the signature of witness.example under 4 entries."
    )
    with pytest.raises(Trouble, match="cannot be read"):
        said("witness", "no key", file)
    with pytest.raises(Trouble, match="cannot be read"):
        said("witness", verifier.text, tmp_path / "nowhere")


def test_a_correction(said) -> None:
    assert said("correct", 1, "counted-twice") == "Entry 1 is said to be wrong, in a log of now 5 entries."
    with pytest.raises(Trouble, match="A reason is a code"):
        said("correct", 1, "Counted twice")
    with pytest.raises(Trouble, match="no-such-entry"):
        said("correct", 99, "x")


def test_whatever_stops_the_log_stands_in_the_documents() -> None:
    document = (ROOT / "docs/operations/log.md").read_text()
    words = (ROOT / "src/ocaq/evidence/words.py").read_text()

    codes = set(re.findall(r'^        "([a-z-]+)":', words, re.MULTILINE))
    assert len(codes) > 15
    assert {code for code in codes if f"`{code}`" not in document} == set()


def test_what_cannot_be_opened_is_said_before_a_file_is_made(said, tmp_path: Path) -> None:
    file = tmp_path / "audit.revealed"

    with pytest.raises(Trouble, match=r"Entries a\.b\.c hold nothing sealed\. These do: accounts"):
        said("reveal", file, 0, 9, "--type", "a.b.c", "--reason", "audit")
    with pytest.raises(Trouble, match="greater than FROM"):
        said("reveal", file, 9, 9, "--reason", "audit")
    assert not file.exists()
