"""Coded variables of article 1 for research, so coarse that nobody stands alone in them (S1-VAR-01).

Amounts are public beside names on the quarterly list (S7-QPUB), so an exact amount would lead back to a
name: it is released in bands, and so are the months of receipt. Whoever shares all of X1…X5 with fewer than
``K`` others loses X1 and X2; whoever still does is left out. Y, what research asks about, is exact.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from typing import Final

K: Final = 5
AMOUNT_BAND_FEN: Final = 10_000
MONTHS_BAND: Final = 6
# 「30岁以下为1」: 以下 includes the number (Civil Code art. 1259), so that exactly 30 has a code.
_AGES: Final = ((30, "1"), (39, "2"), (49, "3"))
_OLDEST: Final = "4"
_SEXES: Final = {"male": "1", "female": "0"}
# Education above high school has no code in the seed; 5 is ours, and the notes say so.
_EDUCATION: Final = {"none": "1", "primary": "2", "junior": "3", "senior": "4", "college": "5", "degree": "5"}


@dataclass(frozen=True)
class Subject:
    """One person before anything is coded; ``months_to_work`` is None while no work was found."""

    months_to_work: int | None
    amount_fen: int
    months_received: int
    sex: str
    age: int
    education: str


@dataclass(frozen=True)
class Line:
    """One line of a release, texts as written; empty where it is not known or was withheld."""

    y: str
    x1: str  # yuan a month, the lower end of its band
    x2: str  # months, the lower end of its band
    x3: str
    x4: str
    x5: str

    @property
    def traits(self) -> tuple[str, ...]:
        """What somebody may know of a person already."""
        return astuple(self)[1:]


@dataclass(frozen=True)
class Release:
    """Lines in the order of their values, which says nothing of where they came from."""

    lines: tuple[Line, ...]
    withheld: int  # lines without X1 and X2
    left_out: int


def release(subjects: Sequence[Subject], k: int = K) -> Release:
    """Every line shares its traits with at least ``k - 1`` others, or is not among them."""
    lines = [code(subject) for subject in subjects]
    whole, rest = _part(lines, k)
    coarse, dropped = _part([replace(line, x1="", x2="") for line in rest], k)
    return Release(tuple(sorted([*whole, *coarse], key=astuple)), len(coarse), len(dropped))


def code(subject: Subject) -> Line:
    """The variables of the article, banded."""
    yuan = subject.amount_fen // AMOUNT_BAND_FEN * AMOUNT_BAND_FEN // 100
    return Line(
        y="" if subject.months_to_work is None else str(subject.months_to_work),
        x1=str(yuan),
        x2=str(subject.months_received // MONTHS_BAND * MONTHS_BAND),
        x3=_SEXES.get(subject.sex, ""),
        x4=next((coded for most, coded in _AGES if subject.age <= most), _OLDEST),
        x5=_EDUCATION.get(subject.education, ""),
    )


def _part(lines: Sequence[Line], k: int) -> tuple[list[Line], list[Line]]:
    """Lines whose traits are shared by enough, and the others."""
    sizes = Counter(line.traits for line in lines)
    enough = [line for line in lines if sizes[line.traits] >= k]
    return enough, [line for line in lines if sizes[line.traits] < k]
