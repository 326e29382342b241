"""DOC-05, the approval form: the family, and what three organs say of it (W-14, S7-MEET-A8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Block, Hand, Seal, fields, hands, heading, opinion
from server.documents.family import PrintedMember, members_table
from server.documents.issued import Sheet
from server.documents.words import chinese_date
from server.domain.money import format_yuan


@dataclass(frozen=True)
class Opinion:
    """What one organ says; without words it is left to be written."""

    words: Sequence[str]
    hands: Sequence[Hand]
    seal: Seal


@dataclass(frozen=True)
class ApprovalForm:
    title: str
    organ: str
    case: str
    community: str
    head: str
    shown_head: str
    identity_number: str
    address: str
    phone: str
    applied_on: date
    members: Sequence[PrintedMember]
    income_total_fen: int
    per_capita_fen: int
    standard_fen: int
    amount_fen: int
    property: str
    present: Sequence[Hand]  # everybody who attended the meeting signs (S7-MEET-A8c)
    deliberation: str  # 社区低保议事会
    residents: Opinion | None  # STAMP-01; None where no meeting had to be held (C-16)
    street: Opinion  # STAMP-02
    district: Opinion  # STAMP-03


def approval_form_sheet(paper: ApprovalForm) -> Sheet:
    return Sheet(
        template="form",
        title=paper.title,
        organ=paper.organ,
        state=f"档案号 {paper.case}",
        summary=f"{paper.shown_head}，{len(paper.members)} 人，每月 {format_yuan(paper.amount_fen)} 元",
        blocks=[
            _family(paper),
            heading("家庭成员"),
            members_table(paper.members),
            *_signed_meeting(paper),
            heading("意见"),
            *([_opinion("社区意见", paper.residents)] if paper.residents else []),
            _opinion("街道意见", paper.street),
            _opinion("区级意见", paper.district),
        ],
    )


def _family(paper: ApprovalForm) -> Block:
    return fields(
        [
            [("户主", paper.head), ("身份证号", paper.identity_number or "—")],
            [("家庭人口", f"{len(paper.members)} 人"), ("电话", paper.phone or "—")],
            [("社区", paper.community), ("申请日期", chinese_date(paper.applied_on))],
            [("住址", paper.address)],
            [
                ("全家月收入", f"{format_yuan(paper.income_total_fen)} 元"),
                ("人均月收入", f"{format_yuan(paper.per_capita_fen)} 元"),
            ],
            [
                ("保障标准", f"每人每月 {format_yuan(paper.standard_fen)} 元"),
                ("拟发金额", f"每月 {format_yuan(paper.amount_fen)} 元"),
            ],
            *([[("财产", paper.property)]] if paper.property else []),
        ]
    )


def _signed_meeting(paper: ApprovalForm) -> list[Block]:
    if not paper.present:
        return []
    return [hands(f"参加{paper.deliberation}的全体人员签字（{len(paper.present)} 人）", paper.present)]


def _opinion(label: str, said: Opinion) -> Block:
    return opinion(label, said.words, said.hands, said.seal, height=46)
