"""Projects the hand-placed lights onto the land of the world and writes them for pages and for the islands.

Run from the root: .venv/bin/python tools/land/lights.py
The land itself is cut by `world.mjs` beside this file, with the same settings.
"""

import json
from pathlib import Path

from ocaq.design.projection import on_the_map

ROOT = Path(__file__).resolve().parents[2]
FOR_PAGES = ROOT / "src/ocaq/design/lights.json"
FOR_ISLANDS = ROOT / "islands/map/lights.json"


def lights(lines: list[str]) -> dict[str, tuple[int, int]]:
    placed = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            code, longitude, latitude = line.split()
            placed[code] = on_the_map(float(longitude), float(latitude))
    return dict(sorted(placed.items()))


def main() -> None:
    placed = lights((Path(__file__).parent / "lights.txt").read_text().splitlines())
    text = "{\n" + ",\n".join(f"{json.dumps(code)}: {json.dumps(place)}" for code, place in placed.items()) + "\n}\n"
    for target in (FOR_PAGES, FOR_ISLANDS):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


if __name__ == "__main__":
    main()
