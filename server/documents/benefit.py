"""How a benefit was worked out, for the family: every step in Chinese and English with its rule (S1-CALC)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.documents.typesetting import typeset
from server.documents.words import chinese_date, log_line
from server.domain.benefit import Benefit
from server.domain.benefit_step import Step
from server.domain.money import format_yuan


@dataclass(frozen=True)
class BenefitPaper:
    """Everything the sheet prints; ``titles`` are those of the pack, in both languages."""

    organ: str
    number: str
    head: str
    pack: str
    issuer: str
    benefit: Benefit
    remedy: Sequence[str]  # in both languages
    phone: str
    newest_head: tuple[date, str] | None
    demonstration: bool
    created_at: datetime


def print_benefit(paper: BenefitPaper) -> bytes:
    """The sheet as PDF/A-2b."""
    return typeset("benefit", benefit_facts(paper), paper.created_at)


def benefit_facts(paper: BenefitPaper) -> dict[str, Any]:
    """The sentences and figures of the sheet, as the template takes them."""
    benefit = paper.benefit
    return {
        "title": "低保金计算说明",
        "title_en": "How your benefit is worked out",
        "organ": paper.organ,
        "number": paper.number,
        "ledger": [
            ["户主", "Head", paper.head],
            ["计入人口", "People counted", f"{benefit.persons}"],
            ["人均计入收入", "Income a person", f"{format_yuan(benefit.per_capita_income_fen)} 元"],
            ["按哪份政策", "Policy", f"{paper.pack}（{paper.issuer}）"],
            ["按哪一天算", "As of", chinese_date(benefit.on)],
        ],
        "steps": [_step(number, step) for number, step in enumerate(benefit.steps, start=1)],
        "total": f"{format_yuan(benefit.amount_fen)} 元",
        "remedy": list(paper.remedy),
        "phone": f"电话 {paper.phone}" if paper.phone else "",
        "log": " ".join(log_line(paper.newest_head)),
        "stamp": "演示件，不作凭证" if paper.demonstration else "",
    }


def _step(number: int, step: Step) -> list[str]:
    sign = "" if not step.amount_fen else "+" if step.amount_fen > 0 else "−"
    amount = f"{sign}{format_yuan(abs(step.amount_fen))}" if sign else ""
    source = step.source if step.source.startswith(step.rule) else f"{step.rule}　{step.source}"
    return [str(number), step.zh, step.en, source, amount]
