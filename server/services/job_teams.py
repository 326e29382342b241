"""A team fills in the feedback form with the person: a task on the lead's tablet (S7-EMP-06)."""

from __future__ import annotations

from server.domain.case import Case
from server.domain.employment import JobRecord, form_id
from server.domain.permission import Actor
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.errand_leavings import call_off
from server.services.errand_tasks import publish_errands
from server.services.errand_teams import Sending, team_facts
from server.services.errands import next_round
from server.services.forms import JOB_FEEDBACK
from server.services.jobs import check_member, get_case_in_area

SENT = "job_team_assigned"


def send_with_form(
    district: District, actor: Actor, number: str, member: str, of: tuple[int, int], sending: Sending
) -> Case:
    """Gives the lead an issued form that did not come back; others may go instead of a team.

    ``of`` is the year and the period of the form.
    """
    case = get_case_in_area(district, actor, number, "job.record")
    check_member(district, case, member)
    facts = team_facts(district, district.policy_of(case.policy), JOB_FEEDBACK, sending)
    about = form_id(member, *of)
    with district.casebook.turn:
        case = district.get_case(number)
        check_step(case, SENT)
        form = case.jobs.get(member, JobRecord()).form(*of)
        if form is None:
            raise Refusal("job.not_issued")
        if form.returned_on:
            raise Refusal("job.returned_already")
        before = [each for each in case.errands if each.is_open and each.about == about]
        facts |= {"member": member, "year": of[0], "period": of[1], "job_form": about}
        facts["round"] = next_round(district, case)
        case = district.append_to_case(case, draft_act(actor, "job.record", SENT, facts))
    call_off(district, before)
    publish_errands(district, [each for each in case.errands if each.is_open and each.about == about])
    return case
