"""DOC-10, the record of the bank passbook and of its way to the family (S7-APPR-12, S7-APPR-13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import BLANK_DATE, Hand, Seal, fields, hands, heading, ledger, say
from server.documents.issued import Sheet
from server.documents.words import chinese_date
from server.domain.money import format_yuan


@dataclass(frozen=True)
class Leg:
    """One hand-over: from whom to whom, what, when; a day yet to come is left to be written."""

    words: str  # 区 → 街道
    papers: str
    giver: str
    taker: str
    on: date | None


@dataclass(frozen=True)
class PassbookRecord:
    title: str
    organ: str
    case: str
    head: str
    shown_head: str
    bank: str
    account: str  # masked: only the last four
    holder: str
    amount_fen: int
    start_month: str  # 2026-04
    legs: Sequence[Leg]
    custody: str  # who keeps it instead of the family, and by which agreement (C-22); empty: the family
    family: Hand
    seal_hint: str
    organ_seal: str


def passbook_sheet(paper: PassbookRecord) -> Sheet:
    year, month = paper.start_month.split("-")
    amount = f"每月 {format_yuan(paper.amount_fen)} 元"
    rows = [
        [leg.words, leg.papers, leg.giver, leg.taker, chinese_date(leg.on) if leg.on else BLANK_DATE]
        for leg in paper.legs
    ]
    return Sheet(
        template="form",
        title=f"{paper.title}发放登记",
        organ=paper.organ,
        state=f"档案号 {paper.case}",
        summary=f"{paper.shown_head}，{amount}",
        blocks=[
            fields(
                [
                    [("户主", paper.head), ("存折户名", paper.holder)],
                    [("开户银行", paper.bank or "　"), ("账号", paper.account or "　")],
                    [("金额", amount), ("起始年月", f"{year}年{int(month)}月")],
                ]
            ),
            heading("交接"),
            ledger(["经过", "交了什么", "交的人", "收的人", "日期"], [4, 6, 4, 4, 6], rows, "clccc"),
            say(paper.custody or "存折由本户自己保管。密码只由本户知道，工作人员不问、不代管。"),
            hands("领取人签字", [paper.family]),
        ],
        seal=Seal(paper.seal_hint, paper.organ_seal),
    )
