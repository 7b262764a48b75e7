"""`python tools/data_map.py check|update`: docs/privacy/ says what every personal.py declares."""

import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "privacy"
GROUNDS = {
    "asked": "Needed for what the person asked for (GDPR 6(1)(b))",
    "consent": "Consent (6(1)(a), for needs 9(2)(a))",
    "task": "Public task of the institution (6(1)(e))",
}
SHOWN = {
    "self": "the person",
    "house": "those whose work it is, each reading noted",
    "hall": "everybody in the hall",
    "everybody": "everybody",
    "nobody": "nobody",
}
SINCE = {"conference": "the end of the conference", "written": "it was written", "changed": "its last change"}
HEAD = """# Data map

Every field that says something of one person: what for, on what ground, to whom it is shown, when it ends, what erases
it. Written from the `personal.py` of every domain by `python tools/data_map.py update`; a field that is declared
nowhere fails the build.

"""
TABLE = "| field | what for | ground | shown to | ends | erased by |\n|---|---|---|---|---|---|\n"
START, END = "<!-- from the code -->\n", "<!-- to here -->"


def documents() -> dict[str, str]:
    """Return {file name: what it must say}; the house is open."""
    from django.utils import translation  # noqa: PLC0415 - the settings are set first

    from ocaq.kernel.personal import declared  # noqa: PLC0415

    before, _start, rest = _written("dpia.md").partition(START)
    with translation.override("en"):
        fields = declared()
        return {
            "data-map.md": HEAD + _map(fields),
            "dpia.md": before + START + _summary(fields) + END + rest.partition(END)[2],
        }


def _map(fields: Sequence[Any]) -> str:
    by_domain = defaultdict(list)
    for one in fields:
        by_domain[one.table.partition(".")[0]].append(_row(one))
    parts = [f"## {domain}\n{TABLE}" + "\n".join(by_domain[domain]) for domain in sorted(by_domain)]
    return "\n\n".join(parts) + "\n"


def _row(one: Any) -> str:
    names = ", ".join(f"`{one.table.partition('.')[2]}.{field}`" for field in one.fields)
    what = "parted from the person" if one.end == "parted" else "erased"
    ends = f"{what} with its record" if one.days is None else f"{what} {one.days} days after {SINCE[one.since]}"
    erased_by = one.erased_by.removeprefix("ocaq.")
    return f"| {names} | {one.purpose} | {one.ground} | {SHOWN[one.shown]} | {ends} | `{erased_by}` |"


def _summary(fields: Sequence[Any]) -> str:
    tables = {one.table for one in fields}
    lines = [f"{sum(len(one.fields) for one in fields)} fields in {len(tables)} tables: [data map](data-map.md).", ""]
    for ground, words in GROUNDS.items():
        of_it = [one for one in fields if one.ground == ground]
        purposes = "; ".join(sorted({str(one.purpose) for one in of_it}))
        lines.append(f"- **{words}**, {sum(len(one.fields) for one in of_it)} fields: {purposes}.")
    return "\n".join(lines) + "\n"


def _written(name: str) -> str:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else ""


def main() -> int:
    os.environ |= {"OCAQ_MODE": "test", "OCAQ_DATA": tempfile.mkdtemp()}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocaq.config.settings")
    import django  # noqa: PLC0415 - the settings are set first

    django.setup()
    stale = {name: text for name, text in documents().items() if _written(name) != text}
    if sys.argv[1:] == ["update"]:
        for name, text in stale.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        return 0
    if stale:
        print(f"docs/privacy: {', '.join(stale)} is not what the code says: python tools/data_map.py update")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
