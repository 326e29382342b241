"""The statistics of a period in sentences, on screen and on paper (S4)."""

from __future__ import annotations

from server.documents.summary import SummaryPaper, print_summary, summary_facts
from server.domain.annual import Annual
from server.domain.annual_summary import period_words, summarise
from server.domain.paper import PaperKind
from server.domain.period import Period
from server.domain.permission import Actor, may
from server.services.annuals import get_annual
from server.services.district import District
from server.services.paper_register import register_paper, unnumbered_mark


def summary_pdf(district: District, actor: Actor, period: Period, area: str = "") -> bytes:
    """The summary of what a person may see, registered where they may issue papers; else without a number."""
    annual = get_annual(district, actor, period, area)
    says = summary_facts(
        SummaryPaper(
            organ=f"{district.profile.name_zh}民政局",
            area=_area_words(district, annual),
            period=period_words(period),
            sentences=summarise(annual),
        )
    )
    if may(actor, "paper.issue"):
        about = f"{period.name}:{annual.area}"
        return print_summary(says, register_paper(district, actor, PaperKind.SUMMARY, about, says))
    return print_summary(says, unnumbered_mark(district))


def _area_words(district: District, annual: Annual) -> tuple[str, str]:
    if not annual.area:
        return district.profile.name_zh, district.profile.name_en
    place = district.area(annual.area)
    return place.name_zh, place.name_en
