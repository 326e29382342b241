"""What the record knows before a form of an errand is filled in: the tablet begins with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from server.domain.campaign import Kind
from server.domain.case import Case
from server.domain.employment import JobForm, JobRecord, parse_form_id
from server.domain.errand import Errand, Purpose
from server.domain.household import parse_household
from server.domain.housing import file_of, is_surveyed
from server.domain.housing_lines import format_area
from server.domain.money import plain_yuan
from server.records.employment_rows import SeekerRow, seekers_in
from server.services.campaigns import get_campaign, get_plan
from server.services.district import District
from server.services.housing_lines import find_lines


def known_of(district: District, errand: Errand, case: Case) -> dict[str, Any]:
    """The answers a form of an errand begins with."""
    return _KNOWN[errand.purpose](district, errand, case)


def known_of_form(district: District, case: Case, row: SeekerRow, form: JobForm | None) -> dict[str, Any]:
    """What the office knew when it issued a feedback form."""
    return {
        "issue_year": str(form.year) if form else "",
        "issue_number": str(form.period) if form else "",
        "issued_on": form.issued_on if form else "",
        "street": district.area(case.street).name_zh,
        "community": district.area(case.community).name_zh,
        "name": row.name,
        "sex": row.sex,
        "birth": row.birth,
    }


def seeker_of(district: District, errand: Errand) -> SeekerRow | None:
    """The person a feedback form is of; None where the visit it rests on is erased."""
    member, _, _ = parse_form_id(errand.about)
    return next((row for row in seekers_in(district.index, errand.case) if row.member == member), None)


def _known_of_check(district: District, errand: Errand, case: Case) -> dict[str, Any]:
    """Which campaign, what kind of household, what it receives."""
    campaign = get_campaign(district, errand.file)
    household = parse_household(district.evidence.get("declared", case.number, case.declared))
    kind, now = campaign.households[case.number], case.receipt.now if case.receipt else None
    known = {
        "campaign": get_plan(district, campaign).name,
        "standing": kind.value,
        "head": household.head.name,
        "community": district.area(case.community).name_zh,
        "on_file": str(len(household.members)),
        "member": [{"_id": each.id, "name": each.name} for each in household.members],
        "amount_book": plain_yuan(now.amount_fen) if now else "0",
    }
    certificate = _certificate(case)
    return known | ({"certificate": certificate} if kind is Kind.RECIPIENT and certificate else {})


def _known_of_survey(district: District, _errand: Errand, case: Case) -> dict[str, Any]:
    """Who lives where, whether they receive, and the lines of the year (S8-ELIG-03)."""
    household = parse_household(district.evidence.get("declared", case.number, case.declared))
    surveyed = is_surveyed(district.casebook.read(file_of(case.number)))
    known = {
        "kind": "yearly" if surveyed else "first",
        "file_number": case.number if surveyed else "",
        "head": household.head.name,
        "address": household.address,
        "persons": str(len(household.members)),
        "guarantee": "dibao" if case.receipt and case.receipt.is_open else "",
        "certificate": _certificate(case),
    }
    return {name: each for name, each in (known | _lines(district, len(household.members))).items() if each}


def _lines(district: District, persons: int) -> dict[str, str]:
    lines = find_lines(district, district.today())
    if lines is None:
        return {}
    guaranteed = lines.guaranteed_dm2[min(persons, len(lines.guaranteed_dm2)) - 1]
    return {
        "standard_year": str(lines.year),
        "difficulty_line": format_area(lines.difficulty_dm2),
        "guaranteed_area": format_area(guaranteed // max(1, persons)),
    }


def _known_of_job(district: District, errand: Errand, case: Case) -> dict[str, Any]:
    """What the office knew, and of the person what the visit found."""
    row = seeker_of(district, errand)
    if row is None:
        return {}
    member, year, period = parse_form_id(errand.about)
    form = case.jobs.get(member, JobRecord()).form(year, period)
    household = parse_household(district.evidence.get("declared", case.number, case.declared))
    known = known_of_form(district, case, row, form) | {
        "phone": household.phone,
        "certificate": _certificate(case),
        "education": row.education,
    }
    return {name: each for name, each in known.items() if each}


def _certificate(case: Case) -> str:
    return case.approval.certificate if case.approval else ""


_KNOWN: Final[Mapping[Purpose, Callable[[District, Errand, Case], dict[str, Any]]]] = {
    Purpose.CAMPAIGN: _known_of_check,
    Purpose.HOUSING: _known_of_survey,
    Purpose.EMPLOYMENT: _known_of_job,
}
