"""The monthly table at the desk: on screen, as CSV, workbook and JSON (W-24)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.month import month_of_day
from server.domain.monthly import Monthly, format_monthly
from server.domain.sheet import format_csv
from server.services.monthlies import get_monthly
from server.services.workbooks import Cell, format_workbook
from server.web.answers import saved_file
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.statistics import XLSX, areas_below, asked_fields, asked_period
from server.web.guard import permit
from server.web.monthly_words import monthly_cells, monthly_groups, monthly_header
from server.web.statistics_words import CHECKS


@desk.get("/statistics/monthly")
@permit("statistics.read")
def show_monthly() -> ResponseReturnValue:
    monthly = _asked_monthly()
    return render_template(
        "statistics/monthly.html",
        monthly=monthly,
        groups=list(monthly_groups(monthly)),
        checks=CHECKS,
        areas=areas_below(),
        asked=asked_fields() | {"year": monthly.month[:4], "month": str(int(monthly.month[5:]))},
        here="statistics",
    )


@desk.get("/statistics/monthly.csv")
@permit("statistics.read")
def monthly_csv() -> Response:
    monthly = _asked_monthly()
    return _file(monthly, format_csv(monthly_header(), _cells(monthly)), "text/csv", "csv")


@desk.get("/statistics/monthly.xlsx")
@permit("statistics.read")
def monthly_xlsx() -> Response:
    monthly = _asked_monthly()
    sheet = (gettext("月报表"), [monthly_header(), *_cells(monthly)])
    return _file(monthly, format_workbook([sheet]), XLSX, "xlsx")


@desk.get("/statistics/monthly.json")
@permit("statistics.read")
def monthly_json() -> Response:
    return jsonify(format_monthly(_asked_monthly()))


def _asked_monthly() -> Monthly:
    """Of a longer period its last month that has come."""
    month = min(asked_period().last, month_of_day(current_district().today()))
    return get_monthly(current_district(), current_actor(), month, asked_fields()["area"])


def _cells(monthly: Monthly) -> list[Sequence[Cell]]:
    """The lines, then every check with its two sides."""
    checks: list[Sequence[Cell]] = [
        [
            gettext("逻辑核对"),
            str(CHECKS[check.code]),
            gettext("成立") if check.holds else gettext("不成立"),
            "",
            check.left,
            check.right,
        ]
        for check in monthly.checks
    ]
    return [*monthly_cells(monthly), *checks]


def _file(monthly: Monthly, content: bytes, mimetype: str, ending: str) -> Response:
    name = "-".join(part for part in ("monthly", monthly.month, monthly.area) if part)
    return saved_file(content, f"{name}.{ending}", mimetype)
