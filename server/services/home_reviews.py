"""The street sends a team for a home review: the task on the tablet, sealed like any visit (S7-REV-15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from server.domain.case import Case
from server.domain.days import format_instant
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.assignments import (
    NO_RELATION,
    check_relations,
    check_team,
)
from server.services.credentials import get_assessor
from server.services.district import District, draft_act
from server.services.errands import next_round
from server.services.forms import REVIEW, get_form
from server.services.tasks import publish_task, withdraw_task

MARK: Final = "review_team_assigned"


def assign_home_review(
    district: District,
    actor: Actor,
    number: str,
    assessors: Sequence[str],
    lead: str,
    due_on: date,
    relations: Mapping[str, str],
) -> Case:
    """A team of certified assessors without relation to the household; the lead's tablet has the form.

    Another team may be sent instead of one that has not been in the home.
    """
    check_may(actor, "team.assign")
    with district.casebook.turn:
        case = district.get_case(number)
        check_in_area(actor, case.street, case.community)
        check_step(case, MARK)
        team = [get_assessor(district, assessor) for assessor in assessors]
        check_team(team, lead, district.policy_of(case.policy), on=district.today())
        check_relations(team, relations)
        if due_on < district.today():
            raise Refusal("team.due_past")
        get_form(district, REVIEW)
        facts = {
            "round": next_round(district, case),
            "assessors": list(assessors),
            "lead": lead,
            "relations": {assessor: NO_RELATION for assessor in assessors},
            "form": REVIEW,
            "due_on": due_on.isoformat(),
            "assigned_at": format_instant(district.now()),
        }
        assigned = district.append_to_case(case, draft_act(actor, "team.assign", MARK, facts))
    withdraw_task(district, case)
    publish_task(district, assigned)
    return assigned
