"""The statistics of a period in sentences at the desk, and as a paper (S4)."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from server.domain.annual_summary import period_words, summarise
from server.services.summaries import summary_pdf
from server.web.answers import pdf
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.statistics import asked_annual, asked_fields
from server.web.guard import permit
from server.web.language import in_language


@desk.get("/statistics/summary")
@permit("statistics.read")
def show_summary() -> ResponseReturnValue:
    annual = asked_annual()
    return render_template(
        "statistics/summary.html",
        annual=annual,
        period=in_language(*period_words(annual.period)),
        sentences=summarise(annual),
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
