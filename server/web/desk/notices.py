"""The public notice: posted at the applicant's building, listed, printed (S7-NOTICE)."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.notice import notice_period
from server.services.cases import get_case_view
from server.services.notices import list_notices, post_notice
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.words import NOTICE_FIELDS


@desk.get("/notices")
@permit("notice.read")
def show_notices() -> ResponseReturnValue:
    district = current_district()
    notices = list_notices(district, current_actor())
    return render_template("notices/list.html", notices=notices, today=district.today().isoformat())


@desk.route("/cases/<case:number>/notice", methods=["GET", "POST"])
@permit("notice.post")
def post(number: str) -> ResponseReturnValue:
    district = current_district()
    view = get_case_view(district, current_actor(), number)
    rules = district.policy_of(view.case.policy).notice
    return act_on_case(
        number,
        "cases/notice.html",
        lambda form: _post(form, number),
        gettext("公示开始了。公示纸可以从下面打印。"),
        fresh={"place": view.household.building if view.household else ""},
        period=notice_period(district.today(), rules, district.calendar()),
        public_fields=[NOTICE_FIELDS[name] for name in rules.fields],
    )


def _post(form: Form, number: str) -> None:
    if not form.text("place"):
        form.refuse("place", gettext("写明贴在哪一栋楼。"))
        return
    post_notice(current_district(), current_actor(), number, form.text("place"))
