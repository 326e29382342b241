"""The street's committee audits from the family's file; two people sign (S7-AUDIT-01…03)."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.services.audits import audit
from server.services.committee import list_committee
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit


@desk.route("/cases/<case:number>/audit", methods=["GET", "POST"])
@permit("case.audit")
def audit_case(number: str) -> ResponseReturnValue:
    district = current_district()
    case = district.get_case(number)
    committee, actor = list_committee(district, case.street), current_actor()
    members = request.form.getlist("members")
    return act_on_case(
        number,
        "cases/audit.html",
        lambda form: _audit(form, number, members),
        gettext("审核记下了。"),
        committee=committee,
        officers=[(user.id, user.name) for user in committee if user.id != actor.user_id],
        members=members,
        min_members=district.policy_of(case.policy).committee.min_members,
    )


def _audit(form: Form, number: str, members: list[str]) -> None:
    if form.text("passed") not in ("yes", "no"):
        form.refuse("passed-yes", gettext("选审核的结论。"))
    if not form.text("responsible"):
        form.refuse("responsible", gettext("选负责人，他和您不是同一个人。"))
    if form.errors:
        return
    passed = form.text("passed") == "yes"
    audit(
        current_district(),
        current_actor(),
        number,
        passed,
        members,
        form.text("responsible"),
        form.text("reason"),
    )
