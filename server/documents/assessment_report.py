"""DOC-04, the assessment report an assessor reads to the meeting (S7-MEET-A2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Hand, fields, hands, heading, say
from server.documents.issued import Sheet
from server.documents.words import chinese_date
from server.domain.money import format_yuan


@dataclass(frozen=True)
class AssessmentReport:
    """To be read aloud: sentences, no identity numbers, no illness (PR-08)."""

    title: str
    organ: str
    case: str
    community: str
    head: str
    shown_head: str
    persons: int
    applied_on: date
    visited_on: date
    assessors: Sequence[str]
    lead: str
    income_total_fen: int
    per_capita_fen: int
    standard_fen: int
    differences: Sequence[str]
    investigation: str  # what was found out besides (S7-EVAL-05); empty: nothing had to be
    committee: str
    committee_on: date | None
    committee_members: int
    eligible: bool | None
    amount_fen: int
    notice: str  # 公示三天：…，没有异议。


def assessment_report_sheet(paper: AssessmentReport) -> Sheet:
    return Sheet(
        template="form",
        title=paper.title,
        organ=paper.organ,
        state=f"档案号 {paper.case}",
        summary=f"{paper.shown_head}，{paper.persons} 人",
        blocks=[
            fields([[("户主", paper.head), ("社区", paper.community)]]),
            heading("一、申请和入户"),
            say(
                f"{paper.head}家 {paper.persons} 人，{chinese_date(paper.applied_on)}提出申请。"
                f"{chinese_date(paper.visited_on)}，{'、'.join(paper.assessors)}共 {len(paper.assessors)} 人"
                f"持证入户评估，{paper.lead}主办，核对了原件，看了住房，逐项问了收入。"
            ),
            heading("二、收入"),
            say(_income_sentence(paper)),
            *(say(words) for words in _differences(paper)),
            *([heading("三、其他调查"), say(paper.investigation)] if paper.investigation else []),
            heading(f"{'四' if paper.investigation else '三'}、{paper.committee}意见和公示"),
            say(_committee_sentence(paper)),
            *([say(paper.notice)] if paper.notice else []),
            hands("评估人签字", [Hand(name) for name in paper.assessors]),
        ],
    )


def _income_sentence(paper: AssessmentReport) -> str:
    below = paper.per_capita_fen < paper.standard_fen
    compared = "低于" if below else "不低于"
    return (
        f"计入的全家月收入 {format_yuan(paper.income_total_fen)} 元，"
        f"人均 {format_yuan(paper.per_capita_fen)} 元，"
        f"{compared}本地标准每人每月 {format_yuan(paper.standard_fen)} 元。"
    )


def _differences(paper: AssessmentReport) -> list[str]:
    if not paper.differences:
        return ["查到的和申报的一样。"]
    return [f"和申报不一样的有 {len(paper.differences)} 处：{'；'.join(paper.differences)}。"]


def _committee_sentence(paper: AssessmentReport) -> str:
    if paper.eligible is None or paper.committee_on is None:
        return f"{paper.committee}还没有评议。"
    told = f"{chinese_date(paper.committee_on)}，{paper.committee} {paper.committee_members} 人评议，"
    if not paper.eligible:
        return f"{told}认为不符合条件。"
    return f"{told}认为符合条件，拟给予每月 {format_yuan(paper.amount_fen)} 元。"
