"""Declared beside observed, and how what counts is worked out (S7-EVAL-05; P-20 arts 12, 13)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from server.domain.household import parse_household
from server.domain.seal import parse_visit
from server.services.comparisons import compare, work_income_out
from server.services.district import District
from tests.factories import assigned_case, enrolled_tablet, household

SUMS = {"income_gross": "2240.00", "income_exempt": "380.00", "income_deducted": "360.50"}
NET = {"income_total": "1499.50", "income_per_capita": "749.75"}


def totals(district: District, answers: dict[str, Any]) -> dict[str, tuple[str, str, bool]]:
    visit = parse_visit(enrolled_tablet(district).fill_in(assigned_case(district)))
    visit = replace(visit, answers=dict(visit.answers) | answers)
    rows = compare(parse_household(household()), visit.answers)
    return {row.path: (row.declared, row.observed, row.differs) for row in rows}


def test_a_declared_income_is_compared_before_deductions(district: District) -> None:
    rows = totals(district, SUMS | NET)
    assert rows["income_total"] == ("1,200.00", "1,860.00", True)
    assert rows["income_per_capita"] == ("600.00", "930.00", True)


def test_a_first_version_is_compared_by_its_only_total(district: District) -> None:
    answers = dict.fromkeys(SUMS, None)
    visit = parse_visit(enrolled_tablet(district).fill_in(assigned_case(district)))
    kept = {name: answer for name, answer in visit.answers.items() if name not in answers}
    rows = compare(parse_household(household()), kept | {"income_total": "1200.00"})
    assert [(row.observed, row.differs) for row in rows if row.path == "income_total"] == [
        ("1,200.00", False)
    ]
    assert work_income_out(kept) == ()


def test_the_steps_lead_from_what_comes_in_to_what_counts_a_head() -> None:
    steps = [(line.sign, line.amount) for line in work_income_out({"persons": "2"} | SUMS | NET)]
    assert steps == [
        ("", "2,240.00"),
        ("−", "380.00"),
        ("−", "360.50"),
        ("=", "1,499.50"),
        ("÷ 2 =", "749.75"),
    ]
