"""DOC-03, the street's finding that a family is not eligible (S7-EVAL-09, S7-AMB-20).

The seed calls it 「不予受理」 though the application was accepted: the pack names it, the words are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Seal, say
from server.documents.issued import TWO_COPIES, Sheet
from server.documents.words import chinese_date


@dataclass(frozen=True)
class IneligibleNotice:
    title: str
    organ: str
    committee: str
    head: str
    shown_head: str  # masked, for the check page
    case: str
    applied_on: date
    found_on: date
    reason: str
    remedy: str
    seal_hint: str


def ineligible_sheet(paper: IneligibleNotice) -> Sheet:
    """Two copies, one for the archive and one for the applicant, with the reason and the remedy."""
    return Sheet(
        template="letter",
        title=paper.title,
        organ=paper.organ,
        summary=f"{paper.shown_head}：评估认为不符合条件",
        to=paper.head,
        blocks=[
            say(
                f"您家{chinese_date(paper.applied_on)}提出的最低生活保障申请（{paper.case}）已经受理，并做了入户评估。"
                f"{chinese_date(paper.found_on)}，{paper.committee}评估认为您家目前不符合最低生活保障条件。"
            ),
            say(f"理由：{paper.reason}"),
            say(paper.remedy),
            say("特此通知。"),
        ],
        seal=Seal(paper.seal_hint, paper.organ),
        copies=TWO_COPIES,
        receipt="收到第二联的申请人签字：",
    )
