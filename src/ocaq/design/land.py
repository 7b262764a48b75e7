"""Where a country's light stands on the land of the world, and how large it burns."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WIDTH, HEIGHT = 2400, 1038
# Up to this many people are drawn alike, so that nobody is pointed at.
FEW = 4
# From here on a light grows no more, or it would hide its neighbours.
MANY = 400


@dataclass(frozen=True, slots=True)
class Light:
    country: str
    x: int
    y: int
    people: int

    @property
    def _root(self) -> float:
        return math.sqrt(min(max(self.people, FEW), MANY))

    @property
    def glow(self) -> int:
        return round(21.2 + 9.63 * self._root)

    @property
    def core(self) -> float:
        return round(2.4 + 0.62 * self._root, 1)

    @property
    def ring(self) -> float:
        return round(3.4 + 1.5 * self._root, 1)


@cache
def places() -> dict[str, tuple[int, int]]:
    """Return {country: (x, y)} in the drawing, for every country code of the house."""
    raw = json.loads((Path(__file__).parent / "lights.json").read_text())
    return {code: (x, y) for code, (x, y) in raw.items()}


def lights(people: Mapping[str, int]) -> list[Light]:
    """Return a light for each country with people, the largest first; a code without a place is left out."""
    burning = ((code, count) for code, count in people.items() if count > 0 and code in places())
    return [Light(code, *places()[code], count) for code, count in sorted(burning, key=lambda one: (-one[1], one[0]))]
