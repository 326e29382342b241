"""The statistics of a period in sentences, Chinese first and English beneath, each with its rule (S4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.documents.typesetting import typeset
from server.documents.words import chinese_date, log_line
from server.domain.annual_summary import Sentence


@dataclass(frozen=True)
class SummaryPaper:
    """``area`` and ``period`` are in both languages; ``made_on`` is the day the record was asked."""

    organ: str
    area: tuple[str, str]
    period: tuple[str, str]
    sentences: Sequence[Sentence]
    made_on: date
    newest_head: tuple[date, str] | None
    demonstration: bool
    created_at: datetime


def print_summary(paper: SummaryPaper) -> bytes:
    """The summary as PDF/A-2b."""
    return typeset("summary", summary_facts(paper), paper.created_at)


def summary_facts(paper: SummaryPaper) -> dict[str, Any]:
    return {
        "title": f"{paper.period[0]}低保统计小结",
        "title_en": f"Dibao statistics, {paper.period[1]}: summary",
        "organ": paper.organ,
        "area": " ".join(dict.fromkeys(paper.area)),
        "made": chinese_date(paper.made_on),
        "sentences": [
            [line.rule, "上报" if line.reported else "案卷", line.zh, line.en] for line in paper.sentences
        ],
        "log": " ".join(log_line(paper.newest_head)),
        "stamp": "演示件，不作凭证" if paper.demonstration else "",
    }
