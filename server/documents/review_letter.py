"""The letter of an adjustment or a stop: the result, the reasons, the remedy (S7-REV-01, C-26, D-20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Seal, say
from server.documents.issued import TWO_COPIES, Sheet
from server.documents.words import chinese_date
from server.domain.money import format_yuan


@dataclass(frozen=True)
class ReviewLetter:
    title: str
    organ: str  # the bureau
    head: str
    shown_head: str
    case: str
    decided_on: date
    stops: bool
    before_fen: int
    after_fen: int
    month: str  # the first month of the new amount; of a stop the last that is paid
    reasons: Sequence[str]
    steps: Sequence[str]  # how the amount was worked out; empty for a stop without a review
    remedy: str
    seal_hint: str


def review_letter_sheet(paper: ReviewLetter) -> Sheet:
    """Reasons and steps a line each, so that the family can follow the amount (C-26)."""
    year, month = paper.month.split("-")
    when = f"{year}年{int(month)}月"
    result = (
        f"决定停发最低生活保障金，发到{when}为止。"
        if paper.stops
        else f"决定从{when}起，每月保障金由 {format_yuan(paper.before_fen)} 元"
        f"调整为 {format_yuan(paper.after_fen)} 元。"
    )
    return Sheet(
        template="letter",
        title=paper.title,
        organ=paper.organ,
        summary=f"{paper.shown_head}：{'停发' if paper.stops else '调整'}",
        to=paper.head,
        blocks=[
            say(
                f"经复核，{chinese_date(paper.decided_on)}对您家的最低生活保障待遇（{paper.case}）{result}理由如下："
            ),
            *(say(words) for words in paper.reasons),
            *([say("金额这样计算：")] if paper.steps else []),
            *(say(words) for words in paper.steps),
            say(paper.remedy),
            say("特此通知。"),
        ],
        seal=Seal(paper.seal_hint, paper.organ),
        copies=TWO_COPIES,
        receipt="收到第二联的家庭成员签字：",
    )
