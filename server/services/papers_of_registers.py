"""The register of families on paper (DOC-17): numbered and with a code, while only its digest is kept.

What stands in it are families, and those are erased one by one: nothing of them is kept for the paper's sake.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from server.documents.family_register import FamilyRegisterPaper, RegisterLine, family_register_sheet
from server.documents.issued import format_sheet, print_sheet
from server.documents.typesetting import check_printable
from server.documents.words import shanghai_time
from server.domain.act import digest_of
from server.domain.days import parse_date, parse_instant, shanghai_date
from server.domain.paper import PaperKind
from server.domain.permission import Actor, may
from server.domain.stage import STAGE_WORDS
from server.services.district import District
from server.services.paper_register import register_paper, unnumbered_mark
from server.services.registers import FamilyLine, list_families

OUTCOME_WORDS: Final[Mapping[str, str]] = {
    "": "还没办",
    "forwarded": "已转街道",
    "not_handled": "不代理",
    "direct": "直接到街道申请",
    "handed_on": "不用初审，交街道",
}


def family_register_pdf(district: District, actor: Actor, year: int, community: str = "") -> bytes:
    """Everybody who applied in a year within the person's area; whoever may issue papers has it numbered."""
    register = list_families(district, actor, year, community)
    where = actor.community or community or actor.street
    area = district.area(where).name_zh if where else district.profile.name_zh
    sheet = family_register_sheet(
        FamilyRegisterPaper(
            title=district.policy.forms.doc17.zh,
            organ=area,
            year=year,
            area=area,
            lines=[_line(line) for line in register.rows],
        )
    )
    says = format_sheet(sheet)
    check_printable(says)
    if not may(actor, "paper.issue"):
        return print_sheet(says, unnumbered_mark(district))
    kept = {"summary": sheet.summary, "sum": digest_of(says)}
    mark = register_paper(district, actor, PaperKind.REGISTER, f"families:{year}:{where}", kept)
    return print_sheet(says, mark)


def _line(line: FamilyLine) -> RegisterLine:
    signed = f"{line.handled_by} {_moment(line.handled_at)}" if line.handled_at else ""
    day = parse_date(line.applied_on)
    return RegisterLine(
        case=line.number,
        applied=f"{day.month}月{day.day}日",
        head=line.head,
        persons=line.persons,
        address=line.address,
        registered_by=line.registered_by,
        outcome=OUTCOME_WORDS[line.outcome],
        handled=signed,
        accepted=_moment(line.accepted_at).partition(" ")[0] if line.accepted_at else "",
        stage=STAGE_WORDS[line.stage][0],
    )


def _moment(instant: str) -> str:
    at = parse_instant(instant)
    day = shanghai_date(at)
    return f"{day.month}月{day.day}日 {shanghai_time(at)}"
