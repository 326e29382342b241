"""Public-benefit activities: where the pack has them, and without consequence (S7-EMP-08)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.activity import Activity
from server.domain.policy import PublicServiceRules
from server.errors import Refusal
from server.services.activities import (
    list_for,
    organise_activity,
    record_attendance,
    view_attendance,
)
from server.services.district import District
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, OFFICER
from tests.server.services.employed import SEEKER, WORKER, linked_case
from tests.server.services.packs import use_pack
from tests.server.services.story import move


def organised(district: District, days: int = 0) -> Activity:
    on = district.today() + timedelta(days=days)
    return organise_activity(district, CLERK, COMMUNITY_ID, on, 2, "楼道清扫，槐安路 12 号。")


def test_whoever_seeks_work_is_asked_and_who_came_is_counted(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    view = view_attendance(district, CLERK, activity.id)
    assert [(row.file, row.member) for row in view.people] == [(case.number, SEEKER)]
    paid = case.receipt
    assert record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): "attended"}) == 1
    assert record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): "attended"}) == 0
    case = district.get_case(case.number)
    assert case.receipt == paid
    assert case.jobs[SEEKER].attendance == {activity.id: "attended"}
    found = list_for(district, OFFICER)
    assert (found.total, found.counts[activity.id]) == (1, {"attended": 1})
    assert verify(district).ok


def test_a_mistake_is_put_right_by_a_later_act(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    for how in ("absent", "excused"):
        record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): how})
    assert view_attendance(district, CLERK, activity.id).how == {(case.number, SEEKER): "excused"}
    assert [act.kind for act in district.get_case(case.number).acts[-2:]] == ["activity_attended"] * 2


def test_nobody_is_written_down_who_is_not_on_the_list(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    for key in ((case.number, WORKER), ("SL-2026-9999", SEEKER)):
        with pytest.raises(Refusal, match=r"job\.member"):
            record_attendance(district, CLERK, activity.id, {key: "attended"})


def test_attendance_waits_for_the_day(district: District) -> None:
    case, activity = linked_case(district), organised(district, days=3)
    with pytest.raises(Refusal, match=r"activity\.not_held_yet"):
        record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): "attended"})
    move(district, days=3)
    assert record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): "attended"}) == 1


def test_a_pack_without_activities_has_none(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    use_pack(district, "sifang-seed@1", public_service=PublicServiceRules(False))
    with pytest.raises(Refusal, match=r"activity\.not_asked"):
        organised(district)
    with pytest.raises(Refusal, match=r"activity\.not_asked"):
        record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): "attended"})


@pytest.mark.parametrize(
    ("hours", "words", "code"),
    [(0, "清扫", "activity.hours"), (13, "清扫", "activity.hours"), (2, "  ", "activity.words")],
)
def test_an_activity_says_what_where_and_how_long(
    district: District, hours: int, words: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        organise_activity(district, CLERK, COMMUNITY_ID, district.today(), hours, words)
    assert refused.value.code == code


def test_another_community_neither_organises_nor_looks(district: District) -> None:
    activity = organised(district)
    stranger = replace(CLERK, street="zhulin", community="zhulin-1")
    with pytest.raises(Refusal, match=r"person\.other_area"):
        organise_activity(district, stranger, COMMUNITY_ID, district.today(), 2, "清扫")
    with pytest.raises(Refusal, match=r"person\.other_area"):
        view_attendance(district, stranger, activity.id)
    with pytest.raises(Refusal, match=r"activity\.unknown"):
        view_attendance(district, CLERK, "activity:huaian:2026-99")
