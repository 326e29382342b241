"""Many edits in one change: what they leave is what the same edits leave one by one, and counted exactly."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sync.embedded import Store, open_store
from sync.embedded.database import Database, Info
from sync.embedded.edit import Edit
from sync.embedded.revisions import Tree
from sync.embedded.rows import find_tree

History = tuple[tuple[int, str], ...]


@contextmanager
def a_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        yield store
        store.close()


def path(newest: int, *names: str) -> History:
    return tuple((newest - back, name) for back, name in enumerate(names))


names = st.sampled_from(["aa", "bb", "cc"])
histories = st.lists(names, min_size=1, max_size=5).flatmap(
    lambda names: st.integers(len(names), 6).map(lambda newest: path(newest, *names))
)
edits = st.builds(
    Edit,
    id=st.sampled_from(["one", "q\"ü'"]),
    history=histories,
    deleted=st.booleans(),
    body=st.binary(min_size=2, max_size=9),
    attachments=st.just({}),
)


@settings(deadline=None, max_examples=25)
@given(st.lists(edits, min_size=1, max_size=12), st.sampled_from([1, 2, 3, 1000]))
@example(
    [
        Edit("one", path(4, "aa", "aa", "aa", "aa"), False, b"{}"),
        Edit("one", path(1, "aa"), False, b"{}"),
        Edit("one", path(5, "aa", "aa"), False, b"{}"),
        Edit("one", path(4, "aa", "aa", "aa", "aa"), False, b"{}"),
    ],
    2,
)
def test_told_revisions_are_counted_exactly_together_or_one_by_one(told: Sequence[Edit], limit: int) -> None:
    with a_store() as store:
        together, alone = store.create_database("together"), store.create_database("alone")
        for database in (together, alone):
            database.change("revs_limit", limit)
        outcomes = together.write(told, new_edits=False)
        assert outcomes == [alone.write_one(edit, new_edits=False) for edit in told]
        ids = {edit.id for edit in told}
        assert [shape(together, one) for one in ids] == [shape(alone, one) for one in ids]
        assert counted(together.info()) == counted(alone.info()) == recount(store, together, ids)
        for database in (together, alone):
            store.delete_database(database.name)
        with store.reading() as connection:
            assert connection.execute("SELECT count(*) FROM revisions").fetchone() == (0,)


def counted(info: Info) -> tuple[int, int, int]:
    return info.living, info.deleted, info.bytes


def recount(store: Store, database: Database, ids: set[str]) -> tuple[int, int, int]:
    trees = [tree_of(database, one) for one in ids]
    living = sum(any(not tree[rev].deleted for rev in ends(tree)) for tree in trees)
    with store.reading() as connection:
        rows = dict(connection.execute("SELECT row, length(body) FROM revisions"))
    bodies = [node.body for tree in trees for node in tree.values() if node.body]
    return living, len(trees) - living, sum(rows[body] for body in bodies)


def shape(database: Database, doc_id: str) -> dict[object, object]:
    tree = tree_of(database, doc_id)
    return {rev: (node.parents, node.deleted, bool(node.body)) for rev, node in tree.items()}


def ends(tree: Tree) -> set[tuple[int, str]]:
    return set(tree) - {parent for node in tree.values() for parent in node.parents}


def tree_of(database: Database, doc_id: str) -> Tree:
    with database.reading() as connection:
        return find_tree(connection, database.number, database.name, doc_id)
