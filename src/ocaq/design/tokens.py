"""The tokens of colour, read from the style sheet that defines them, and how far apart two of them are."""

import re
from functools import cache
from pathlib import Path

_SHEET = Path(__file__).parent / "static" / "ocaq" / "tokens.css"
_BLOCKS = {"light": r":root\{\n(.*?)\n\}", "hall": r"\n\.hall\{\n(.*?)\n\}"}
_COLOUR = re.compile(r"--([a-z0-9-]+):(#[0-9a-f]{3}|#[0-9a-f]{6});")


@cache
def colours(world: str) -> dict[str, str]:
    """Return {token: #rrggbb} of the light world, or of the hall as it overrides the light one."""
    sheet = _SHEET.read_text()
    found = dict(colours("light")) if world == "hall" else {}
    block = re.search(_BLOCKS[world], sheet, re.DOTALL)
    if block is None:
        message = f"tokens.css has no world {world}"
        raise ValueError(message)
    return found | {name: _whole(value) for name, value in _COLOUR.findall(block[1])}


def _whole(value: str) -> str:
    return value if len(value) == 7 else "#" + "".join(2 * digit for digit in value[1:])


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
