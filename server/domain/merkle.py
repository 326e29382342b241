"""A Merkle tree as in RFC 9162 §2.1: root, inclusion proof, consistency proof, and the check of each.

Hashes are 32 raw bytes of SHA-256. A leaf is hashed behind ``0x00``, a node behind ``0x01``, so that neither
can be passed off as the other. ``static/app/core/merkle.mjs`` checks the same proofs in the browser; both
follow ``tests/vectors/merkle.json``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node from those of its children (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(peaks: Sequence[bytes]) -> bytes:
    """The root over peaks, the roots of the perfect subtrees a tree falls into, largest first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


class Tree:
    """A tree that grows at its right edge. Of its first ``start`` leaves only the peaks need to be known.

    ``leaves`` are the leaf hashes from ``start`` on. Proofs of those leaves, and proofs that the tree of
    ``start`` leaves was only added to, need nothing else: a day's work costs the day, not the years.
    """

    def __init__(self, leaves: Sequence[bytes], start: int = 0, peaks: Sequence[bytes] = ()) -> None:
        spans = list(_peak_spans(0, start))
        if len(spans) != len(peaks):
            raise ValueError(f"{len(peaks)} peaks do not make {start} leaves")
        self.size = start + len(leaves)
        self._known = dict(zip(spans, peaks, strict=True))
        self._known |= {(n, n + 1): leaf for n, leaf in enumerate(leaves, start)}

    def root(self) -> bytes:
        """MTH(D_n) (RFC 9162 §2.1.1)."""
        return self._hash(0, self.size) if self.size else EMPTY_ROOT

    def peaks(self) -> list[bytes]:
        """What a longer tree needs to know of this one: one hash for each bit set in its size."""
        return [self._hash(first, last) for first, last in _peak_spans(0, self.size)]

    def inclusion(self, index: int) -> list[bytes]:
        """PATH(m, D_n), from the leaf up (RFC 9162 §2.1.3.1)."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        path, (first, last) = [], (0, self.size)
        while last - first > 1:
            middle = first + _split(last - first)
            if index < middle:
                path.append(self._hash(middle, last))
                last = middle
            else:
                path.append(self._hash(first, middle))
                first = middle
        return path[::-1]

    def consistency(self, size: int) -> list[bytes]:
        """PROOF(m, D_n) that the tree of ``size`` leaves is how this one began (RFC 9162 §2.1.4.1)."""
        if not 0 <= size <= self.size:
            raise IndexError(size)
        path, (first, last) = [], (0, self.size)
        while 0 < size < last:
            middle = first + _split(last - first)
            if size <= middle:
                path.append(self._hash(middle, last))
                last = middle
            else:
                path.append(self._hash(first, middle))
                first = middle
        if first > 0 and size == last:
            path.append(self._hash(first, last))
        return path[::-1]

    def _hash(self, first: int, last: int) -> bytes:
        """MTH(D[first:last]); what was computed once is kept."""
        if (first, last) not in self._known:
            middle = first + _split(last - first)
            self._known[first, last] = node_hash(self._hash(first, middle), self._hash(middle, last))
        return self._known[first, last]


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether ``path`` proves that ``leaf`` is the ``index``-th of ``size`` leaves (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, found = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            found = node_hash(sibling, found)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = node_hash(found, sibling)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and found == root


def is_consistent(
    first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether ``path`` proves that ``second`` leaves begin with the ``first`` (RFC 9162 §2.1.4.2).

    Nothing precedes everything: an empty tree is how any other began, and its root is known.
    """
    if not 0 <= first <= second:
        return False
    if first in (0, second):
        return not path and first_root == (second_root if first else EMPTY_ROOT)
    hashes = list(path) if first & (first - 1) else [first_root, *path]
    return bool(hashes) and _climb(first - 1, second - 1, hashes) == (first_root, second_root)


def _climb(fn: int, sn: int, hashes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots a consistency path leads to; None where it is too short or too long."""
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, sibling)
        fn, sn = fn >> 1, sn >> 1
    return (old, new) if sn == 0 else None


def _split(count: int) -> int:
    """The largest power of two smaller than ``count`` (RFC 9162 §2.1.1)."""
    return 1 << (count - 1).bit_length() - 1


def _peak_spans(first: int, count: int) -> Iterator[tuple[int, int]]:
    """The perfect subtrees ``count`` leaves from ``first`` on fall into."""
    while count:
        size = 1 << count.bit_length() - 1
        yield first, first + size
        first, count = first + size, count - size
