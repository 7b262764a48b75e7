"""Gather the interface's words into `src/ocaq/locale/<language>/LC_MESSAGES/django.po`, and compile them.

    python tools/catalogues.py update [LANGUAGE]   take new words in, let old ones go, keep translations
    python tools/catalogues.py compile             .po -> .mo, where the .po is newer
    python tools/catalogues.py check               exit 1: a word missing, untranslated, doubtful, or broken
    python tools/catalogues.py missing LANGUAGE    print what is untranslated

A new language: `update de`, translate the file it makes, done: settings and menus follow the files.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

from ocaq.kernel.catalogues import catalogues_in, compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "ocaq"
LOCALE = SOURCE / "locale"
FUNCTIONS = {
    "gettext": "",
    "gettext_lazy": "",
    "gettext_noop": "",
    "_": "",
    "ngettext": "n",
    "ngettext_lazy": "n",
    "pgettext": "c",
    "pgettext_lazy": "c",
    "npgettext": "cn",
    "npgettext_lazy": "cn",
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
Word = tuple[str | None, str | tuple[str, str]]  # context, message or (singular, plural)


def _word(function: str, arguments: list[str]) -> Word:
    shape = FUNCTIONS[function]
    context = arguments.pop(0) if "c" in shape else None
    return context, (arguments[0], arguments[1]) if "n" in shape else arguments[0]


def words_of_template(path: Path) -> Iterator[tuple[int, Word]]:
    """Yield (line, word) as Django itself reads the template; a call is cut at the first bracket that parses."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 - compiling needs no Django

    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for start in re.finditer(r"(?<!\w)(_|n?p?gettext)\(", code):
        for end in re.finditer(r"\)", code[start.end() :]):
            try:
                call = ast.parse(code[start.start() : start.end() + end.end()].strip(), mode="eval").body
            except SyntaxError:
                continue
            assert isinstance(call, ast.Call)
            texts = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
            yield code.count("\n", 0, start.start()) + 1, _word(start[1], texts)
            break


def words_of_module(path: Path) -> Iterator[tuple[int, Word]]:
    with path.open("rb") as file:
        for line, function, message, _ in extract_python(file, list(FUNCTIONS), [], {}):
            texts = [text for text in (message if isinstance(message, tuple) else (message,)) if isinstance(text, str)]
            if texts and len(texts) > FUNCTIONS[function].count("c") + FUNCTIONS[function].count("n"):
                yield line, _word(function, texts)


def gather() -> Catalog:
    catalogue = Catalog(charset="utf-8")
    for path in sorted(SOURCE.rglob("*")):
        if {"tests", "node_modules", "migrations", "static"} & set(path.parts):
            continue
        if path.suffix == ".py":
            found = words_of_module(path)
        elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
            found = words_of_template(path)
        else:
            continue
        for _, (context, message) in found:
            catalogue.add(message, context=context, locations=[(path.relative_to(ROOT).as_posix(), 0)])
    return catalogue


def languages() -> list[str]:
    return sorted(catalogues_in(LOCALE))


def read(language: str) -> Catalog:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, catalogue: Catalog) -> None:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False, omit_header=False
        )


def update(only: str | None) -> None:
    source = gather()
    for language in [only] if only else languages():
        old = read(language)
        # Only the plural rule belongs in the header: dates and tools would make every update a conflict.
        new = Catalog(
            locale=language,
            charset="utf-8",
            header_comment=f"# Ocaq, {language}",
            project="Ocaq",
            version="1",
            fuzzy=False,
            creation_date=old.creation_date,
            revision_date=old.revision_date,
        )
        for message in source:
            if message.id:
                before = old.get(message.id, context=message.context)
                new.add(
                    message.id, before.string if before else None, context=message.context, locations=message.locations
                )
        write(language, new)


def missing(language: str) -> Iterator[str]:
    """Yield what stands between the source's words and a whole catalogue."""
    catalogue = read(language)
    for message in gather():
        if not message.id:
            continue
        translated = catalogue.get(message.id, context=message.context)
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = (
            ()
            if translated is None
            else translated.string
            if isinstance(translated.string, tuple)
            else (translated.string,)
        )
        if not forms or not all(forms):
            yield f"{language}: untranslated: {sources[0]!r} ({message.locations[0][0]})"
        elif translated is not None and translated.fuzzy:
            yield f"{language}: doubtful: {sources[0]!r}"
        else:
            asked = {match.group() for match in PLACEHOLDER.finditer(sources[-1])}
            for form in forms:
                given = {match.group() for match in PLACEHOLDER.finditer(form)}
                # A plural form for exactly one or two may say the number in words.
                if not given <= asked or (len(forms) == 1 and given != asked):
                    yield f"{language}: placeholders differ: {sources[0]!r} -> {form!r}"


def main(argv: list[str]) -> int:
    match argv:
        case ["update"] | ["update", _]:
            update(argv[1] if len(argv) > 1 else None)
        case ["compile"]:
            compile_catalogues(LOCALE)
        case ["missing", language]:
            print("\n".join(missing(language)))
        case ["check"]:
            faults = [fault for language in languages() for fault in missing(language)]
            print("\n".join(faults) if faults else f"{', '.join(languages())}: every word is translated")
            return 1 if faults else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
