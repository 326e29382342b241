"""Trees of a size nobody makes on purpose cost time in proportion, and are kept right."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.embedded import Store
from sync.embedded.edit import Edit
from sync.embedded.revisions import (
    Node,
    Rev,
    Tree,
    ancestry,
    latest_leaves,
    leaves,
    merge,
    path_tree,
    stem,
    without_leaves,
)

ROOT = (1, "a" * 32)


@contextmanager
def processor_seconds(most: float) -> Iterator[None]:
    """Of this process, so that a busy machine fails nothing; the bounds are ten times what was measured."""
    start = time.process_time()
    yield
    assert time.process_time() - start < most


def history(length: int) -> tuple[Rev, ...]:
    return tuple((length - n, f"{n:032x}") for n in range(length))


def test_a_hundred_thousand_revisions_at_once_are_stemmed(store: Store) -> None:
    database = store.create_database("one")
    with processor_seconds(15):
        rev = database.write_one(Edit("long", history(100_000), False, b"{}"), new_edits=False)
    with database.reading() as connection:
        tree = database.tree(connection, "long")
    assert rev == (100_000, f"{0:032x}")
    assert sorted(tree) == sorted(history(100_000)[:1000])


def test_an_edit_of_a_document_with_a_thousand_revisions(store: Store) -> None:
    database = store.create_database("one")
    rev = database.write_one(Edit("old", history(1000), False, b"{}"), new_edits=False)
    with processor_seconds(5):
        for _ in range(50):
            rev = database.write_one(Edit("old", (rev,), False, b"{}"))
    assert rev[0] == 1050


def test_thousands_of_conflicts_come_in_batches(store: Store) -> None:
    database = store.create_database("one")
    revs = [(2, f"{n:032x}") for n in range(2_000)]
    with processor_seconds(30):
        for start in range(0, 2_000, 1000):
            edits = [Edit("torn", (rev, ROOT), False, b"{}") for rev in revs[start : start + 1000]]
            assert database.write(edits, new_edits=False) == revs[start : start + 1000]
    with processor_seconds(5), database.reading() as connection:
        document, revision = database.winner(connection, "torn")
        tree = database.tree(connection, "torn")
        assert latest_leaves(tree, ROOT) == leaves(tree) == sorted(revs, reverse=True)
    assert revision.rev == document.winner == f"2-{1999:032x}"
    assert database.info().living == 1


def test_edits_of_one_document_in_one_batch_build_on_each_other(store: Store) -> None:
    """With a second document between them, and a refused edit among them."""
    database = store.create_database("one")
    (first,) = database.write([Edit("a", (), False, b'{"n":1}')])
    assert isinstance(first, tuple)
    outcomes = database.write(
        [
            Edit("a", (first,), False, b'{"n":2}'),
            Edit("a", ((1, "unknown"),), False, b'{"n":3}'),
            Edit("b", (), False, b"{}"),
            Edit("c", (), False, b"{}"),
            Edit("c", (), False, b"{}"),
            Edit("a", (first,), False, b'{"n":4}'),
        ]
    )
    assert [isinstance(one, tuple) for one in outcomes] == [True, False, True, True, False, False]
    info = database.info()
    assert (info.living, info.deleted, info.seq) == (3, 0, 4)
    with database.reading() as connection:
        assert database.winner(connection, "a")[1].body == b'{"n":2}'
        assert [seq for (seq,) in connection.execute("SELECT seq FROM documents ORDER BY seq")] == [2, 3, 4]


histories = st.lists(st.sampled_from("xyz"), min_size=1, max_size=8)


@given(st.lists(st.tuples(histories, st.booleans()), min_size=1, max_size=8), st.integers(1, 6))
@settings(max_examples=150, deadline=None)
def test_stemming_keeps_of_each_leaf_the_newest_and_no_more(
    branches: list[tuple[list[str], bool]], limit: int
) -> None:
    """By the definition, branch after branch; and a purge keeps what the other branches need."""
    tree: Tree = {}
    for names, deleted in branches:
        path = [(n + 1, "".join(names[: n + 1])) for n in range(len(names))]
        tree = merge(tree, path_tree(path[::-1], deleted=deleted, body=len(path)))
    stemmed = stem(tree, limit)
    branches_of = [ancestry(tree, leaf) for leaf in leaves(tree)]
    paths = [path[:limit] for path in branches_of]
    assert (stemmed == tree) or any(len(path) > limit for path in branches_of)
    if stemmed != tree:
        assert set(stemmed) == {rev for path in paths for rev in path}
        assert {rev: node[1:] for rev, node in stemmed.items()} == {rev: tree[rev][1:] for rev in stemmed}
        for path in paths:
            assert ancestry(stemmed, path[0])[: len(path)] == path
    purged = without_leaves(tree, [leaves(tree)[0]])
    left = [ancestry(tree, leaf) for leaf in leaves(tree)[1:]]
    assert purged == {rev: tree[rev] for path in left for rev in path}
    assert all(isinstance(node, Node) for node in stemmed.values())
