"""The statistics of a period in sentences, Chinese first and English beneath, each with its rule (S4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.documents.issued import Mark, marked
from server.documents.typesetting import typeset
from server.domain.annual_summary import Origin, Sentence

_ORIGINS: Final = {
    Origin.RECORD: "案卷",
    Origin.PACK: "政策",
    Origin.REPORTED: "上报",
    Origin.MISSING: "没有",
}


@dataclass(frozen=True)
class SummaryPaper:
    """``area`` and ``period`` are in both languages."""

    organ: str
    area: tuple[str, str]
    period: tuple[str, str]
    sentences: Sequence[Sentence]


def print_summary(says: Mapping[str, Any], mark: Mark) -> bytes:
    """The summary as PDF/A-2b, under the mark it was issued with."""
    return typeset("summary", dict(says) | marked(mark, says), mark.issued_at)


def summary_facts(paper: SummaryPaper) -> dict[str, Any]:
    """What the paper says, as it is kept and as the template takes it; ``summary`` is for the check page."""
    return {
        "summary": f"{paper.area[0]}，{paper.period[0]}低保统计小结",
        "title": f"{paper.period[0]}低保统计小结",
        "title_en": f"Dibao statistics, {paper.period[1]}: summary",
        "organ": paper.organ,
        "area": " ".join(dict.fromkeys(paper.area)),
        "sentences": [[line.rule, _ORIGINS[line.origin], line.zh, line.en] for line in paper.sentences],
        "seal": None,
    }
