"""Employment linkage of an area: who is to have a form, who brought it back, and what came of it (S7-EMP)."""

from __future__ import annotations

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from server.domain.page import ALL
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.services.cases import communities_of
from server.services.employment import PAGE, find_period, list_people, overview, periods
from server.services.job_forms import Period, forms_pdf, issue_to_community, present_period
from server.web.answers import pdf, saved_file, see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.employment_words import (
    FORM_STATES,
    WORDS,
    outcome_word,
    period_name,
    rate,
    status_word,
)
from server.web.form import posted_form
from server.web.guard import permit
from server.web.language import sentence_of
from server.web.paging import asked_page, page_of
from server.web.words import area, full_day


@desk.get("/employment")
@permit("employment.read")
def show_employment() -> ResponseReturnValue:
    """The people of a half-year, by how their form stands (S7-EMP-03, S7-EMP-07)."""
    return _list_page()


@desk.post("/employment/issue")
@permit("job.issue")
def issue_forms() -> ResponseReturnValue:
    """Issues the present form to everybody of a community who has it not yet."""
    community = posted_form().text("community")
    try:
        count = issue_to_community(current_district(), current_actor(), community)
    except Refusal as refusal:
        return _list_page(refused=sentence_of(refusal)), refusal.status
    flash(ngettext("发了 %(num)d 张，可以一起打印。", "发了 %(num)d 张，可以一起打印。", count))
    return see(url_for("desk.show_employment", community=community))


@desk.get("/employment/forms.pdf")
@permit("employment.read")
def print_forms() -> Response:
    """Every form of a community and period, both copies, one PDF."""
    period, community = _asked_period(), request.args.get("community", "")
    content = forms_pdf(current_district(), current_actor(), community, period.year, period.number)
    return pdf(content, f"job-forms-{community}-{period.year}-{period.number}.pdf")


@desk.get("/employment.csv")
@permit("employment.read")
def employment_csv() -> Response:
    """The list as a file: who, where, and how the form stands."""
    period = _asked_period()
    community, state = (request.args.get(name, "") for name in ("community", "state"))
    found = list_people(current_district(), current_actor(), period, community, state, page=ALL)
    header = [
        gettext("案号"),
        gettext("姓名"),
        gettext("社区"),
        gettext("现在"),
        gettext("反馈表"),
        gettext("发表"),
        gettext("交回"),
        gettext("结果"),
        gettext("提供几次"),
        gettext("无故拒绝"),
    ]
    rows = [
        [
            row.file,
            row.name,
            area(row.community),
            status_word(row.status),
            str(FORM_STATES[row.state]),
            _day(row.issued_on),
            _day(row.returned_on),
            outcome_word(row.outcome),
            str(row.offers),
            str(row.refused),
        ]
        for row in found.rows
    ]
    return saved_file(format_csv(header, rows), f"employment-{period.year}-{period.number}.csv")


@desk.get("/employment/overview")
@permit("employment.read")
def show_linkage() -> ResponseReturnValue:
    """A period by community, with rates (S7-DUTY-S5)."""
    period = _asked_period()
    found = page_of(overview(current_district(), current_actor(), period), PAGE)
    return render_template("employment/overview.html", period=period, found=found, **_choices(period))


@desk.get("/employment/overview.csv")
@permit("employment.read")
def linkage_csv() -> Response:
    period = _asked_period()
    header = [
        gettext("街道"),
        gettext("社区"),
        gettext("人数"),
        gettext("发表"),
        gettext("交回"),
        gettext("交回率"),
        gettext("没有交回"),
        gettext("找到工作"),
        gettext("就业率"),
        gettext("在培训"),
        gettext("无故拒绝"),
        gettext("联系不上"),
    ]
    rows = [
        [
            area(line.street),
            area(line.community),
            str(line.persons),
            str(line.issued),
            str(line.returned),
            rate(line.return_rate),
            str(line.missing),
            str(line.took_post),
            rate(line.post_rate),
            str(line.training),
            str(line.refusing),
            str(line.not_reached),
        ]
        for line in overview(current_district(), current_actor(), period)
    ]
    return saved_file(format_csv(header, rows), f"linkage-{period.year}-{period.number}.csv")


def _list_page(refused: str = "") -> str:
    district, actor, period = current_district(), current_actor(), _asked_period()
    asked = {name: request.values.get(name, "").strip() for name in ("community", "state")}
    found = list_people(district, actor, period, asked["community"], asked["state"], asked_page())
    return render_template(
        "employment/list.html",
        found=found,
        period=period,
        present=present_period(district),
        asked=asked,
        refused=refused,
        communities=communities_of(district, actor),
        **_choices(period),
    )


def _choices(period: Period) -> dict[str, object]:
    """What both pages choose from: this year's periods and last year's."""
    district = current_district()
    year = district.today().year
    every = [*periods(district, year), *periods(district, year - 1)]
    return {
        "periods": [(f"{each.year}-{each.number}", _named(each)) for each in every],
        "chosen": f"{period.year}-{period.number}",
        "period_title": _named(period),
        "rate": rate,
        "here": "upkeep",
        **WORDS,
    }


def _named(period: Period) -> str:
    return period_name(period.year, period.number, period.per_year)


def _asked_period() -> Period:
    """The period asked for as ``2026-1``; anything that is none is the present one."""
    year, _, number = request.values.get("period", "").partition("-")
    district = current_district()
    if year.isascii() and year.isdecimal() and len(year) == 4 and number.isascii() and number.isdecimal():
        return find_period(district, int(year), int(number))
    return present_period(district)


def _day(day: str) -> str:
    return full_day(day) if day else ""
