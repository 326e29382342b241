"""A paper of a case: what it says, and the mark that makes it one issued paper and no other.

What a paper says (:class:`Sheet` as plain data) is kept when it is issued; its number, day, code and head
come from the act that issued it. Both together always print the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Final

from server.documents.blocks import Block, Seal
from server.documents.qr import MAX_PAPER_BYTES, qr_svg
from server.documents.typesetting import typeset
from server.documents.words import chinese_date, log_line

ONE_COPY: Final = ("",)
# 一式两联: one to the archive, one to the applicant (S7-EVAL-09, S7-NUM-11).
TWO_COPIES: Final = ("第一联　存档", "第二联　交申请人")
DEMONSTRATION: Final = "演示件，不作凭证"


@dataclass(frozen=True)
class Sheet:
    """What a paper says, whoever it is issued to and under whatever number."""

    template: str
    title: str
    organ: str
    summary: str  # what the check page repeats: a masked name, an amount; nothing the paper does not show
    blocks: Sequence[Block] = ()
    to: str = ""
    state: str = ""  # beside the number of a form
    seal: Seal | None = None
    copies: Sequence[str] = ONE_COPY
    receipt: str = "收到第二联的人签字："
    more: Mapping[str, Any] = field(default_factory=dict)  # what the template has besides


@dataclass(frozen=True)
class Mark:
    """The mark of one issue: number, day, the text of its code, and the newest head of that day."""

    number: str  # 松低保〔2026〕137-3 号
    check_number: str  # SL-2026-0137-3, as the check page names it
    issued_at: datetime
    issued_on: date
    url: str
    newest_head: tuple[date, str] | None
    demonstration: bool


def format_sheet(sheet: Sheet) -> dict[str, Any]:
    """The plain data of a sheet, as it is kept and as the template takes it."""
    data: dict[str, Any] = asdict(sheet)
    more = dict(data.pop("more"))
    copies = list(sheet.copies)
    signed_copy = copies[0] if len(copies) > 1 else "-"
    return {**data, **more, "blocks": list(sheet.blocks), "copies": copies, "signed_copy": signed_copy}


def print_sheet(sheet: Mapping[str, Any], mark: Mark) -> bytes:
    """One paper as PDF/A-2b; ``sheet`` as :func:`format_sheet` gives it."""
    return print_sheets(sheet["title"], [(sheet, mark)], mark.issued_at)


def print_sheets(
    title: str,
    sheets: Sequence[tuple[Mapping[str, Any], Mark]],
    created_at: datetime,
    photos: Mapping[str, bytes] | None = None,
) -> bytes:
    """Several papers one after another as one PDF/A-2b; ``photos`` by the names the sheets give them."""
    papers = [dict(sheet) | marked(mark, sheet) for sheet, mark in sheets]
    facts = {"title": title, "organ": papers[0]["organ"], "papers": papers}
    return typeset("issued", facts, created_at, photos)


def marked(mark: Mark, sheet: Mapping[str, Any]) -> dict[str, Any]:
    """What the mark puts on a paper: number, day, code, head, the seal with its day."""
    note = ["扫码查真假、现在还算不算数。", f"查验号 {mark.check_number}"] if mark.url else []
    return {
        "number": mark.number,
        "dated": chinese_date(mark.issued_on),
        "qr": qr_svg(mark.url, MAX_PAPER_BYTES) if mark.url else "",
        "qr_note": note,
        "log": " ".join(log_line(mark.newest_head)),
        "stamp": DEMONSTRATION if mark.demonstration else "",
        "seal": sheet["seal"] and dict(sheet["seal"]),
    }
