"""Households in receipt with a member who can work and has none, for tests of employment linkage."""

from __future__ import annotations

from datetime import date
from typing import Any

from server.domain.act import ActDraft
from server.domain.case import Case
from server.domain.policy import EmploymentRules
from server.services.district import District
from server.services.job_forms import FormOffer, ReturnedForm, issue_form
from server.services.job_returns import receive_form
from tests.factories import ADMINISTRATOR, CLERK, COMMUNITY_ID, OFFICER, STREET_ID, household
from tests.server.services.packs import use_pack
from tests.server.services.story import approved_case

SEEKER = "m2"  # of the household of tests.factories: 陈示兰, unemployed
WORKER = "m1"


def linked_case(district: District, **rules: int) -> Case:
    """An approved case under the seed pack; ``rules`` replace its employment rules."""
    given = {"feedback_forms": 2, "refusals": 3, "refusals_within_months": 0, "exit_months": 6} | rules
    use_pack(district, "sifang-seed@1", employment=EmploymentRules(**given))
    return approved_case(district)


def issued_case(district: District) -> Case:
    """A case whose seeker has the form of the present half-year."""
    return issue_form(district, OFFICER, linked_case(district).number, SEEKER)


def returned(district: District, **changes: Any) -> ReturnedForm:
    """What a form that came back says: one post, accepted."""
    today = district.today()
    given: dict[str, Any] = {
        "on": today,
        "registered_on": today,
        "outcome": "employed",
        "offers": [offer(today)],
        "employer": "示例物业，保洁",
        "started_on": today,
        "unemployed_since": date(2025, 9, 1),
        "pay_fen": 180_000,
        "work_cost_fen": 12_000,
        "centre_copy": True,
    }
    return ReturnedForm(**(given | changes))


def offer(on: date, **changes: Any) -> FormOffer:
    given: dict[str, Any] = {
        "kind": "post",
        "on": on,
        "who": "示例物业",
        "what": "保洁",
        "answer": "accepted",
        "wage_fen": 180_000,
    }
    return FormOffer(**(given | changes))


def receive(district: District, case: Case, given: ReturnedForm) -> Case:
    form = case.jobs[SEEKER].forms[-1]
    return receive_form(district, CLERK, case.number, SEEKER, (form.year, form.period), given)


def taken_over_case(district: District, number: str = "SL-2025-0900") -> Case:
    """A household of the system before, whom nobody has visited."""
    declared = district.evidence.put("declared", number, household(), salt=district.new_salt())
    facts = {
        "declared": declared,
        "persons": 2,
        "street": STREET_ID,
        "community": COMMUNITY_ID,
        "since": "2025-01",
        "amount_fen": 60_000,
        "class": "B",
    }
    draft = ActDraft("taken_over", ADMINISTRATOR.user_id, "administrator", facts)
    district.casebook.append(draft, number, None, policy=district.policy.key)
    return district.get_case(number)
