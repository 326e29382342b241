"""DOC-02, the home assessment form: printed from the visit as it was sealed (S7-EVAL-06, S7-EVAL-07)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.documents.blocks import Block, Hand, Pair, fields, hands, heading, ledger, say
from server.documents.family import PrintedMember, members_table
from server.documents.issued import Sheet
from server.domain.money import format_yuan


@dataclass(frozen=True)
class IncomeClass:
    """Incomes of one class: wages, pension …; a month, in fen."""

    name: str
    who: str
    declared_fen: int | None
    found_fen: int | None


@dataclass(frozen=True)
class AssessmentForm:
    """``housing`` and ``spending`` are label and words; ``opinion`` is the team's own sentence."""

    title: str
    organ: str
    case: str
    community: str
    visited: str  # 2026年3月12日 10:26 至 10:58
    head: str
    shown_head: str
    phone: str
    address: str
    members: Sequence[PrintedMember]
    incomes: Sequence[IncomeClass]
    arithmetic: Sequence[Pair]  # from what comes in to what counts a head
    housing: Sequence[Pair]
    property: Sequence[Pair]
    spending: Sequence[Pair]
    opinion: str
    applicant: Sequence[Hand]  # the applicant, and who stands for them (S7-AMB-12)
    assessors: Sequence[Hand]
    seal_digest: str  # the visit's, by which the sealed record is found
    photos: int = 0
    remarks: Sequence[str] = field(default_factory=tuple)


def assessment_form_sheet(paper: AssessmentForm) -> Sheet:
    return Sheet(
        template="form",
        title=paper.title,
        organ=paper.organ,
        state=f"档案号 {paper.case}",
        summary=f"{paper.shown_head}，{len(paper.members)} 人",
        blocks=[
            fields(
                [
                    [("户主", paper.head), ("家庭人口", f"{len(paper.members)} 人")],
                    [("社区", paper.community), ("电话", paper.phone or "—")],
                    [("住址", paper.address)],
                    [("入户时间", paper.visited)],
                ]
            ),
            heading("一、家庭成员"),
            members_table(paper.members),
            heading("二、收入（每月）"),
            _incomes(paper.incomes),
            *_pairs(paper.arithmetic),
            *_section("三、住房", paper.housing),
            *_section("四、财产", paper.property),
            *_section("五、支出", paper.spending),
            heading("六、评估意见"),
            say(paper.opinion or "没有写。"),
            *(say(words) for words in paper.remarks),
            hands("申请人签字", paper.applicant),
            hands(f"评估人签字（{len(paper.assessors)} 人，持证入户）", paper.assessors),
            say(
                f"入户记录已在平板封存，照片 {paper.photos} 张；封存摘要 {paper.seal_digest[:16]}。",
                indent=False,
            ),
        ],
    )


def _incomes(incomes: Sequence[IncomeClass]) -> Block:
    rows = [
        [each.name, each.who, _yuan(each.declared_fen), _yuan(each.found_fen), _differs(each)]
        for each in incomes
    ]
    head = ["种类", "谁的、从哪来", "申报（元）", "查到（元）", "　"]
    return ledger(head, [4, 8, 0, 0, 0], rows or [["—", "申报没有收入", "0.00", "0.00", ""]], "llrrc")


def _differs(income: IncomeClass) -> str:
    return "" if income.declared_fen == income.found_fen else "不一样"


def _yuan(fen: int | None) -> str:
    return "—" if fen is None else format_yuan(fen)


def _section(title: str, pairs: Sequence[Pair]) -> list[Block]:
    return [heading(title), *_pairs(pairs)] if pairs else []


def _pairs(pairs: Sequence[Pair]) -> list[Block]:
    """Two pairs a row where both are short."""
    rows: list[list[Pair]] = []
    for pair in pairs:
        is_short = len(pair[1]) <= 14
        if rows and len(rows[-1]) == 1 and is_short and len(rows[-1][0][1]) <= 14:
            rows[-1].append(pair)
        else:
            rows.append([pair])
    return [fields(rows)] if rows else []
