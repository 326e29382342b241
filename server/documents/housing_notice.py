"""The decision on housing support: what is paid or why not, and how it was worked out (S8-SURV-02)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Seal, ledger, say
from server.documents.issued import TWO_COPIES, Sheet
from server.documents.words import chinese_date
from server.domain.month import month_zh


@dataclass(frozen=True)
class HousingNotice:
    organ: str
    head: str
    shown_head: str
    case: str
    applied_on: date
    decided_on: date
    granted: bool
    in_kind: bool
    monthly_yuan: str
    since: str
    findings: Sequence[str]
    steps: Sequence[tuple[str, str]]  # words, yuan
    reason: str
    remedy: str
    title: str = "住房保障决定告知书"


def housing_sheet(paper: HousingNotice) -> Sheet:
    """What was decided, what it rests on, and where to object."""
    return Sheet(
        template="letter",
        title=paper.title,
        organ=paper.organ,
        summary=f"{paper.shown_head}：{_result(paper)}",
        to=paper.head,
        blocks=[
            say(
                f"您家{chinese_date(paper.applied_on)}申请住房保障（{paper.case}）。"
                f"{chinese_date(paper.decided_on)}决定：{_result(paper)}。"
            ),
            *(say(finding) for finding in paper.findings),
            *_steps(paper),
            say(f"理由：{paper.reason}"),
            *([say("每年复核一次。收入、人口、住房有变化的，请及时告诉社区。")] if paper.granted else []),
            say(paper.remedy),
        ],
        seal=Seal("加盖住房保障部门印章", paper.organ),
        copies=TWO_COPIES,
        receipt="收到第二联的申请人签字：",
    )


def _result(paper: HousingNotice) -> str:
    if not paper.granted:
        return "不予住房保障"
    if paper.in_kind:
        return "实物配租，进入轮候名单"
    return f"从{month_zh(paper.since)}起每月发租赁补贴 {paper.monthly_yuan} 元"


def _steps(paper: HousingNotice) -> list[dict[str, object]]:
    if not paper.steps:
        return []
    rows = [[words, yuan] for words, yuan in paper.steps] + [["每月", paper.monthly_yuan]]
    return [ledger(["怎么算的", "元"], [0, 30], rows, "lr")]
