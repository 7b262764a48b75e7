"""The verifier accepts what is right: logs of every shape, from a folder or a server, with proofs and witnesses."""

import ast
import base64
import subprocess
import sys
from pathlib import Path

import pytest

from tests.strangers import verifier
from tests.strangers.model import ModelLog, Signer
from tests.strangers.served import served

ocaq_verify = verifier.load()


def grown(size: int) -> ModelLog:
    log = ModelLog()
    while len(log.entries) < size:
        log.add(number=len(log.entries))
    return log


@pytest.mark.parametrize("size", [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 700])
def test_every_shape_holds_with_every_older_one(size: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = grown(size)
    log.write(tmp_path)
    older = sorted({0, 1, 2, 255, 256, 257, size // 2, max(size - 1, 0), size} & set(range(size + 1)))
    for each in older:
        (tmp_path / f"old-{each}").write_bytes(log.checkpoint(each))

    status = ocaq_verify.main([str(tmp_path), *(f"--with={tmp_path}/old-{each}" for each in older)])

    told = capsys.readouterr().out
    assert status == 0, told
    assert f"{size} of {size} entries hang on the signed root" in told
    assert all(f"begins with the {each} entries" in told for each in older)


@pytest.mark.slow
def test_three_levels_of_tiles(tmp_path: Path) -> None:
    log = ModelLog()
    log.entries = [grown(1).entries[0]] * (65_536 + 700)
    log.write(tmp_path)
    (tmp_path / "old").write_bytes(log.checkpoint(65_537))

    assert ocaq_verify.main([str(tmp_path), f"--with={tmp_path}/old"]) == 0


def test_a_number_of_seven_digits_has_its_folders() -> None:
    assert ocaq_verify.path_of("0", 1234067) == "tile/0/x001/x234/067"
    assert ocaq_verify.path_of("entries", 0, 7) == "tile/entries/000.p/7"


def test_a_copy_fetches_only_what_is_new(tmp_path: Path) -> None:
    log = grown(600)
    site, copy = tmp_path / "site", tmp_path / "copy"
    log.write(site / "log")
    with served(site) as address:
        assert ocaq_verify.main([address, "--copy", str(copy), "--key", log.signer.vkey]) == 0
        kept = copy / "tile/0/000"
        before = kept.stat().st_mtime_ns
        while len(log.entries) < 800:
            log.add(number=len(log.entries))
        log.write(site / "log")
        for number in (0, 1):
            (site / f"log/tile/0/00{number}").unlink()
            (site / f"log/tile/entries/00{number}").unlink()

        assert ocaq_verify.main([address, "--copy", str(copy)]) == 0

    assert kept.stat().st_mtime_ns == before
    assert ocaq_verify.main([str(copy)]) == 0
    assert (copy / "checkpoint").read_bytes() == log.checkpoint()


def test_a_partial_file_that_was_outgrown_is_cut_from_the_full_one(tmp_path: Path) -> None:
    log = grown(700)
    log.write(tmp_path)
    (tmp_path / "checkpoint").write_bytes(log.checkpoint(300))
    row = b"".join(log.leaves()[256:512])
    (tmp_path / "tile/1/000.p/1").write_bytes((tmp_path / "tile/1/000.p/2").read_bytes()[:32])
    assert (tmp_path / "tile/0/001").read_bytes() == row

    assert ocaq_verify.main([str(tmp_path)]) == 0


def test_proof_with_the_entry_inside_beside_or_not_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = grown(300)
    key = f"--key={log.signer.vkey}"
    (tmp_path / "inside").write_bytes(log.proof(299, extra=log.entries[299]))
    (tmp_path / "bare").write_bytes(log.proof(7, size=100))
    (tmp_path / "entry").write_bytes(log.entries[7])

    assert ocaq_verify.main([key, f"--proof={tmp_path}/inside"]) == 0
    assert ocaq_verify.main([key, f"--proof={tmp_path}/bare", f"--entry={tmp_path}/entry"]) == 0
    assert ocaq_verify.main([key, f"--proof={tmp_path}/bare"]) == 2
    assert "give the entry with --entry" in capsys.readouterr().err


def test_unknown_cosignatures_are_passed_over_and_known_ones_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log, embassy = grown(3), Signer("witness.example/embassy", seed=9, kind=4)
    log.write(tmp_path)
    whole = log.checkpoint(3, embassy)
    (tmp_path / "checkpoint").write_bytes(whole)

    assert ocaq_verify.main([str(tmp_path)]) == 0
    assert "witness" not in capsys.readouterr().out
    assert ocaq_verify.main([str(tmp_path), f"--witness={embassy.vkey}"]) == 0
    assert "witness.example/embassy saw 3 entries at 2026-12-19 19:12:00 UTC" in capsys.readouterr().out

    head, _, line = whole.decode()[:-1].rpartition(" ")
    raw = bytearray(base64.b64decode(line))
    raw[11] ^= 1
    (tmp_path / "checkpoint").write_text(f"{head} {base64.b64encode(raw).decode()}\n")
    assert ocaq_verify.main([str(tmp_path), f"--witness={embassy.vkey}"]) == 1
    assert "The signature of witness.example/embassy does not fit" in capsys.readouterr().out


def test_without_network_or_key_the_answer_is_that_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "checkpoint").write_bytes(grown(1).checkpoint())

    assert ocaq_verify.main([str(tmp_path)]) == 2
    assert ocaq_verify.main(["http://127.0.0.1:9", "--key", ModelLog().signer.vkey]) == 2


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(verifier.FILE.read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names

    told = subprocess.run(
        [sys.executable, "-I", "-S", verifier.FILE, "--help"], capture_output=True, text=True, check=True
    )
    assert "evidence log" in told.stdout


def test_the_command_runs_the_same_file(tmp_path: Path) -> None:
    log = grown(3)
    log.write(tmp_path)

    done = subprocess.run(
        [sys.executable, "-m", "ocaq.config.cli", "verify", tmp_path], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "3 of 3 entries hang on the signed root" in done.stdout


def test_a_copy_goes_over_to_a_new_key_when_it_is_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, site, copy = grown(3), tmp_path / "site", tmp_path / "copy"
    log.write(site / "log")
    with served(site) as address:
        assert ocaq_verify.main([address, "--copy", str(copy)]) == 0
        new = ModelLog(seed=2)
        new.entries = [*log.entries, *grown(5).entries[3:]]
        new.write(site / "log")
        assert ocaq_verify.main([address, "--copy", str(copy)]) == 1
        assert "It names model.example/log+" in capsys.readouterr().out
        assert ocaq_verify.main([address, "--copy", str(copy), "--key", new.signer.vkey]) == 0
        assert "begins with the 3 entries of your copy" in capsys.readouterr().out
        assert ocaq_verify.main([address, "--copy", str(copy)]) == 0


def test_a_checkpoint_of_a_former_key_needs_that_key_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, new, older, both = grown(3), ModelLog(seed=2), tmp_path / "older", tmp_path / "keys"
    older.write_bytes(log.checkpoint())
    new.entries = grown(5).entries
    folder = str(new.write(tmp_path / "log"))
    assert ocaq_verify.main([folder, "--key", new.signer.vkey, "--with", str(older)]) == 1
    assert f"Of {older}: The checkpoint is not signed with the key you gave." in capsys.readouterr().out

    both.write_text(f"{new.signer.vkey}\n{log.signer.vkey}\n")
    assert ocaq_verify.main([folder, "--key", str(both), "--with", str(older)]) == 0
    assert f"begins with the 3 entries of {older}" in capsys.readouterr().out


def test_what_witnesses_saw_is_held_against_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, embassy = grown(9), Signer("witness.example/embassy", seed=9, kind=4)
    log.write(tmp_path)
    (tmp_path / "witness").write_bytes(log.checkpoint(4, embassy))
    asked = [str(tmp_path), f"--witness={embassy.vkey}"]

    assert ocaq_verify.main(asked) == 0
    told = capsys.readouterr().out
    assert "witness.example/embassy saw 4 entries at" in told
    assert "begins with the 4 entries of the witnesses" in told

    other = grown(9)
    other.entries[2] = other.entries[1]
    other.write(tmp_path)
    assert ocaq_verify.main(asked) == 1
    assert "signed before (the witnesses): history was rewritten" in capsys.readouterr().out


def test_a_server_of_large_files_does_not_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = ocaq_verify.Source(tmp_path, "https://large.example/log")
    monkeypatch.setattr(source, "fetch", lambda _path: bytes(ocaq_verify.LARGEST_FILE))

    source.prepare([f"tile/entries/{number:03d}" for number in range(32)])

    held = sum(len(raw) for raw in source.ahead.values())
    assert ocaq_verify.AHEAD <= held < ocaq_verify.AHEAD + 8 * ocaq_verify.LARGEST_FILE


def test_files_are_fetched_ahead_a_few_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = ModelLog()
    for number in range(40 * 256):
        log.add(number=number)
    prepared: list[list[str]] = []
    monkeypatch.setattr(ocaq_verify.Source, "prepare", lambda _self, paths: prepared.append(paths))

    assert ocaq_verify.main([str(log.write(tmp_path))]) == 0

    assert [len(paths) for paths in prepared] == [32, 32, 16] * 2, "it is walked twice"
