"""A case carried along the procedure, step by step, for tests that begin in the middle of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from server.domain.ballot import Choice
from server.domain.case import Case
from server.domain.meeting import Meeting
from server.services.approvals import DISTRICT_CHECKS, Looked, approve, examine
from server.services.audits import audit
from server.services.committee import record_finding
from server.services.district import District
from server.services.feedback import AGREED, complete_file, give_feedback
from server.services.meetings import convene
from server.services.meetings_held import (
    close_meeting,
    do_agenda,
    sign_minutes,
    take_attendance,
    take_ballot,
)
from server.services.notices import PostedNotice, post_notice
from server.services.originals import COUNTER, SAME, check_originals, originals_of
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
    visited_case,
)
from tests.telling import in_one_go


@in_one_go
def eligible_case(district: District) -> Case:
    """A case the committee found eligible."""
    return record_finding(district, OFFICER, visited_case(district).number, True, COMMITTEE)


@in_one_go
def noticed_case(district: District) -> tuple[Case, PostedNotice]:
    """A case whose notice was posted today."""
    case = eligible_case(district)
    posted = post_notice(district, OFFICER, case.number, "槐安路 12 号楼")
    return district.get_case(case.number), posted


@in_one_go
def ripe_case(district: District) -> Case:
    """A case whose notice has run out; the clock stands four days later."""
    case, _ = noticed_case(district)
    move(district, days=4)
    return case


@in_one_go
def convened(district: District, cases: Sequence[str]) -> Meeting:
    return convene(
        district, CLERK, COMMUNITY_ID, cases, district.today(), "居委会二楼会议室", CHAIRMAN.user_id
    )


@in_one_go
def discussed(district: District, meeting: Meeting, case: str, present: Sequence[str] = MEMBERS) -> Meeting:
    """Attendance taken and the six items before the vote done."""
    meeting = take_attendance(district, CHAIRMAN, meeting.id, present, {})
    for item in range(1, 7):
        meeting = do_agenda(district, CHAIRMAN, meeting.id, case, item)
    return meeting


def votes(agree: int, against: int = 0) -> dict[str, Choice]:
    """Eleven votes: so many agree, so many are against, the rest abstain."""
    choices = [Choice.AGREE] * agree + [Choice.AGAINST] * against
    choices += [Choice.ABSTAIN] * (len(MEMBERS) - len(choices))
    return dict(zip(MEMBERS, choices, strict=True))


@in_one_go
def passed_case(district: District) -> Case:
    """A case a meeting passed, eight of eleven, the minutes signed and the meeting closed."""
    case = ripe_case(district)
    meeting = discussed(district, convened(district, [case.number]), case.number)
    take_ballot(district, CHAIRMAN, meeting.id, case.number, votes(8, 1))
    for member in MEMBERS:
        sign_minutes(district, CHAIRMAN, meeting.id, member)
    close_meeting(district, CHAIRMAN, meeting.id)
    return district.get_case(case.number)


@in_one_go
def filed_case(district: District) -> Case:
    """A passed case whose resolution was fed back and whose file went to the street."""
    number = passed_case(district).number
    give_feedback(district, CLERK, number, AGREED)
    return complete_file(district, CLERK, number)


@in_one_go
def audited_case(district: District) -> Case:
    """A case whose file the street audited."""
    number = filed_case(district).number
    return audit(district, OFFICER, number, True, COMMITTEE, COMMITTEE[1])


@in_one_go
def examined_case(district: District) -> Case:
    """An audited case the district's auditor examined, every check holding."""
    case = audited_case(district)
    check_originals(district, REVIEWER, case.number, dict.fromkeys(originals_of(case), SAME), COUNTER)
    return examine(district, REVIEWER, case.number, "approve", holding())


def holding(**fails: str) -> dict[str, Looked]:
    """All four checks hold, each with what was looked at; ``fails`` says which not, by the rule's number."""
    return {
        rule: Looked(f"check_{rule[-2:]}" not in fails, fails.get(f"check_{rule[-2:]}", "逐份看过。"))
        for rule in DISTRICT_CHECKS
    }


@in_one_go
def approved_case(district: District) -> Case:
    return approve(district, HEAD_OF_BUREAU, examined_case(district).number)


def move(district: District, **by: int) -> None:
    """Moves the test clock of a district."""
    clock = district.clock
    assert isinstance(clock, Clock)
    clock.instant += timedelta(**by)
