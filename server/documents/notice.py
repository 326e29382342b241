"""The building notice: what hangs in the stairwell for three days (S7-NOTICE, ui/poster-print)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from server.documents.qr import qr_svg
from server.documents.typesetting import typeset
from server.documents.words import chinese_count, chinese_date, chinese_period, log_line
from server.domain.money import format_yuan
from server.domain.notice import NoticePeriod
from server.domain.policy import NoticeRules

PosterSize = Literal["a4", "a3"]


@dataclass(frozen=True)
class NoticePaper:
    """Everything the notice prints; ``head`` is already masked where the pack asks for it."""

    organ: str
    number: str
    notice_id: str
    title: str
    place: str
    committee: str
    head: str
    persons: int
    amount_fen: int
    period: NoticePeriod
    days: int  # of the pack, for a first notice or one posted again
    anonymous: bool  # whether an objection needs no name (S7-AMB-06)
    office: str
    phone: str
    counter: str
    seal_hint: str
    url: str
    newest_head: tuple[date, str] | None  # day and short form, when this was printed
    demonstration: bool
    created_at: datetime


def print_notice(paper: NoticePaper, rules: NoticeRules, size: PosterSize = "a4") -> bytes:
    """The notice as PDF/A-2b, one page; its table has the pack's fields and no other (PR-02)."""
    return typeset("notice", notice_facts(paper, rules) | {"size": size}, paper.created_at)


def notice_facts(paper: NoticePaper, rules: NoticeRules) -> dict[str, Any]:
    """The sentences and figures of the notice, as the template takes them."""
    return {
        "title": paper.title,
        "organ": paper.organ,
        "number": paper.number,
        "place": f"张贴于{paper.place}",
        "lead": f"经入户评估和{paper.committee}评议，拟给予下列家庭最低生活保障。现予公示，听取居民意见。",
        "ledger": [_FIELDS[field](paper) for field in rules.fields],
        "period": _period_sentence(paper, rules),
        "remedy": _remedy_sentence(paper),
        "qr": qr_svg(paper.url),
        "qr_note": [
            "手机扫码看公示原文、提异议。",
            f"公示号 {paper.notice_id}",
            *log_line(paper.newest_head),
        ],
        "seal_hint": paper.seal_hint,
        "dated": chinese_date(paper.period.posted_on),
        "foot": ["张贴人、时间：", "取下人、时间："],
        "stamp": "演示件，不作凭证" if paper.demonstration else paper.notice_id,
    }


def _period_sentence(paper: NoticePaper, rules: NoticeRules) -> str:
    """``公示三天：2026年3月17日至19日24时，张贴日不计。`` and why it is longer where it is (S7-AMB-07)."""
    period = paper.period
    kind = "个工作日" if rules.day_kind == "working" else "天"
    days = (period.last_day - period.first_day).days + 1
    extended = rules.day_kind == "calendar" and days > paper.days
    why = "最后一天逢休息日，顺延到下一个工作日。" if extended else ""
    dates = chinese_period(period.first_day, period.last_day)
    return f"公示{chinese_count(paper.days)}{kind}：{dates}，张贴日不计。{why}"


def _remedy_sentence(paper: NoticePaper) -> str:
    """How to object: in the period, unnamed where the pack has it; by telephone, in person, by the code."""
    ways = [f"电话 {paper.phone}"] if paper.phone else []
    ways += (
        [f"也可以到{paper.counter}当面提出" if ways else f"请到{paper.counter}当面提出"]
        if paper.counter
        else []
    )
    ways += ["或者扫下面的二维码"] if ways else ["请扫下面的二维码"]
    name = "可以不写姓名" if paper.anonymous else "写明姓名"
    told = "，".join(["；".join(ways[:-1]), ways[-1]] if ways[1:] else ways)
    return f"有不同意见的，请在公示期内向{paper.office}提出，{name}。{told}。"


_FIELDS: Final[dict[str, Callable[[NoticePaper], list[str]]]] = {
    "head": lambda paper: ["户主", paper.head],
    "persons": lambda paper: ["家庭人口", f"{paper.persons} 人"],
    "amount": lambda paper: ["拟发金额", f"每月 {format_yuan(paper.amount_fen)} 元"],
}
