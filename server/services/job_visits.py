"""A feedback form sealed on a tablet comes back as one entered at the desk does (S7-EMP-06, S7-EMP-07)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from server.domain.act import Act
from server.domain.case import Case
from server.domain.days import parse_date, shanghai_date
from server.domain.employment import JobForm, JobRecord, parse_form_id
from server.domain.errand import Errand
from server.domain.money import parse_yuan
from server.domain.seal import SealedVisit
from server.errors import Refusal
from server.services.district import District
from server.services.job_forms import FormOffer, ReturnedForm, check_open, check_returned_days, keep_returned
from server.services.sealed_facts import sealed_draft, sealed_facts


def check_sealed_form(district: District, errand: Errand, visit: SealedVisit) -> None:
    """Refuses a form that came back already, one of another period, and days that cannot be."""
    _find_form(district.get_case(errand.case), errand, visit)
    form = _issued(district.get_case(errand.case), errand)
    check_returned_days(district, form, returned_of(visit))


def receive_job_form(
    district: District, errand: Errand, visit: SealedVisit, digest: str, released: Mapping[str, str]
) -> Act:
    """Enters the form; ``digest`` names the sealed form in the evidence of the case."""
    case = district.get_case(errand.case)
    _find_form(case, errand, visit)
    facts = keep_returned(
        district,
        case.number,
        parse_form_id(errand.about),
        returned_of(visit),
        {"form": visit.form, "answers": dict(visit.answers)},
    )
    facts |= {**sealed_facts(visit, digest), **released}
    return district.append_to_case(case, sealed_draft("job_form_returned", visit, facts)).last


def returned_of(visit: SealedVisit) -> ReturnedForm:
    """The form as the desk would have entered it; what is asked of a paper alone is as the form says it."""
    given = visit.answers
    return ReturnedForm(
        on=_day(given.get("returned_on")) or shanghai_date(visit.sealed_at),
        registered_on=parse_date(str(given.get("registered_on") or "")),
        outcome=str(given.get("outcome") or ""),
        offers=[_offer(each) for each in given.get("offer") or ()],
        no_offer_reason=str(given.get("no_offer_reason") or ""),
        employer=str(given.get("employer") or ""),
        started_on=_day(given.get("started_on")),
        unemployed_since=_day(given.get("unemployed_since")),
        pay_fen=parse_yuan(str(given.get("pay") or "0")),
        work_cost_fen=parse_yuan(str(given.get("work_cost") or "0")),
        centre_copy=given.get("centre_copy") == "yes",
    )


def _offer(given: Mapping[str, Any]) -> FormOffer:
    days = str(given.get("days") or "")
    return FormOffer(
        kind=str(given.get("kind") or ""),
        on=parse_date(str(given.get("offered_on") or "")),
        who=str(given.get("who") or ""),
        what=str(given.get("what") or ""),
        answer=str(given.get("answer") or ""),
        suitable=str(given.get("suitable") or "yes"),
        justified=str(given.get("justified") or ""),
        reason=str(given.get("refusal_reason") or ""),
        wage_fen=parse_yuan(str(given.get("wage") or "0")),
        days=int(days) if days.isdecimal() else 0,
    )


def _find_form(case: Case, errand: Errand, visit: SealedVisit) -> None:
    """The form the team was sent with is still out, and is the one that was filled in."""
    check_open(_issued(case, errand))
    _, year, period = parse_form_id(errand.about)
    named = (str(visit.answers.get("issue_year")), str(visit.answers.get("issue_number")))
    if named != (str(year), str(period)):
        raise Refusal("job.other_form")


def _issued(case: Case, errand: Errand) -> JobForm | None:
    member, year, period = parse_form_id(errand.about)
    return case.jobs.get(member, JobRecord()).form(year, period)


def _day(answer: object) -> date | None:
    return parse_date(str(answer)) if answer else None
