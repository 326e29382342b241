"""Urgent hardship: its own clock and limit, from the desk or by a visit's seal (§11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from server.domain.case import Case, fold_case
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.assignments import assign_team
from server.services.clocks import count_dues
from server.services.district import District
from server.services.hardship import (
    GRANTED,
    NOT_GRANTED,
    complete_relief,
    count_hardship,
    decide_relief,
    list_hardship,
    refer_hardship,
)
from tests.factories import (
    CLERK,
    OFFICER,
    REVIEWER,
    TEAM,
    PaperTablet,
    accepted_case,
    assigned_case,
    enrolled_tablet,
    reconcile,
)
from tests.server.services.story import move


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_a_referral_moves_the_case_nowhere(district: District) -> None:
    case = accepted_case(district)
    referred = refer_hardship(district, CLERK, case.number, "断了吃的")
    assert referred.stage is case.stage is Stage.ACCEPTED
    assert referred.hardship is not None
    assert referred.hardship.due_at == "2026-03-03T01:00:00Z"
    [row] = list_hardship(district, OFFICER).rows
    assert (row.case, row.due) == (case.number, "2026-03-03T01:00:00Z")
    assert refused(lambda: refer_hardship(district, CLERK, case.number, "又")) == "hardship.open"


def test_a_referral_says_what_the_hardship_is(district: District) -> None:
    number = accepted_case(district).number
    assert refused(lambda: refer_hardship(district, CLERK, number, " ")) == "hardship.words"
    assert refused(lambda: refer_hardship(district, REVIEWER, number, "断了吃的")) == "person.may_not"
    assert refused(lambda: decide_relief(district, OFFICER, number, GRANTED, 100)) == "case.wrong_step"


@pytest.mark.parametrize(
    ("outcome", "amount", "reason", "code"),
    [
        (GRANTED, 200_001, "", "hardship.over_limit"),
        (GRANTED, 0, "", "hardship.amount"),
        (NOT_GRANTED, 0, " ", "hardship.reason"),
        ("maybe", 100, "", "hardship.outcome"),
    ],
)
def test_relief_stays_within_the_reserve_and_a_refusal_has_a_reason(
    district: District, outcome: str, amount: int, reason: str, code: str
) -> None:
    number = refer_hardship(district, CLERK, accepted_case(district).number, "断了吃的").number
    assert refused(lambda: decide_relief(district, OFFICER, number, outcome, amount, reason)) == code


def test_what_was_granted_waits_for_its_papers(district: District) -> None:
    number = refer_hardship(district, CLERK, accepted_case(district).number, "断了吃的").number
    case = decide_relief(district, OFFICER, number, GRANTED, 200_000)
    assert case.hardship is not None
    assert case.hardship.papers_due_on == "2026-03-09"  # the fifth working day after Monday 2 March
    assert [row.due for row in list_hardship(district, OFFICER).rows] == ["2026-03-09"]
    complete_relief(district, OFFICER, number)
    assert list_hardship(district, OFFICER).rows == []
    assert refused(lambda: complete_relief(district, OFFICER, number)) == "case.wrong_step"
    move(district, days=40)
    assert refer_hardship(district, CLERK, number, "又生病").hardship is not None


def test_what_was_not_granted_is_over(district: District) -> None:
    number = refer_hardship(district, CLERK, accepted_case(district).number, "要手机").number
    decide_relief(district, OFFICER, number, NOT_GRANTED, 0, "不是急难")
    assert list_hardship(district, OFFICER).rows == []


@pytest.mark.parametrize(
    ("seen", "waits"), [({"urgent": ["food"], "urgent_words": "断了吃的"}, 1), ({"urgent": ["none"]}, 0)]
)
def test_hardship_the_assessors_saw_is_referred_by_their_seal(
    district: District, seen: dict[str, Any], waits: int
) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    visit = tablet.fill_in(case)
    visit["answers"] = visit["answers"] | seen
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    assert list_hardship(district, OFFICER).total == waits
    assert district.get_case(case.number).stage is Stage.VISITED


@pytest.mark.parametrize(("hours", "late"), [(1, 0), (48, 1)])
def test_the_clock_of_what_the_seal_refers_runs_and_is_counted(
    district: District, hours: int, late: int
) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    visit = tablet.fill_in(case)
    visit["answers"] = visit["answers"] | {"urgent": ["food"], "urgent_words": "断了吃的"}
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    move(district, hours=hours)
    assert count_hardship(district, OFFICER) == 1
    assert count_dues(district, OFFICER).late.get("hardship", 0) == late
    decide_relief(district, OFFICER, case.number, NOT_GRANTED, 0, "有人送饭")
    assert (count_hardship(district, OFFICER), count_dues(district, OFFICER).late) == (0, {})


def seal_urgent(district: District, tablet: PaperTablet, case: Case) -> Case:
    """The case with a visit received that saw something urgent."""
    visit = tablet.fill_in(case)
    visit["answers"] = visit["answers"] | {"urgent": ["food"], "urgent_words": "断了吃的"}
    tablet.push(tablet.seal(visit))
    assert reconcile(district).accepted == 1
    return district.get_case(case.number)


def send_again(district: District, number: str) -> Case:
    due = district.today() + timedelta(days=3)
    return assign_team(
        district, OFFICER, number, TEAM, TEAM[0], due, dict.fromkeys(TEAM, "none"), "有人不在家，再去一次"
    )


def test_hardship_seen_again_after_the_first_was_decided_is_referred_again(district: District) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    number = seal_urgent(district, tablet, case).number
    decide_relief(district, OFFICER, number, NOT_GRANTED, 0, "有人送饭")
    move(district, days=1)
    again = seal_urgent(district, tablet, send_again(district, number))
    assert again.hardship is not None
    assert again.hardship.is_open
    assert [row.due for row in list_hardship(district, OFFICER).rows] == ["2026-03-04T01:00:00Z"]
    decide_relief(district, OFFICER, number, GRANTED, 50_000)


def test_hardship_seen_again_while_the_first_is_open_keeps_the_first_ones_hours(district: District) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    first = seal_urgent(district, tablet, case)
    move(district, days=1)
    again = seal_urgent(district, tablet, send_again(district, case.number))
    assert again.hardship == first.hardship


def test_a_visit_of_before_that_says_nothing_of_an_earlier_one_adds_up_as_it_did(district: District) -> None:
    tablet, case = enrolled_tablet(district), assigned_case(district)
    number = seal_urgent(district, tablet, case).number
    decide_relief(district, OFFICER, number, NOT_GRANTED, 0, "有人送饭")
    move(district, days=1)
    again = seal_urgent(district, tablet, send_again(district, number))
    of_before = {key: value for key, value in again.last.facts.items() if key != "urgent_anew"}
    acts = (*again.acts[:-1], replace(again.last, facts=of_before))
    old = fold_case(acts)
    assert old.hardship is not None
    assert old.hardship.outcome == NOT_GRANTED
