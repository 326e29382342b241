"""The receipt of an objection: it is on record, what happens now, the number to follow it (S7-AMB-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Seal, fields, say
from server.documents.issued import Sheet
from server.documents.words import chinese_date


@dataclass(frozen=True)
class ObjectionReceipt:
    """``named``: whether whoever objected gave a name, which is not printed."""

    organ: str
    receipt: str
    notice: str  # 公示号
    received_on: date
    how: str  # 当面, 电话, 网上
    named: bool
    answer_by: date | None
    office: str
    phone: str
    seal_hint: str
    title: str = "异议收讫回执"


def objection_receipt_sheet(paper: ObjectionReceipt) -> Sheet:
    """Nothing of what was objected stands on it: a receipt can be read by anybody it is shown to."""
    answer = f"您留了姓名，我们在{chinese_date(paper.answer_by)}前书面答复您。" if paper.answer_by else ""
    unnamed = "" if paper.named else "您没有留姓名，凭回执号可以查办到了哪一步。"
    phone = f"，电话 {paper.phone}" if paper.phone else ""
    return Sheet(
        template="letter",
        title=paper.title,
        organ=paper.organ,
        summary=f"异议回执 {paper.receipt}",
        blocks=[
            say("您提出的异议已经收到，记录在案。"),
            fields(
                [
                    [("回执号", paper.receipt), ("公示号", paper.notice)],
                    [("收到日期", chinese_date(paper.received_on)), ("方式", paper.how)],
                ]
            ),
            say(f"公示已经停下来。街道另派一组人重新调查，再公示。{answer}{unnamed}"),
            say(f"您的姓名和异议内容，我们不告诉申请人和其他居民。有事请找{paper.office}{phone}。"),
        ],
        seal=Seal(paper.seal_hint, paper.organ),
    )
