"""Statistics of a year or month: on screen, as CSV, workbook and JSON; and the figures reported (S4)."""

from __future__ import annotations

from flask import Response, flash, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.annual import Annual, format_annual
from server.domain.annual_summary import period_words
from server.domain.days import parse_date
from server.domain.figure import format_value
from server.domain.figure_item import ITEM_OF
from server.domain.period import Period, parse_period, year_period
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.records.entries import Area
from server.services.annuals import get_annual
from server.services.figures import figures_of, report_figures
from server.services.workbooks import format_workbook
from server.web.answers import saved_file, see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.registers import asked_year
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.language import in_language
from server.web.statistics_charts import month_charts
from server.web.statistics_tables import lines_table, months_table, tables_of
from server.web.statistics_words import CHECKS, reported_rows, rows_of
from server.web.words import area

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@desk.get("/statistics")
@permit("statistics.read")
def show_statistics() -> ResponseReturnValue:
    annual = asked_annual()
    return render_template(
        "statistics/page.html",
        annual=annual,
        period=in_language(*period_words(annual.period)),
        rows=list(rows_of(annual)),
        reported=list(reported_rows(annual)),
        failed=[check for check in annual.checks if not check.holds],
        checks=CHECKS,
        charts=month_charts(annual),
        year=asked_year(),
        asked=asked_fields(),
        areas=areas_below(),
        here="statistics",
    )


@desk.get("/statistics.csv")
@permit("statistics.read")
def statistics_csv() -> Response:
    """The lines, or with ``table=months`` the monthly table."""
    annual, months = asked_annual(), request.args.get("table") == "months"
    table = months_table(annual) if months else lines_table(annual)
    name = ("months",) if months else ()
    return _file(annual, format_csv(table.header, table.rows), "text/csv", *name, "csv")


@desk.get("/statistics.xlsx")
@permit("statistics.read")
def statistics_xlsx() -> Response:
    """Lines, months and logic checks, a sheet each."""
    annual = asked_annual()
    sheets = [(table.name, [table.header, *table.rows]) for table in tables_of(annual)]
    return _file(annual, format_workbook(sheets), XLSX, "xlsx")


@desk.get("/statistics.json")
@permit("statistics.read")
def statistics_json() -> Response:
    return jsonify(format_annual(asked_annual()))


@desk.route("/statistics/figures/<int:year>", methods=["GET", "POST"])
@permit("figures.report")
def report_year(year: int) -> ResponseReturnValue:
    """Enters the lines of which no record is kept here; refused, what was typed stays."""
    district, actor = current_district(), current_actor()
    if request.method == "GET":
        known = {code: format_value(figure) for code, figure in figures_of(district, year).items()}
        return _figures_page(year, Form(values=known | {"on": f"{year}-12-31"}))
    form = posted_form()
    try:
        day = parse_date(form.text("on"))
        given = {code: form.text(code) for code in ITEM_OF}
        report_figures(district, actor, year, _changed(year, given), day, form.text("source"))
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return _figures_page(year, form), refusal.status
    flash(gettext("记下了。"))
    return see(url_for("desk.show_statistics", year=year))


def _changed(year: int, given: dict[str, str]) -> dict[str, str]:
    """What is not as it was reported: a new source is of these alone."""
    known = {code: format_value(figure) for code, figure in figures_of(current_district(), year).items()}
    return {code: text for code, text in given.items() if text != known.get(code, "")}


def _figures_page(year: int, form: Form) -> str:
    return render_template(
        "statistics/figures.html", year=year, form=form, items=ITEM_OF.values(), here="statistics"
    )


def asked_annual() -> Annual:
    return get_annual(
        current_district(), current_actor(), asked_period(), request.args.get("area", "").strip()
    )


def asked_fields() -> dict[str, str]:
    """What the address asks for, as its links hand it on."""
    return {name: request.args.get(name, "").strip() for name in ("year", "month", "from", "to", "area")}


def asked_period() -> Period:
    """From one month to another where either is given, else the year, or one month of it."""
    asked = asked_fields()
    if asked["from"] or asked["to"]:
        return parse_period(asked["from"], asked["to"])
    if not asked["month"]:
        return year_period(asked_year())
    return parse_period(f"{asked_year()}-{asked['month'].zfill(2)}")


def areas_below() -> list[tuple[str, str]]:
    """The areas below the person's own."""
    actor = current_actor()
    return [
        (each.id, area(each.id))
        for each in current_district().office.every(Area)
        if not actor.community and actor.street in ("", each.parent)
    ]


def _file(annual: Annual, content: bytes, mimetype: str, *name: str) -> Response:
    stem = "-".join(part for part in ("statistics", *name[:-1], annual.period.name, annual.area) if part)
    return saved_file(content, f"{stem}.{name[-1]}", mimetype)
