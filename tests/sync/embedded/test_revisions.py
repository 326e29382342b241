"""The revision tree's laws, for every tree that replication can make.

Histories are drawn from one hidden tree in which every revision has one parent, as real edits do.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.embedded.edit import Edit
from sync.embedded.edits import parent_of
from sync.embedded.errors import BadRequest, Conflict
from sync.embedded.growth import adds_nothing, grow
from sync.embedded.revisions import (
    EMPTY,
    Rev,
    Tree,
    ancestry,
    format_rev,
    latest_leaves,
    leaves,
    merge,
    missing_revs,
    parse_rev,
    path_tree,
    possible_ancestors,
    stem,
    winner,
    without_leaves,
    without_old_bodies,
)
from sync.embedded.tree_text import format_tree, parse_tree
from tests.sync.vectors import read_vectors


@st.composite
def hidden_trees(draw: st.DrawFn) -> dict[Rev, Rev | None]:
    """Revision → parent: what really happened, somewhere."""
    parents: dict[Rev, Rev | None] = {}
    for number in range(draw(st.integers(1, 14))):
        known = [None, *parents]
        parent = draw(st.sampled_from(known))
        generation = 1 if parent is None else parent[0] + 1
        parents[generation, f"{draw(st.integers(0, 15)):x}{number:02x}"] = parent
    return parents


@st.composite
def edits(draw: st.DrawFn, hidden: dict[Rev, Rev | None]) -> Tree:
    """One revision with as much of its history as its sender still knew."""
    rev: Rev | None = draw(st.sampled_from(sorted(hidden)))
    history: list[Rev] = []
    while rev is not None:
        history.append(rev)
        rev = hidden[rev]
    known = draw(st.integers(1, len(history)))
    place = sorted(hidden).index(history[0]) + 1
    return path_tree(history[:known], deleted=place % 3 == 0, body=place)


@st.composite
def trees(draw: st.DrawFn, count: int = 3) -> list[Tree]:
    """Several replicas of one document."""
    hidden = draw(hidden_trees())
    replicas = []
    for _ in range(count):
        tree: Tree = EMPTY
        for edit in draw(st.lists(edits(hidden), min_size=1, max_size=5)):
            tree = merge(tree, edit)
        replicas.append(tree)
    return replicas


@given(trees())
def test_merging_does_not_depend_on_order_or_repetition(replicas: list[Tree]) -> None:
    one, two, three = replicas
    assert merge(one, two) == merge(two, one)
    assert merge(merge(one, two), three) == merge(one, merge(two, three))
    assert merge(one, one) == one
    assert merge(merge(one, two), two) == merge(one, two)


@given(trees())
def test_the_winner_does_not_depend_on_order(replicas: list[Tree]) -> None:
    one, two, three = replicas
    assert winner(merge(merge(one, two), three)) == winner(merge(three, merge(two, one)))


@given(trees(1))
def test_a_living_leaf_beats_every_deleted_one(replicas: list[Tree]) -> None:
    (tree,) = replicas
    living = [rev for rev in leaves(tree) if not tree[rev].deleted]
    assert winner(tree) == max(living or leaves(tree))


@given(trees(2))
def test_merging_loses_no_revision_and_no_body(replicas: list[Tree]) -> None:
    one, two = replicas
    both = merge(one, two)
    assert set(both) == set(one) | set(two)
    for tree in replicas:
        assert all(both[rev].body >= node.body for rev, node in tree.items())
        assert missing_revs(both, tree) == []


@given(trees(1), st.integers(1, 6))
def test_stemming_keeps_leaves_winner_and_the_newest_of_each_history(
    replicas: list[Tree], limit: int
) -> None:
    (tree,) = replicas
    stemmed = stem(tree, limit)
    assert leaves(stemmed) == leaves(tree)
    assert stem(stemmed, limit) == stemmed
    for leaf in leaves(tree):
        assert ancestry(stemmed, leaf)[:limit] == ancestry(tree, leaf)[:limit]
        assert stemmed[leaf].body == tree[leaf].body


@given(trees(1))
def test_a_tree_survives_being_written_down(replicas: list[Tree]) -> None:
    (tree,) = replicas
    assert parse_tree(format_tree(tree)) == tree


@given(trees(1))
def test_compaction_keeps_the_bodies_of_leaves_only(replicas: list[Tree]) -> None:
    (tree,) = replicas
    compacted = without_old_bodies(tree)
    assert set(compacted) == set(tree)
    assert {rev for rev, node in compacted.items() if node.body} == {
        rev for rev in leaves(tree) if tree[rev].body
    }


@given(trees(1), st.data())
def test_a_purge_takes_leaves_and_only_what_they_alone_had(replicas: list[Tree], data: st.DataObject) -> None:
    (tree,) = replicas
    doomed = data.draw(st.sets(st.sampled_from(leaves(tree))))
    left = without_leaves(tree, doomed)
    assert set(leaves(left)) == set(leaves(tree)) - doomed
    assert all(ancestry(left, leaf) == ancestry(tree, leaf) for leaf in leaves(left))


@given(trees(1))
def test_the_newest_of_a_leaf_is_itself(replicas: list[Tree]) -> None:
    (tree,) = replicas
    for leaf in leaves(tree):
        assert latest_leaves(tree, leaf) == [leaf]
        assert all(leaf in latest_leaves(tree, rev) for rev in ancestry(tree, leaf))


@given(st.integers(1, 10**9), st.text("0123456789abcdef", min_size=1, max_size=32))
def test_a_revision_survives_being_written_down(generation: int, name: str) -> None:
    assert parse_rev(format_rev((generation, name))) == (generation, name)


@pytest.mark.parametrize("text", ["", "1", "-a", "x-a", "1-", "1-a b", '1-a"', None, 3, "1-" + "a" * 200])
def test_what_is_not_a_revision_is_refused(text: object) -> None:
    with pytest.raises(BadRequest):
        parse_rev(text)


def test_a_name_of_thirty_two_signs_is_hex() -> None:
    assert parse_rev("1-" + "AB" * 16) == (1, "ab" * 16)
    with pytest.raises(BadRequest):
        parse_rev("1-" + "x" * 32)


def test_a_revision_told_with_two_parents_stays_one_node() -> None:
    """No honest history has such a revision: its hash covers its parent. CouchDB would keep 3-c as a leaf."""
    one = path_tree([(3, "c"), (2, "b"), (1, "a")], deleted=False, body=1)
    tree = merge(one, path_tree([(4, "d"), (3, "c"), (2, "x"), (1, "a")], deleted=False, body=2))
    assert tree[3, "c"].parents == {(2, "b"), (2, "x")}
    assert leaves(tree) == [(4, "d")]
    assert ancestry(tree, (4, "d")) == [(4, "d"), (3, "c"), (2, "b"), (1, "a")]
    assert stem(tree, 2) == stem(stem(tree, 2), 2)


@pytest.mark.parametrize("vector", read_vectors())
def test_vectors(vector: dict[str, Any]) -> None:
    """The same cases as over HTTP (tests/sync/test_revision_vectors.py), on the pure functions."""
    tree: Tree = EMPTY
    for body, step in enumerate(vector["steps"], 1):
        history = _history(step, tree)
        if history and not adds_nothing(tree, history):
            deleted = step.get("deleted", False)
            tree = grow(tree, history, vector["revs_limit"], deleted=deleted, body=body)
    assert [format_rev(rev) for rev in leaves(tree)] == vector["leaves"]
    assert [format_rev(rev) for rev in leaves(tree) if tree[rev].deleted] == vector["deleted"]
    for leaf, history in vector["histories"].items():
        assert [format_rev(rev) for rev in ancestry(tree, parse_rev(leaf))] == history
    assert not any(tree[parse_rev(rev)].body for rev in vector.get("not_kept", []))
    if "revs_diff" in vector:
        asked = [parse_rev(rev) for rev in vector["revs_diff"]["asked"]]
        missing = missing_revs(tree, asked)
        assert [format_rev(rev) for rev in missing] == vector["revs_diff"]["missing"]
        ancestors = [format_rev(rev) for rev in possible_ancestors(tree, missing)]
        assert ancestors == vector["revs_diff"]["possible_ancestors"]


def _history(step: dict[str, Any], tree: Tree) -> list[Rev]:
    """What the step adds, newest first; nothing when it is refused, as it must say."""
    if "adopt" in step:
        return [parse_rev(rev) for rev in step["adopt"]]
    named = () if step["edit"] is None else (parse_rev(step["edit"]),)
    try:
        parent = parent_of(Edit("doc", named, step.get("deleted", False), b"{}"), tree)
    except Conflict:
        assert step["refused"] == "conflict"
        return []
    return [(1, step["as"])] if parent is None else [(parent[0] + 1, step["as"]), parent]
