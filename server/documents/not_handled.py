"""The community does not handle an application: its reason (S7-PRE-03), and where to go (S7-PRE-04)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.documents.blocks import Seal, say
from server.documents.issued import TWO_COPIES, Sheet
from server.documents.words import chinese_date


@dataclass(frozen=True)
class NotHandledNotice:
    organ: str  # the residents' committee
    station: str  # 社区低保站
    head: str
    shown_head: str
    case: str
    applied_on: date
    refused_on: date
    reason: str
    office: str  # the street's, where the family may apply directly
    office_phone: str
    seal_hint: str
    title: str = "社区不予代理低保申请告知书"  # the seed names no form


def not_handled_sheet(paper: NotHandledNotice) -> Sheet:
    """A refusal to handle is not a refusal of the benefit, and says so."""
    phone = f"，电话 {paper.office_phone}" if paper.office_phone else ""
    return Sheet(
        template="letter",
        title=paper.title,
        organ=paper.organ,
        summary=f"{paper.shown_head}：社区不予代理，可以直接到街道申请",
        to=paper.head,
        blocks=[
            say(
                f"您家{chinese_date(paper.applied_on)}到{paper.station}提出最低生活保障申请（{paper.case}）。"
                f"{chinese_date(paper.refused_on)}初审，社区认为不符合条件，不予代理。"
            ),
            say(f"理由：{paper.reason}"),
            say(
                f"您不同意的，可以直接到{paper.office}申请{phone}。街道应当受理；社区不予代理，不影响您申请。"
                "到街道时带上这份告知书和申请材料即可，材料不用重新准备。"
            ),
            say("特此告知。"),
        ],
        seal=Seal(paper.seal_hint, paper.organ),
        copies=TWO_COPIES,
        receipt="收到第二联的申请人签字：",
    )
