"""Files kept long enough: the list of them, and erasing what identifies people in one."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.errors import Refusal
from server.services.retention import erase_case, get_keeping, list_due
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.desk.paging import asked_page
from server.web.form import Form
from server.web.guard import permit


@desk.get("/retention")
@permit("retention.read")
def show_retention() -> ResponseReturnValue:
    found = list_due(current_district(), current_actor(), asked_page())
    return render_template("retention/due.html", found=found, here="upkeep")


@desk.route("/cases/<case:number>/erasure", methods=["GET", "POST"])
@permit("case.erase")
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


def _erase(form: Form, number: str) -> None:
    if form.text("checked") != "yes":
        raise Refusal("retention.confirm")
    erase_case(current_district(), current_actor(), number)
