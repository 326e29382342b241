"""The tree of RFC 9162 §2.1: every leaf proves, a changed byte refuses, no history is cut or rewritten."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.merkle import (
    EMPTY_ROOT,
    Tree,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    root_of,
)

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "merkle.json").read_text("utf-8")
)
SIZES = st.integers(1, 70)


def leaves(count: int, first: int = 0) -> list[bytes]:
    return [leaf_hash(str(n).encode()) for n in range(first, first + count)]


def by_definition(hashes: list[bytes]) -> bytes:
    """MTH as RFC 9162 §2.1.1 writes it, the slow way."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node_hash(by_definition(hashes[:k]), by_definition(hashes[k:]))


def raw(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def test_roots_are_those_of_the_reference_tree() -> None:
    hashes = [leaf_hash(entry) for entry in raw(VECTORS["entries"])]
    assert [Tree(hashes[:n]).root().hex() for n in range(len(hashes) + 1)] == VECTORS["roots"]


@pytest.mark.parametrize("each", VECTORS["inclusion"], ids=lambda each: each["name"])
def test_inclusion_as_in_the_vectors(each: dict[str, Any]) -> None:
    path, root = raw(each["path"]), bytes.fromhex(each["root"])
    leaf = leaf_hash(bytes.fromhex(each["entry"]))
    assert is_included(leaf, each["index"], each["size"], path, root) is each["holds"]


@pytest.mark.parametrize("each", VECTORS["consistency"], ids=lambda each: each["name"])
def test_consistency_as_in_the_vectors(each: dict[str, Any]) -> None:
    roots = bytes.fromhex(each["first_root"]), bytes.fromhex(each["second_root"])
    assert is_consistent(each["first"], each["second"], *roots, raw(each["path"])) is each["holds"]


@settings(deadline=None)
@given(st.integers(0, 70))
def test_a_root_is_what_the_definition_says(size: int) -> None:
    tree = Tree(leaves(size))
    assert tree.root() == by_definition(leaves(size)) == root_of(tree.peaks())


@settings(deadline=None)
@given(SIZES, st.data())
def test_every_leaf_proves(size: int, data: st.DataObject) -> None:
    tree, index = Tree(leaves(size)), data.draw(st.integers(0, size - 1))
    assert is_included(leaves(size)[index], index, size, tree.inclusion(index), tree.root())


@settings(deadline=None)
@given(SIZES, st.data())
def test_any_changed_byte_of_a_proof_refuses(size: int, data: st.DataObject) -> None:
    tree, index = Tree(leaves(size)), data.draw(st.integers(0, size - 1))
    hashes = [leaves(size)[index], *tree.inclusion(index), tree.root()]
    place, byte = data.draw(st.integers(0, len(hashes) - 1)), data.draw(st.integers(0, 31))
    changed = bytearray(hashes[place])
    changed[byte] ^= data.draw(st.integers(1, 255))
    hashes[place] = bytes(changed)
    assert not is_included(hashes[0], index, size, hashes[1:-1], hashes[-1])


@settings(deadline=None)
@given(SIZES, SIZES, st.data())
def test_a_proof_of_another_place_refuses(size: int, other: int, data: st.DataObject) -> None:
    tree, index = Tree(leaves(size)), data.draw(st.integers(0, size - 1))
    path = tree.inclusion(index)
    for wrong in {index + 1, index - 1, other} - {index}:
        assert not is_included(leaves(size)[index], wrong, size, path, tree.root())
    assert not is_included(leaves(size)[index], index, size, [*path, path[0] if path else b""], tree.root())
    assert not path or not is_included(leaves(size)[index], index, size, path[:-1], tree.root())


def test_a_node_is_not_taken_for_a_leaf() -> None:
    tree = Tree(leaves(4))
    left = tree.inclusion(2)[1]
    assert not is_included(leaf_hash(b"".join(leaves(2))), 0, 2, [node_hash(*leaves(2, 2))], tree.root())
    assert is_included(left, 0, 2, [node_hash(*leaves(2, 2))], tree.root())  # why leaves are hashed apart


@settings(deadline=None)
@given(st.integers(0, 70), st.integers(0, 70))
def test_any_earlier_tree_is_consistent_with_any_later(one: int, other: int) -> None:
    first, second = sorted((one, other))
    path = Tree(leaves(second)).consistency(first)
    assert is_consistent(first, second, Tree(leaves(first)).root(), Tree(leaves(second)).root(), path)


@settings(deadline=None)
@given(SIZES, SIZES, st.data())
def test_a_rewritten_history_is_refused(first: int, added: int, data: st.DataObject) -> None:
    before, after = leaves(first), leaves(first + added)
    after[data.draw(st.integers(0, first - 1))] = leaf_hash(b"rewritten")
    tree = Tree(after)
    path = tree.consistency(first)
    assert not is_consistent(first, tree.size, Tree(before).root(), tree.root(), path)


@settings(deadline=None)
@given(SIZES, SIZES)
def test_a_cut_history_is_refused(first: int, added: int) -> None:
    """Nothing proves that a shorter tree goes on from a longer one."""
    long, short = Tree(leaves(first + added)), Tree(leaves(first))
    path = long.consistency(first)
    assert not is_consistent(long.size, short.size, long.root(), short.root(), path)
    for claimed in range(first):
        assert not is_consistent(claimed, long.size, short.root(), long.root(), path)


@settings(deadline=None)
@given(st.integers(2, 70), st.data())
def test_any_changed_byte_of_a_consistency_proof_refuses(size: int, data: st.DataObject) -> None:
    first, tree = data.draw(st.integers(1, size - 1)), Tree(leaves(size))
    path = tree.consistency(first)
    place, byte = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 31))
    changed = bytearray(path[place])
    changed[byte] ^= data.draw(st.integers(1, 255))
    path[place] = bytes(changed)
    assert not is_consistent(first, size, Tree(leaves(first)).root(), tree.root(), path)


@settings(deadline=None)
@given(st.integers(0, 70), st.integers(0, 30), st.data())
def test_a_tree_known_by_its_peaks_proves_the_same(start: int, added: int, data: st.DataObject) -> None:
    whole = Tree(leaves(start + added))
    grown = Tree(leaves(added, start), start, Tree(leaves(start)).peaks())
    assert (grown.size, grown.root(), grown.peaks()) == (whole.size, whole.root(), whole.peaks())
    assert grown.consistency(start) == whole.consistency(start)
    if added:
        index = data.draw(st.integers(start, start + added - 1))
        assert grown.inclusion(index) == whole.inclusion(index)


def test_what_does_not_fit_is_refused() -> None:
    for wrong in (-1, 3):
        with pytest.raises(IndexError):
            Tree(leaves(3)).inclusion(wrong)
    for wrong in (-1, 4):
        with pytest.raises(IndexError):
            Tree(leaves(3)).consistency(wrong)
    with pytest.raises(ValueError, match="1 peaks do not make 3 leaves"):
        Tree([], 3, leaves(1))


def test_an_empty_tree_has_the_root_of_nothing() -> None:
    assert Tree([]).root() == EMPTY_ROOT == hashlib.sha256(b"").digest()
    assert not is_included(EMPTY_ROOT, 0, 0, [], EMPTY_ROOT)
    assert not is_consistent(0, 3, b"\0" * 32, Tree(leaves(3)).root(), [])
