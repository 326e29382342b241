"""DOC-17, the register of families that apply: a line a family, who handled it and when (S7-DUTY-C1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.documents.blocks import ledger, say
from server.documents.issued import Sheet

_HEAD = ("序号", "登记", "户主", "住址", "登记人", "初审、经办人、签字时间", "受理", "现在")
# About their millimetres: a long word in one column makes no other narrow.
_WIDTHS = (0, 23, 15, 31, 14, 33, 17, 20)
_POINTS = 8


@dataclass(frozen=True)
class RegisterLine:
    """Texts as printed, empty where it has not happened."""

    case: str
    applied: str
    head: str
    persons: int
    address: str
    registered_by: str
    outcome: str
    handled: str  # who signed, and when (S7-PRE-02)
    accepted: str
    stage: str


@dataclass(frozen=True)
class FamilyRegisterPaper:
    title: str
    organ: str
    year: int
    area: str
    lines: Sequence[RegisterLine]


def family_register_sheet(paper: FamilyRegisterPaper) -> Sheet:
    rows = [_row(number, line) for number, line in enumerate(paper.lines, start=1)]
    told = f"{paper.year} 年，{paper.area}，{len(paper.lines)} 家"
    return Sheet(
        template="form",
        title=f"{paper.year}年{paper.title}",
        organ=paper.organ,
        state=told,
        summary=told,
        blocks=[ledger(_HEAD, _WIDTHS, rows, "clclclcc", _POINTS) if rows else say("这一年还没有申请。")],
    )


def _row(number: int, line: RegisterLine) -> list[str]:
    """Two lines a cell where two things belong together."""
    return [
        str(number),
        f"{line.applied}\n{line.case}",
        f"{line.head}\n{line.persons} 人",
        line.address,
        line.registered_by,
        "\n".join(words for words in (line.outcome, line.handled) if words),
        line.accepted or "—",
        line.stage,
    ]
