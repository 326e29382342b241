"""DOC-08, the certificate 《低保证》 with its code (S7-APPR-09)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.documents.blocks import Seal
from server.documents.issued import Sheet
from server.domain.money import format_yuan


@dataclass(frozen=True)
class Certificate:
    title: str
    number: str  # SL〔2026〕0137, as the decision names it; empty where it names none
    organ: str
    head: str
    shown_head: str
    members: Sequence[str]  # names, the head's first
    address: str
    review_class: str  # A, B, C, or empty
    amount_fen: int
    start_month: str  # 2026-04
    case: str
    seal_hint: str


def certificate_sheet(paper: Certificate) -> Sheet:
    """Who holds it, how many they are, what is paid from when; the code says whether it still counts."""
    year, month = paper.start_month.split("-")
    amount = f"每月 {format_yuan(paper.amount_fen)} 元"
    return Sheet(
        template="certificate",
        title=paper.title,
        organ=paper.organ,
        summary=f"{paper.shown_head}，{len(paper.members)} 人，{amount}",
        seal=Seal(paper.seal_hint, paper.organ),
        more={
            "certificate": paper.number,
            "ledger": [
                ["户主", paper.head],
                ["家庭成员", f"{len(paper.members)} 人：{'、'.join(paper.members)}"],
                ["住址", paper.address],
                ["保障金额", amount],
                ["起始年月", f"{year}年{int(month)}月起"],
                *([["家庭类别", f"{paper.review_class} 类"]] if paper.review_class else []),
                ["档案号", paper.case],
            ],
            "note": "本证由本户使用，不得涂改、转借。人口、收入、财产有变化的，及时告诉社区低保站。",
        },
    )
