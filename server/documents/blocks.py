"""The pieces forms and letters are made of; ``blocks.typ`` sets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from server.documents.ink import ink_svg
from server.documents.words import chinese_date

Block = dict[str, Any]
Pair = tuple[str, str]
Side = Literal["left", "center", "right"]

BLANK_DATE = "　　年　月　日"


@dataclass(frozen=True)
class Hand:
    """Who signs: ink as drawn, or words in its place, or nothing yet: a line to sign on by hand."""

    name: str  # the person, or what they sign as: 经办人
    ink: Mapping[str, Any] | None = None
    words: str = ""  # 已在系统签字, 拒绝签字
    signed_on: date | None = None


@dataclass(frozen=True)
class Seal:
    """A place for a seal; software never draws one (ui.md §3)."""

    hint: str
    organ: str
    dated: str = ""


@dataclass(frozen=True)
class Photo:
    """A photo of the case as a paper names it: what it shows, and when it was taken in words."""

    digest: str
    caption: str
    taken: str


def say(words: str, *, indent: bool = True) -> Block:
    return {"kind": "say", "words": words, "indent": indent}


def heading(words: str) -> Block:
    return {"kind": "heading", "words": words}


def fields(rows: Sequence[Sequence[Pair]]) -> Block:
    """Rows of one or two pairs of label and value."""
    return {"kind": "fields", "rows": [[list(pair) for pair in row] for row in rows]}


def ledger(
    head: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[Sequence[str]],
    sides: str = "",
    points: int = 0,
) -> Block:
    """A table; a width of 0 is as wide as its words, ``sides`` a letter a column: l, c, r.

    ``points``: of the type, where it is not that of the paper.
    """
    named = {"l": "left", "c": "center", "r": "right"}
    return {
        "kind": "table",
        "head": list(head),
        "widths": list(widths),
        "sides": [named[side] for side in sides or "c" * len(head)],
        "rows": [list(row) for row in rows],
        **({"points": points} if points else {}),
    }


def opinion(
    label: str, words: Sequence[str], hands: Sequence[Hand], seal: Seal | None, *, height: int = 42
) -> Block:
    """What one organ says, who signs for it, and where its seal is set; ``height`` in millimetres."""
    return {
        "kind": "opinion",
        "label": label,
        "words": list(words),
        "hands": [_signed_line(hand) for hand in hands],
        "seal": None if seal is None else {"hint": seal.hint, "organ": seal.organ, "dated": seal.dated},
        "height": height,
    }


def hands(words: str, people: Sequence[Hand]) -> Block:
    """Everybody who signs, three to a row."""
    return {
        "kind": "hands",
        "words": words,
        "people": [
            {"name": hand.name, "ink": _drawn(hand), "instead": hand.words or "纸上签字"} for hand in people
        ],
    }


def photos(taken: Sequence[Photo]) -> Block:
    """Photos two to a row, each under its digest until the paper is printed (``paper_pictures``)."""
    return {"kind": "photos", "photos": [asdict(photo) for photo in taken]}


def room(words: str, height: int = 24) -> Block:
    """A frame to write in by hand; ``height`` in millimetres."""
    return {"kind": "room", "words": words, "height": height}


def _signed_line(hand: Hand) -> dict[str, str]:
    dated = chinese_date(hand.signed_on) if hand.signed_on else BLANK_DATE
    return {"name": hand.name, "ink": _drawn(hand), "signed": hand.words, "dated": dated}


def _drawn(hand: Hand) -> str:
    return ink_svg(hand.ink) if hand.ink else ""
