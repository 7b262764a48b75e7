"""`ocaq log`: the evidence log as whoever runs the server keeps it. What to do when: docs/operations/log.md."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ocaq.config.house import open_house, with_database
from ocaq.config.trouble import Trouble

Act = Callable[[argparse.Namespace], int]


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="ocaq log", description="Keep the evidence log. What to do when: docs/operations/log.md."
    )
    acts = top.add_subparsers(metavar="ACT", required=True)

    def add(name: str, short: str, run: Act) -> argparse.ArgumentParser:
        act: argparse.ArgumentParser = acts.add_parser(name, help=short, description=short)
        act.set_defaults(run=run)
        return act

    add("status", "say how large the log is, what waits, and what stops it", status)
    check_act = add("check", "compare every entry, every tile, the checkpoint and its copy", check)
    check_act.add_argument("--rebuild", action="store_true", help="lay every tile anew from the entries, then compare")
    key = add("key", "make, hand over, replace or show the key that signs", key_act)
    whats = (
        "new: make one; roll: sign with the next beside this one; replace: go on without the old one; show: all of them"
    )
    key.add_argument("what", choices=["new", "roll", "replace", "show"], help=whats)
    key.add_argument("--name", default="", help="name of a new log (the address without https://, and /log)")
    key.add_argument("--because", choices=["lost", "stolen"], default="lost", help="why a key is replaced (lost)")
    back = add(
        "recover",
        "take back what an older backup lacks: entries from the tiles, publications of figures from the entries",
        recover,
    )
    back.add_argument("folder", type=Path, nargs="?", help="a folder with the tiles (this server's own)")
    add("copy", "write the second place anew, after its copy was lost", renew_copy)
    _add_for_strangers(add)
    return top


def _add_for_strangers(add: Callable[[str, str, Act], argparse.ArgumentParser]) -> None:
    witness = add("witness", "show a witness's signature of one of our checkpoints", add_witness)
    witness.add_argument("key", metavar="KEY", help="the witness's public key: name+id+key")
    witness.add_argument("file", type=Path, metavar="FILE", help="the checkpoint with the witness's line")
    wrong = add("correct", "say by a new entry that an earlier one is wrong", correct)
    wrong.add_argument("index", type=int, help="place of the entry that is wrong")
    wrong.add_argument("reason", help="why, as a code: lower-case letters, digits and dashes")
    opened = add("reveal", "open commitments for an auditor: records with their salts, into a file", reveal)
    opened.add_argument("file", type=Path, metavar="FILE", help="the file to write; must not exist yet")
    opened.add_argument("start", type=int, metavar="FROM", help="place of the first entry")
    opened.add_argument("end", type=int, metavar="TO", help="place after the last entry, so greater than FROM")
    which = "kind of the entries (%(default)s); all kinds: docs/privacy-log.md, what is sealed"
    opened.add_argument("--type", default="conference.attendance.kept", metavar="KIND", help=which)
    opened.add_argument("--reason", required=True, help="who asked or what for, as a code: it stands in the log")


def main(arguments: Sequence[str]) -> int:
    options = parser().parse_args(arguments)
    if not (getattr(options, "what", "") == "new" and options.name):  # a first key is made before there are settings
        open_house()
    from ocaq.kernel.refusals import Refused  # noqa: PLC0415 - the settings are read first

    run: Callable[[argparse.Namespace], int] = options.run
    try:
        with with_database():
            return run(options)
    except Refused as refused:
        raise Trouble(f"{refused.sentence} docs/operations/log.md says what to do about {refused.code}.") from None


def status(_options: argparse.Namespace) -> int:
    from ocaq.evidence import copy  # noqa: PLC0415
    from ocaq.evidence.queries import standing  # noqa: PLC0415
    from ocaq.kernel.refusals import SENTENCES  # noqa: PLC0415

    now, near = standing(), copy.nearness()
    signed = f", signed {now.signed_at:%Y-%m-%d %H:%M:%S} UTC" if now.signed_at else ", not signed yet"
    print(f"{now.size} entries{signed}; {now.unplaced} wait.")
    if near:
        print(f"{SENTENCES[near]} docs/operations/log.md says what to do about {near}.")
    if now.trouble:
        raise Trouble(f"{SENTENCES[now.trouble]} docs/operations/log.md says what to do about {now.trouble}.")
    return 0


def check(options: argparse.Namespace) -> int:
    from ocaq.evidence import checking  # noqa: PLC0415

    if options.rebuild:
        checking.rebuild()
        print("Every tile is laid anew.")
    wrong = 0
    for finding in checking.findings():
        wrong += 1
        print(finding)
    if wrong:
        raise Trouble(f"Not as it should be: {wrong} of the above. docs/operations/log.md says what to do.")
    print("Entries, tiles, checkpoint and its copy agree.")
    return 0


def key_act(options: argparse.Namespace) -> int:
    return {"new": _new_key, "roll": _roll_key, "replace": _replace_key, "show": _show_keys}[options.what](options)


def _new_key(options: argparse.Namespace) -> int:
    from ocaq.evidence.rules.notes import Signer  # noqa: PLC0415

    try:
        signer = Signer.new(options.name or _own_name())
    except ValueError:
        raise Trouble("A key's name has only ASCII letters, digits and signs, no spaces and no plus.") from None
    print(f"The secret line goes into OCAQ_LOG_KEY, this one to everybody:\n{signer.verifier.text}", file=sys.stderr)
    print(signer.text)
    return 0


def _own_name() -> str:
    from ocaq.evidence import keys  # noqa: PLC0415

    return keys.own_name()


def _roll_key(_options: argparse.Namespace) -> int:
    from ocaq.evidence import sequencer  # noqa: PLC0415
    from ocaq.evidence.rules.notes import Signer  # noqa: PLC0415

    own = sequencer.signers()
    if not own:
        raise Trouble("There is no key yet: `ocaq log key new` makes one.")
    new = Signer.new(own[0].name)
    both = f"{new.text} {own[0].text}"
    print(
        "With this line in OCAQ_LOG_KEY both keys sign. Publish the new public key, wait until everybody has it, and"
        f" then leave only the first of the two in OCAQ_LOG_KEY.\n{new.verifier.text}",
        file=sys.stderr,
    )
    print(both)
    return 0


def _replace_key(options: argparse.Namespace) -> int:
    from ocaq.evidence import keeping  # noqa: PLC0415

    print(f"From now on the log is signed with\n{keeping.replace_key(options.because)}")
    return 0


def _show_keys(_options: argparse.Namespace) -> int:
    from ocaq.evidence import sequencer  # noqa: PLC0415

    own = {signer.verifier for signer in sequencer.signers()}
    for verifier in dict.fromkeys([*own, *sequencer.known_keys()]):
        print(f"{verifier.text}  {'signs' if verifier in own else 'signed before'}")
    return 0


def recover(options: argparse.Namespace) -> int:
    from ocaq.evidence import keeping  # noqa: PLC0415
    from ocaq.evidence.shelf import Shelf  # noqa: PLC0415
    from ocaq.kernel import clock  # noqa: PLC0415
    from ocaq.kernel.actor import system  # noqa: PLC0415
    from ocaq.kernel.refusals import NotPossible  # noqa: PLC0415
    from ocaq.report.commands.recovery import take_back_publications  # noqa: PLC0415

    nothing_lost = None
    try:
        print(f"Entries taken back: {keeping.take_back(Shelf(options.folder))}. The log goes on.")
    except NotPossible as refused:
        if refused.code != "log-nothing-lost":
            raise
        nothing_lost = refused  # but perhaps not all was written again the last time
    publications = take_back_publications(by=system("operator"), at=clock.now())
    if nothing_lost and not publications:
        raise nothing_lost
    print(f"Publications of figures taken back: {publications}.")
    return 0


def renew_copy(_options: argparse.Namespace) -> int:
    from ocaq.evidence import keeping  # noqa: PLC0415

    print(f"The second place knows the log again, of {keeping.renew_copy()} entries.")
    return 0


def add_witness(options: argparse.Namespace) -> int:
    from ocaq.evidence import keeping  # noqa: PLC0415
    from ocaq.evidence.rules.notes import Verifier  # noqa: PLC0415

    try:
        witness, note = Verifier.read(options.key), options.file.read_text(encoding="utf-8")
    except (ValueError, OSError) as error:
        raise Trouble(f"The key or the file cannot be read: {error}.") from None
    print(f"/log/witness shows the signature of {witness.name} under {keeping.add_witness(note, witness)} entries.")
    return 0


def correct(options: argparse.Namespace) -> int:
    from ocaq.evidence import keeping, sequencer  # noqa: PLC0415
    from ocaq.kernel import clock  # noqa: PLC0415
    from ocaq.kernel.actor import system  # noqa: PLC0415

    try:
        keeping.correct_entry(index=options.index, reason=options.reason, by=system("operator"), at=clock.now())
    except ValueError:
        raise Trouble("A reason is a code: lower-case letters, digits and dashes.") from None
    print(f"Entry {options.index} is said to be wrong, in a log of now {sequencer.place()} entries.")
    return 0


def reveal(options: argparse.Namespace) -> int:
    from ocaq.evidence import revealing, sequencer  # noqa: PLC0415
    from ocaq.kernel import clock  # noqa: PLC0415
    from ocaq.kernel.actor import system  # noqa: PLC0415

    if options.type not in revealing.kinds():
        raise Trouble(f"Entries {options.type} hold nothing sealed. These do: {', '.join(revealing.kinds())}.")
    if options.start >= options.end:
        raise Trouble("TO is the place after the last entry, so it is greater than FROM.")
    asked = {"kind": options.type, "start": options.start, "end": options.end, "reason": options.reason}
    try:
        file = os.fdopen(os.open(options.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8")
    except OSError as error:
        raise Trouble(f"{options.file} cannot be written: {error.strerror}.") from None
    try:
        with file:
            opened, closed = revealing.reveal_entries(**asked, by=system("operator"), at=clock.now())
            file.writelines(f"{each.line}\n" for each in opened)
    except ValueError:
        raise Trouble("A reason is a code: lower-case letters, digits and dashes.") from None
    finally:
        if not options.file.stat().st_size:
            options.file.unlink()
    print(f"{options.file} opens {len(opened)} entries; {closed} cannot be opened any more.")
    print("It holds records of people: hand it to the auditor and to nobody else, and delete it here.")
    print(f"That it was made stands in the log, of now {sequencer.place()} entries.")
    return 0
