import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from ocaq.design import land
from ocaq.kernel.places import country_codes

ROOT = Path(__file__).resolve().parents[4]


def test_every_country_has_a_light_inside_the_drawing() -> None:
    assert set(land.places()) == set(country_codes())
    for code, (x, y) in land.places().items():
        assert 0 <= x <= land.WIDTH, code
        assert 0 <= y <= land.HEIGHT, code


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("lights", ROOT / "tools/land/lights.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pages_islands_and_the_table_agree(generator: ModuleType) -> None:
    made = {
        code: list(place)
        for code, place in generator.lights((ROOT / "tools/land/lights.txt").read_text().splitlines()).items()
    }
    assert json.loads((ROOT / "src/ocaq/design/lights.json").read_text()) == made
    assert json.loads((ROOT / "islands/map/lights.json").read_text()) == made


@pytest.mark.parametrize(
    ("longitude", "latitude", "place"),
    [(32.5, 39.6, (1327, 239)), (38.5, 55.2, (1345, 126)), (148, -34.6, (2035, 879))],
)
def test_projection_is_that_of_the_land(
    generator: ModuleType, longitude: float, latitude: float, place: tuple[int, int]
) -> None:
    """The places are those that d3's own Equal Earth gave when the land was cut."""
    assert generator.on_the_map(longitude, latitude) == place


@given(st.integers(1, 4), st.integers(1, 4))
def test_few_people_are_drawn_alike(one: int, other: int) -> None:
    (a,), (b,) = land.lights({"TR": one}), land.lights({"TR": other})
    assert (a.glow, a.core, a.ring) == (b.glow, b.core, b.ring)


@given(st.integers(5, 399))
def test_more_people_burn_larger(people: int) -> None:
    (less,), (more,) = land.lights({"TR": people}), land.lights({"TR": people + 1})
    assert less.glow <= more.glow
    assert less.ring <= more.ring
    assert land.lights({"TR": 10 * people + 4000})[0].glow == land.lights({"TR": land.MANY})[0].glow


def test_nobody_and_unknown_codes_burn_not() -> None:
    assert land.lights({"TR": 0, "ZZ": 9, "DE": 2}) == [land.Light("DE", *land.places()["DE"], 2)]


def test_the_map_shows_no_count_of_few() -> None:
    drawn = [
        Template('{% world people label="L" live=True id="w" %}').render(Context({"people": {"DE": n}}))
        for n in (1, 3, 4)
    ]
    assert drawn[0] == drawn[1] == drawn[2]
    assert 'aria-label="L"' in drawn[0]


def test_two_maps_on_a_page_share_no_id() -> None:
    page = Template('{% world p label="a" live=True id="one" %}{% world p label="b" live=True id="two" %}').render(
        Context({"p": {"DE": 5}})
    )
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) == 8
