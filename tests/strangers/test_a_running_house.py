"""A house that runs: every stranger accepts what it serves, also when it has grown and when its power was cut."""

import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.house import House
from tests.strangers import verifier
from tests.strangers.foreign import ask
from tests.strangers.served import served

pytestmark = pytest.mark.slow

ocaq_verify = verifier.load()
PLACED_WITHIN_S = 20


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house")).start()
    yield house
    house.stop()
    assert house.errors() == []


def get(house: House, path: str) -> bytes:
    with urllib.request.urlopen(house.url + path, timeout=10) as answer:
        return bytes(answer.read())


def size(house: House) -> int:
    return int(get(house, "/log/checkpoint").split(b"\n")[1])


def act(house: House, role: str = "staff") -> None:
    """Do something that leaves an entry, in a second process: give somebody a role."""
    before = size(house)
    house.ocaq("appoint", role, f"{role}-{before}@example.org")
    until = time.monotonic() + PLACED_WITHIN_S
    while size(house) == before:
        assert time.monotonic() < until, "the act was not placed in the log"
        time.sleep(0.2)


def verified(*arguments: object) -> int:
    return int(ocaq_verify.main([str(argument) for argument in arguments]))


def test_the_verifier_accepts_it_and_counts_its_figures(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verified(house.url, "--copy", tmp_path) == 0

    told = capsys.readouterr().out
    counted = dict(re.findall(r"figure +(\S+) of \S+: (.+)", told))
    assert len(counted) >= 10
    assert int(counted["conference.people"]) > 100
    assert "All of this holds." in told


def test_go_accepts_it_and_its_growth(house: House, go: Path, tmp_path: Path) -> None:
    key = get(house, "/log/key").decode().split("\n")[0]
    (tmp_path / "older").write_bytes(get(house, "/log/checkpoint"))
    act(house)
    last = size(house) - 1
    proof = get(house, f"/log/proof/{last}")
    (tmp_path / "proof").write_bytes(proof)
    (tmp_path / "entry").write_bytes(ocaq_verify.unbase64(proof.split(b"\n")[1].decode().removeprefix("extra ")))

    answer = ask(go, f"{house.url}/log", key, tmp_path / "older", tmp_path / "proof", tmp_path / "entry")

    assert answer.accepted, answer.said
    assert "entries and inclusion proofs: accepted by sumdb/tlog and transparency-dev/merkle" in answer.said
    assert "consistency with size" in answer.said
    assert f"proof file of entry {last}: accepted" in answer.said
    assert verified("--key", key, "--proof", tmp_path / "proof") == 0


def test_npm_accepts_it(house: House, npm: list[str]) -> None:
    key = get(house, "/log/key").decode().split("\n")[0]
    some = [0, 1, 255, 256, 257, 511, 512, size(house) - 1]

    answer = ask(*npm, f"{house.url}/log", key, *some)

    assert answer.accepted, answer.said
    assert f"{len(some)} inclusion proofs: accepted by @sigstore/verify" in answer.said


def test_it_holds_over_a_power_cut(house: House, go: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert verified(house.url, "--copy", copy) == 0
    (tmp_path / "older").write_bytes((copy / "checkpoint").read_bytes())
    act(house, "director")
    house.kill()
    house.start()
    act(house)

    assert verified(house.url, "--copy", copy) == 0
    assert verified(copy, "--with", tmp_path / "older") == 0
    key = (copy / "key").read_text().split("\n")[0]
    assert ask(go, f"{house.url}/log", key, tmp_path / "older").accepted


def of_entry(copy: Path) -> None:
    change(next((copy / "tile/entries").rglob("000")), 100)


def of_tile(copy: Path) -> None:
    change(copy / "tile/0/000", 100)


def of_edge(copy: Path) -> None:
    change(max((copy / "tile/0").glob("*.p/*")), 3)


def of_checkpoint(copy: Path) -> None:
    change(copy / "checkpoint", len((copy / "checkpoint").read_bytes().split(b"\n")[0]) + 2)


def change(file: Path, at: int) -> None:
    raw = bytearray(file.read_bytes())
    raw[at] ^= 1
    file.write_bytes(raw)


@pytest.mark.parametrize("flip", [of_entry, of_tile, of_edge, of_checkpoint])
def test_a_flipped_bit_of_what_it_served_is_refused(
    flip: Callable[[Path], None], house: House, go: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy"
    assert verified(house.url, "--copy", copy) == 0
    key = (copy / "key").read_text().split("\n")[0]
    with served(copy) as address:
        assert ask(go, address, key).accepted
    flip(copy)

    with served(copy) as address:
        assert not ask(go, address, key).accepted
    assert verified(copy) == 1
    assert "WRONG" in capsys.readouterr().out


def test_an_auditor_counts_what_the_log_only_pledges(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, before = tmp_path / "auditor", size(house)
    house.ocaq("log", "reveal", file, 0, before, "--reason", "audit-2027")
    assert file.stat().st_mode & 0o777 == 0o600

    assert verified(house.url, "--revealed", file) == 0

    told = capsys.readouterr().out
    people = int(re.findall(r"figure +conference.people of \S+: (\d+)", told)[0])
    assert f"revealed    {people} commitments by {file}" in told
    assert f"revealed    all {people} people of the count of entry " in told
    assert size(house) > before  # that it was opened stands there
    first, *rest = file.read_text().splitlines(keepends=True)
    file.write_text("".join([first.replace('"minutes":', '"minutes":1'), *rest]))
    assert verified(house.url, "--revealed", file) == 1


def test_figures_as_data_are_what_the_log_says(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = sorted(set(re.findall(r'href="(/figures/[a-z0-9]+/)"', get(house, "/figures/").decode())))
    assert len(pages) >= 10
    files = [tmp_path / f"{number}.json" for number, _ in enumerate(pages)]
    for page, file in zip(pages, files, strict=True):
        file.write_bytes(get(house, f"{page}figure.json"))
    asked = [house.url, "--copy", tmp_path / "copy", *(f"--figure={file}" for file in files)]
    assert verified(*asked) == 0

    told = json.loads(files[0].read_text())
    for name, change in FORGERIES.items():
        forged = json.loads(files[0].read_text())
        change(forged)
        assert forged != told, name
        files[0].write_text(json.dumps(forged))
        capsys.readouterr()
        assert verified(*asked) == 1, name
        assert f"WRONG       {files[0]} " in capsys.readouterr().out, name


FORGERIES: dict[str, Callable[[Any], object]] = {
    "another fact": lambda told: told["releases"][0]["facts"].update(as_of=1),
    "another entry": lambda told: told["entries"][0].update(at="2020-01-01T00:00:00Z"),
    "an entry of nowhere": lambda told: told["entries"][0].update(index=10**9),
    "another meaning": lambda told: told["definition"]["words"].update(en="Whoever we wished for."),
    "another meaning in one language": lambda told: told["definition"]["words"].update(ru="Кто угодно."),
    "no publication": lambda told: told["releases"].clear(),
}


def test_a_house_that_begins_its_log_anew_is_found_out(
    go: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    house, copy = House(tmp_path / "data"), tmp_path / "copy"
    house.start()
    try:
        assert verified(house.url, "--copy", copy) == 0
        house.kill()
        house.begin_anew()
        house.start()
        capsys.readouterr()

        assert verified(house.url) == 0, "by itself it is a sound log of the same key"
        assert verified(house.url, "--copy", copy) == 1
        said = capsys.readouterr().out
        assert "history was rewritten" in said or "it was cut or set back" in said
        answer = ask(go, f"{house.url}/log", (copy / "key").read_text().split("\n")[0], copy / "checkpoint")
        assert not answer.accepted
    finally:
        house.stop()
