"""What Ocaq lays down is, byte for byte, what the slow model writes: tiles, bundles, checkpoint, key, proofs."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from ocaq.evidence import proofs, sequencer
from ocaq.evidence.models import Entry
from ocaq.evidence.recording import insert
from ocaq.evidence.rules.notes import Signer
from tests.strangers import verifier
from tests.strangers.model import ModelLog, a_log, canonical

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 19, 12, tzinfo=UTC)


def files(folder: Path) -> dict[str, bytes]:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name: (folder / name).read_bytes() for name in names if not Path(name).name.startswith(".")}


@pytest.mark.parametrize("people", [0, 1, 252, 253, 254, 510])
def test_the_same_files(people: int, settings: Settings, tmp_path: Path) -> None:
    model = ModelLog()
    settings.LOG_KEY = Signer(model.signer.name, model.signer.private.private_bytes_raw()).text
    for body in a_log(people).entries:
        insert("test", "test", "test", f"{NOON:%Y-%m-%d %H:%M:%S}", body.decode())
    sequencer.place()
    sequencer.publish()

    model.entries = [body.encode() for body in Entry.objects.order_by("index").values_list("body", flat=True)]
    assert len(model.entries) == people + 4, "the log adds one that tells its key"
    model.write(tmp_path)
    assert files(settings.LOG_FOLDER) == files(tmp_path)
    for index in {0, len(model.entries) // 2, len(model.entries) - 1}:
        assert proofs.inclusion(index).encode() == model.proof(index, extra=model.entries[index])


def test_every_shape_of_fact_is_read(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    model = ModelLog()
    facts = {
        "number": -(2**53) + 1,
        "codes": ["tr:96", "a/b", "x.y", "1-2"],
        "numbers": [1, 2],
        "yes": True,
        "none": None,
        "empty": [],
        "address": "a+b@example.org",
    }
    model.add(**facts)
    entry = canonical(json.loads(model.entries[0]) | {"commit": "0" * 64})
    insert("test", "test", "test", f"{NOON:%Y-%m-%d %H:%M:%S}", entry.decode())
    sequencer.place()
    sequencer.publish()

    assert verifier.load().main([str(settings.LOG_FOLDER)]) == 0
    assert "2 of 2 entries hang on the signed root" in capsys.readouterr().out
