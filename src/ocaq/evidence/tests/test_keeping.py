"""What a person does for the log, and what they are told when it is not as it was signed."""

import shutil
from datetime import UTC, datetime

import pytest

from ocaq.evidence import checking, copy, keeping, keys, sequencer
from ocaq.evidence.models import Cosigned, Entry, Head, Key
from ocaq.evidence.recording import record
from ocaq.evidence.rules.notes import Checkpoint, Signer, Verifier
from ocaq.evidence.shelf import Shelf
from ocaq.evidence.tests import model
from ocaq.evidence.tests.test_notes import witness
from ocaq.kernel.actor import Actor, system
from ocaq.kernel.refusals import NotFound, NotPossible, NotValid

NOON = datetime(2026, 12, 19, 12, tzinfo=UTC)
STAFF = Actor(ref="user:7")
pytestmark = pytest.mark.django_db


def add(count=1, by=STAFF, since="start"):
    for number in range(count):
        facts = {"item": "b4n", "kind": since, "seconds": number}
        record(kind="conference.item.inserted", subject="conference:k7", by=by, at=NOON, facts=facts)


def bodies():
    return [body.encode() for body in Entry.objects.order_by("index").values_list("body", flat=True)]


class Backup:
    """The database of one moment, as a backup brings it back: rows, and nothing of the files beside them."""

    TABLES = (Entry, Head, Key, Cosigned)

    def __init__(self):
        self.rows = [(table, list(table.objects.all())) for table in self.TABLES]

    def restore(self):
        for table, rows in self.rows:
            table.objects.all().delete()
            table.objects.bulk_create(rows)


def test_what_an_older_backup_lacks_comes_back_out_of_the_tiles():
    add(300)
    sequencer.place()
    backup = Backup()
    add(20, since="backup")
    sequencer.place()
    lost = bodies()
    backup.restore()
    add(2, since="restore")
    with pytest.raises(NotPossible, match="log-older-than-copy"):
        sequencer.place()

    assert keeping.take_back(Shelf()) == 20

    assert bodies()[:321] == lost
    assert Entry.objects.filter(by=keeping.FROM_THE_LOG).count() == 20
    assert Shelf().checkpoint().size == 323
    assert list(checking.findings()) == []


def test_an_entry_that_waited_in_the_backup_comes_back_once():
    add(3)
    sequencer.place()
    add(1, since="waiting")
    backup = Backup()
    sequencer.place()
    backup.restore()

    assert keeping.take_back(Shelf()) == 1

    entry = Entry.objects.get(index=4)
    assert (entry.by, entry.facts["kind"]) == (STAFF.ref, "waiting")
    assert Entry.objects.count() == 5
    assert list(checking.findings()) == []


def test_a_key_that_was_added_since_comes_back_too(settings):
    old, new = Signer.new("ocaq.example/log"), Signer.new("ocaq.example/log")
    settings.LOG_KEY = old.text
    sequencer.place()
    backup = Backup()
    settings.LOG_KEY = f"{new.text} {old.text}"
    sequencer.place()
    settings.LOG_KEY = new.text
    sequencer.place()
    backup.restore()
    settings.LOG_KEY = f"{new.text} {old.text}"

    assert keeping.take_back(Shelf()) == 2
    assert list(checking.findings()) == []


def test_tiles_of_another_log_bring_nothing_back(tmp_path):
    add(3)
    sequencer.place()
    backup = Backup()
    add(1)
    sequencer.place()
    backup.restore()
    tile = Shelf().folder / "tile/entries/000.p/5"
    tile.write_bytes(tile.read_bytes().replace(b"conference:k7", b"conference:x7"))

    for folder in (Shelf().folder, tmp_path):
        with pytest.raises(NotPossible, match="log-not-of-this-log"):
            keeping.take_back(Shelf(folder))
    assert Head.objects.get().size == 4


def test_nothing_lost_nothing_taken_back():
    add()
    sequencer.place()

    with pytest.raises(NotPossible, match="log-nothing-lost"):
        keeping.take_back(Shelf())


def test_a_lost_copy_is_written_anew():
    add()
    sequencer.place()
    shutil.rmtree(copy._folder())
    add()

    assert keeping.renew_copy() == 3
    assert copy.kept().size == 3


def test_a_lost_copy_is_not_written_anew_when_the_tiles_know_better():
    add()
    sequencer.place()
    backup = Backup()
    add(since="backup")
    sequencer.place()
    lost = bodies()
    backup.restore()
    shutil.rmtree(copy._folder())
    add(since="restore")

    for go_on in (keeping.renew_copy, sequencer.place):
        with pytest.raises(NotPossible, match="log-older-than-copy"):
            go_on()
    assert keeping.take_back(Shelf()) == 1

    assert bodies()[: len(lost)] == lost
    assert copy.kept().size == Shelf().checkpoint().size == len(lost) + 1


def test_a_new_machine_goes_on_from_a_backup_and_a_strangers_copy(settings, tmp_path):
    add()
    sequencer.place()
    backup = Backup()
    add(since="backup")
    sequencer.place()
    lost, strangers = bodies(), tmp_path / "strangers"
    shutil.copytree(Shelf().folder, strangers)
    backup.restore()
    settings.LOG_FOLDER, settings.LOG_COPY = tmp_path / "new" / "log", tmp_path / "new" / "copy"

    assert keeping.take_back(Shelf(strangers)) == 1

    assert bodies() == lost
    assert copy.kept().size == Shelf().checkpoint().size == len(lost)


def test_a_copy_that_knows_better_is_not_written_over():
    add()
    sequencer.place()
    backup = Backup()
    add()
    sequencer.place()
    backup.restore()

    with pytest.raises(NotPossible, match="log-older-than-copy"):
        keeping.renew_copy()
    assert copy.kept().size == 3


@pytest.mark.parametrize("reason", ["lost", "stolen"])
def test_a_key_is_replaced(settings, reason):
    add()
    sequencer.place()
    old = keys.signers()[0]
    new = Signer.new(old.name)
    settings.LOG_KEY = new.text

    assert keeping.replace_key(reason) == new.verifier.text

    assert Shelf().checkpoint().is_signed_by([new.verifier])
    assert not Shelf().checkpoint().is_signed_by([old.verifier])
    told = Entry.objects.filter(kind__startswith="evidence.key").order_by("index")
    assert [(each.kind, each.facts.get("reason")) for each in told][1:] == [
        ("evidence.key.replaced", reason),
        ("evidence.key.retired", None),
    ]
    assert list(checking.findings()) == []
    with pytest.raises(NotPossible, match="log-key-known"):
        keeping.replace_key(reason)


def test_a_witness_is_shown_with_the_checkpoint_it_saw():
    add(3)
    sequencer.place()
    seen = Shelf().checkpoint()
    add(2)
    sequencer.place()
    lines = [witness(name) for name in ("one.example", "two.example")]

    for sign, verifier in lines:
        assert keeping.add_witness(f"{seen.note}{sign(seen.text)}\n", verifier) == 4

    shown = Checkpoint.read((Shelf().folder / "witness").read_text())
    assert shown.text == seen.text
    assert [line.split(" ")[1] for line in shown.lines] == [seen.origin, "one.example", "two.example"]
    assert all(shown.is_signed_by([verifier]) for _, verifier in lines)
    assert Shelf().checkpoint().size == 6


def test_a_signature_that_is_none_is_not_shown():
    add(3)
    sequencer.place()
    seen = Shelf().checkpoint()
    (sign, verifier), (other, _) = witness(), witness()
    foreign = Signer.new(seen.origin)
    bad = [
        (seen.note, verifier),
        (f"{seen.note}{other(seen.text)}\n", verifier),
        (f"{seen.note}{sign('other text')}\n", verifier),
        ("no checkpoint", verifier),
        (f"{seen.text}\n{foreign.sign(seen.text)}\n{sign(seen.text)}\n", verifier),
        (seen.note, keys.signers()[0].verifier),
    ]

    for note, key in bad:
        with pytest.raises(NotValid, match="log-not-cosigned"):
            keeping.add_witness(note, key)
    assert not Cosigned.objects.exists()


def test_a_witness_of_another_history_is_an_alarm():
    add(3)
    sequencer.place()
    signer = keys.signers()[0]
    text = Checkpoint(signer.name, 3, b"o" * 32).text
    sign, verifier = witness()

    with pytest.raises(NotPossible, match="log-split"):
        keeping.add_witness(f"{text}\n{signer.sign(text)}\n{sign(text)}\n", verifier)


def test_a_correction_is_an_entry_and_changes_none():
    add(2)
    sequencer.place()
    before = bodies()

    keeping.correct_entry(index=1, reason="counted-twice", by=STAFF, at=NOON)
    sequencer.place()

    assert bodies()[:3] == before
    assert Entry.objects.get(index=3).facts == {"index": 1, "reason": "counted-twice"}
    with pytest.raises(NotFound, match="no-such-entry"):
        keeping.correct_entry(index=99, reason="x", by=STAFF, at=NOON)


def test_a_whole_log_has_no_findings():
    assert list(checking.findings()) == []
    add(600)
    sequencer.place()
    add(1)

    assert list(checking.findings()) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"body": "{}"}, "Entry 2 is not the one that was signed."),
        ({"leaf": b"x" * 32}, "Entry 2 is not the one that was signed."),
        ({"kind": "conference.item.other"}, "Entry 2 says another kind or subject than its row."),
        ({"index": None, "leaf": None}, "Entry 2 is missing."),
        ({"index": 99}, "1 entries have places beyond the checkpoint's 4."),
    ],
)
def test_a_changed_entry_is_found(change, found):
    add(3)
    sequencer.place()
    Entry.objects.filter(index=2).update(**change)

    assert found in list(checking.findings())


def test_missing_last_entries_are_found():
    add(3)
    sequencer.place()
    Entry.objects.filter(index__gte=2).delete()

    assert "Entries 2 to 3 are missing." in list(checking.findings())


def test_two_entries_that_changed_places_are_found():
    add(3)
    sequencer.place()
    one, two = Entry.objects.filter(index__in=(1, 2)).values("body", "leaf").order_by("index")
    Entry.objects.filter(index=1).update(**two)
    Entry.objects.filter(index=2).update(**one)

    assert "The entries have another root than the checkpoint of 4 entries." in list(checking.findings())


def test_each_flipped_bit_of_a_tile_is_found():
    add(300)
    sequencer.place()
    for path in ("tile/0/000", "tile/0/001.p/45", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/45"):
        file = Shelf().folder / path
        whole = file.read_bytes()
        for place in (0, len(whole) // 2, len(whole) - 1):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
            assert list(checking.findings()) == [f"{path} is not what the entries make."]
        file.write_bytes(whole)
    assert list(checking.findings()) == []


def test_missing_tiles_are_found_and_laid_anew():
    add(300)
    sequencer.place()
    shutil.rmtree(Shelf().folder / "tile" / "0")

    assert list(checking.findings()) == ["tile/0/000 is missing.", "tile/0/001.p/45 is missing."]
    checking.rebuild()
    assert list(checking.findings()) == []


def test_tiles_are_not_laid_anew_from_entries_that_were_changed():
    add(3)
    sequencer.place()
    body = Entry.objects.get(index=2).body.replace("account", "guest")
    Entry.objects.filter(index=2).update(body=body, leaf=model.leaf(body.encode()))
    tile = Shelf().folder / "tile/0/000.p/4"
    before = tile.read_bytes()

    with pytest.raises(NotPossible, match="log-damaged"):
        checking.rebuild()
    assert tile.read_bytes() == before
    assert "The entries have another root than the checkpoint of 4 entries." in list(checking.findings())


def test_a_checkpoint_of_somebody_else_is_found():
    add(3)
    sequencer.place()
    foreign = Signer.new("ocaq.example/log")
    text = Checkpoint("ocaq.example/log", 4, b"x" * 32).text
    (Shelf().folder / "checkpoint").write_text(f"{text}\n{foreign.sign(text)}\n")

    assert list(checking.findings()) == ["The checkpoint shown is not signed by a key of this log."]


def test_a_verifier_key_reads_as_it_is_written():
    assert Verifier.read(keys.signers()[0].verifier.text) == keys.signers()[0].verifier


def test_the_job_notes_what_stops_the_log_and_goes_on_when_it_may(monkeypatch):
    from ocaq.evidence import jobs

    monkeypatch.setattr(jobs, "_not_before", 0.0)
    monkeypatch.setattr(jobs, "_went_well", False)
    add(3, by=system("test"))
    jobs.place_entries()
    assert (jobs.SIZE._value.get(), jobs.UNPLACED._value.get(), jobs.STOPPED._value.get()) == (4, 0, 0)
    kept = copy.kept()
    (copy._folder() / copy.NAME).unlink()
    add()

    jobs.place_entries()
    assert Head.objects.get().trouble == "log-copy-missing"
    assert (jobs.UNPLACED._value.get(), jobs.STOPPED._value.get()) == (1, 1)
    copy.replace(kept)
    jobs.place_entries()
    assert Head.objects.get().trouble == "log-copy-missing"  # it does not look each second
    monkeypatch.setattr(jobs, "_not_before", 0.0)
    jobs.place_entries()

    assert (Head.objects.get().trouble, Head.objects.get().size) == ("", 5)
    assert (jobs.UNPLACED._value.get(), jobs.STOPPED._value.get()) == (0, 0)
