"""Public-benefit activities: where the pack has them, and without consequence (S7-EMP-08)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.activity import Activity, Attendance
from server.domain.policy import PublicServiceRules
from server.errors import Refusal
from server.services.activities import (
    Stood,
    call_off_activity,
    correct_activity,
    list_attended,
    list_for,
    organise_activity,
    record_attendance,
    view_attendance,
)
from server.services.district import District, draft_act
from server.services.jobs import set_status
from server.services.sentences import Names, act_lines
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, OFFICER
from tests.server.services.employed import SEEKER, WORKER, linked_case
from tests.server.services.packs import use_pack
from tests.server.services.story import move

CAME, EXCUSED = Stood("attended"), Stood("excused", reason="孩子发烧，在医院。")


def organised(district: District, days: int = 0) -> Activity:
    on = district.today() + timedelta(days=days)
    return organise_activity(district, CLERK, COMMUNITY_ID, on, 2, "楼道清扫，槐安路 12 号。")


def test_whoever_seeks_work_is_asked_and_who_came_is_counted(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    view = view_attendance(district, CLERK, activity.id)
    assert [(row.file, row.member) for row in view.people] == [(case.number, SEEKER)]
    paid = case.receipt
    assert record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): CAME}) == 1
    assert record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): CAME}) == 0
    case = district.get_case(case.number)
    assert case.receipt == paid
    assert case.jobs[SEEKER].attendance == {activity.id: Attendance("attended")}
    found = list_for(district, OFFICER)
    assert (found.total, found.counts[activity.id]) == (1, {"attended": 1})
    assert verify(district).ok


def test_a_mistake_is_put_right_by_a_later_act(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    for stood in (Stood("absent"), EXCUSED):
        record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): stood})
    assert view_attendance(district, CLERK, activity.id).stood == {(case.number, SEEKER): EXCUSED}
    assert [act.kind for act in district.get_case(case.number).acts[-2:]] == ["activity_attended"] * 2


def test_nobody_is_written_down_who_is_not_on_the_list(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    for key in ((case.number, WORKER), ("SL-2026-9999", SEEKER)):
        with pytest.raises(Refusal, match=r"job\.member"):
            record_attendance(district, CLERK, activity.id, {key: CAME})


def test_attendance_waits_for_the_day(district: District) -> None:
    case, activity = linked_case(district), organised(district, days=3)
    with pytest.raises(Refusal, match=r"activity\.not_held_yet"):
        record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): CAME})
    move(district, days=3)
    assert record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): CAME}) == 1


def test_a_pack_without_activities_has_none(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    use_pack(district, "sifang-seed@1", public_service=PublicServiceRules(False))
    with pytest.raises(Refusal, match=r"activity\.not_asked"):
        organised(district)
    with pytest.raises(Refusal, match=r"activity\.not_asked"):
        record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): CAME})


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


def test_hours_and_reasons_stand_beside_each_person_and_not_in_the_act(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    person = (case.number, SEEKER)
    record_attendance(district, CLERK, activity.id, {person: Stood("attended", 1)})
    (seen,) = list_attended(district, case.number)
    assert (seen.member, seen.how, seen.hours, seen.words) == (
        SEEKER,
        "attended",
        1,
        "楼道清扫，槐安路 12 号。",
    )
    record_attendance(district, CLERK, activity.id, {person: EXCUSED})
    (seen,) = list_attended(district, case.number)
    assert (seen.how, seen.hours, seen.reason) == ("excused", 0, EXCUSED.reason)
    case = district.get_case(case.number)
    assert EXCUSED.reason not in str(case.last.facts)
    lines = act_lines(district, case, Names(district))[-2:]
    assert [(line.zh, line.words) for line in lines] == [
        ("公益活动：来了 1 小时。", ""),
        ("公益活动：请了假。", EXCUSED.reason),
    ]
    assert verify(district).ok


@pytest.mark.parametrize(
    ("stood", "code"),
    [
        (Stood("excused"), "activity.excuse"),
        (Stood("excused", reason=" "), "activity.excuse"),
        (Stood("attended", 3), "activity.hours_stayed"),
        (Stood("attended", -1), "activity.hours_stayed"),
        (Stood("asleep"), "job.member"),
    ],
)
def test_what_is_wrong_with_one_person_writes_down_nobody(
    district: District, stood: Stood, code: str
) -> None:
    case, activity = linked_case(district), organised(district)
    set_status(district, OFFICER, case.number, WORKER, "seeking")
    both = {(case.number, WORKER): CAME, (case.number, SEEKER): stood}
    with pytest.raises(Refusal) as refused:
        record_attendance(district, CLERK, activity.id, both)
    assert refused.value.code == code
    assert view_attendance(district, CLERK, activity.id).stood == {}


def test_attendance_recorded_before_hours_and_reasons_reads_as_it_did(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    for how in ("attended", "excused"):
        facts = {"member": SEEKER, "activity": activity.id, "how": how}
        draft = draft_act(CLERK, "activity.record", "activity_attended", facts)
        case = district.append_to_case(case, draft)
        (seen,) = list_attended(district, case.number)
        assert (seen.how, seen.hours, seen.reason) == (how, 2 if how == "attended" else 0, "")
    assert record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): Stood("excused")}) == 0


def test_whoever_found_work_since_stays_on_the_list_they_were_written_down_on(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): CAME})
    set_status(district, OFFICER, case.number, SEEKER, "working")
    later = organised(district)
    assert [row.member for row in view_attendance(district, CLERK, activity.id).people] == [SEEKER]
    assert view_attendance(district, CLERK, later.id).people == []
    assert record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): Stood("absent")}) == 1


def test_an_activity_is_put_right_and_who_stayed_to_its_end_follows(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): CAME})
    activity = correct_activity(district, CLERK, activity.id, activity.on, 3, "河道清扫。")
    assert (activity.hours, view_attendance(district, OFFICER, activity.id).words) == (3, "河道清扫。")
    assert [each.hours for each in list_attended(district, case.number)] == [3]
    assert [row.words for row in list_for(district, OFFICER).rows] == ["河道清扫。"]
    assert verify(district).ok


def test_an_activity_that_was_held_is_neither_put_later_nor_made_shorter_nor_called_off(
    district: District,
) -> None:
    case, activity = linked_case(district), organised(district)
    record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): Stood("attended", 1)})
    activity = correct_activity(district, CLERK, activity.id, activity.on, 1, "清扫。")
    record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): CAME})
    with pytest.raises(Refusal, match=r"activity\.held"):
        correct_activity(district, CLERK, activity.id, activity.on + timedelta(days=1), 2, "清扫。")
    with pytest.raises(Refusal, match=r"activity\.held"):
        call_off_activity(district, CLERK, activity.id, "下雨。")


def test_nobody_is_made_to_have_stayed_longer_than_it_took(district: District) -> None:
    case = linked_case(district)
    activity = organise_activity(district, CLERK, COMMUNITY_ID, district.today(), 4, "清扫。")
    record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): Stood("attended", 3)})
    with pytest.raises(Refusal) as refused:
        correct_activity(district, CLERK, activity.id, activity.on, 2, "清扫。")
    assert (refused.value.code, refused.value.facts["most"]) == ("activity.hours_fewer", 3)


def test_an_activity_called_off_says_why_and_takes_nobody_down(district: District) -> None:
    case, activity = linked_case(district), organised(district)
    with pytest.raises(Refusal, match=r"activity\.reason"):
        call_off_activity(district, CLERK, activity.id, " ")
    call_off_activity(district, CLERK, activity.id, "下暴雨。")
    assert view_attendance(district, OFFICER, activity.id).called_off == "下暴雨。"
    assert [row.called_off for row in list_for(district, OFFICER).rows] == [True]
    with pytest.raises(Refusal, match=r"activity\.called_off"):
        record_attendance(district, CLERK, activity.id, {(case.number, SEEKER): CAME})
    for again in (
        lambda: call_off_activity(district, CLERK, activity.id, "再取消。"),
        lambda: correct_activity(district, CLERK, activity.id, activity.on, 2, "清扫。"),
    ):
        with pytest.raises(Refusal, match=r"activity\.called_off"):
            again()
    with pytest.raises(Refusal, match=r"person\.may_not"):
        call_off_activity(district, OFFICER, activity.id, "街道不记。")
