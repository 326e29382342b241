"""Revision trees: pure functions.

A tree maps each revision to its node. A node knows its parents, so the tree of two replicas is the
union of both and a leaf is a revision that is nobody's parent. (One revision id has one parent in
practice; were it given two, both are kept and the revision stays one node.)

https://docs.couchdb.org/en/stable/replication/conflicts.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from sync.embedded.errors import BadRequest

Rev = tuple[int, str]

MISSING = 0
_REV = re.compile(r"([0-9]{1,15})-([^\s,\"]{1,128})")
_HEX_REV = re.compile(r"[0-9a-fA-F]{32}")


class Node(NamedTuple):
    """One revision: its parents (none: the root, or stemmed), and where its body is (0: not kept)."""

    parents: frozenset[Rev] = frozenset()
    deleted: bool = False
    body: int = MISSING


Tree = Mapping[Rev, Node]
EMPTY: Tree = {}


def parse_rev(text: object) -> Rev:
    """``3-917fa2…`` as (3, "917fa2…"); thirty-two hex digits are kept in lower case, as CouchDB does."""
    found = _REV.fullmatch(text) if isinstance(text, str) else None
    if found is None or int(found[1]) < 1:
        raise BadRequest("Invalid rev format")
    name = found[2]
    return int(found[1]), name.lower() if _HEX_REV.fullmatch(name) else name


def format_rev(rev: Rev) -> str:
    return f"{rev[0]}-{rev[1]}"


def path_tree(history: Sequence[Rev], *, deleted: bool, body: int) -> Tree:
    """The tree of one edit: its newest revision with a body, its ancestors without."""
    tree = {child: Node(frozenset([parent])) for child, parent in pairwise(history)}
    tree[history[-1]] = Node()
    newest = history[0]
    return tree | {newest: Node(tree[newest].parents, deleted, body)}


def merge(one: Tree, other: Tree) -> Tree:
    """All that either tree knows: commutative, associative, idempotent."""
    merged = dict(one)
    for rev, node in other.items():
        known = merged.get(rev)
        merged[rev] = node if known is None else _join(known, node)
    return merged


def _join(one: Node, other: Node) -> Node:
    return Node(one.parents | other.parents, one.deleted or other.deleted, max(one.body, other.body))


def leaves(tree: Tree) -> list[Rev]:
    """Revisions that nothing was built upon, the winner first.

    A living leaf beats a deleted one, then the longer history, then the greater hash
    (https://docs.couchdb.org/en/stable/replication/conflicts.html#working-with-conflicting-documents).
    """
    parents = {parent for node in tree.values() for parent in node.parents}
    ends = [rev for rev in tree if rev not in parents]
    return sorted(ends, key=lambda rev: _rank(tree, rev), reverse=True) if len(ends) > 1 else ends


def _rank(tree: Tree, rev: Rev) -> tuple[bool, int, str]:
    return not tree[rev].deleted, *rev


def winner(tree: Tree) -> Rev:
    return leaves(tree)[0]


def ancestry(tree: Tree, rev: Rev) -> list[Rev]:
    """The revision and what came before it, newest first, as far as it is known."""
    path = [rev]
    while (parent := _parent(tree, path[-1])) is not None:
        path.append(parent)
    return path


def _parent(tree: Tree, rev: Rev) -> Rev | None:
    """The known revision this one was built upon; None at the root and where the tree was stemmed."""
    parents = tree[rev].parents
    if len(parents) == 1:
        (parent,) = parents
        return parent if parent in tree else None
    return min((parent for parent in parents if parent in tree), default=None)


def stem(tree: Tree, limit: int) -> Tree:
    """Only the newest ``limit`` revisions of each leaf (https://docs.couchdb.org/…/db/misc#revs-limit)."""
    if len(tree) <= limit or max(tree)[0] - min(tree)[0] < limit:
        return tree
    depths = _depths(tree, limit)
    return {rev: _stemmed(tree, rev, depth) for rev, depth in depths.items()}


def _depths(tree: Tree, limit: int) -> dict[Rev, int]:
    """Of each revision to keep, how many of its branch are kept from it on, itself included.

    Where branches meet the longer rest counts, and who brings a shorter one need not go on; the branches
    that reach furthest back go first, so that each revision is met about once.
    """
    depths: dict[Rev, int] = {}
    for leaf in sorted(leaves(tree)):
        rev: Rev | None = leaf
        left = limit
        while rev is not None and left > depths.get(rev, 0):
            depths[rev] = left
            rev, left = _parent(tree, rev), left - 1
    return depths


def _stemmed(tree: Tree, rev: Rev, depth: int) -> Node:
    node = tree[rev]
    parent = _parent(tree, rev) if depth > 1 else None
    parents: frozenset[Rev] = frozenset() if parent is None else frozenset((parent,))
    return node if node.parents == parents else node._replace(parents=parents)


def without_leaves(tree: Tree, revs: Iterable[Rev]) -> Tree:
    """The tree after a purge: named leaves go, with the ancestors that only they had."""
    doomed = set(revs)
    kept: dict[Rev, Node] = {}
    for leaf in leaves(tree):
        if leaf in doomed:
            continue
        rev: Rev | None = leaf
        while rev is not None and rev not in kept:
            kept[rev] = tree[rev]
            rev = _parent(tree, rev)
    return kept


def without_old_bodies(tree: Tree) -> Tree:
    """The tree after a compaction: only leaves keep their bodies."""
    keep = set(leaves(tree))
    return {rev: node if rev in keep else Node(node.parents, node.deleted) for rev, node in tree.items()}


def missing_revs(tree: Tree, revs: Iterable[Rev]) -> list[Rev]:
    return [rev for rev in revs if rev not in tree]


def possible_ancestors(tree: Tree, missing: Iterable[Rev]) -> list[Rev]:
    """Known revisions that a missing one may descend from (``_revs_diff``).

    https://docs.couchdb.org/en/stable/api/database/misc.html#post--db-_revs_diff
    """
    newest = max((rev[0] for rev in missing), default=0)
    return [rev for rev in leaves(tree) if rev[0] < newest]


def latest_leaves(tree: Tree, rev: Rev) -> list[Rev]:
    """The leaves that descend from a revision (``latest=true``); the revision itself when it is one."""
    descend = {rev}
    for one in sorted(tree):
        if _parent(tree, one) in descend:
            descend.add(one)
    return [leaf for leaf in leaves(tree) if leaf in descend]
