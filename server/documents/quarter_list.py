"""The quarterly list as it hangs on the board of a community: its summary and its table (DOC-12, DOC-13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from server.documents.notice import PosterSize
from server.documents.qr import qr_svg
from server.documents.typesetting import typeset
from server.documents.words import chinese_date, chinese_period, log_line
from server.domain.money import format_yuan
from server.domain.quarter import Quarter
from server.domain.quarter_list import ListWindow


@dataclass(frozen=True)
class ListPaper:
    """Everything the list prints; ``lines`` hold the pack's fields of each household, already masked."""

    title: str  # DOC-12 as the pack calls it
    table: str  # DOC-13, of the table beneath
    organ: str
    community: str
    quarter: Quarter
    window: ListWindow
    fields: Sequence[str]
    lines: Sequence[Mapping[str, Any]]
    households: int
    persons: int
    amount_fen: int
    office: str
    phone: str
    seal_hint: str
    url: str
    newest_head: tuple[date, str] | None
    demonstration: bool
    created_at: datetime


def print_list(paper: ListPaper, size: PosterSize = "a4") -> bytes:
    """The list as PDF/A-2b; its table has the pack's fields and no other (PR-02, S7-AMB-19)."""
    return typeset("quarter_list", list_facts(paper) | {"size": size}, paper.created_at)


def list_facts(paper: ListPaper) -> dict[str, Any]:
    """The sentences and figures of the list, as the template takes them."""
    return {
        "title": paper.title,
        "table": paper.table,
        "organ": paper.organ,
        "number": f"{paper.quarter.year}年第{paper.quarter.number}季度",
        "place": f"张贴于{paper.community}政务公开栏",
        "lead": _summary(paper),
        "remedy": _remedy(paper),
        "columns": [_FIELDS[field][0] for field in paper.fields],
        "rows": [[_FIELDS[field][1](line) for field in paper.fields] for line in paper.lines],
        "nobody": "本社区本月没有享受最低生活保障的家庭。",
        "qr": qr_svg(paper.url),
        "qr_note": ["手机扫码看公示榜。", *log_line(paper.newest_head)],
        "seal_hint": paper.seal_hint,
        "dated": chinese_date(paper.window.first_day),
        "foot": ["张贴人、时间：", "取下人、时间："],
        "stamp": "演示件，不作凭证" if paper.demonstration else "由案卷直接生成，不得改动",
    }


def _summary(paper: ListPaper) -> str:
    """The notice summary: how many households, persons and yuan a month (DOC-12, S7-QPUB-03)."""
    year, month = paper.window.month.split("-")
    amount = f"每月保障金 {format_yuan(paper.amount_fen)} 元" if "amount" in paper.fields else ""
    sums = "，".join(
        part for part in (f"家庭 {paper.households} 户", f"人口 {paper.persons} 人", amount) if part
    )
    days = chinese_period(paper.window.first_day, paper.window.last_day)
    return f"{year}年{int(month)}月，{paper.community}享受最低生活保障的有：{sums}。现予公示，{days}。"


def _remedy(paper: ListPaper) -> str:
    phone = f"，电话 {paper.phone}" if paper.phone else ""
    return f"有不同意见的，请向{paper.office}提出，可以不写姓名{phone}。"


_FIELDS: Final[dict[str, tuple[str, Callable[[Mapping[str, Any]], str]]]] = {
    "head": ("户主", lambda line: str(line["head"])),
    "persons": ("家庭人口", lambda line: f"{line['persons']} 人"),
    "amount": ("每月金额（元）", lambda line: format_yuan(line["amount_fen"])),
}
