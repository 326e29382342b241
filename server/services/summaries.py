"""The statistics of a period in sentences, on screen and on paper (S4)."""

from __future__ import annotations

from datetime import datetime, time

from server.documents.summary import SummaryPaper, print_summary
from server.domain.annual import Annual
from server.domain.annual_summary import period_words, summarise
from server.domain.days import SHANGHAI
from server.domain.period import Period
from server.domain.permission import Actor
from server.services.annuals import get_annual
from server.services.district import District
from server.services.heads import newest_printed


def summary_pdf(district: District, actor: Actor, period: Period, area: str = "") -> bytes:
    """The summary of what a person may see, as a paper without a number."""
    annual = get_annual(district, actor, period, area)
    paper = SummaryPaper(
        organ=f"{district.profile.name_zh}民政局",
        area=_area_words(district, annual),
        period=period_words(period),
        sentences=summarise(annual),
        made_on=district.today(),
        newest_head=newest_printed(district),
        demonstration=district.settings.demo,
        created_at=datetime.combine(district.today(), time(), SHANGHAI),
    )
    return print_summary(paper)


def _area_words(district: District, annual: Annual) -> tuple[str, str]:
    if not annual.area:
        return district.profile.name_zh, district.profile.name_en
    place = district.area(annual.area)
    return place.name_zh, place.name_en
