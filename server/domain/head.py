"""The head of a day: one number for every act of every file up to midnight, signed, published (design §4).

**Leaves.** Each act is one leaf, its digest; an act that says something in public (a notice) has a second,
the digest of exactly what it says, so that its words can be proved without showing the file. Acts and
statements are salted with 128 random bits, so a leaf tells nothing and cannot be guessed.

**Order.** By days in Asia/Shanghai, and within a day by digest. A day is closed before its head is made and
no act is dated into a closed day, so every later tree begins with the earlier one and consistency proofs
between any two days hold. The order needs no counter of its own: it follows from the acts, and anybody who
has them arrives at the same root. Sorted by digest, a leaf's place in its day does not say whose it is.

**Days without acts** have a head too, and so has each day the server was off, made when it is on again: every
date has exactly one, so one that is missing is seen. ``made_at`` says when it was really made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from server.domain.act import FIRST_PREVIOUS, Act
from server.domain.canonical import canonical_bytes
from server.domain.days import SHANGHAI, format_instant, parse_date, parse_instant
from server.domain.merkle import Tree, leaf_hash
from server.errors import Refusal

SCHEMA: Final = 1
TYPE: Final = "head"
# What an act says in public: the fact that holds the digest of the statement.
PUBLIC: Final = "public"
# Crockford's base 32: no I, L, O, U; read without regard to case, with I and L as 1, O as 0.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans("ILO", "110", " -\u2010\u2013\u2014\u00a0")
_SHORT_CHARACTERS: Final = 16
_GROUP: Final = 4


@dataclass(frozen=True)
class Head:
    """``size`` counts leaves, ``acts`` and ``files`` what the casebook held; hashes are in hex."""

    date: date
    size: int
    root: str
    previous: str
    files: int
    acts: int
    made_at: datetime

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical content; the same however often it is signed."""
        return hashlib.sha256(format_head(self)).hexdigest()

    @property
    def short(self) -> str:
        return short_form(self.digest)


@dataclass(frozen=True)
class Line:
    """One leaf of a day and the act it comes from."""

    digest: str
    act: str

    @property
    def leaf(self) -> bytes:
        return leaf_hash(bytes.fromhex(self.digest))


def lines_of(acts: Iterable[Act]) -> list[Line]:
    """The leaves of a day's acts, in their order."""
    own = [Line(act.digest, act.id) for act in acts]
    said = [Line(str(act.facts[PUBLIC]), act.id) for act in acts if act.facts.get(PUBLIC)]
    return sorted([*own, *said], key=lambda line: line.digest)


def grow(before: Head | None, peaks: Sequence[bytes], lines: Sequence[Line]) -> Tree:
    """The tree of the day before with the leaves of a day added."""
    return Tree([line.leaf for line in lines], before.size if before else 0, peaks)


def next_head(before: Head | None, day: date, tree: Tree, acts: Sequence[Act], made_at: datetime) -> Head:
    """The head of ``day``, whose acts the last leaves of ``tree`` are."""
    return Head(
        date=day,
        size=tree.size,
        root=tree.root().hex(),
        previous=before.digest if before else FIRST_PREVIOUS,
        files=(before.files if before else 0) + sum(act.n == 1 for act in acts),
        acts=(before.acts if before else 0) + len(acts),
        made_at=made_at.replace(microsecond=0),
    )


def format_head(head: Head) -> bytes:
    """The content that is signed: canonical JSON (RFC 8785)."""
    content: dict[str, Any] = {"type": TYPE, "schema": SCHEMA, **asdict(head)}
    content |= {"date": head.date.isoformat(), "made_at": format_instant(head.made_at)}
    return canonical_bytes(content)


def parse_head(content: bytes) -> Head:
    """The inverse of :func:`format_head`; refuses content that is not exactly what it would write."""
    try:
        head = _read_head(json.loads(content))
    except (AttributeError, KeyError, TypeError, ValueError, Refusal) as error:
        raise Refusal("log.unreadable") from error
    if format_head(head) != content:
        raise Refusal("log.unreadable")
    return head


def _read_head(content: Mapping[str, Any]) -> Head:
    size, files, acts = (_count(content[key]) for key in ("size", "files", "acts"))
    root, previous = (bytes.fromhex(content[key]).hex() for key in ("root", "previous"))
    day, made_at = parse_date(content["date"]), parse_instant(content["made_at"])
    return Head(day, size, root, previous, files, acts, made_at)


def _count(number: Any) -> int:
    if type(number) is not int or number < 0:
        raise Refusal("log.unreadable")
    return number


def end_of(day: date) -> datetime:
    """The instant a day is over in China."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI).astimezone(UTC)


def short_form(digest: str) -> str:
    """The first 80 bits of a digest, to be printed, read aloud and typed: ``7K3M-9QXP-W2TD-5RHN``."""
    bits = int(digest, 16) >> (4 * len(digest) - 5 * _SHORT_CHARACTERS)
    places = range(5 * (_SHORT_CHARACTERS - 1), -1, -5)
    return _grouped("".join(_ALPHABET[bits >> place & 31] for place in places))


def parse_short_form(text: str) -> str:
    """A short form as somebody typed it, as it is printed; refuses what cannot be one."""
    letters = text.upper().translate(_MISREAD)
    if len(letters) != _SHORT_CHARACTERS or not set(letters) <= set(_ALPHABET):
        raise Refusal("log.short_form", text=text)
    return _grouped(letters)


def _grouped(letters: str) -> str:
    return "-".join(letters[place : place + _GROUP] for place in range(0, len(letters), _GROUP))
