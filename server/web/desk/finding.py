"""The street committee finds a household eligible or not (S7-ORG-04, S7-EVAL-08, S7-EVAL-09)."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.committee import POST_WORDS
from server.domain.info_check import state_of
from server.services.benefits import benefit_of_case
from server.services.committee import list_seats, record_finding
from server.services.investigations import is_suggested
from server.services.originals_compared import compared_papers
from server.services.relatives import is_unregistered
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.intake_words import INFO_STATES
from server.web.language import in_language


@desk.route("/cases/<case:number>/finding", methods=["GET", "POST"])
@permit("finding.record")
def record(number: str) -> ResponseReturnValue:
    district = current_district()
    case = district.get_case(number)
    policy = district.policy_of(case.policy)
    members = request.form.getlist("members")
    return act_on_case(
        number,
        "cases/finding.html",
        lambda form: _record(form, number, members),
        gettext("评审委员会的结论记下了。"),
        seats=list_seats(district, case.street),
        posts={post: in_language(*words) for post, words in POST_WORDS.items()},
        members=members,
        rules=policy.committee,
        remedy=in_language(policy.remedy.doc03.zh, policy.remedy.doc03.en),
        papers=compared_papers(district, case),
        suggested=is_suggested(case),
        unregistered=is_unregistered(district, case),
        info_state=state_of(case, policy),
        states=INFO_STATES,
        benefit=benefit_of_case(district, case),
    )


def _record(form: Form, number: str, members: list[str]) -> None:
    if form.text("eligible") not in ("yes", "no"):
        form.refuse("eligible-yes", gettext("选评议的结论。"))
        return
    eligible = form.text("eligible") == "yes"
    record_finding(current_district(), current_actor(), number, eligible, members, form.text("reason"))
