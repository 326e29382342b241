"""The street sends a team of certified assessors (S7-EVAL-01, S7-CRED-04, S7-CRED-05)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.case import Case
from server.domain.days import parse_date
from server.domain.objection import barred_assessors
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.assignments import NO_RELATION, assign_team, list_assignable
from server.services.sentences import Names
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.intake_words import KIN

USUAL_DAYS: Final = timedelta(days=7)


@desk.route("/cases/<case:number>/team", methods=["GET", "POST"])
@permit("team.assign")
def assign(number: str) -> ResponseReturnValue:
    district = current_district()
    case = district.get_case(number)
    policy = district.policy_of(case.policy)
    chosen = request.form.getlist("assessors")
    replaces = case.stage is Stage.ASSIGNED
    return act_on_case(
        number,
        "cases/team.html",
        lambda form: _assign(form, number, chosen),
        gettext("派好了。主办人的平板下次联网就会收到这一户。"),
        fresh={"due_on": (district.today() + USUAL_DAYS).isoformat()},
        fields={"team.reason": "reason"},
        replaces=replaces,
        sent=_sent(case),
        assessors=list_assignable(district, case.street),
        chosen=chosen,
        min_team=policy.visit.min_team,
        barred=barred_assessors(case, policy.objection),
        kin=[(code, KIN[code]) for code in policy.conflict.near_relatives],
        registers_relatives=policy.conflict.register_staff_relatives,
        no_relation=NO_RELATION,
    )


def _check_seen(case: Case, seen: str) -> None:
    """Nobody sends others instead of a team of which the page they filled in knew nothing."""
    sent = max((act.n for act in case.acts if act.kind == "team_assigned"), default=0)
    if case.stage is Stage.ASSIGNED and seen.isdecimal() and int(seen) < sent:
        raise Refusal("case.changed_meanwhile")


def _sent(case: Case) -> list[str]:
    """The names of the team that is to go now, the lead first."""
    if case.team is None:
        return []
    names, lead = Names(current_district()), case.team.lead
    return [names.assessor(each) for each in sorted(case.team.assessors, key=lambda each: each != lead)]


def _assign(form: Form, number: str, chosen: list[str]) -> None:
    due_on = form.read("due_on", parse_date, current_district().today())
    if not form.text("lead"):
        form.refuse("lead", gettext("选一位主办人：由他的平板填表、封存。"))
    if form.errors:
        return
    _check_seen(current_district().get_case(number), form.text("seen"))
    relations = {assessor: form.text(f"relation-{assessor}") for assessor in chosen}
    assign_team(
        current_district(),
        current_actor(),
        number,
        chosen,
        form.text("lead"),
        due_on,
        relations,
        form.text("reason"),
    )
