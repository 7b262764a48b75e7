import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocaq.evidence.rules.tiles import ENTRIES, Mason, Tile, bundle, edge_tiles, first_of, tile_of, unbundle, width_at
from ocaq.evidence.rules.tree import leaf_hash
from ocaq.evidence.tests import model


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(2, 67, 12), "tile/2/067.p/12"),
        (Tile(ENTRIES, 1000, 255), "tile/entries/x001/000.p/255"),
    ],
)
def test_a_tile_has_one_path(tile, path):
    assert tile.path == path
    assert tile_of(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/x000/001",
        "tile/00/000",
        "tile/64/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/007",
        "tile/0/../../secret",
        "tile/data/000",
        "tile/0/000/",
        "tile/0/٠٠٠",
        "tile/0/000\n",
        "tile/0/" + "x001/" * 1_500 + "001",
        "",
    ],
)
def test_any_other_spelling_is_no_tile(path):
    assert tile_of(path) is None


def test_the_sizes_of_the_specification():
    assert [tile for tile in edge_tiles(70_000) if tile.level != ENTRIES] == [
        Tile(0, 273, 112),
        Tile(1, 1, 17),
        Tile(2, 0, 1),
    ]
    assert edge_tiles(256) == [Tile(1, 0, 1)]
    assert edge_tiles(0) == []
    assert [width_at(1, place, 70_000) for place in range(3)] == [256, 17, 0]


@settings(deadline=None)
@given(st.lists(st.binary(max_size=300), max_size=20), st.integers(0, 20))
def test_a_bundle_comes_apart_again_and_can_be_cut(entries, width):
    assert unbundle(bundle(entries)) == entries
    assert unbundle(first_of(Tile(ENTRIES, 0, width), bundle(entries))) == entries[:width]


@pytest.mark.parametrize("packed", [b"\0", b"\0\2a", b"\0\0\xff\xff"])
def test_a_bundle_that_ends_within_an_entry_is_refused(packed):
    with pytest.raises(ValueError, match="within an entry"):
        unbundle(packed)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1400), st.integers(0, 1400), st.randoms(use_true_random=False))
def test_tiles_are_the_same_however_often_the_work_was_interrupted(size, pause, luck):
    entries = [b"%d" % number for number in range(size)]
    whole, parts = {}, {}
    mason = Mason(whole.__setitem__)
    lay(mason, entries, luck)
    root = mason.finish()

    first = Mason(parts.__setitem__)
    lay(first, entries[:pause], luck)
    first.finish()
    again = Mason(parts.__setitem__, size=first.size, rows=first._rows, entries=first._entries)
    lay(again, entries[pause:], luck)

    assert again.finish() == root == model.tree(entries)
    assert {path: parts[path] for path in whole} == whole
    for path, packed in whole.items():
        tile = tile_of(path)
        assert tile.width == width_at(tile.level, tile.place, size)
        if tile.level == ENTRIES:
            assert unbundle(packed) == entries[tile.place * 256 :][: tile.width]
        elif tile.level == 0:
            assert packed == b"".join(map(leaf_hash, entries[tile.place * 256 :][: tile.width]))
        else:
            starts = range(0, len(packed) // 32 * 256, 256)
            assert packed == b"".join(model.tree(entries[start : start + 256]) for start in starts)


def lay(mason, entries, luck):
    while entries:
        count = min(mason.room, luck.randint(1, 256), len(entries))
        mason.lay(entries[:count], [leaf_hash(entry) for entry in entries[:count]])
        entries = entries[count:]
