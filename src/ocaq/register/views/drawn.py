"""What was found, drawn on the land of the world: a dot for each town, as large as it has communities."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from ocaq.design import icons, land
from ocaq.design.projection import on_the_map
from ocaq.kernel.places import country_name
from ocaq.register.queries.directory import Asked, PlaceRow

_MANY = 100
_NEAREST = 480  # the narrowest window, some 8,000 km: less of the land could not be recognised
# Towns are named where the window is narrow, and where a name hides no other.
_NAMED_BELOW = 1.6
_MOST_NAMES = 12
_NAME_WIDE, _NAME_TALL, _NAME_ABOVE = 46, 18, 8
_PADDING = 0.35
_TALL = land.HEIGHT / land.WIDTH


@dataclass(frozen=True, slots=True)
class Dot:
    """One dot. `query`: what narrows the directory to it."""

    x: float
    y: float
    r: float
    words: str
    bodies: int
    query: str
    label_y: float = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """`box`: the window on the land. `pixel`: how many units of the drawing a pixel of a wide screen shows."""

    box: str
    pixel: float
    land: str
    dots: Sequence[Dot]
    by_country: bool
    labels: Sequence[Dot]


def drawing(places: Sequence[PlaceRow], countries: Mapping[str, int]) -> Drawing:
    """Draw the towns, or the countries where the towns are so many that they would hide each other."""
    by_country = not places
    points = list(_countries(countries) if by_country else _towns(places))
    left, top, width = _window([(x, y) for x, y, *_ in points])
    pixel = width / 640
    radii = [_radius(bodies, pixel) for _, _, bodies, *_ in points]
    dots = [
        Dot(x, y, r, words, bodies, query, round(y - r - pixel * _NAME_ABOVE / 2, 1))
        for (x, y, bodies, words, query), r in zip(points, radii, strict=True)
    ]
    box = f"{left:.0f} {top:.0f} {width:.0f} {width * _TALL:.0f}"
    return Drawing(box, round(pixel, 2), icons.land_path(), dots, by_country, _labels(dots, pixel))


def _labels(dots: Sequence[Dot], pixel: float) -> list[Dot]:
    """Return the dots that are named: the larger first, none whose name would lie on another's."""
    named: list[Dot] = []
    for dot in dots if pixel < _NAMED_BELOW else ():
        near = (
            other
            for other in named
            if abs(other.x - dot.x) < 2 * _NAME_WIDE * pixel and abs(other.label_y - dot.label_y) < _NAME_TALL * pixel
        )
        if len(named) < _MOST_NAMES and next(near, None) is None:
            named.append(dot)
    return named


def _towns(places: Iterable[PlaceRow]) -> Iterable[tuple[int, int, int, str, str]]:
    for one in places:
        yield *on_the_map(one.longitude, one.latitude), one.bodies, str(one.name), f"place={one.ref}"


def _countries(countries: Mapping[str, int]) -> Iterable[tuple[int, int, int, str, str]]:
    language = get_language() or "en"
    for code, bodies in sorted(countries.items(), key=lambda one: -one[1]):
        if code in land.places():
            yield *land.places()[code], bodies, country_name(code, language), f"country={code}"


def _radius(bodies: int, pixel: float) -> float:
    return round(pixel * (2.2 + 0.9 * math.sqrt(min(bodies, _MANY))), 1)


def _window(points: Sequence[tuple[int, int]]) -> tuple[float, float, float]:
    """Return left, top and width of a window around the points, inside the drawing and of its shape."""
    if not points:
        return 0, 0, land.WIDTH
    xs, ys = [x for x, _ in points], [y for _, y in points]
    wide = (max(xs) - min(xs)) * (1 + 2 * _PADDING)
    tall = (max(ys) - min(ys)) * (1 + 2 * _PADDING)
    width = min(max(wide, tall / _TALL, _NEAREST), land.WIDTH)
    left = (max(xs) + min(xs) - width) / 2
    top = (max(ys) + min(ys) - width * _TALL) / 2
    return (
        min(max(left, 0), land.WIDTH - width),
        min(max(top, 0), land.HEIGHT - width * _TALL),
        width,
    )


def narrowed(asked: Asked) -> dict[str, str]:
    """Return what is asked as parts of an address, but for the page."""
    parts = {
        "q": asked.words,
        "kind": asked.kind,
        "country": asked.country,
        "place": asked.place,
        "taught": asked.taught,
        "closed": "1" if asked.with_closed else "",
    }
    return {name: value for name, value in parts.items() if value}
