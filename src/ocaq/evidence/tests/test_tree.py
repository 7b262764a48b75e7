import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocaq.evidence.rules.tree import Edge, consistency_path, full_root, inclusion_path, leaf_hash, root_at
from ocaq.evidence.tests import model

sizes = st.integers(1, 300)


def entries_of(size):
    return [b"%d" % number for number in range(size)]


def subtrees_of(entries):
    leaves = [leaf_hash(entry) for entry in entries]
    return lambda level, place: full_root(leaves[place << level : (place + 1) << level])


@settings(deadline=None)
@given(sizes, st.integers(0, 300))
def test_an_edge_that_was_packed_goes_on_to_the_same_root(size, pause):
    entries = entries_of(size)
    edge = Edge()
    edge.extend(leaf_hash(entry) for entry in entries[:pause])
    edge = Edge.unpack(edge.size, edge.pack())
    edge.extend(leaf_hash(entry) for entry in entries[pause:])

    assert (edge.size, edge.root()) == (size, model.tree(entries))


def test_nothing_has_a_root_too():
    assert Edge().root() == root_at(0, subtrees_of([])) == model.tree([])


def test_an_edge_of_another_size_is_refused():
    with pytest.raises(ValueError, match="a tree of 3 has 2 hashes"):
        Edge.unpack(3, b"\0" * 32)


@settings(deadline=None)
@given(sizes, st.data())
def test_a_proof_of_inclusion_is_that_of_the_model_and_proves(size, data):
    index = data.draw(st.integers(0, size - 1))
    entries = entries_of(size)

    path = inclusion_path(index, size, subtrees_of(entries))

    assert path == model.path(index, entries)
    assert model.includes(index, size, entries[index], path, model.tree(entries))
    assert not model.includes(index, size, b"another", path, model.tree(entries))


@settings(deadline=None)
@given(sizes, st.data())
def test_a_proof_of_consistency_is_that_of_the_model_and_proves(size, data):
    old = data.draw(st.integers(1, size))
    entries = entries_of(size)

    path = consistency_path(old, size, subtrees_of(entries))

    assert path == model.proof(old, entries)
    assert model.continues(old, size, path, model.tree(entries[:old]), model.tree(entries))
    assert not model.continues(old, size, path, model.tree([*entries[: old - 1], b"x"]), model.tree(entries))


@settings(deadline=None)
@given(sizes, st.data())
def test_an_earlier_root_is_found_again(size, data):
    old = data.draw(st.integers(1, size))
    entries = entries_of(size)

    assert root_at(old, subtrees_of(entries)) == model.tree(entries[:old])
