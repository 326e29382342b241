"""Revision trees: pure functions.

A tree maps each revision to its node. A node knows its parents, so the tree of two replicas is the
union of both and a leaf is a revision that is nobody's parent. The hash of a revision covers its parent,
so an honest one has one parent; were one told with two, both are kept and the revision stays one node
(CouchDB would keep two paths, and the shorter as a conflict).

https://docs.couchdb.org/en/stable/replication/conflicts.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from sync.embedded.errors import BadRequest

Rev = tuple[int, str]

MISSING = 0
_REV = re.compile(r"([0-9]{1,15})-([^\s,\"]{1,128})")
_HEX_REV = re.compile(r"[0-9a-fA-F]{32}")
_HEX_LENGTH = 32


class Node(NamedTuple):
    """One revision: its parents (none: the root, or stemmed), and where its body is (0: not kept)."""

    parents: frozenset[Rev] = frozenset()
    deleted: bool = False
    body: int = MISSING


Tree = Mapping[Rev, Node]
EMPTY: Tree = {}


def parse_rev(text: object) -> Rev:
    """``3-917fa2…`` as (3, "917fa2…"). As in CouchDB a name of thirty-two signs is hex, in lower case."""
    found = _REV.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise BadRequest("Invalid rev format")
    name = found[2]
    if len(name) != _HEX_LENGTH:
        return int(found[1]), name
    if _HEX_REV.fullmatch(name) is None:
        raise BadRequest("Invalid rev format")
    return int(found[1]), name.lower()


def parse_revs(value: object) -> list[Rev]:
    if not isinstance(value, list):
        raise BadRequest("Invalid list of revisions")
    return [parse_rev(text) for text in value]


def format_rev(rev: Rev) -> str:
    return f"{rev[0]}-{rev[1]}"


def path_tree(history: Sequence[Rev], *, deleted: bool, body: int) -> Tree:
    """The tree of one edit: its newest revision with a body, its ancestors without."""
    newest = history[0]
    if len(history) == 1:
        return {newest: Node(deleted=deleted, body=body)}
    tree = {child: Node(frozenset([parent])) for child, parent in pairwise(history)}
    tree[history[-1]] = Node()
    tree[newest] = Node(tree[newest].parents, deleted, body)
    return tree


def merge(one: Tree, other: Tree) -> Tree:
    """All that either tree knows: commutative, associative, idempotent."""
    if not one:
        return other
    merged = dict(one)
    for rev, node in other.items():
        known = merged.get(rev)
        merged[rev] = node if known is None else _join(known, node)
    return merged


def _join(one: Node, other: Node) -> Node:
    return Node(one.parents | other.parents, one.deleted or other.deleted, max(one.body, other.body))


def leaves(tree: Tree) -> list[Rev]:
    """Revisions that nothing was built upon, the winner first.

    A living leaf beats a deleted one, then the longer history, then the greater hash, byte by byte
    (https://docs.couchdb.org/en/stable/replication/conflicts.html#working-with-conflicting-documents).
    """
    if len(tree) == 1:
        return list(tree)
    parents = {parent for node in tree.values() for parent in node.parents}
    ends = [rev for rev in tree if rev not in parents]
    return sorted(ends, key=lambda rev: _rank(tree, rev), reverse=True) if len(ends) > 1 else ends


def _rank(tree: Tree, rev: Rev) -> tuple[bool, int, bytes]:
    """Hex names count as the sixteen bytes they stand for."""
    name = rev[1]
    return not tree[rev].deleted, rev[0], bytes.fromhex(name) if len(name) == _HEX_LENGTH else name.encode()


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
    """What is among the newest ``limit`` revisions of some leaf: a branch keeps what another still needs.

    https://docs.couchdb.org/en/stable/api/database/misc.html#db-revs-limit
    """
    if len(tree) <= limit or max(tree)[0] - min(tree)[0] < limit:
        return tree
    kept = _newest(tree, limit)
    return {rev: _stemmed(tree[rev], kept) for rev in kept}


def _newest(tree: Tree, limit: int) -> Set[Rev]:
    """The newest ``limit`` revisions of each leaf.

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
    return depths.keys()


def _stemmed(node: Node, kept: Set[Rev]) -> Node:
    return node if node.parents <= kept else node._replace(parents=node.parents & kept)


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
    found = leaves(tree)
    if rev in found:
        return [rev]
    descend = {rev}
    for one in sorted(tree):
        if _parent(tree, one) in descend:
            descend.add(one)
    return [leaf for leaf in found if leaf in descend]
