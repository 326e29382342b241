"""The street sends a team for a home review: the task on the tablet, sealed like any visit (S7-REV-15)."""

from __future__ import annotations

from typing import Final

from server.domain.case import Case
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.services.district import District, draft_act
from server.services.errand_teams import Sending, team_facts
from server.services.errands import next_round
from server.services.forms import REVIEW
from server.services.tasks import publish_task, withdraw_task

MARK: Final = "review_team_assigned"


def assign_home_review(
    district: District,
    actor: Actor,
    number: str,
    sending: Sending,
) -> Case:
    """A team of certified assessors without relation to the household; the lead's tablet has the form.

    Another team may be sent instead of one that has not been in the home.
    """
    check_may(actor, "team.assign")
    with district.casebook.turn:
        case = district.get_case(number)
        check_in_area(actor, case.street, case.community)
        check_step(case, MARK)
        facts = team_facts(district, district.policy_of(case.policy), REVIEW, sending)
        facts["round"] = next_round(district, case)
        assigned = district.append_to_case(case, draft_act(actor, "team.assign", MARK, facts))
    withdraw_task(district, case)
    publish_task(district, assigned)
    return assigned
