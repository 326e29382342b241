"""The street's committee audits from the family's file; two people sign, one seal is set (S7-AUDIT-01…03)."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.services.audits import Marks, audit, visitors_among
from server.services.committee import list_committee
from server.services.stamps import Stamp
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.desk.marks import read_signed, read_stamp, stamp_choices
from server.web.form import Form
from server.web.guard import permit


@desk.route("/cases/<case:number>/audit", methods=["GET", "POST"])
@permit("case.audit")
def audit_case(number: str) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    case = district.get_case(number)
    policy, committee = district.policy_of(case.policy), list_committee(district, case.street)
    members = request.form.getlist("members")
    choices = stamp_choices(district, case)
    visitors = visitors_among(district, case, [user.id for user in committee])
    barred = {user.id for user in visitors} if policy.audit.separation == "block" else set()
    return act_on_case(
        number,
        "cases/audit.html",
        lambda form: _audit(form, number, members),
        gettext("审核记下了。"),
        {"paper": choices["paper"]},
        committee=committee,
        officers=[(user.id, user.name) for user in committee if user.id not in {actor.user_id, *barred}],
        members=members,
        min_members=policy.committee.min_members,
        separation=policy.audit.separation,
        visitors=visitors,
        barred=actor.user_id in barred,
        **choices,
    )


def _audit(form: Form, number: str, members: list[str]) -> None:
    passed = form.text("passed") == "yes"
    if form.text("passed") not in ("yes", "no"):
        form.refuse("passed-yes", gettext("选审核的结论。"))
    if not form.text("responsible"):
        form.refuse("responsible", gettext("选负责人，他和您不是同一个人。"))
    if passed and not form.text("seal"):
        form.refuse("seal", gettext("合格的要盖章，选盖了哪一枚。"))
    if form.errors:
        return
    marks = Marks(read_signed(form), read_stamp(form) if passed else Stamp(""))
    responsible, reason = form.text("responsible"), form.text("reason")
    audit(current_district(), current_actor(), number, passed, members, responsible, reason, marks)
