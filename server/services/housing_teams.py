"""A team is sent to survey a home: a task on the lead's tablet, for the housing file (S8-SURV-01)."""

from __future__ import annotations

from server.domain.errand import Errand
from server.domain.housing import SENT, errands_of, file_of
from server.domain.permission import Actor, check_in_area, check_may
from server.services.district import District, draft_act
from server.services.errand_leavings import call_off
from server.services.errand_tasks import publish_errands
from server.services.errand_teams import Sending, team_facts
from server.services.errands import next_round
from server.services.forms import HOUSING_SURVEY


def send_surveyors(district: District, actor: Actor, number: str, sending: Sending) -> Errand:
    """Gives the lead the survey of a home; others may go instead of a team that has not been there.

    The first act about a home opens its housing file, whether that is a survey or a team sent for one.
    """
    case = district.get_case(number)
    check_may(actor, "housing.survey")
    check_in_area(actor, case.street, case.community)
    facts = team_facts(district, district.policy_of(case.policy), HOUSING_SURVEY, sending)
    file = file_of(number)
    with district.casebook.turn:
        acts = district.casebook.read(file)
        facts["round"] = next_round(district, case)
        if not acts:
            facts |= {"case": number, "street": case.street, "community": case.community}
        draft = draft_act(actor, "housing.survey", SENT, facts)
        act = district.casebook.append(draft, file, acts[-1] if acts else None, policy=case.policy)
    call_off(district, [each for each in errands_of(acts) if each.is_open])
    sent = errands_of([*acts, act])[-1]
    publish_errands(district, [sent])
    return sent


def errands_for_home(district: District, number: str) -> tuple[Errand, ...]:
    """Every team sent to survey a home, the last one last."""
    return errands_of(district.casebook.read(file_of(number)))
