"""How a tree grows by one told revision, where CouchDB's answer is more than the union: pure functions.

CouchDB keeps a tree for each history whose start it does not know: a *line*. A new history joins the first
line that it meets, by the generation and the hash of the line's start; only when that makes a revision
appear in two lines are they put together, from the newest ``limit`` revisions of each leaf.

https://docs.couchdb.org/en/stable/replication/conflicts.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sync.embedded.revisions import Node, Rev, Tree, ancestry, leaves, merge, path_tree, stem


def adds_nothing(tree: Tree, history: Sequence[Rev]) -> bool:
    """Whether a revision told with its history (newest first) is one that the tree has as it is told."""
    newest = history[0]
    if newest not in tree:
        return False
    if all(newest not in node.parents for node in tree.values()):
        return True
    starts = _starts(tree)
    return _first_met(starts, history) in (starts[newest], None)


def grow(tree: Tree, history: Sequence[Rev], limit: int, *, deleted: bool, body: int) -> Tree:
    """The tree with one more revision, stemmed at ``limit``."""
    told = path_tree(history, deleted=deleted, body=body)
    if not tree:
        return stem(told, limit)
    if sum(rev in tree for rev in history) < 2:
        return stem(merge(tree, told), limit)
    starts = _starts(tree)
    joined = _first_met(starts, history)
    if all(starts[rev] == joined for rev in history if rev in tree):
        return stem(merge(tree, told), limit)
    line = {rev: node for rev, node in tree.items() if starts[rev] == joined}
    others = {rev: node for rev, node in tree.items() if starts[rev] != joined}
    return merge(_shortened(merge(line, told), limit), _shortened(others, limit))


def _starts(tree: Tree) -> dict[Rev, Rev]:
    """For each revision the start of its line."""
    starts: dict[Rev, Rev] = {}
    for rev in sorted(tree):
        known = [starts[parent] for parent in tree[rev].parents if parent in starts]
        starts[rev] = min(known, default=rev)
    return starts


def _first_met(starts: Mapping[Rev, Rev], history: Sequence[Rev]) -> Rev | None:
    """The line that a history joins: its start is in the history, or it has the oldest of the history."""
    met = {rev for rev in history if starts.get(rev) == rev}
    if history[-1] in starts:
        met.add(starts[history[-1]])
    return min(met, key=_order, default=None)


def _order(rev: Rev) -> tuple[int, bytes]:
    return rev[0], rev[1].encode()


def _shortened(tree: Tree, limit: int) -> Tree:
    """The newest revisions of each leaf, each leaf for itself."""
    return _union(_branch(tree, ancestry(tree, leaf)[:limit]) for leaf in leaves(tree))


def _branch(tree: Tree, path: Sequence[Rev]) -> Tree:
    """One branch of a tree, cut off where the path ends."""
    kept = set(path)
    return {rev: Node(tree[rev].parents & kept, tree[rev].deleted, tree[rev].body) for rev in path}


def _union(trees: Iterable[Tree]) -> Tree:
    union: Tree = {}
    for tree in trees:
        union = merge(union, tree)
    return union
