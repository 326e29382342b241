"""DOC-11, the undertaking an approved family signs when it receives the certificate (S7-APPR-14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Hand, hands, say
from server.documents.issued import TWO_COPIES, Sheet


@dataclass(frozen=True)
class Undertaking:
    title: str
    organ: str  # whom it is given to
    head: str
    shown_head: str
    case: str
    persons: int
    promises: Sequence[str]
    signed: Sequence[Hand]  # of the family; no ink: signed on the paper
    signed_on: date | None
    witness: Hand
    unsigned: str = ""  # why the family did not sign (S7-AMB-12)


PROMISES: Sequence[str] = (
    "申报的人口、收入、财产和住房情况都是真实的。",
    "家里人口、收入、财产、就业、住址有变化的，及时告诉社区低保站。",
    "按时参加复核和续保登记，带齐要看的原件。",
    "有劳动能力没有就业的家庭成员，接受就业服务，参加组织的公益活动。",
    "低保证只由本户使用，不涂改，不转借；停止享受时交回。",
    "知道隐瞒情况领取低保金的，要退回，并依法承担责任。",
)


def undertaking_sheet(paper: Undertaking) -> Sheet:
    return Sheet(
        template="letter",
        title=paper.title,
        organ=paper.organ,
        summary=f"{paper.shown_head}：{paper.persons} 人",
        blocks=[
            say(f"我家（户主{paper.head}，{paper.persons} 人，{paper.case}）享受最低生活保障，全家承诺："),
            *(say(f"{number}、{words}") for number, words in enumerate(paper.promises, start=1)),
            *([say(f"家里人没有签字：{paper.unsigned}", indent=False)] if paper.unsigned else []),
            hands("承诺家庭签字", paper.signed),
            hands("见证", [paper.witness]),
        ],
        copies=TWO_COPIES,
        receipt="收到第二联的家庭成员签字：",
    )
