"""The icons and the mark: one file draws them, pages carry copies inline so that they need no request."""

import re
from functools import cache
from pathlib import Path

_STATIC = Path(__file__).parent / "static" / "ocaq"
_SYMBOL = re.compile(r'<symbol id="([a-z-]+)" viewBox="([0-9 ]+)">(.*?)</symbol>')
# Icons that point along the line of reading turn round in right-to-left pages.
DIRECTED = frozenset({"arrow", "back", "leave", "undo", "skip", "play", "text", "sound", "captions"})


@cache
def shapes() -> dict[str, tuple[str, str]]:
    """Return {name: (viewBox, drawing)}."""
    return {name: (box, drawing) for name, box, drawing in _SYMBOL.findall((_STATIC / "icons.svg").read_text())}


@cache
def mark_path() -> str:
    """Return the seven stones of the mark, without the fire in the middle."""
    return _path_of("mark.svg")


@cache
def seal_path() -> str:
    """Return the thinner stones of the seal."""
    return _path_of("seal.svg")


@cache
def land_path() -> str:
    """Return the land of the world as one path of parallels."""
    return _path_of("world.svg")


def _path_of(file: str) -> str:
    found = re.search(r' d="([^"]+)"', (_STATIC / file).read_text())
    if found is None:
        message = f"{file} holds no path"
        raise ValueError(message)
    return found[1]
