"""A household that moves: its subsidy, its place on the list and its flat (S8-SURV-02)."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.housing import Housing, Mode, State
from server.errors import Refusal
from server.services.district import District
from server.services.housing import apply_for_housing, end_housing, offer_home, review_housing, survey_home
from server.services.housing_changes import Changed, foresee_change, other_address, surveyed_homes
from server.services.housing_lines import find_lines
from server.services.housing_lists import list_queue, queue_lines
from server.services.verification import verify
from tests.factories import CLERK, REVIEWER
from tests.server.domain.homes import DAY, survey
from tests.server.services.test_housing import granted

OLD, NEW = "槐安路 12 号 3 单元 501", "梧桐巷 7 号 102"


def settled(district: District, mode: Mode = Mode.SUBSIDY) -> Housing:
    """A household with support, surveyed at its old address since the decision rests on it."""
    housing = granted(district, mode)
    survey_home(district, CLERK, housing.case, survey(kind="yearly"), "", OLD)
    if mode is Mode.LETTING:
        return housing
    return review_housing(district, REVIEWER, housing.case, "照旧")


def moves(district: District, housing: Housing, **changes: Any) -> Housing:
    return survey_home(district, CLERK, housing.case, survey(kind="change", **changes), "搬了", NEW)


def foreseen(district: District, housing: Housing) -> Changed | None:
    return foresee_change(district, housing, find_lines(district, district.today()))


def test_a_move_is_seen_by_its_address_and_the_act_does_not_hold_it(district: District) -> None:
    housing = moves(district, settled(district))
    assert [(home.address, home.moved) for home in surveyed_homes(district, housing)] == [
        ("", False),
        (OLD, False),
        (NEW, True),
    ]
    assert NEW not in str([act.facts for act in housing.acts])
    assert verify(district).ok


def test_a_subsidy_goes_on_as_decided_until_it_is_reviewed_after_the_move(district: District) -> None:
    housing = settled(district)
    paid = housing.monthly_fen
    housing = moves(district, housing, persons=4)
    changed = foreseen(district, housing)
    assert changed is not None
    assert (changed.moved, changed.qualifies, changed.now_fen) == (True, True, paid)
    assert housing.monthly_fen == paid
    assert changed.then_fen > paid
    housing = review_housing(district, REVIEWER, housing.case, "按搬家以后的人口和面积")
    assert housing.monthly_fen == changed.then_fen
    assert foreseen(district, housing) is None


def test_who_moved_into_a_home_of_their_own_is_said_to_have_to_leave(district: District) -> None:
    housing = moves(district, settled(district), tenure="own", floor_dm2=9_000)
    changed = foreseen(district, housing)
    assert changed is not None
    assert (changed.qualifies, changed.then_fen, housing.state) == (False, 0, State.SUBSIDISED)
    with pytest.raises(Refusal, match=r"housing\.no_longer"):
        review_housing(district, REVIEWER, housing.case, "照旧")
    housing = end_housing(district, REVIEWER, housing.case, "moved", "搬进自己的房子。")
    assert (housing.state, housing.exit_reason) == (State.ENDED, "moved")
    assert foreseen(district, housing) is None


def test_a_place_on_the_list_goes_by_the_new_home_and_keeps_its_day(district: District) -> None:
    first, second = settled(district, Mode.LETTING), granted(district, Mode.LETTING)
    assert [row.place.waiting.case for row in list_queue(district, REVIEWER)] == [first.case, second.case]
    moved = moves(district, first, tenure="public", floor_dm2=1_500)
    assert [row.place.waiting.case for row in list_queue(district, REVIEWER)] == [second.case, first.case]
    assert (moved.applied_on, moved.state) == (DAY, State.WAITING)
    changed = foreseen(district, moved)
    assert changed is not None
    assert (changed.moved, changed.qualifies, changed.then_fen) == (True, True, 0)


def test_no_home_is_offered_to_who_no_longer_meets_the_lines(district: District) -> None:
    housing = moves(district, settled(district, Mode.LETTING), tenure="own", floor_dm2=9_000)
    with pytest.raises(Refusal, match=r"housing\.no_longer"):
        offer_home(district, REVIEWER, housing.case, "示例小区 3 号楼")


def test_before_anything_is_decided_there_is_nothing_to_change(district: District) -> None:
    housing = granted(district)
    assert foreseen(district, housing) is None
    assert foresee_change(district, moves(district, housing), None) is None
    housing = end_housing(district, REVIEWER, housing.case, "own_wish", "不要了。")
    housing = moves(district, housing)
    assert foreseen(district, apply_for_housing(district, CLERK, housing.case, DAY, Mode.SUBSIDY)) is None


def test_the_waiting_list_marks_who_no_longer_meets_the_lines(district: District) -> None:
    housing = settled(district, Mode.LETTING)
    [row] = list_queue(district, CLERK)
    assert row.qualifies
    moves(district, housing, tenure="own", floor_dm2=9_000)
    [row] = list_queue(district, CLERK)
    assert not row.qualifies
    assert "不符合条件" in queue_lines([row], "zh")[0][-1]
    assert "no longer meets" in queue_lines([row], "en")[0][-1]


def test_another_address_than_that_of_the_case_is_named_and_spaces_make_no_move(district: District) -> None:
    housing = settled(district)
    assert other_address(district, housing, OLD.replace(" ", "")) == ""
    assert other_address(district, moves(district, housing), OLD) == NEW


def test_a_home_nobody_wrote_an_address_of_is_no_other_one(district: District) -> None:
    assert other_address(district, granted(district), OLD) == ""
