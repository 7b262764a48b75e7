"""Strangers' code, in Go and from npm, accepts our format and refuses what was tampered with."""

import shutil
from pathlib import Path

import pytest

from tests.strangers.foreign import Answer, ask
from tests.strangers.model import ModelLog, Signer, a_log
from tests.strangers.served import served

pytestmark = pytest.mark.slow

PROVEN = (0, 1, 255, 256, 511, 512, 561, 562)


@pytest.fixture(scope="module")
def log() -> ModelLog:
    return a_log()


@pytest.fixture(scope="module")
def written(log: ModelLog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = log.write(tmp_path_factory.mktemp("log"))
    (folder / "proof").mkdir()
    for index in PROVEN:
        (folder / "proof" / str(index)).write_bytes(log.proof(index))
    return folder


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "log"))


def ask_go(go: Path, folder: Path, log: ModelLog, *more: object) -> Answer:
    with served(folder) as address:
        return ask(go, address, log.signer.vkey, *more)


def ask_npm(npm: list[str], folder: Path, log: ModelLog) -> Answer:
    with served(folder) as address:
        return ask(*npm, address, log.signer.vkey, *PROVEN)


@pytest.mark.parametrize("older", [1, 255, 256, 257, 512, 563])
def test_go_accepts_checkpoint_tiles_entries_consistency_and_proof(
    older: int, go: Path, folder: Path, log: ModelLog, tmp_path: Path
) -> None:
    (tmp_path / "older").write_bytes(log.checkpoint(older))
    (tmp_path / "proof").write_bytes(log.proof(older - 1, extra=b"told aside"))
    (tmp_path / "entry").write_bytes(log.entries[older - 1])

    answer = ask_go(go, folder, log, tmp_path / "older", tmp_path / "proof", tmp_path / "entry")

    assert answer.accepted, answer.said
    assert "563 entries and inclusion proofs: accepted by sumdb/tlog and transparency-dev/merkle" in answer.said
    assert f"consistency with size {older}: accepted" in answer.said
    assert f"proof file of entry {older - 1}: accepted" in answer.said


def test_npm_accepts_checkpoint_and_inclusion(npm: list[str], folder: Path, log: ModelLog) -> None:
    answer = ask_npm(npm, folder, log)

    assert answer.accepted, answer.said
    assert f"{len(PROVEN)} inclusion proofs: accepted by @sigstore/verify" in answer.said


def test_both_pass_over_a_witness_they_do_not_know(go: Path, npm: list[str], folder: Path, log: ModelLog) -> None:
    embassy = Signer("witness.example/embassy", seed=9, kind=4)
    (folder / "checkpoint").write_bytes(log.checkpoint(len(log.entries), embassy))

    assert ask_go(go, folder, log).accepted
    assert ask_npm(npm, folder, log).accepted


@pytest.mark.parametrize("place", ["start", "middle", "end"])
@pytest.mark.parametrize(
    "name", ["tile/entries/001", "tile/entries/002.p/51", "tile/0/001", "tile/0/002.p/51", "tile/1/000.p/2"]
)
def test_go_refuses_a_flipped_bit(name: str, place: str, go: Path, folder: Path, log: ModelLog) -> None:
    flip(folder / name, place)

    assert not ask_go(go, folder, log).accepted


@pytest.mark.parametrize("name", ["tile/entries/000", "proof/255"])
def test_npm_refuses_a_flipped_bit(name: str, npm: list[str], folder: Path, log: ModelLog) -> None:
    raw = bytearray((folder / name).read_bytes())
    raw[raw.index(b"attendance") if b"attendance" in raw else raw.index(b"\n", 30) + 5] ^= 1
    (folder / name).write_bytes(raw)

    assert not ask_npm(npm, folder, log).accepted


@pytest.mark.parametrize("at", [0, 20, 30, 150])
def test_both_refuse_a_changed_checkpoint(at: int, go: Path, npm: list[str], folder: Path, log: ModelLog) -> None:
    raw = bytearray((folder / "checkpoint").read_bytes())
    raw[at] ^= 1
    (folder / "checkpoint").write_bytes(raw)

    assert not ask_go(go, folder, log).accepted
    assert not ask_npm(npm, folder, log).accepted


def test_go_refuses_a_rewritten_history(go: Path, folder: Path, log: ModelLog, tmp_path: Path) -> None:
    other = a_log()
    other.entries[3] = other.entries[4]
    (tmp_path / "older").write_bytes(other.checkpoint(400))

    answer = ask_go(go, folder, log, tmp_path / "older")

    assert not answer.accepted
    assert "consistency" in answer.said


def test_both_refuse_another_key(go: Path, npm: list[str], folder: Path) -> None:
    other = ModelLog(seed=2)

    assert not ask_go(go, folder, other).accepted
    assert not ask_npm(npm, folder, other).accepted


def flip(file: Path, place: str) -> None:
    raw = bytearray(file.read_bytes())
    raw[{"start": 2, "middle": len(raw) // 2, "end": len(raw) - 1}[place]] ^= 1
    file.write_bytes(raw)
