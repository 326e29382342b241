"""The tasks of errands on their leads' tablets, published and withdrawn as those of visits (design §2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from server.domain.case import Case
from server.domain.errand import Errand, Purpose
from server.records.errand_rows import open_errands, open_errands_of
from server.services.district import District
from server.services.errand_drafts import handed_over
from server.services.errand_prefills import known_of, seeker_of
from server.services.errands import errand_of
from server.services.forms import asked_of, get_form
from server.services.returns import find_sent_back
from server.services.tasks import (
    form_payload,
    open_streets,
    policy_payload,
    put_tasks,
    task_id,
    task_payload,
)

_OF_THE_CASE: Final = ("authorisations", "returned")  # what only a visit of the case is told


def publish_errands(district: District, errands: Iterable[Errand]) -> None:
    """Gives each lead the tasks with their forms and packs, in one write a lead."""
    by_lead: dict[str, dict[str, Mapping[str, Any]]] = {}
    for errand in errands:
        by_lead.setdefault(errand.team.lead, {}).update(_documents(district, errand))
    for lead, documents in by_lead.items():
        open_streets(district, lead)
        put_tasks(district, lead, documents)


def publish_errands_of(district: District, case: str) -> None:
    """Writes the tasks of one household anew: what a team before it sent late is theirs to go on from."""
    found = (errand_of(district, row) for row in open_errands_of(district.index, case))
    publish_errands(district, [errand for errand in found if errand is not None])


def publish_open_errands(district: District, lead: str = "") -> None:
    """Writes every task of an errand still to be done that is not there; a repetition is a no-op."""
    found = (errand_of(district, row) for row in open_errands(district.index, lead))
    publish_errands(district, [errand for errand in found if errand is not None])


def withdraw_errands(district: District, errands: Iterable[Errand]) -> None:
    """Takes the tasks away; what is sent all the same is set aside, never lost."""
    for errand in errands:
        put_tasks(district, errand.team.lead, {task_id(_sent(district, errand)): None})


def _sent(district: District, errand: Errand) -> Case:
    """The household's case as the team of the errand is sent to it."""
    return replace(district.get_case(errand.case), team=errand.team)


def _documents(district: District, errand: Errand) -> dict[str, Mapping[str, Any]]:
    case, form = _sent(district, errand), get_form(district, errand.team.form)
    policy = district.policy_of(case.policy)
    payload = task_payload(district, case, policy, form, errand.team.lead)
    task = {name: value for name, value in payload.items() if name not in _OF_THE_CASE}
    prefill = asked_of(form, known_of(district, errand, case))
    task |= {"purpose": errand.purpose.value, "prefill": prefill, "declared": {}}
    begun = payload.get("draft") or handed_over(district, errand, form)
    if begun:
        task["draft"] = begun
    sent_back = find_sent_back(district, case, errand.team)
    if sent_back:
        task["returned"] = sent_back
    if errand.purpose is Purpose.EMPLOYMENT:
        task |= _of_person(district, errand)
    return {
        f"form:{errand.team.form}": form_payload(errand.team.form, form),
        f"policy:{case.policy}": policy_payload(policy),
        task_id(case): task,
    }


def _of_person(district: District, errand: Errand) -> dict[str, Any]:
    """A feedback form is one person's, who signs it; the rest of the household is not asked."""
    row = seeker_of(district, errand)
    person = {"head": row.name} if row else {}
    return {"persons": None, "declared_summary": None} | person
