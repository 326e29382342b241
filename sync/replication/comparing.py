"""The proof that two databases hold the same: leaf revisions, documents, attachments.

Neither side is asked for one document at a time: leaves come from ``_changes``, documents with the digests of
their attachments from ``_bulk_get``, many in one answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sync.couch import Database, Document
from sync.replication.checkpoint import Seq
from sync.replication.peer import Peer

_PAGE = 2000
_CHUNK = 256 * 1024
# Attachments are compared by themselves; of a history one side may have kept less than the other.
_OF_THE_SERVER = frozenset({"_attachments", "_revisions"})

Leaf = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A document that is not the same on both sides, and in what."""

    doc_id: str
    what: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was compared, and what differs. ``by_bytes``: attachments whose digests are of different texts."""

    documents: int = 0
    leaves: int = 0
    attachments: int = 0
    by_bytes: int = 0
    differences: tuple[Difference, ...] = ()


def compare(
    source: Database,
    target: Database,
    *,
    leaving_out: Collection[str] = (),
    sound: Mapping[str, tuple[str, ...]] | None = None,
    report: Callable[[int, int], None] = lambda _done, _all: None,
) -> Comparison:
    """Everything in both, tombstones and conflicts included; no differences: proven equal.

    ``leaving_out``: ids that are not compared. ``sound``: the leaves of a damaged source that can be read, by
    document; the target has those and no others. ``report``: leaves compared so far, and of how many.
    """
    mine, theirs = Peer(source), Peer(target)
    ours = dict(_leaves(mine)) if sound is None else dict(sound)
    leaves, differences = _compare_leaves(ours, theirs, leaving_out)
    total = _Total(differences)
    same = [(doc_id, rev) for doc_id, revs in leaves.items() for rev in revs]
    rest = iter(same)
    done = 0
    while part := list(islice(rest, min(mine.page, theirs.page))):
        total.compare(mine, theirs, part)
        done += len(part)
        report(done, len(same))
    return Comparison(len(leaves), len(same), total.attachments, total.by_bytes, tuple(total.differences))


def _compare_leaves(
    ours: dict[str, tuple[str, ...]], theirs: Peer, leaving_out: Collection[str]
) -> tuple[dict[str, tuple[str, ...]], list[Difference]]:
    """Leaves that both have, by document; the documents whose leaves are not the same."""
    others = dict(_leaves(theirs))
    ids = sorted((ours.keys() | others.keys()) - set(leaving_out))
    same = {doc_id: ours[doc_id] for doc_id in ids if ours.get(doc_id) == others.get(doc_id)}
    return same, [Difference(doc_id, _lacking(doc_id, ours, others)) for doc_id in ids if doc_id not in same]


def _lacking(doc_id: str, ours: dict[str, tuple[str, ...]], others: dict[str, tuple[str, ...]]) -> str:
    if doc_id not in others:
        return "missing at the target"
    return "leaf revisions" if doc_id in ours else "missing at the source"


def _leaves(peer: Peer) -> Iterator[tuple[str, tuple[str, ...]]]:
    since: Seq = 0
    while True:
        feed = peer.changes(since, limit=_PAGE)
        for row in feed.rows:
            yield row["id"], tuple(sorted(change["rev"] for change in row["changes"]))
        if not feed.rows:
            return
        since = feed.last_seq


class _Total:
    def __init__(self, differences: list[Difference]) -> None:
        self.differences = differences
        self.attachments = 0
        self.by_bytes = 0

    def compare(self, mine: Peer, theirs: Peer, leaves: Sequence[Leaf]) -> None:
        ours, others = _by_leaf(mine.read(leaves)), _by_leaf(theirs.read(leaves))
        for leaf in leaves:
            self.differences += [
                Difference(leaf[0], what)
                for what in self._differing(mine, theirs, leaf, ours.get(leaf), others.get(leaf))
            ]

    def _differing(
        self, mine: Peer, theirs: Peer, leaf: Leaf, ours: Document | None, other: Document | None
    ) -> Iterator[str]:
        if ours is None or other is None:
            yield f"revision {leaf[1]} cannot be read at the {'source' if ours is None else 'target'}"
            return
        if _content(ours) != _content(other):
            yield f"content of revision {leaf[1]}"
        stubs, others = ours.get("_attachments", {}), other.get("_attachments", {})
        if stubs.keys() != others.keys():
            yield "attachments"
        for name in stubs.keys() & others.keys():
            self.attachments += 1
            if not self._same(mine, theirs, leaf, name, (stubs[name], others[name])):
                yield f"attachment {name}"

    def _same(
        self, mine: Peer, theirs: Peer, leaf: Leaf, name: str, stubs: tuple[dict[str, Any], dict[str, Any]]
    ) -> bool:
        """CouchDB gzips text, and its digest is of the gzip; then only the content itself decides."""
        ours, other = stubs
        if ours["digest"] == other["digest"]:
            return True
        if ours["length"] != other["length"]:
            return False
        self.by_bytes += 1
        return _sha256(mine, leaf, name) == _sha256(theirs, leaf, name)


def _by_leaf(documents: Sequence[Document]) -> dict[Leaf, Document]:
    return {(one["_id"], one["_rev"]): one for one in documents}


def _content(document: Document) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in _OF_THE_SERVER}


def _sha256(peer: Peer, leaf: Leaf, name: str) -> bytes:
    digest = hashlib.sha256()
    with closing(peer.open_attachment(*leaf, name)) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.digest()
