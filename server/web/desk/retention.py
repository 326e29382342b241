"""Files and daily records kept long enough: the lists of them, and erasing whom one names."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.errors import Refusal
from server.services.daily_records import erase_daily, get_daily, list_due_daily
from server.services.retention import erase_case, get_keeping, list_due
from server.web.current import current_actor, current_district
from server.web.desk.acts import act, act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import grave, permit
from server.web.paging import asked_page


@desk.get("/retention")
@permit("retention.read")
def show_retention() -> ResponseReturnValue:
    found = list_due(current_district(), current_actor(), asked_page())
    return render_template("retention/due.html", found=found, here="upkeep")


@desk.route("/cases/<case:number>/erasure", methods=["GET", "POST"])
@permit("case.erase")
@grave
def erase(number: str) -> ResponseReturnValue:
    district = current_district()
    keeping = get_keeping(district, current_actor(), district.get_case(number))
    return act_on_case(
        number,
        "retention/erase.html",
        lambda form: _erase(form, number),
        gettext("销毁了：里面的个人材料没有了，经过还在。"),
        keeping=keeping,
    )


@desk.get("/retention/daily")
@permit("retention.read")
def show_due_daily() -> ResponseReturnValue:
    found = list_due_daily(current_district(), current_actor(), asked_page())
    return render_template("retention/daily.html", found=found, here="upkeep")


@desk.route("/retention/daily/erasure", methods=["GET", "POST"])
@permit("daily.erase")
@grave
def erase_daily_record() -> ResponseReturnValue:
    """One record, named by ``file`` in the address."""
    file = request.args.get("file", "")
    return act(
        "retention/erase_daily.html",
        lambda form: _erase_daily(form, file),
        gettext("销毁了：里面的个人材料没有了，经过还在。"),
        url_for("desk.show_due_daily"),
        keeping=get_daily(current_district(), current_actor(), file),
        here="upkeep",
    )


def _erase_daily(form: Form, file: str) -> None:
    if form.text("checked") != "yes":
        raise Refusal("retention.confirm")
    erase_daily(current_district(), current_actor(), file)


def _erase(form: Form, number: str) -> None:
    if form.text("checked") != "yes":
        raise Refusal("retention.confirm")
    erase_case(current_district(), current_actor(), number)
