"""The street sends a team of certified assessors to a home (S7-EVAL-01, S7-CRED-04, S7-CRED-05)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from server.domain.case import Case
from server.domain.credential import Standing
from server.domain.days import format_instant
from server.domain.objection import check_other_team
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.policy import Policy
from server.domain.procedure import check_step
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import Assessor
from server.services.countersign_uploads import stop_asking
from server.services.credentials import get_assessor, standing_of
from server.services.district import District, draft_act
from server.services.errands import next_round
from server.services.forms import HOME_VISIT, get_form
from server.services.tasks import publish_task, withdraw_task

NO_RELATION: Final = "none"


@dataclass(frozen=True)
class AssessorRow:
    """An assessor who could be sent, and what their credential is worth today."""

    id: str
    name: str
    serial: str
    standing: Standing
    until: str


def list_assignable(district: District, street: str) -> list[AssessorRow]:
    """The street's assessors, those with a valid credential first."""
    rows = [
        AssessorRow(
            assessor.id,
            assessor.name,
            assessor.serial,
            standing_of(assessor, district.today()),
            assessor.valid_until,
        )
        for assessor in district.office.every(Assessor)
        if assessor.street == street
    ]
    return sorted(rows, key=lambda row: (row.standing is not Standing.VALID, row.serial))


def assign_team(
    district: District,
    actor: Actor,
    number: str,
    assessors: Sequence[str],
    lead: str,
    due_on: date,
    relations: Mapping[str, str],
    reason: str = "",
) -> Case:
    """Assigns a team, each of whom declared no relation to the household, and gives the lead the task.

    ``relations`` holds what each assessor declared, ``"none"`` or the relation in words (S7-AMB-09). Sent
    instead of a team that has not been in the home, the reason is part of the act; what the lead before began
    is on the new lead's tablet to go on from, and what comes late of it is set aside, never lost.
    """
    case = district.get_case(number)
    assigned = record_assignment(district, actor, case, assessors, lead, due_on, relations, reason)
    withdraw_task(district, case)
    stop_asking(district, case)
    publish_task(district, assigned)
    return assigned


def record_assignment(
    district: District,
    actor: Actor,
    case: Case,
    assessors: Sequence[str],
    lead: str,
    due_on: date,
    relations: Mapping[str, str],
    reason: str = "",
) -> Case:
    """The act of :func:`assign_team` alone, with all that is checked before it; no tablet hears of it."""
    check_may(actor, "team.assign")
    check_in_area(actor, case.street, case.community)
    check_step(case, "team_assigned")
    policy = district.policy_of(case.policy)
    team = [get_assessor(district, assessor) for assessor in assessors]
    check_team(team, lead, policy, on=district.today())
    check_other_team(case, policy.objection, {each.id: each.name for each in team})
    check_relations(team, relations)
    if due_on < district.today():
        raise Refusal("team.due_past")
    if case.stage is Stage.ASSIGNED and not reason.strip():
        raise Refusal("team.reason")
    get_form(district, HOME_VISIT)
    facts: dict[str, object] = {
        "round": next_round(district, case),
        "assessors": list(assessors),
        "lead": lead,
        "relations": {assessor: NO_RELATION for assessor in assessors},
        "form": HOME_VISIT,
        "due_on": due_on.isoformat(),
        "assigned_at": format_instant(district.now()),
    }
    if case.stage is Stage.ASSIGNED:
        facts["reason"] = district.put_text(case.number, "reason", reason)
    return district.append_to_case(case, draft_act(actor, "team.assign", "team_assigned", facts))


def check_team(team: Sequence[Assessor], lead: str, policy: Policy, *, on: date) -> None:
    """At least three distinct assessors, each certified on the day, the lead among them (S7-CRED-04/05)."""
    for assessor, count in Counter(team).items() if team else ():
        if count > 1:
            raise Refusal("team.counted_twice", name=assessor.name)
    if len(team) < policy.visit.min_team:
        raise Refusal("team.too_few", needed=policy.visit.min_team, given=len(team))
    for assessor in team:
        if standing_of(assessor, on) is not Standing.VALID:
            raise Refusal("team.not_certified", name=assessor.name)
    if lead not in {assessor.id for assessor in team}:
        raise Refusal("team.lead_outside")


def check_relations(team: Sequence[Assessor], relations: Mapping[str, str]) -> None:
    """Nobody related to the household is sent, and nobody who has not said (S7-AMB-09)."""
    for assessor in team:
        relation = relations.get(assessor.id, "").strip()
        if not relation:
            raise Refusal("team.relation_missing", name=assessor.name)
        if relation != NO_RELATION:
            raise Refusal("team.relation", name=assessor.name)
