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
    due_on: date
    copies: Sequence[str]  # names of the papers whose originals are asked for
    district_office: str
    district_phone: str
    seal_hint: str
    extension_reason: str = ""
    title: str = "核对原件通知书"


def originals_call_sheet(paper: OriginalsCall) -> Sheet:
    """Within the days of the pack; who cannot come is visited, and nobody is refused for it."""
    kind = "个工作日" if paper.day_kind == "working" else "日"
    rows = [[str(n), name, "□"] for n, name in enumerate(paper.copies, start=1)]
    longer = f"（已延长：{paper.extension_reason}）" if paper.extension_reason else ""
    phone = f"，电话 {paper.district_phone}" if paper.district_phone else ""
    return Sheet(
        template="letter",
        title=paper.title,
        organ=paper.organ,
        summary=f"{paper.shown_head}：{chinese_date(paper.due_on)}前核对原件",
        to=paper.head,
        blocks=[
            say(
                f"您家的最低生活保障申请（{paper.case}）已经街道审核通过。请在{chinese_count(paper.days)}{kind}内，"
                f"即{chinese_date(paper.due_on)}24时前{longer}，带下面各项的原件到{paper.district_office}核对{phone}。"
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
