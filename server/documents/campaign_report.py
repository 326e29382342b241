"""The final report of a campaign, as it goes to the leading group's office (S3-PH-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Seal, heading, ledger, say
from server.documents.issued import Sheet
from server.documents.words import chinese_date


@dataclass(frozen=True)
class CommunityLine:
    """One community: households on the list, checked, and with which result."""

    community: str
    total: int
    checked: int
    kept: int
    adjusted: int
    removed: int

    @property
    def cells(self) -> list[str]:
        numbers = (self.total, self.checked, self.kept, self.adjusted, self.removed)
        return [self.community, *map(str, numbers)]


@dataclass(frozen=True)
class CampaignReport:
    organ: str
    name: str
    basis: str
    due_on: date
    phases: Sequence[tuple[str, date, date]]
    progress: Sequence[CommunityLine]
    problems: Sequence[tuple[str, int, int]]  # kind, found, corrected
    added: int
    refused: int
    filed: int  # special files of those removed (S3-PH-3)
    words: str


def report_sheet(paper: CampaignReport) -> Sheet:
    """Figures come from the record; the words are those of whoever closed the campaign."""
    everybody = sum(line.total for line in paper.progress)
    checked = sum(line.checked for line in paper.progress)
    return Sheet(
        template="letter",
        title="专项核查总结报告",
        organ=paper.organ,
        summary=f"{paper.name}：应查 {everybody} 户，查了 {checked} 户",
        to="领导小组办公室",
        blocks=[
            say(f"{paper.name}依据{paper.basis}开展，{chinese_date(paper.due_on)}前上报。"),
            heading("一、四个阶段"),
            ledger(
                ["阶段", "从", "到"],
                [0, 45, 45],
                [[name, chinese_date(first), chinese_date(last)] for name, first, last in paper.phases],
                "lcc",
            ),
            heading("二、入户核查"),
            say(f"应查 {everybody} 户，查了 {checked} 户；{_outcome(paper)}。"),
            ledger(
                ["社区", "应查", "查了", "保留", "调整", "清退"],
                [0, 22, 22, 22, 22, 22],
                [line.cells for line in paper.progress],
                "lrrrrr",
            ),
            heading("三、问题和改正"),
            ledger(
                ["哪一类", "查出", "改好"],
                [0, 30, 30],
                [[kind, str(found), str(done)] for kind, found, done in paper.problems],
                "lrr",
            ),
            heading("四、总结"),
            *(say(line) for line in paper.words.splitlines() if line.strip()),
        ],
        seal=Seal("加盖民政部门印章", paper.organ),
    )


def _outcome(paper: CampaignReport) -> str:
    """Who was not in receipt before, and the special files, so that the table adds up to who was checked."""
    return f"新纳入 {paper.added} 户，不纳入 {paper.refused} 户；清退的建专档 {paper.filed} 份"
