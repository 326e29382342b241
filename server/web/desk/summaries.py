"""The statistics of a period in sentences at the desk, and as a paper (S4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from server.domain.annual_summary import Origin, period_words, summarise
from server.services.summaries import summary_pdf
from server.web.answers import pdf
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.statistics import asked_annual, asked_fields
from server.web.guard import permit
from server.web.language import in_language

ORIGINS: Final[Mapping[Origin, str]] = {
    Origin.RECORD: lazy_gettext("由案卷算出"),
    Origin.PACK: lazy_gettext("政策规定"),
    Origin.REPORTED: lazy_gettext("上报"),
    Origin.MISSING: lazy_gettext("还没有人上报"),
}


@desk.get("/statistics/summary")
@permit("statistics.read")
def show_summary() -> ResponseReturnValue:
    annual = asked_annual()
    return render_template(
        "statistics/summary.html",
        annual=annual,
        period=in_language(*period_words(annual.period)),
        sentences=summarise(annual),
        origins=ORIGINS,
        in_language=in_language,
        asked=asked_fields(),
        here="statistics",
    )


@desk.get("/statistics/summary.pdf")
@permit("statistics.read")
def summary_paper() -> Response:
    annual = asked_annual()
    content = summary_pdf(current_district(), current_actor(), annual.period, annual.area)
    return pdf(content, f"summary-{annual.period.name}.pdf")
