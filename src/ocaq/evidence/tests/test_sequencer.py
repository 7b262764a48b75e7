"""The log as it grows, is interrupted, restored, rewritten, and given new keys."""

import shutil
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.db import connection, transaction

from ocaq.evidence import copy, keys, sequencer
from ocaq.evidence.models import Entry, Head, Key
from ocaq.evidence.recording import record
from ocaq.evidence.rules.notes import Checkpoint, Signer
from ocaq.evidence.rules.tree import consistency_path
from ocaq.evidence.shelf import Shelf
from ocaq.evidence.tests import model
from ocaq.kernel.actor import system
from ocaq.kernel.refusals import NotPossible

NOON = datetime(2026, 12, 19, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def add(count=1):
    for number in range(count):
        record(
            kind="conference.clock.resumed",
            subject="conference:k7",
            by=system("test"),
            at=NOON,
            facts={"seconds": number},
        )


def bodies():
    return [body.encode() for body in Entry.objects.order_by("index").values_list("body", flat=True)]


def sign_with(settings, *signers):
    settings.LOG_KEY = " ".join(signer.text for signer in signers)


def refused(code):
    return pytest.raises(NotPossible, match=f"^{code}$")


def test_entries_get_places_without_gaps_and_a_signed_root():
    add(300)

    assert sequencer.place() == 301  # the key's own entry is the first of all
    add(3)
    assert sequencer.place() == 304

    assert list(Entry.objects.order_by("index").values_list("index", flat=True)) == list(range(304))
    shown = Shelf().checkpoint()
    assert (shown.size, shown.root) == (304, model.tree(bodies()))
    assert shown.is_signed_by([keys.signers()[0].verifier])
    assert copy.kept() == shown
    assert all(bytes(entry.leaf) == model.leaf(entry.body.encode()) for entry in Entry.objects.all())


@pytest.mark.parametrize("before", [0, 1, 9, 10, 11, 30])
def test_the_first_entry_tells_the_key(before, monkeypatch):
    """Also when acts were written before the key first signed."""
    monkeypatch.setattr(sequencer, "AT_ONCE", 10)
    add(before)
    assert sequencer.place() == before + 1

    entry, *rest = Entry.objects.order_by("index")
    assert [each.facts["seconds"] for each in rest] == list(range(before))
    assert entry.index == 0
    assert entry.kind == "evidence.key.added"
    assert entry.facts["public"] == keys.signers()[0].verifier.public.hex()


def test_nothing_new_signs_nothing_new():
    add()
    sequencer.place()
    before = Head.objects.values().get()

    sequencer.place()

    assert Head.objects.values().get() == before


def test_more_than_one_round(monkeypatch):
    monkeypatch.setattr(sequencer, "AT_ONCE", 100)
    add(250)

    assert sequencer.place() == 251
    assert Shelf().checkpoint().root == model.tree(bodies())


@pytest.mark.parametrize("sizes", [(1, 2), (5, 255, 1), (200, 100, 300, 1)])
def test_each_checkpoint_continues_the_one_before(sizes):
    seen = []
    for count in sizes:
        add(count)
        sequencer.place()
        seen.append(Shelf().checkpoint())

    for old, new in pairwise(seen):
        path = consistency_path(old.size, new.size, Shelf().subtrees(new.size))
        assert model.continues(old.size, new.size, path, old.root, new.root)


def test_only_the_tiles_of_this_size_lie_there():
    for count in (5, 3, 300):
        add(count)
        sequencer.place()

    shelf = Shelf()
    found = sorted(str(path.relative_to(shelf.folder)) for path in (shelf.folder / "tile").rglob("*") if path.is_file())
    assert found == ["tile/0/000", "tile/0/001.p/53", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/53"]


def test_place_refuses_to_run_inside_a_transaction():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    with pytest.raises(RuntimeError), transaction.atomic(), transaction.atomic():
        sequencer.place()


def test_after_a_power_cut_between_commit_and_copy_the_log_goes_on():
    add(3)
    sequencer.place()
    folder = copy._folder()
    shutil.copytree(folder, folder.with_name("earlier"))
    shelf = (Shelf().folder, Shelf().folder.with_name("earlier-tiles"))
    shutil.copytree(*shelf)
    add(300)
    sequencer.place()
    for now, earlier in ((folder, folder.with_name("earlier")), shelf):
        shutil.rmtree(now)
        earlier.rename(now)
    add()

    assert sequencer.place() == 305
    assert copy.kept().root == Shelf().checkpoint().root == model.tree(bodies())


def test_tiles_that_were_lost_are_laid_anew():
    add(400)
    sequencer.place()
    shutil.rmtree(Shelf().folder)
    add()

    assert sequencer.place() == 402
    assert Shelf().checkpoint().root == model.tree(bodies())


def test_tiles_that_were_cut_short_are_laid_anew():
    add(400)
    sequencer.place()
    (Shelf().folder / "tile/0/001.p/145").write_bytes(b"short")
    add()

    assert sequencer.place() == 402
    assert Shelf().hashes(0, 1, 402) == [model.leaf(body) for body in bodies()[256:]]


def test_an_older_database_is_seen_and_nothing_is_signed():
    add(3)
    sequencer.place()
    before = {"size": 4, **Head.objects.values("edge", "note").get()}
    add(2)
    sequencer.place()
    Entry.objects.filter(index__gte=4).delete()
    Head.objects.update(**before)
    add()

    with refused("log-older-than-copy"):
        sequencer.place()

    assert Entry.objects.filter(index=None).count() == 1
    assert Head.objects.get().size == 4
    assert Shelf().checkpoint().size == 6


def test_an_emptied_database_is_seen():
    add(3)
    sequencer.place()
    for rows in (Entry, Head, Key):
        rows.objects.all().delete()
    add()

    with refused("log-older-than-copy"):
        sequencer.place()


def test_another_history_of_the_same_size_is_seen():
    add(3)
    sequencer.place()
    signer = keys.signers()[0]
    other = Checkpoint(signer.name, 4, b"o" * 32)
    copy.replace(Checkpoint(signer.name, 4, b"o" * 32, (signer.sign(other.text),)))
    add()

    with refused("log-split"):
        sequencer.place()


def test_another_history_that_grew_longer_is_seen_and_its_tiles_stay():
    add(3)
    sequencer.place()
    signer = keys.signers()[0]
    other = Checkpoint(signer.name, 2, b"o" * 32)
    copy.replace(Checkpoint(signer.name, 2, b"o" * 32, (signer.sign(other.text),)))
    tile = Shelf().folder / "tile/0/000.p/4"
    before = tile.read_bytes()
    add()

    with refused("log-split"):
        sequencer.place()

    assert tile.read_bytes() == before


@pytest.mark.parametrize("edge", [b"x" * 32, b"", b"x"])
def test_a_rewritten_end_is_seen(edge):
    add(3)
    sequencer.place()
    Head.objects.update(edge=edge)
    add()

    with refused("log-damaged"):
        sequencer.place()


def test_a_missing_copy_is_seen():
    add()
    sequencer.place()
    shutil.rmtree(copy._folder())
    add()

    with refused("log-copy-missing"):
        sequencer.place()


def test_a_power_cut_before_the_first_copy_stops_nothing(monkeypatch):
    add()
    with monkeypatch.context() as cut, pytest.raises(KeyboardInterrupt):
        cut.setattr(sequencer, "publish", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        sequencer.place()
    assert (Head.objects.get().size, copy.kept().size, Shelf().checkpoint()) == (2, 0, None)

    add()
    assert sequencer.place() == 3


@pytest.mark.parametrize("content", ["", "something else", None])
def test_a_copy_of_something_else_is_seen(content):
    add()
    sequencer.place()
    foreign = Signer.new("other.example/log")
    text = Checkpoint("other.example/log", 1, b"x" * 32)
    note = Checkpoint(text.origin, 1, text.root, (foreign.sign(text.text),)).note if content is None else content
    (copy._folder() / copy.NAME).write_text(note)

    with refused("log-copy-foreign"):
        sequencer.place()


def test_a_second_place_that_cannot_be_written_shows_nothing(settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    settings.LOG_COPY = tmp_path / "file" / "copy"
    add()

    with refused("log-copy-unwritable"):
        sequencer.place()

    assert Shelf().checkpoint() is None


def test_tiles_that_cannot_be_written_lose_nothing(settings, tmp_path):
    add()
    folder, settings.LOG_FOLDER = settings.LOG_FOLDER, tmp_path / "file" / "log"
    (tmp_path / "file").write_text("no folder")
    with refused("log-tiles-unwritable"):
        sequencer.place()
    settings.LOG_FOLDER = folder

    assert sequencer.place() == 2
    assert Shelf().checkpoint() == copy.kept()


def test_a_key_is_handed_over(settings):
    old, new = Signer.new("ocaq.example/log"), Signer.new("ocaq.example/log")
    seen = []
    for signers in ((old,), (new, old), (new,)):
        sign_with(settings, *signers)
        add()
        sequencer.place()
        seen.append(Shelf().checkpoint())

    assert [[len(s.lines), s.is_signed_by([old.verifier]), s.is_signed_by([new.verifier])] for s in seen] == [
        [1, True, False],
        [2, True, True],
        [1, False, True],
    ]
    told = Entry.objects.filter(kind__startswith="evidence.key").order_by("index")
    assert [(entry.kind, entry.facts["id"]) for entry in told] == [
        ("evidence.key.added", old.verifier.id.hex()),
        ("evidence.key.added", new.verifier.id.hex()),
        ("evidence.key.retired", old.verifier.id.hex()),
    ]


def test_a_retired_key_alone_signs_nothing_and_may_be_taken_up_again(settings):
    old, new = Signer.new("ocaq.example/log"), Signer.new("ocaq.example/log")
    for signers in ((old,), (new, old), (new,)):
        sign_with(settings, *signers)
        sequencer.place()
    sign_with(settings, old)
    add()

    with refused("log-key-unknown"):
        sequencer.place()
    sign_with(settings, new, old)
    sequencer.place()

    assert len(Shelf().checkpoint().lines) == 2
    assert Key.objects.filter(retired_at=None).count() == 2


def test_a_key_added_while_nothing_happens_signs_what_stands(settings):
    old, new = Signer.new("ocaq.example/log"), Signer.new("ocaq.example/log")
    sign_with(settings, old)
    sequencer.place()
    sign_with(settings, new, old)

    sequencer.place()

    assert Shelf().checkpoint().is_signed_by([new.verifier])


def test_an_unknown_key_alone_signs_nothing(settings):
    add()
    sequencer.place()
    sign_with(settings, Signer.new(keys.signers()[0].name))

    with refused("log-key-unknown"):
        sequencer.place()


def test_a_key_of_another_name_signs_nothing(settings):
    old = Signer.new("ocaq.example/log")
    sign_with(settings, old)
    sequencer.place()
    sign_with(settings, Signer.new("elsewhere.example/log"), old)

    with refused("log-other-name"):
        sequencer.place()


@pytest.mark.parametrize("text", ["nonsense", "/nowhere/at/all", "PRIVATE+KEY+a+b+c"])
def test_a_key_that_is_none_signs_nothing(settings, text):
    settings.LOG_KEY = text
    add()

    with refused("log-key-missing"):
        sequencer.place()


def test_production_makes_no_key_of_its_own(settings, tmp_path):
    settings.MODE, settings.DATA = "production", tmp_path

    with refused("log-key-missing"):
        sequencer.place()

    assert not any(tmp_path.iterdir())


def test_a_demo_makes_its_key_once_for_its_owner_only(settings, tmp_path):
    settings.DATA = tmp_path

    first = keys.signers()

    assert keys.signers() == first
    assert (tmp_path / keys.FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [keys.FILE]


def test_a_process_that_does_not_sign_waits_for_the_one_that_does(settings, monkeypatch):
    monkeypatch.setattr(sequencer, "PATIENCE_S", 0.0)
    add()
    settings.LOG_SIGNED_HERE = False
    with refused("log-waits"):
        sequencer.place()
    settings.LOG_SIGNED_HERE = True
    sequencer.place()
    settings.LOG_SIGNED_HERE = False

    assert sequencer.place() == 2


def test_what_waits_is_told():
    from ocaq.evidence.queries import standing

    add(2)
    assert (standing().size, standing().unplaced, standing().waits_since) == (0, 2, NOON)
    sequencer.place()
    assert (standing().size, standing().unplaced, standing().trouble) == (3, 0, "")


def test_bundles_hold_what_the_database_holds():
    add(260)
    sequencer.place()

    assert Shelf().entries(0, 261) + Shelf().entries(1, 261) == bodies()
    assert Shelf().entries(0, 100) == bodies()[:100]
