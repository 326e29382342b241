"""From the committee to the approval: who may, in which order, and what each step leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from server.domain.case import Case
from server.domain.permission import Actor
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.applications import accept_application, forward_application, register_application
from server.services.approvals import approve, return_case
from server.services.cases import get_case_view
from server.services.committee import record_finding
from server.services.district import District
from server.services.meetings import convene, get_signature, list_chairs, list_meetings, list_ready
from server.services.meetings_held import (
    carry_resolutions,
    close_meeting,
    do_agenda,
    sign_minutes,
    take_attendance,
    take_ballot,
)
from server.services.notices import get_notice, get_notice_for_desk, list_notices, list_posted, post_notice
from server.services.verification import verify
from tests.factories import (
    CHAIRMAN,
    CLERK,
    COMMITTEE,
    COMMUNITY_ID,
    HEAD_OF_BUREAU,
    MEMBERS,
    OFFICER,
    REVIEWER,
    Clock,
    accepted_case,
    household,
    visited_case,
)
from tests.server.services.story import (
    approved_case,
    audited_case,
    convened,
    discussed,
    eligible_case,
    examined_case,
    noticed_case,
    ripe_case,
    votes,
)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def test_one_household_goes_all_the_way(district: District) -> None:
    case = approved_case(district)
    assert case.stage is Stage.APPROVED
    assert case.approval is not None
    assert (case.approval.amount_fen, case.approval.start_month) == (34000, "2026-04")  # 2×1100.00−1860.00
    ways = "applied forwarded accepted team_assigned visit_received visit_confirmed visit_confirmed"
    street = "committee_found notice_posted resolved feedback_given file_completed audited originals_called"
    decided = f"{street} originals_checked examined approved"
    assert [act.kind for act in case.acts] == [*ways.split(), *decided.split()]
    report = verify(district)
    assert report.problems == []


def test_no_act_of_the_whole_way_names_anybody(district: District) -> None:
    approved_case(district)
    text = str(list(district.casebook.documents()))
    for personal in ("周例平", "陈示兰", "槐安路", "110000197", "0000-000", "林试远", "王例海"):
        assert personal not in text


def test_case_numbers_carry_street_and_year(district: District) -> None:
    numbers = [register_application(district, CLERK, household()).number for _ in range(3)]
    assert numbers == ["SL-2026-0001", "SL-2026-0002", "SL-2026-0003"]


@pytest.mark.parametrize("actor", [REVIEWER, CHAIRMAN])
def test_only_the_community_and_the_street_register(district: District, actor: Actor) -> None:
    assert (
        refused(lambda: register_application(district, actor, household(), community=COMMUNITY_ID))
        == "person.may_not"
    )


def test_a_clerk_of_another_community_is_refused(district: District) -> None:
    number = register_application(district, CLERK, household()).number
    other = replace(CLERK, community="elsewhere")
    assert refused(lambda: forward_application(district, other, number)) == "person.other_area"


def test_what_does_not_exist_comes_before_who_may_not(district: District) -> None:
    assert refused(lambda: forward_application(district, REVIEWER, "SL-2026-9999")) == "case.unknown"
    assert refused(lambda: forward_application(district, REVIEWER, "assessor-0217")) == "case.unknown"


def test_a_step_out_of_order_is_refused_in_words(district: District) -> None:
    number = register_application(district, CLERK, household()).number
    with pytest.raises(Refusal) as refusal:
        accept_application(district, OFFICER, number)
    assert refusal.value.code == "case.wrong_step"
    assert "已登记" in refusal.value.sentence()


def test_two_officers_who_accept_at_once_make_one_act(district: District) -> None:
    number = accepted_case(district).number
    assert refused(lambda: accept_application(district, OFFICER, number)) == "case.wrong_step"
    assert [act.kind for act in district.get_case(number).acts].count("accepted") == 1


def test_a_finding_needs_five_people(district: District) -> None:
    number = visited_case(district).number
    four = [*COMMITTEE[:4], COMMITTEE[0]]
    assert refused(lambda: record_finding(district, OFFICER, number, True, four)) == "finding.members"
    assert refused(lambda: record_finding(district, OFFICER, number, True, ["x"])) == "person.unknown"


def test_ineligible_needs_a_reason_and_ends_there(district: District) -> None:
    number = visited_case(district).number
    assert (
        refused(lambda: record_finding(district, OFFICER, number, False, COMMITTEE, " ")) == "finding.reason"
    )
    case = record_finding(district, OFFICER, number, False, COMMITTEE, "名下有房")
    assert (case.stage, case.step and case.step.act) == (Stage.INELIGIBLE, "paper_delivered")
    assert get_case_view(district, OFFICER, number).lines[-1].words == "名下有房"


def test_a_notice_shows_what_the_pack_allows_and_nothing_after_its_period(
    district: District, clock: Clock
) -> None:
    _, posted = noticed_case(district)
    (shown,) = list_posted(district)
    assert (shown.head, shown.persons, shown.amount_fen) == ("周例平", 2, 34000)
    assert (posted.id, posted.days_left) == ("SL-2026-1", 3)
    assert get_notice(district, posted.id) == shown
    clock.move(days=3)
    assert [notice.days_left for notice in list_posted(district)] == [1]
    clock.move(days=1)
    assert list_posted(district) == []
    assert refused(lambda: get_notice(district, posted.id)) == "notice.unknown"
    assert get_notice_for_desk(district, OFFICER, posted.id).place == "槐安路 12 号楼"
    assert len(list_notices(district, OFFICER).rows) == 1


def test_a_notice_names_its_building(district: District) -> None:
    number = eligible_case(district).number
    assert refused(lambda: post_notice(district, OFFICER, number, " ")) == "notice.place"


def test_notice_numbers_run_on(district: District) -> None:
    posted = []
    for _ in range(2):
        number = _another_eligible_case(district).number
        posted.append(post_notice(district, OFFICER, number, "一号楼"))
    assert [notice.number for notice in posted] == [1, 2]


def _another_eligible_case(district: District) -> Case:
    return eligible_case(district)


def test_no_meeting_before_the_notice_has_run_out(district: District, clock: Clock) -> None:
    case, _ = noticed_case(district)
    assert list_ready(district, COMMUNITY_ID) == []
    clock.move(days=3)
    assert refused(lambda: convened(district, [case.number])) == "notice.running"
    clock.move(days=1)
    assert [row.number for row in list_ready(district, COMMUNITY_ID)] == [case.number]
    assert convened(district, [case.number]).id == "M-SLHA-2026-001"


@pytest.mark.parametrize("chair", ["gao", "w1", "nobody"])
def test_the_chair_is_a_street_assessor(district: District, chair: str) -> None:
    case = ripe_case(district)
    assert (
        refused(
            lambda: convene(district, CLERK, COMMUNITY_ID, [case.number], district.today(), "二楼", chair)
        )
        == "meeting.chair"
    )
    assert [user.id for user in list_chairs(district, "songlin")] == ["lin"]


def test_a_meeting_without_cases_is_refused(district: District) -> None:
    assert refused(lambda: convened(district, [])) == "meeting.no_cases"


def test_nothing_is_discussed_before_attendance(district: District) -> None:
    case = ripe_case(district)
    meeting = convened(district, [case.number])
    assert (
        refused(lambda: do_agenda(district, CHAIRMAN, meeting.id, case.number, 1))
        == "meeting.attendance_first"
    )


def test_the_applicant_leaves_before_discussion_and_vote(district: District) -> None:
    case = ripe_case(district)
    meeting = take_attendance(district, CHAIRMAN, convened(district, [case.number]).id, MEMBERS, {})
    for item in range(1, 5):
        do_agenda(district, CHAIRMAN, meeting.id, case.number, item)
    assert (
        refused(lambda: do_agenda(district, CHAIRMAN, meeting.id, case.number, 6))
        == "meeting.applicant_present"
    )
    assert (
        refused(lambda: take_ballot(district, CHAIRMAN, meeting.id, case.number, votes(11)))
        == "meeting.applicant_present"
    )


@pytest.mark.parametrize(("agree", "stage"), [(7, Stage.NOT_PASSED), (8, Stage.PASSED), (11, Stage.PASSED)])
def test_two_thirds_of_eleven_are_eight(district: District, agree: int, stage: Stage) -> None:
    case = ripe_case(district)
    meeting = discussed(district, convened(district, [case.number]), case.number)
    take_ballot(district, CHAIRMAN, meeting.id, case.number, votes(agree))
    assert district.get_case(case.number).stage is stage


def test_absent_and_recused_members_count_in_the_base(district: District) -> None:
    case = ripe_case(district)
    meeting = convened(district, [case.number])
    recused = {case.number: [MEMBERS[9]]}
    meeting = take_attendance(district, CHAIRMAN, meeting.id, MEMBERS[:10], recused)
    for item in range(1, 7):
        do_agenda(district, CHAIRMAN, meeting.id, case.number, item)
    given = {member: "agree" for member in MEMBERS[:8]} | {MEMBERS[8]: "against"}
    stranger = given | {MEMBERS[9]: "agree"}
    assert (
        refused(lambda: take_ballot(district, CHAIRMAN, meeting.id, case.number, stranger))
        == "meeting.ballot_stranger"
    )
    take_ballot(district, CHAIRMAN, meeting.id, case.number, given)
    resolution = district.get_case(case.number).resolution
    assert resolution is not None
    assert (resolution.base, resolution.agree, resolution.not_voting) == (11, 8, 2)
    assert resolution.passed


def test_a_vote_is_closed_once(district: District) -> None:
    case = ripe_case(district)
    meeting = discussed(district, convened(district, [case.number]), case.number)
    take_ballot(district, CHAIRMAN, meeting.id, case.number, votes(8))
    assert (
        refused(lambda: take_ballot(district, CHAIRMAN, meeting.id, case.number, votes(11)))
        == "meeting.ballot_taken"
    )


def test_a_vote_that_is_no_choice_is_refused(district: District) -> None:
    case = ripe_case(district)
    meeting = discussed(district, convened(district, [case.number]), case.number)
    strange = dict(votes(8)) | {MEMBERS[0]: "yes"}
    assert (
        refused(lambda: take_ballot(district, CHAIRMAN, meeting.id, case.number, strange)) == "request.field"
    )


def test_a_resolution_a_crash_left_out_is_carried_into_the_case(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = ripe_case(district)
    meeting = discussed(district, convened(district, [case.number]), case.number)
    with monkeypatch.context() as patched:
        patched.setattr("server.services.meetings_held._resolve", lambda *_: None)
        meeting = take_ballot(district, CHAIRMAN, meeting.id, case.number, votes(8))
    assert district.get_case(case.number).stage is Stage.NOTICED
    assert carry_resolutions(district, meeting) == 1
    assert carry_resolutions(district, meeting) == 0
    assert district.get_case(case.number).stage is Stage.PASSED


def test_everybody_present_signs_before_the_end(district: District) -> None:
    case = ripe_case(district)
    meeting = discussed(district, convened(district, [case.number]), case.number)
    assert refused(lambda: sign_minutes(district, CHAIRMAN, meeting.id, MEMBERS[0])) == "meeting.votes_first"
    take_ballot(district, CHAIRMAN, meeting.id, case.number, votes(8))
    ink = {"width": 300, "height": 100, "paths": ["M1 2L3 4"], "extra": "dropped"}
    meeting = sign_minutes(district, CHAIRMAN, meeting.id, MEMBERS[0], ink)
    kept = get_signature(district, meeting.id, meeting.signatures[MEMBERS[0]])
    assert kept == {"width": 300, "height": 100, "paths": ["M1 2L3 4"]}
    assert refused(lambda: close_meeting(district, CHAIRMAN, meeting.id)) == "meeting.signatures_missing"
    for member in MEMBERS[1:]:
        sign_minutes(district, CHAIRMAN, meeting.id, member)
    assert close_meeting(district, CHAIRMAN, meeting.id).closed_at
    assert [row.closed for row in list_meetings(district, CLERK)] == [True]


@pytest.mark.parametrize(
    "ink", [{}, {"paths": []}, {"paths": [1], "width": 1, "height": 1}, {"paths": ["M"]}]
)
def test_ink_that_is_none_is_refused(district: District, ink: dict[str, object]) -> None:
    case = ripe_case(district)
    meeting = discussed(district, convened(district, [case.number]), case.number)
    take_ballot(district, CHAIRMAN, meeting.id, case.number, votes(8))
    assert refused(lambda: sign_minutes(district, CHAIRMAN, meeting.id, MEMBERS[0], ink)) == "paper.bad_ink"


def test_a_case_is_returned_with_a_reason_or_not_at_all(district: District) -> None:
    number = audited_case(district).number
    assert refused(lambda: return_case(district, REVIEWER, number, " ")) == "approval.reason"
    case = return_case(district, REVIEWER, number, "照片看不清")
    assert case.stage is Stage.RETURNED
    assert get_case_view(district, OFFICER, number).lines[-1].words == "照片看不清"


def test_where_a_check_failed_approval_needs_the_reasons(district: District) -> None:
    case = examined_case(district)
    assert case.visit is not None
    photo = case.visit.photos[0]
    database = district.database("evidence")
    document = database.get(f"photo:{case.number}:{photo}")
    database.put_attachment(document, "photo", b"another picture", "image/jpeg")
    assert refused(lambda: approve(district, HEAD_OF_BUREAU, case.number)) == "approval.checks_failed"
    assert approve(district, HEAD_OF_BUREAU, case.number, "原件已看").stage is Stage.APPROVED


def test_the_street_does_not_approve(district: District) -> None:
    number = examined_case(district).number
    assert refused(lambda: approve(district, OFFICER, number)) == "person.may_not"


def test_nobody_signs_at_both_levels(district: District) -> None:
    number = examined_case(district).number
    both = replace(REVIEWER, roles=frozenset({"district_reviewer", "bureau_head"}))
    assert refused(lambda: approve(district, both, number)) == "approval.same_person"
