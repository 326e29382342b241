"""The district approves or returns a case, with its reasons (S7-APPR-02…05)."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.services.approvals import approve, refuse, return_case
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit


@desk.route("/cases/<case:number>/approve", methods=["GET", "POST"])
@permit("case.approve")
def approve_case(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/approve.html",
        lambda form: approve(current_district(), current_actor(), number, form.text("reason")),
        gettext("批准了。"),
    )


@desk.route("/cases/<case:number>/refusal", methods=["GET", "POST"])
@permit("case.approve")
def refuse_case(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/refuse.html",
        lambda form: refuse(current_district(), current_actor(), number, form.text("reason")),
        gettext("不予批准，原因写在通知书里。"),
    )


@desk.route("/cases/<case:number>/return", methods=["GET", "POST"])
@permit("case.return")
def send_back(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/return.html",
        lambda form: _return(form, number),
        gettext("退回街道了，原因写在案卷里。"),
    )


def _return(form: Form, number: str) -> None:
    if not form.text("reason"):
        form.refuse("reason", gettext("写明为什么退回，街道要照着改。"))
        return
    return_case(current_district(), current_actor(), number, form.text("reason"))
