"""What every team sent with a form is checked for, and the facts of the act that sends it (S7-CRED-04/05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from server.domain.days import format_instant
from server.domain.policy import Policy
from server.errors import Refusal
from server.services.assignments import NO_RELATION, check_relations, check_team
from server.services.credentials import get_assessor
from server.services.district import District
from server.services.forms import get_form


@dataclass(frozen=True)
class Sending:
    """Who is to go, who leads, until when, and what each declared of the household (S7-AMB-09)."""

    assessors: Sequence[str]
    lead: str
    due_on: date
    relations: Mapping[str, str]


def team_facts(district: District, policy: Policy, form: str, sending: Sending) -> dict[str, Any]:
    """The facts of sending a team, but for its round; refuses one that may not go."""
    team = [get_assessor(district, assessor) for assessor in sending.assessors]
    check_team(team, sending.lead, policy, on=district.today())
    check_relations(team, sending.relations)
    if sending.due_on < district.today():
        raise Refusal("team.due_past")
    get_form(district, form)
    return {
        "assessors": list(sending.assessors),
        "lead": sending.lead,
        "relations": {assessor: NO_RELATION for assessor in sending.assessors},
        "form": form,
        "due_on": sending.due_on.isoformat(),
        "assigned_at": format_instant(district.now()),
    }
