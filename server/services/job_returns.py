"""A feedback form that came back on paper is entered at the desk as it was filled in (S7-EMP-06)."""

from __future__ import annotations

from typing import Any

from forms.record import Record
from server.domain.case import Case
from server.domain.employment import TOOK_POST, JobForm, JobRecord, form_id
from server.domain.money import plain_yuan
from server.domain.permission import Actor
from server.domain.procedure import check_step
from server.errors import Refusal
from server.records.employment_rows import SeekerRow
from server.services.district import District, draft_act
from server.services.errand_leavings import call_off
from server.services.errand_prefills import known_of_form
from server.services.forms import get_checker, get_form
from server.services.job_forms import (
    FEEDBACK,
    FormOffer,
    ReturnedForm,
    check_open,
    check_returned_days,
    keep_returned,
)
from server.services.jobs import check_member, get_case_in_area


def receive_form(
    district: District, actor: Actor, number: str, member: str, of: tuple[int, int], given: ReturnedForm
) -> Case:
    """The community's copy came back: what was offered, and how it turned out (S7-EMP-06, S7-EMP-07).

    ``of`` is the year and the period of the form.
    """
    year, period = of
    case = get_case_in_area(district, actor, number, "job.record")
    check_step(case, "job_form_returned")
    row = check_member(district, case, member)
    form = case.jobs.get(member, JobRecord()).form(year, period)
    check_open(form)
    check_returned_days(district, form, given)
    answers = _checked_answers(district, case, row, form, given)
    content = {"form": FEEDBACK, "answers": answers}
    facts = keep_returned(district, number, (member, year, period), given, content)
    sent = [each for each in case.errands if each.is_open and each.about == form_id(member, year, period)]
    case = district.append_to_case(case, draft_act(actor, "job.record", "job_form_returned", facts))
    call_off(district, sent)
    return case


def _checked_answers(
    district: District, case: Case, row: SeekerRow, form: JobForm | None, given: ReturnedForm
) -> dict[str, Any]:
    """The answers under the form's own names; refuses the first the form itself does not allow.

    What was not entered is left open: the paper has it, and the desk enters what the office works with.
    """
    definition, today = get_form(district, FEEDBACK), district.today()
    entered = known_of_form(district, case, row, form) | {"ability": "full"} | _entered(given)
    answers = Record(definition, entered, today=today.isoformat()).sealed()
    wrong = [each for each in get_checker(district, FEEDBACK).recheck(answers, today=today) if each.got]
    if wrong:
        message = wrong[0].message
        raise Refusal("job.form_answer", zh=message["zh"], en=message["en"])
    return answers


def _entered(given: ReturnedForm) -> dict[str, Any]:
    """What the paper says, and where its two copies are."""
    answers: dict[str, Any] = {
        "registered_on": given.registered_on.isoformat(),
        "offer": [_offer_answers(n, offer) for n, offer in enumerate(given.offers, start=1)],
        "outcome": given.outcome,
        "centre_copy": "yes" if given.centre_copy else "",
        "community_copy": "yes",
        "returned_on": given.on.isoformat(),
    }
    if given.unemployed_since:
        answers["unemployed_since"] = given.unemployed_since.isoformat()
    if not given.offers:
        answers |= {"no_offer": "OK", "no_offer_reason": given.no_offer_reason}
    if given.outcome in TOOK_POST:
        answers |= {
            "employer": given.employer,
            "started_on": given.started_on.isoformat() if given.started_on else "",
            "pay": plain_yuan(given.pay_fen),
            "work_cost": plain_yuan(given.work_cost_fen),
        }
    return answers


def _offer_answers(n: int, offer: FormOffer) -> dict[str, Any]:
    answers = {
        "_id": f"o{n}",
        "kind": offer.kind,
        "offered_on": offer.on.isoformat(),
        "who": offer.who,
        "what": offer.what,
        "suitable": offer.suitable,
        "answer": offer.answer,
    }
    if offer.kind == "post" and offer.wage_fen:
        answers["wage"] = plain_yuan(offer.wage_fen)
    if offer.kind == "training" and offer.days:
        answers["days"] = str(offer.days)
    if offer.answer == "refused":
        answers |= {"refusal_reason": offer.reason, "justified": offer.justified}
    return answers
