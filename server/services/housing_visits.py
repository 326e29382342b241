"""A survey sealed in the home enters the housing file, as one entered at the desk does (S8-SURV-01)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.act import Act
from server.domain.days import parse_date
from server.domain.errand import Errand
from server.domain.housing import Survey
from server.domain.housing_lines import parse_area
from server.domain.money import parse_yuan
from server.domain.seal import SealedVisit
from server.errors import Refusal
from server.services.district import District
from server.services.housing import check_surveyed, enter_survey
from server.services.sealed_facts import sealed_draft, sealed_facts


def check_sealed_survey(district: District, _errand: Errand, visit: SealedVisit) -> None:
    """Refuses a survey the housing file would not take from the desk either."""
    check_surveyed(district, survey_of(visit.answers))


def receive_survey(
    district: District, errand: Errand, visit: SealedVisit, digest: str, released: Mapping[str, str]
) -> Act:
    """Enters the survey; ``digest`` names the sealed form in the evidence of the housing file."""
    survey = survey_of(visit.answers)
    said = (str(visit.answers.get("opinion_reason") or ""), str(visit.answers.get("address") or ""))
    case, facts = district.get_case(errand.case), {**sealed_facts(visit, digest), **released}
    return enter_survey(
        district, case, survey, said, lambda told: sealed_draft("housing_surveyed", visit, told | facts)
    )


def survey_of(answers: Mapping[str, Any]) -> Survey:
    """The survey in the terms of the housing file; what the form hides is not asked."""
    bought_on = answers.get("affordable_on")
    others = answers.get("other_home") or ()
    return Survey(
        kind=str(answers.get("kind") or "first"),
        surveyed_on=parse_date(str(answers.get("survey_date") or "")),
        persons=_persons(answers),
        guarantee=str(answers.get("guarantee") or ""),
        income_fen=parse_yuan(str(answers.get("income_per_capita") or "0")),
        tenure=str(answers.get("tenure") or ""),
        dwelling=str(answers.get("dwelling") or ""),
        floor_dm2=_area(answers.get("floor_area")),
        rent_fen=parse_yuan(str(answers.get("rent") or "0")),
        welfare=str(answers.get("welfare") or "no"),
        affordable=str(answers.get("affordable") or "no"),
        bought_on=parse_date(str(bought_on)) if bought_on else None,
        bought_again=answers.get("bought_again") == "yes",
        others_dm2=sum(_area(home.get("other_area")) for home in others),
    )


def _persons(answers: Mapping[str, Any]) -> int:
    text = str(answers.get("persons") or "")
    if not text.isdecimal():
        raise Refusal("housing.persons")
    return int(text)


def _area(answer: object) -> int:
    return parse_area(str(answer)) if answer else 0
