"""Writes the committed vectors anew: `python -m tests.strangers.vectors`. They change only when the format does."""

import json
from pathlib import Path

from tests.strangers.model import ModelLog, Signer, a_log

FOLDER = Path(__file__).resolve().with_name("vectors")
OLDER = (1, 100, 256)
PROVEN = (0, 255, 256, 264, 266)


def the_log() -> ModelLog:
    return a_log(264)


def write(folder: Path) -> None:
    log = the_log()
    log.write(folder)
    (folder / "proof").mkdir(exist_ok=True)
    for size in OLDER:
        (folder / f"checkpoint-{size}").write_bytes(log.checkpoint(size))
    (folder / "checkpoint-cosigned").write_bytes(
        log.checkpoint(len(log.entries), Signer("witness.example/embassy", seed=9, kind=4))
    )
    for index in PROVEN:
        (folder / "proof" / f"{index}.tlog-proof").write_bytes(log.proof(index, extra=log.entries[index]))
    facts = {"size": len(log.entries), "figures": {"264": 264, "266": ["tr:96", "de:84", "other:14"]}}
    (folder / "facts.json").write_text(json.dumps(facts, indent=1) + "\n")


if __name__ == "__main__":
    write(FOLDER)
