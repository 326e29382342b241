"""DOC-09, the district's refusal (S7-APPR-10); another paper than DOC-03, by another organ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Seal, say
from server.documents.issued import TWO_COPIES, Sheet
from server.documents.words import chinese_date


@dataclass(frozen=True)
class RefusalNotice:
    title: str
    organ: str  # the bureau
    head: str
    shown_head: str
    case: str
    applied_on: date
    refused_on: date
    reasons: Sequence[str]
    remedy: str
    seal_hint: str


def refusal_sheet(paper: RefusalNotice) -> Sheet:
    """Reasons numbered where there are several, and the pack's text of the remedy (D-20)."""
    several = len(paper.reasons) > 1
    reasons = (
        [f"{n}、{words}" for n, words in enumerate(paper.reasons, start=1)] if several else paper.reasons
    )
    return Sheet(
        template="letter",
        title=paper.title,
        organ=paper.organ,
        summary=f"{paper.shown_head}：不予批准",
        to=paper.head,
        blocks=[
            say(
                f"您家{chinese_date(paper.applied_on)}提出的最低生活保障申请（{paper.case}），经审查，"
                f"{chinese_date(paper.refused_on)}决定不给予最低生活保障。理由如下："
            ),
            *(say(words) for words in reasons),
            say(paper.remedy),
            say("特此通知。"),
        ],
        seal=Seal(paper.seal_hint, paper.organ),
        copies=TWO_COPIES,
        receipt="收到第二联的申请人签字：",
    )
