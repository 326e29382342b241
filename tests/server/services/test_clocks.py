"""Every time a pack sets is a clock: on the case, on the work list, and above the charts (S7-AMB-26)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Final

import pytest

from server.domain.objection import Statement
from server.domain.permission import Actor, may
from server.domain.policy import Timers
from server.domain.policy_reader import Clock as Timer
from server.records.complaint_rows import Asked
from server.services.approvals import refuse
from server.services.cases import list_cases, wanted_by_clock
from server.services.clocks import OWNED_BY, clocks_of_case, count_dues
from server.services.complaint_files import list_complaints
from server.services.complaints import complain_on_page
from server.services.district import District
from server.services.hardship import refer_hardship
from server.services.investigations import record_investigation
from server.services.materials import ask_for_materials
from server.services.overviews import get_overview
from server.services.periodic_reviews import Change, begin_review
from tests.factories import (
    CLERK,
    COMMUNITY_ID,
    HEAD_OF_BUREAU,
    OFFICER,
    REVIEWER,
    accepted_case,
    assigned_case,
    visited_case,
)
from tests.server.services.packs import use_pack
from tests.server.services.receiving import receiving_case
from tests.server.services.story import audited_case, examined_case, filed_case, move, ripe_case
from tests.server.services.test_applications import register

TEN: Final = Timer(10, "calendar")
OFF: Final = dict.fromkeys((each.name for each in fields(Timers)), None)


def _applied(district: District) -> str:
    return register(district)


def _accepted(district: District) -> str:
    return accepted_case(district).number


def _investigated(district: District) -> str:
    number = visited_case(district).number
    return record_investigation(district, OFFICER, number, ("neighbours",), "邻居都说在打零工。").number


def _at_the_street(district: District) -> str:
    approval = replace(district.policy.approval, level="street")
    use_pack(district, district.policy.key, approval=approval)
    return accepted_case(district).number


def _refused(district: District) -> str:
    return refuse(district, HEAD_OF_BUREAU, examined_case(district).number, "收入超过标准。").number


def _in_hardship(district: District) -> str:
    number = accepted_case(district).number
    return refer_hardship(district, CLERK, number, "断了吃的", urgent=False).number


def _changed(district: District) -> str:
    number = receiving_case(district)
    change = Change("income", district.today())
    return begin_review(district, CLERK, number, "change", change=change).number


# Each timer of the packs: the clock it runs, whose work it is, and a case for which it has begun.
CLOCKS: Final[Mapping[str, tuple[str, Actor, Callable[[District], str]]]] = {
    "acceptance": ("acceptance", OFFICER, _applied),
    "start_survey": ("start_survey", OFFICER, _accepted),
    "finding": ("finding", OFFICER, lambda district: assigned_case(district).number),
    "committee": ("committee", OFFICER, lambda district: visited_case(district).number),
    "meeting": ("meeting", CLERK, lambda district: ripe_case(district).number),
    "audit": ("audit", OFFICER, lambda district: filed_case(district).number),
    "district": ("district", REVIEWER, lambda district: audited_case(district).number),
    "refusal_letter": ("refusal_letter", CLERK, _refused),
    "total": ("total", OFFICER, _accepted),
    "total_special": ("total", OFFICER, _investigated),
    "total_delegated": ("total", OFFICER, _at_the_street),
    "hardship": ("hardship", OFFICER, _in_hardship),
    "change_report": ("review", CLERK, _changed),
}


def test_no_timer_of_a_pack_is_without_a_clock() -> None:
    assert set(CLOCKS) | {"complaint"} == set(OFF)


@pytest.mark.parametrize("timer", CLOCKS)
def test_a_timer_is_seen_on_case_work_list_and_overview(district: District, timer: str) -> None:
    kind, actor, begin = CLOCKS[timer]
    use_pack(district, district.policy.key, timers=Timers(**OFF | {timer: TEN}))
    number = begin(district)
    [clock] = [each for each in clocks_of_case(district, district.get_case(number)) if each.kind == kind]
    assert clock.is_open
    assert (clock.due_on - clock.started_on).days in range(10, 13)  # never ends on a day off
    _walk_past(district, clock.due_on)
    assert count_dues(district, actor).late[kind] == 1
    assert get_overview(district, actor).dues.late[kind] == 1
    late = list_cases(district, actor, wanted_by_clock([kind], district.today().isoformat()))
    assert [line.row.number for line in late.rows] == [number]


def test_a_tip_off_past_its_time_is_seen_above_the_work_list(district: District) -> None:
    use_pack(district, district.policy.key, timers=Timers(**OFF | {"complaint": TEN}))
    complain_on_page(district, "household", COMMUNITY_ID, Statement("他家有小汽车。", once="once"))
    [row] = list_complaints(district, OFFICER, Asked()).rows
    assert count_dues(district, OFFICER).late_complaints == 0
    _walk_past(district, date.fromisoformat(row.due_on))
    assert count_dues(district, OFFICER).late_complaints == 1
    assert get_overview(district, REVIEWER).dues.late_complaints == 1
    assert count_dues(district, CLERK).late_complaints == 0  # never the community's


def test_a_clock_that_stands_still_is_told_with_what_it_waits_for(district: District) -> None:
    use_pack(district, district.policy.key, timers=Timers(**OFF | {"acceptance": TEN}))
    number = register(district, materials=("application",), waived=())
    ask_for_materials(district, OFFICER, number, district.today())
    assert count_dues(district, OFFICER).stopped == {"materials": 1}
    [line] = list_cases(district, OFFICER, wanted_by_clock(["acceptance"], stopped=True)).rows
    assert (line.row.number, line.stopped) == (number, "materials")
    move(district, days=60)
    assert "acceptance" not in count_dues(district, OFFICER).late


def test_every_clock_is_somebodys_who_sees_the_overview() -> None:
    for kind, permissions in OWNED_BY.items():
        owners = [
            actor
            for actor in (CLERK, OFFICER, REVIEWER, HEAD_OF_BUREAU)
            if any(may(actor, permission) for permission in permissions)
        ]
        assert any(may(actor, "statistics.read") for actor in owners), kind


def _walk_past(district: District, day: date) -> None:
    move(district, days=(day - district.today()).days + 1)
