"""A draw anybody can repeat: by weight, without replacement, in whole numbers (S7-SPOT-03, S7-AMB-18).

``docs/draws.md`` says it for whoever writes it in another language; ``tests/vectors/draws.json`` holds both
languages to it. Step by step one of those that are left is drawn, each with the chance its weight has in the
sum of the weights left: the distribution of Efraimidis and Spirakis (2006), without their logarithms.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from typing import Final

from server.errors import Refusal

_BITS: Final = 256


def sample(key: bytes, context: str, weights: Sequence[int], count: int) -> list[int]:
    """The places in ``weights`` that are drawn, in the order of drawing; each weight is at least 1.

    ``key`` is secret until it is revealed, ``context`` what the draw is about: its frame's digest.
    """
    if not 0 < count <= len(weights) or min(weights) < 1:
        raise Refusal("draw.frame")
    tree, total, chosen = _grow(weights), sum(weights), []
    for step in range(1, count + 1):
        place = _find(tree, _below(key, context, step, total))
        chosen.append(place)
        _take(tree, place, weights[place])
        total -= weights[place]
    return chosen


def share_of(share: tuple[int, int], whole: int) -> int:
    """The number a share asks for: rounded up, at least one, never more than there are (S7-AMB-16)."""
    part, parts = share
    if not 0 < part <= parts:
        raise Refusal("draw.share", share=f"{part}/{parts}")
    if whole < 1:
        raise Refusal("draw.empty")
    return -(-part * whole // parts)


def _below(key: bytes, context: str, step: int, limit: int) -> int:
    """A number from 0 to ``limit`` - 1, all equally likely: what lies past the last multiple is not used."""
    return next(number % limit for number in _numbers(key, context, step) if number < _usable(limit))


def _usable(limit: int) -> int:
    """The greatest multiple of ``limit`` within 256 bits."""
    whole: int = 2**_BITS
    return whole - whole % limit


def _numbers(key: bytes, context: str, step: int) -> Iterator[int]:
    """256-bit numbers, one an attempt: HMAC-SHA256 (RFC 2104) of ``<context>:<step>:<attempt>``."""
    attempt = 1
    while True:
        message = f"{context}:{step}:{attempt}".encode("ascii")
        yield int.from_bytes(hmac.digest(key, message, "sha256"), "big")
        attempt += 1


# A binary indexed tree (Fenwick 1994): sums of weights, so that a draw of many is not quadratic.


def _grow(weights: Sequence[int]) -> list[int]:
    tree = [0, *weights]
    for place in range(1, len(tree)):
        parent = place + (place & -place)
        if parent < len(tree):
            tree[parent] += tree[place]
    return tree


def _find(tree: list[int], rest: int) -> int:
    """The first place (from 0) at which the weights before and at it add up to more than ``rest``."""
    place, step = 0, 1 << (len(tree).bit_length() - 1)
    while step:
        after = place + step
        if after < len(tree) and tree[after] <= rest:
            place, rest = after, rest - tree[after]
        step >>= 1
    return place


def _take(tree: list[int], place: int, weight: int) -> None:
    node = place + 1
    while node < len(tree):
        tree[node] -= weight
        node += node & -node
