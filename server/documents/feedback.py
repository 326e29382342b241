"""DOC-06, the resolution fed back to the applicant, who agrees or objects (S7-MEET-A8d, A8e, S7-AMB-05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from server.documents.blocks import Block, Hand, Seal, fields, hands, heading, room, say
from server.documents.issued import TWO_COPIES, Sheet
from server.documents.words import chinese_date


@dataclass(frozen=True)
class ResolutionFeedback:
    title: str
    organ: str  # the residents' committee
    deliberation: str  # 社区低保议事会
    head: str
    shown_head: str
    case: str
    held_on: date
    verdict: str  # the pack's word
    passed: bool
    arithmetic: Sequence[str]
    next_step: str  # what follows, in a sentence
    outcome: Literal["", "agreed", "objected", "not_signed"]
    reason: str  # of the objection, or why it is not signed
    applicant: Hand
    witness: Hand | None
    seal_hint: str


def feedback_sheet(paper: ResolutionFeedback) -> Sheet:
    return Sheet(
        template="form",
        title=paper.title,
        organ=paper.organ,
        state=f"档案号 {paper.case}",
        summary=f"{paper.shown_head}：议事会{paper.verdict}",
        blocks=[
            fields([[("申请人", paper.head), ("开会日期", chinese_date(paper.held_on))]]),
            heading("一、决议"),
            say(f"{chinese_date(paper.held_on)}，{paper.deliberation}评议了您家的申请。"),
            *(say(words) for words in paper.arithmetic),
            say(f"决议：{paper.verdict}。"),
            say(paper.next_step),
            heading("二、申请人意见"),
            *_answer(paper),
            hands("签字", [paper.applicant, *([paper.witness] if paper.witness else [])]),
        ],
        seal=Seal(paper.seal_hint, paper.organ),
        copies=TWO_COPIES,
        receipt="收到第二联的申请人签字：",
    )


def _answer(paper: ResolutionFeedback) -> list[Block]:
    """Both ways stand on the form: agreement is never printed as the only answer."""
    ticked = {"agreed": (True, False), "objected": (False, True)}.get(paper.outcome, (False, False))
    blocks = [
        say(f"{_box(ticked[0])} 没有异议。", indent=False),
        say(f"{_box(ticked[1])} 有异议，请街道重新调查。不签字的，写明原因，本表照样存档。", indent=False),
    ]
    if paper.outcome == "not_signed":
        blocks.append(say(f"申请人没有签字：{paper.reason}", indent=False))
    elif paper.reason:
        blocks.append(say(f"理由：{paper.reason}", indent=False))
    elif not paper.outcome:
        blocks.append(room("理由：", 22))
    return blocks


def _box(is_ticked: bool) -> str:
    return "☑" if is_ticked else "☐"
