"""`ocaq backup` and `ocaq restore`: one .tar that holds everything, with a digest of each part."""

import argparse
import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO, Any

from ocaq.config import dumping
from ocaq.config.house import open_house
from ocaq.config.serve import hold_data
from ocaq.config.trouble import Trouble

FORMAT = "ocaq-backup-1"
# The key that signs the log lies here in a demo: a second server with it would sign another history. The demo's
# `secret` does go along, because it opens what is sealed; in production neither lies here.
LOG_KEY = "log.key"


def backup(options: argparse.Namespace) -> int:
    data = _open(options)
    target: Path = options.file.resolve()
    if target.exists():
        raise Trouble(f"{target} exists already; a backup never overwrites another.")
    part = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix="ocaq-backup-") as folder, _private(part) as file:
            about = _write(file, Path(folder), data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise Trouble(f"{target} could not be written: {error.strerror}.") from None
    finally:
        part.unlink(missing_ok=True)
    print(f"Wrote {target}: {_size(about)}, {target.stat().st_size} bytes.")
    return 0


def _open(options: argparse.Namespace) -> Path:
    wanted: dict[str, str | Path] = {"data": options.data.resolve()} if options.data else {}
    secret = Path(options.data or os.environ.get("OCAQ_DATA", "var")) / "secret"
    if "OCAQ_SECRET" not in os.environ and secret.exists():
        # The folder of a demo, which keeps its secret beside its data.
        wanted |= {"mode": "demo", "secret": secret.read_text(encoding="ascii").strip()}
    open_house(**wanted)
    from django.conf import settings  # noqa: PLC0415

    return Path(settings.DATA)


def _private(path: Path) -> IO[bytes]:
    """Open a new file that only its owner reads: it holds people's records."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _write(file: IO[bytes], folder: Path, data: Path) -> dict[str, Any]:
    from ocaq.kernel import clock  # noqa: PLC0415

    dump = dumping.dump(folder)
    parts = {dump.path.name: dump.path} | {f"files/{path.relative_to(data).as_posix()}": path for path in _files(data)}
    about: dict[str, Any] = {
        "format": FORMAT,
        "version": version("ocaq"),
        "at": clock.now().isoformat(timespec="seconds"),
        "engine": dump.engine,
        "migrations": dump.migrations,
        "rows": dump.rows,
        "files": {},
    }
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name, path in sorted(parts.items()):
            # Copied first: a file that grows while it is read would not match its digest.
            still = folder / "part"
            shutil.copyfile(path, still)
            about["files"][name] = {"sha256": _digest(still), "bytes": still.stat().st_size}
            tar.add(still, arcname=name, filter=_anonymous)
        manifest = folder / "manifest.json"
        manifest.write_text(json.dumps(about, indent=1, sort_keys=True))
        tar.add(manifest, arcname="manifest.json", filter=_anonymous)
    return about


def _files(data: Path) -> Iterator[Path]:
    for path in sorted(data.rglob("*")):
        if path.is_file() and not path.is_symlink() and not _stays(path, data):
            yield path


def _stays(path: Path, data: Path) -> bool:
    """Say whether a backup leaves this out and a restore leaves it alone.

    The key of the log; what is made again or of this moment only; the database, dumped on its own. And the second place
    of the evidence log, which must remember what a restored database has forgotten, and its tiles, which hold the
    entries that would be missing.
    """
    from django.conf import settings  # noqa: PLC0415 - the house is open by now

    first, name = path.relative_to(data).parts[0], path.name
    elsewhere = (Path(settings.STATIC_ROOT), Path(settings.LOG_FOLDER), Path(settings.LOG_COPY))
    return (
        first in {LOG_KEY, ".lock"}
        or first.startswith(".restoring-")
        or name.startswith("ocaq.sqlite3")
        or any(path.resolve().is_relative_to(folder.resolve()) for folder in elsewhere)
    )


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        raise Trouble(f"There is no file {options.file}.")
    data = _open(options)
    with tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as folder, hold_data(data, alone=True):
        about = _unpack(options.file, Path(folder))
        _refuse_unfit(about, data, force=options.force)
        dumping.load(Path(folder) / dumping.NAMES[about["engine"]])
        _put_files(Path(folder), data)
        now = dumping.rows()
        differing = [table for table, count in about["rows"].items() if now.get(table) != count]
    if differing:
        raise Trouble(f"The restored database does not hold what the backup counted, in {', '.join(differing)}.")
    print(f"Restored the backup of {about['at']}: {_size(about)}, all as counted.")
    print("Start the server with `ocaq serve`; it brings the database to its own version.")
    return 0


def _unpack(path: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup and return its manifest.

    Raises:
        Trouble: not a backup, a part is missing, there is one too many, or a digest differs.
    """
    try:
        with tarfile.open(path, "r:") as tar:
            for member in tar:
                name = PurePosixPath(member.name)
                if not member.isfile() or name.is_absolute() or ".." in name.parts:
                    raise Trouble(f"{path} holds {member.name!r}, which no backup of Ocaq holds.")
                _extract(tar, member, folder / name)
        about: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
        listed: dict[str, dict[str, Any]] = about["files"]
        if about["format"] != FORMAT or not isinstance(about["rows"], dict) or about["engine"] not in dumping.NAMES:
            raise Trouble(f"{path} is a backup of another kind: {about['format']}.")
    except (tarfile.TarError, OSError, ValueError, KeyError, TypeError):
        raise Trouble(f"{path} is not a whole backup of Ocaq.") from None
    found = {part.relative_to(folder).as_posix() for part in folder.rglob("*") if part.is_file()} - {"manifest.json"}
    wrong = sorted(found ^ listed.keys()) or sorted(
        name for name in listed if _digest(folder / name) != listed[name]["sha256"]
    )
    if wrong:
        raise Trouble(f"{path} is damaged: {wrong[0]} is not what its manifest says. Nothing was changed.")
    return about


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    """Write the bytes alone: whose they were and how they could be opened is not the backup's to say."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source = tar.extractfile(member)
    assert source is not None  # it is a plain file
    with source, _private(target) as file:
        shutil.copyfileobj(source, file)


def _size(about: dict[str, Any]) -> str:
    return f"{len(about['files'])} files, {sum(about['rows'].values())} rows"


def _refuse_unfit(about: dict[str, Any], data: Path, *, force: bool) -> None:
    engine = dumping.engine()
    if about["engine"] != engine:
        raise Trouble(f"This backup is of {about['engine']}, and the settings name {engine}. Nothing was changed.")
    unknown = sorted(set(about["migrations"]) - dumping.known_migrations())
    if unknown:
        raise Trouble(
            f"This backup was made by a newer Ocaq ({about['version']}); this one does not know {unknown[0]}."
            " Nothing was changed."
        )
    if not force and (dumping.holds_anything() or any(_files(data))):
        raise Trouble(f"There is already something in {data} or its database. To replace it, say --force.")


def _put_files(folder: Path, data: Path) -> None:
    for path in list(_files(data)):
        path.unlink()
    for path in sorted((folder / "files").rglob("*")):
        target = data / path.relative_to(folder / "files")
        if path.is_file() and not _stays(target, data):
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
