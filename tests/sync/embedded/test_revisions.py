"""The revision tree's laws, for every tree that replication can make.

Histories are drawn from one hidden tree in which every revision has one parent, as real edits do.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.embedded.errors import BadRequest
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

_FILE = Path(__file__).parents[2] / "vectors" / "revision_trees.json"
VECTORS = json.loads(_FILE.read_text(encoding="utf-8"))


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


@pytest.mark.parametrize(
    "text", ["", "1", "-a", "0-a", "x-a", "1-", "1-a b", '1-a"', None, 3, "1-" + "a" * 200]
)
def test_what_is_not_a_revision_is_refused(text: object) -> None:
    with pytest.raises(BadRequest):
        parse_rev(text)


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_vectors(vector: dict[str, Any]) -> None:
    """Edits applied one after another with stemming at ``revs_limit``, as CouchDB answers them."""
    tree: Tree = EMPTY
    for number, edit in enumerate(vector["edits"], 1):
        history = [parse_rev(rev) for rev in edit["history"]]
        tree = stem(
            merge(tree, path_tree(history, deleted=edit.get("deleted", False), body=number)),
            vector["revs_limit"],
        )
    assert format_rev(winner(tree)) == vector["winner"]
    assert [format_rev(rev) for rev in leaves(tree)] == vector["leaves"]
    for leaf, history in vector["histories"].items():
        assert [format_rev(rev) for rev in ancestry(tree, parse_rev(leaf))] == history
    if "revs_diff" in vector:
        asked = [parse_rev(rev) for rev in vector["revs_diff"]["asked"]]
        missing = missing_revs(tree, asked)
        assert [format_rev(rev) for rev in missing] == vector["revs_diff"]["missing"]
        ancestors = [format_rev(rev) for rev in possible_ancestors(tree, missing)]
        assert ancestors == vector["revs_diff"]["possible_ancestors"]
