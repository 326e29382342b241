"""The call to bring the originals of every copy to the district (S7-AUDIT-05, S7-AMB-08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Seal, ledger, say
from server.documents.issued import TWO_COPIES, Sheet
from server.documents.words import chinese_count, chinese_date


@dataclass(frozen=True)
class OriginalsCall:
    organ: str  # the street's office
    head: str
    shown_head: str
    case: str
    called_on: date
    days: int
    day_kind: str  # calendar | working
    due_on: date | None  # None until it is received: the days run from then
    copies: Sequence[str]  # names of the papers whose originals are asked for
    district_office: str
    district_phone: str
    seal_hint: str
    extension_reason: str = ""
    title: str = "核对原件通知书"


def originals_call_sheet(paper: OriginalsCall) -> Sheet:
    """Within the days of the pack; who cannot come is visited, and nobody is refused for it."""
    rows = [[str(n), name, "□"] for n, name in enumerate(paper.copies, start=1)]
    phone = f"，电话 {paper.district_phone}" if paper.district_phone else ""
    return Sheet(
        template="letter",
        title=paper.title,
        organ=paper.organ,
        summary=f"{paper.shown_head}：{_in_short(paper)}核对原件",
        to=paper.head,
        blocks=[
            say(
                f"您家的最低生活保障申请（{paper.case}）已经街道审核通过。请{_by_when(paper)}，"
                f"带下面各项的原件到{paper.district_office}核对{phone}。"
            ),
            ledger(["序号", "原件", "核对"], [0, 8, 2], rows, "clc"),
            say(
                "本人来不了的，可以托人带来，也可以请我们上门核对；时间不够的，说明原因可以延长。"
                "没有按时来，我们会再提醒您，不会因此就不批准。核对不收任何费用。"
            ),
        ],
        seal=Seal(paper.seal_hint, paper.organ),
        copies=TWO_COPIES,
        receipt="收到第二联的申请人签字：",
    )


def _by_when(paper: OriginalsCall) -> str:
    """The days from receipt; once it was received, or given longer, the last of them."""
    if paper.due_on is None:
        return f"自收到本通知之日起{_days(paper)}内"
    until = f"{chinese_date(paper.due_on)}24时前"
    if paper.extension_reason:
        return f"在{until}（已延长：{paper.extension_reason}）"
    return f"在{_days(paper)}内，即{until}"


def _in_short(paper: OriginalsCall) -> str:
    return f"{chinese_date(paper.due_on)}前" if paper.due_on else f"收到起{_days(paper)}内"


def _days(paper: OriginalsCall) -> str:
    return f"{chinese_count(paper.days)}{'个工作日' if paper.day_kind == 'working' else '日'}"
