"""DOC-16, the application letter: what the family declares, read aloud and signed (S7-APPLY-04, S7-MEET-A1).

Where the pack has the information check authorised, every adult does so on the same sheet (C-06).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Block, Hand, fields, hands, heading, ledger, say
from server.documents.family import PrintedMember, members_table
from server.documents.issued import Sheet
from server.documents.words import chinese_date
from server.domain.money import format_yuan


@dataclass(frozen=True)
class DeclaredIncome:
    who: str
    kind: str
    source: str
    amount_fen: int  # a month


@dataclass(frozen=True)
class ApplicationLetter:
    """``materials`` are what came with it, and ``authorising`` every adult where the pack asks for it."""

    title: str
    organ: str  # whom it is handed to
    case: str
    community: str
    head: str
    shown_head: str
    address: str
    phone: str
    applied_on: date
    members: Sequence[PrintedMember]
    incomes: Sequence[DeclaredIncome]
    per_capita_fen: int
    note: str
    materials: Sequence[str]
    authorising: Sequence[Hand]


_TRUE = (
    "以上填写的和交来的材料都是真实、完整的；人口、收入、财产有变化的，及时告诉。"
    "隐瞒的，退回领的钱，并依法承担责任。"
)
_AUTHORISED = (
    "我们授权民政部门和受理机关，为办理、复核本次申请，查询、核对本人的户籍、税务、社会保险、不动产、车辆、"
    "存款、保险、证券等情况。核对结果有出入的，告诉我们，我们可以提出异议。"
)


def application_sheet(paper: ApplicationLetter) -> Sheet:
    return Sheet(
        template="form",
        title=paper.title,
        organ=paper.organ,
        state=f"档案号 {paper.case}",
        summary=f"{paper.shown_head}，{len(paper.members)} 人",
        blocks=[
            say(f"{paper.organ}：", indent=False),
            say(f"我家 {len(paper.members)} 人，生活困难，申请最低生活保障。{paper.note}"),
            _family(paper),
            heading("一、家庭成员"),
            members_table(paper.members),
            heading("二、申报的收入（每月）"),
            _incomes(paper.incomes),
            heading("三、交来的材料"),
            say("、".join(paper.materials) if paper.materials else "还没有交来。"),
            heading("四、声明"),
            say(_TRUE),
            hands(f"申请人签字（{chinese_date(paper.applied_on)}申请）", [Hand(paper.head)]),
            *_authorised(paper),
        ],
    )


def _family(paper: ApplicationLetter) -> Block:
    return fields(
        [
            [("申请人", paper.head), ("电话", paper.phone or "—")],
            [("社区", paper.community), ("申请日期", chinese_date(paper.applied_on))],
            [("住址", paper.address)],
            [
                ("家庭人口", f"{len(paper.members)} 人"),
                ("人均月收入", f"{format_yuan(paper.per_capita_fen)} 元"),
            ],
        ]
    )


def _incomes(incomes: Sequence[DeclaredIncome]) -> Block:
    rows = [[each.who, each.kind, each.source or "—", format_yuan(each.amount_fen)] for each in incomes]
    head = ["谁的", "种类", "从哪来", "每月（元）"]
    return ledger(head, [3, 3, 6, 0], rows or [["—", "没有申报收入", "—", "0.00"]], "cclr")


def _authorised(paper: ApplicationLetter) -> list[Block]:
    if not paper.authorising:
        return []
    return [
        heading("五、家庭经济状况核对授权"),
        say(_AUTHORISED),
        hands(f"每位成年家庭成员签字（{len(paper.authorising)} 人）", paper.authorising),
    ]
