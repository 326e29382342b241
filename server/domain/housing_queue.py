"""The waiting list for a flat: its order and why each stands where it does (S8-SURV-02).

Whoever was moved up with a recorded reason comes first, in the order of the moves; then families on the
guarantee, those just above it, other low incomes; within a class the smaller own area a person, then the
earlier application. Equal in all of these, the case number decides, and the list says so: it is arbitrary,
but the same for everybody who reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from server.domain.housing import GUARANTEES
from server.domain.housing_lines import format_area

_CLASSES: Final = {
    "dibao": ("低保家庭", "on the guarantee"),
    "edge": ("低保边缘", "just above the line"),
    "low": ("别的低收入", "other low income"),
    "no": ("没有认定", "no class"),
}


@dataclass(frozen=True)
class Waiting:
    """What a place on the list depends on; ``moved_at`` is the instant of a move, empty without one."""

    case: str
    guarantee: str
    persons: int
    own_dm2: int
    applied_on: str
    moved_at: str = ""

    @property
    def merit(self) -> tuple[bool, str, int, Fraction, str]:
        """What the order goes by, before the number decides between equals."""
        rank = GUARANTEES.index(self.guarantee)
        area = Fraction(self.own_dm2, self.persons)
        return (not self.moved_at, self.moved_at, rank, area, self.applied_on)


@dataclass(frozen=True)
class Place:
    """A household's place, from 1, and the reasons in both languages."""

    place: int
    waiting: Waiting
    is_tied: bool
    zh: str
    en: str


def order_queue(waiting: Iterable[Waiting]) -> list[Place]:
    """The list in its order; the same households in any order give the same list."""
    ordered = sorted(waiting, key=lambda one: (one.merit, one.case))
    return [_placed(place, one, ordered) for place, one in enumerate(ordered, start=1)]


def _placed(place: int, one: Waiting, ordered: Sequence[Waiting]) -> Place:
    beside = (*ordered[max(place - 2, 0) : place - 1], *ordered[place : place + 1])
    is_tied = any(other.merit == one.merit for other in beside)
    zh, en = _reasons(one)
    if is_tied:
        zh, en = f"{zh}；与相邻的一样，按案号先后", f"{en}; equal to its neighbour, by case number"
    return Place(place, one, is_tied, zh, en)


def _reasons(one: Waiting) -> tuple[str, str]:
    area = format_area(one.own_dm2 // one.persons)
    klass = _CLASSES[one.guarantee]
    zh = f"{klass[0]}；人均 {area} 平方米；{one.applied_on} 申请"
    en = f"{klass[1]}; {area} m² a person; applied {one.applied_on}"
    return (f"写明理由提前；{zh}", f"moved up with a reason; {en}") if one.moved_at else (zh, en)
