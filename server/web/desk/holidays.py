"""The holidays of each year, as the decree publishes them (design §6, S7-AMB-07)."""

from __future__ import annotations

from datetime import date

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.errors import Refusal
from server.records.entries import Holidays
from server.services.holidays import (
    Settled,
    decreed_days,
    find_year,
    format_days,
    list_years,
    parse_days,
    publish_year,
)
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit

_AHEAD = 2


@desk.get("/holidays")
@permit("holiday.edit")
def show_holidays() -> ResponseReturnValue:
    """The years that are known, and the next ones that are not."""
    district = current_district()
    years = list_years(district, current_actor())
    known = {int(year.id) for year in years}
    this_year = district.today().year
    missing = [year for year in range(this_year, this_year + _AHEAD) if year not in known]
    return render_template("holidays/list.html", years=years, missing=missing, here="reference")


@desk.route("/holidays/<int:year>", methods=["GET", "POST"])
@permit("holiday.edit")
def edit_year(year: int) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    entry = find_year(district, actor, year)
    if request.method == "GET":
        form, status = Form(_filled(entry) if entry else _drafted(year)), 200
    else:
        form, status = posted_form(), 422
        settled = _publish(form, year)
        if settled is not None:
            flash(_said(year, settled))
            return see(url_for("desk.show_holidays"))
    page = render_template("holidays/year.html", year=year, entry=entry, form=form, here="reference")
    return page, status


def _publish(form: Form, year: int) -> Settled | None:
    nothing: list[date] = []
    off = form.read("off", parse_days, nothing)
    worked = form.read("worked", parse_days, nothing)
    if form.errors:
        return None
    try:
        return publish_year(current_district(), current_actor(), year, off, worked, form.text("source"))
    except Refusal as refusal:
        form.refuse_with("source" if refusal.code == "holiday.source" else "off", refusal)
        return None


def _filled(entry: Holidays) -> dict[str, str]:
    return _days(dict(entry.exceptions)) | {"source": entry.source}


def _drafted(year: int) -> dict[str, str]:
    """What the holiday library knows already, to be compared with the decree before it is published."""
    return _days(decreed_days(year)) | {"source": ""}


def _days(exceptions: dict[str, bool]) -> dict[str, str]:
    days = {date.fromisoformat(day): works for day, works in exceptions.items()}
    return {
        "off": format_days(day for day, works in days.items() if not works),
        "worked": format_days(day for day, works in days.items() if works),
    }


def _said(year: int, settled: Settled) -> str:
    said = gettext("%(year)d 年的放假安排存好了。", year=year)
    if settled.certain or settled.later:
        said += gettext(
            "%(certain)d 份公示的期满日定下来了，其中 %(later)d 份延后。",
            certain=settled.certain,
            later=settled.later,
        )
    return str(said)
