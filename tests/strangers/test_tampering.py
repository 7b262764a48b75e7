"""One flipped bit anywhere is found, and so is a history that was rewritten or shown to one reader only."""

import contextlib
import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.strangers import verifier
from tests.strangers.model import ModelLog, a_log
from tests.strangers.served import served

ocaq_verify = verifier.load()


def told(*arguments: object) -> tuple[int, str]:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
        status = ocaq_verify.main([str(argument) for argument in arguments])
    return status, out.getvalue()


@contextlib.contextmanager
def flipped(file: Path, bit: int) -> Iterator[None]:
    before = file.read_bytes()
    after = bytearray(before)
    after[bit // 8] ^= 1 << bit % 8
    file.write_bytes(after)
    try:
        yield
    finally:
        file.write_bytes(before)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    log = a_log()
    folder = log.write(tmp_path_factory.mktemp("log"))
    (folder / "proof").write_bytes(log.proof(300, extra=log.entries[300]))
    return folder


ENTRIES = ["tile/entries/000", "tile/entries/001", "tile/entries/002.p/51"]
FULL_TILES = ["tile/0/000", "tile/0/001"]
LAST_TILES = ["tile/0/002.p/51", "tile/1/000.p/2"]


@given(where=some.data(), name=some.sampled_from(ENTRIES))
@settings(max_examples=60, deadline=None)
def test_a_bit_of_an_entry(folder: Path, where: some.DataObject, name: str) -> None:
    bit = where.draw(some.integers(0, (folder / name).stat().st_size * 8 - 1))
    with flipped(folder / name, bit):
        status, text = told(folder)

    assert status == 1
    assert f" in {name} is not the one that was logged" in text


@given(where=some.data(), name=some.sampled_from(FULL_TILES + LAST_TILES))
@settings(max_examples=60, deadline=None)
def test_a_bit_of_a_tile(folder: Path, where: some.DataObject, name: str) -> None:
    bit = where.draw(some.integers(0, (folder / name).stat().st_size * 8 - 1))
    with flipped(folder / name, bit):
        status, text = told(folder)

    assert status == 1
    if name in FULL_TILES:
        assert f"{name} is not the tile that the tile above it stands for" in text
    else:
        assert "The tiles at the end of the log do not lead to the signed root" in text
        assert name in text


@given(where=some.data())
@settings(max_examples=60, deadline=None)
def test_a_bit_of_the_checkpoint(folder: Path, where: some.DataObject) -> None:
    bit = where.draw(some.integers(0, (folder / "checkpoint").stat().st_size * 8 - 1))
    with flipped(folder / "checkpoint", bit):
        status, text = told(folder)

    assert status == 1
    assert "WRONG       The checkpoint " in text or "does not fit" in text or "is not Base64" in text


@given(where=some.data())
@settings(max_examples=60, deadline=None)
def test_a_bit_of_a_proof(folder: Path, where: some.DataObject) -> None:
    key, proof = f"--key={folder}/key", folder / "proof"
    bit = where.draw(some.integers(0, proof.stat().st_size * 8 - 1))
    assert told(key, f"--proof={proof}")[0] == 0
    with flipped(proof, bit):
        status, text = told(key, f"--proof={proof}")

    assert status == 1
    assert "WRONG" in text


@pytest.mark.slow
def test_a_bit_of_every_byte_of_a_small_log(tmp_path: Path) -> None:
    folder = a_log(3).write(tmp_path)
    (folder / "key").rename(tmp_path / "public")
    key = f"--key={tmp_path}/public"
    files = [folder / "checkpoint", *(file for file in folder.rglob("tile/**/*") if file.is_file())]
    unseen = []
    for file in files:
        for byte in range(file.stat().st_size):
            with flipped(file, byte * 8 + byte % 8):
                if told(folder, key)[0] != 1:
                    unseen.append((file.name, byte))
    assert told(folder, key)[0] == 0
    assert not unseen


@pytest.mark.parametrize("name", [*ENTRIES, *FULL_TILES, *LAST_TILES])
@pytest.mark.parametrize("length", ["nothing", "a byte less", "a byte more"])
def test_a_file_of_another_length_or_none(folder: Path, name: str, length: str) -> None:
    file = folder / name
    raw = file.read_bytes()
    if length == "nothing":
        file.unlink()
    else:
        file.write_bytes(raw[:-1] if length == "a byte less" else raw + b"\0")
    try:
        status, text = told(folder)
    finally:
        file.write_bytes(raw)

    assert status == 1
    assert name in text


def test_a_copy_is_read_and_not_written(folder: Path) -> None:
    """On a disc that nobody may write to, a copy can be checked too."""
    before = {file: file.stat() for file in folder.rglob("*")}

    assert told(folder)[0] == 0

    assert {file: file.stat().st_ino for file in folder.rglob("*")} == {
        file: stat.st_ino for file, stat in before.items()
    }


LIES = {
    "a greater number": {"value": 561},
    "a smaller number": {"value": 559},
    "of fewer entries": {"of_from": 1, "value": 559},
    "of entries to come": {"of_to": 999},
    "another query than the digest says": {"query": "0" * 64},
    "no query": {"how": "guess"},
    "a hidden publication": {"number": 3},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_figure_that_does_not_follow_from_its_entries_though_signed(lie: str, tmp_path: Path) -> None:
    log = ModelLog()
    for _ in range(560):
        log.add("conference.attendance.kept", conference="k7m2")
    log.publish(**({"how": "count", "of_type": "conference.attendance.kept", "value": 560} | LIES[lie]))

    status, text = told(log.write(tmp_path))

    assert status == 1
    assert {
        "a greater number": "was published as 561, but its entries give 560",
        "a smaller number": "was published as 559, but its entries give 560",
        "of fewer entries": "leaves out entry 0",
        "of entries to come": "is made from entries that do not stand before it",
        "another query than the digest says": "the digest of the query of conference.people does not fit",
        "no query": "does not say how it was made",
        "a hidden publication": "hides a publication",
    }[lie] in text


def test_a_correction_leaves_an_entry_out_and_a_false_figure_is_told_as_corrected(tmp_path: Path) -> None:
    log = a_log(20)
    log.add("evidence.entry.corrected", "evidence:log", index=4, reason="counted-twice")
    of = {"how": "count", "of_type": "conference.attendance.kept", "of_facts": ["conference:k7m2", "round:1"]}
    false = log.publish(**of, value=20, number=2, replaces=20, reason="recount")
    assert "was published as 20, but its entries give 19" in told(log.write(tmp_path))[1]

    log.add("evidence.entry.corrected", "evidence:log", index=false, reason="miscounted")
    log.publish(**of, value=19, number=3, replaces=false, reason="recount")
    status, text = told(log.write(tmp_path))

    assert status == 0
    assert f"Entry {false + 1} says so." in text
    assert "conference.people of conference:k7m2: 19" in text


def test_a_figure_of_an_entry_that_is_said_to_be_wrong_since_is_told_as_such(tmp_path: Path) -> None:
    log = a_log(20)
    assert "note" not in told(log.write(tmp_path))[1]
    index = log.add("evidence.entry.corrected", "log:entry", index=4, reason="counted-twice")

    status, text = told(log.write(tmp_path))

    assert status == 0, "it followed from its entries when it was published"
    said = f"though entry {index} has said since that entry 4 is wrong."
    assert f"note        conference.people was not published anew, {said}\n" in text


def test_a_publication_that_is_said_to_be_wrong_since_is_told_as_such(tmp_path: Path) -> None:
    log = a_log(20)
    index = log.add("evidence.entry.corrected", "log:entry", index=20, reason="counted-too-early")

    status, text = told(log.write(tmp_path))

    assert status == 0, "it followed from its entries when it was published"
    said = f"though entry {index} has said since that entry 20 is wrong."
    assert f"note        conference.people was not published anew, {said}\n" in text


@pytest.mark.parametrize("entry", [b"{}", b"[]", b"1.5", b'{"v": 1}', b"\xff", b"[" * 3000, b'{"v":1,"v":1}', b""])
def test_an_entry_of_another_form(entry: bytes, tmp_path: Path) -> None:
    log = a_log(2)
    log.entries.append(entry)

    status, text = told(log.write(tmp_path))

    assert status == 1
    assert f"Entry {len(log.entries) - 1} " in text


SPELLINGS = [
    lambda raw: raw.replace(b'":', b'": ', 1),
    lambda raw: raw.replace(b'"by":"account",', b"").replace(b"}", b',"by":"account"}', 2),
    lambda raw: raw.replace(b'{"at"', b'{"at":"2020-01-01T00:00:00Z","at"', 1),
    lambda raw: raw.replace(b"account", b"acc\\u006funt"),
    lambda raw: raw + b"\n",
]


@pytest.mark.parametrize("spelling", range(len(SPELLINGS)))
def test_an_entry_in_another_spelling(spelling: int, tmp_path: Path) -> None:
    log = a_log(2)
    log.entries[1] = SPELLINGS[spelling](log.entries[1])

    status, text = told(log.write(tmp_path))

    assert status == 1
    assert "Entry 1 is not an object of JSON written in its one right way." in text


def rewritten(log: ModelLog) -> ModelLog:
    other = a_log(560)
    other.entries[10] = other.entries[11]
    assert len(other.entries) == len(log.entries)
    return other


@pytest.mark.parametrize("more", [0, 1, 300])
def test_a_rewritten_history_is_found_by_an_older_checkpoint(more: int, tmp_path: Path) -> None:
    log = a_log()
    (tmp_path / "kept").write_bytes(log.checkpoint())
    other = rewritten(log)
    for number in range(more):
        other.add(number=number)

    status, text = told(other.write(tmp_path / "now"), f"--with={tmp_path}/kept")

    assert status == 1
    assert f"The first {len(log.entries)} entries are not those that were signed before" in text


def test_a_log_that_was_cut_is_found_by_an_older_checkpoint(tmp_path: Path) -> None:
    log = a_log()
    (tmp_path / "kept").write_bytes(log.checkpoint())

    status, text = told(log.write(tmp_path / "now", size=400), f"--with={tmp_path}/kept")

    assert status == 1
    assert "it was cut or set back" in text


@pytest.mark.parametrize("more", [0, 300])
def test_a_split_view_is_found_by_whoever_keeps_a_copy(more: int, tmp_path: Path) -> None:
    log, site, copy = a_log(), tmp_path / "site", tmp_path / "copy"
    log.write(site / "log")
    with served(site) as address:
        assert told(address, "--copy", copy)[0] == 0
        shutil.rmtree(site / "log")
        other = rewritten(log)
        for number in range(more):
            other.add(number=number)
        other.write(site / "log")
        status, text = told(address, "--copy", copy)

    assert status == 1
    assert "history was rewritten, or you are shown another log than others" in text
    assert (copy / "checkpoint").read_bytes() == log.checkpoint()
    assert (copy / "checkpoint.refused").read_bytes() == other.checkpoint()


def test_a_log_of_another_key_or_name(tmp_path: Path) -> None:
    log, other = a_log(3), a_log(3, seed=2)
    log.write(tmp_path)

    assert "not signed with the key you gave" in told(tmp_path, "--key", other.signer.vkey)[1]
    mistyped = log.signer.vkey.replace("model", "modell")
    assert "does not match its hash" in told(tmp_path, "--key", mistyped)[1]


def test_a_checkpoint_of_another_log_under_the_same_key(tmp_path: Path) -> None:
    log = a_log(3)
    log.write(tmp_path)
    text = (tmp_path / "checkpoint").read_text().split("\n\n")[0].replace("model.example", "other.example") + "\n"
    (tmp_path / "checkpoint").write_text(text + "\n" + log.signer.line(text))

    assert "The checkpoint is of another log: other.example/log." in told(tmp_path)[1]


def test_a_tile_that_is_only_the_hash_of_itself(folder: Path) -> None:
    file = folder / "tile/0/000"
    before = file.read_bytes()
    file.write_bytes((folder / "tile/1/000.p/2").read_bytes()[:32])
    try:
        assert "tile/0/000 holds 32 bytes instead of 8192." in told(folder)[1]
    finally:
        file.write_bytes(before)


@pytest.mark.parametrize("named", [3, 9, -1, "0", True])
def test_a_correction_of_nothing_that_stands_before_it(named: object, tmp_path: Path) -> None:
    log = a_log(0)
    log.add("evidence.entry.corrected", "log:entry", index=named, reason="x")

    assert "Entry 3 corrects no entry that stands before it." in told(log.write(tmp_path))[1]


def test_the_json_of_a_figure_is_held_against_the_log(tmp_path: Path) -> None:
    log = a_log(2)
    words = {"en": "People who came.", "ru": "Люди, которые пришли."}
    digest = hashlib.sha256(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    of = {"how": "sum:deeds", "of_type": "conference.questions.asked", "value": 0}
    index = log.publish(ref="figure:c", meaning=digest, unit="person", smallest=0, **of)
    facts = json.loads(log.entries[index])["facts"]
    said_of_itself = {name: facts[name] for name in ("figure", "about")} | {"unit": "person", "smallest": 0}
    figure = said_of_itself | {
        "definition": {"words": words},
        "releases": [{"index": index, "facts": facts}],
        "entries": [{"index": at, **json.loads(log.entries[at])} for at in (0, 1)],
    }
    file = tmp_path / "figure.json"
    file.write_text(json.dumps(figure))
    assert told(log.write(tmp_path), f"--figure={file}")[0] == 0

    for said, found in (
        (figure | {"releases": [{"index": index, "facts": facts | {"value": 3}}]}, f"something else of entry {index}"),
        (figure | {"entries": [{"index": 1, **json.loads(log.entries[0])}]}, "something else of entry 1"),
        (figure | {"entries": [{"index": 99, "v": 1}]}, "speaks of entry 99, which could not be found"),
        (
            figure | {"definition": {"words": words | {"en": "Others."}}},
            "in other words than those that were published",
        ),
        (
            figure | {"definition": {"words": words | {"ru": "Другие."}}},
            "in other words than those that were published",
        ),
        (figure | {"definition": {"words": {"en": words["en"]}}}, "in other words than those that were published"),
        (figure | {"unit": "country", "smallest": 5}, "says of itself another unit, smallest than was published"),
        ([], "is not the JSON of a figure"),
    ):
        file.write_text(json.dumps(said))
        status, text = told(tmp_path, f"--figure={file}")
        assert status == 1
        assert f"WRONG       {file} " in text
        assert found in text


def test_names_that_a_terminal_would_obey_are_refused(tmp_path: Path) -> None:
    log = a_log(1)
    log.write(tmp_path)
    with (tmp_path / "checkpoint").open("a") as file:
        file.write("— nobody\x1b[2J AAAAAAAA\n")

    status, text = told(tmp_path)

    assert status == 1
    assert "\x1b" not in text
