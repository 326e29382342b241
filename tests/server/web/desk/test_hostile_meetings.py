"""A meeting under people in a hurry: two at once, sent again, out of order, words for numbers."""

from __future__ import annotations

import pytest

from server.domain.stage import Stage
from server.services.meetings import postpone
from server.services.rolls import end_member
from server.services.verification import verify
from tests.factories import CHAIRMAN, CLERK, COMMUNITY_ID, MEMBERS
from tests.server.services.story import convened, discussed, move, noticed_case, ripe_case
from tests.server.web.browsing import words
from tests.server.web.desk.test_meetings import address, ballot, discussed_meeting, everybody


@pytest.mark.parametrize("item", ["0", "7", "-1", "\uff19", "6.0", "1e1", "9" * 5000, "", "6; drop"])
def test_an_item_that_is_none_is_refused_and_nothing_moves(person, district, item):
    meeting = convened(district, [ripe_case(district).number])
    lin, page = person("lin"), address(meeting)
    lin.do(f"{page}/attendance", everybody(), page=page)
    answer = lin.send(f"{page}/agenda", {"case": meeting.cases[0].case, "item": item}, page=page)
    assert answer.status_code in (409, 422, 400)
    assert [act.kind for act in district.get_meeting(meeting.id).acts] == ["convened", "attendance_taken"]


def test_quorum_is_reached_at_exactly_its_share_and_not_one_below(person, district):
    """Two thirds of eleven, rounded up: eight."""
    meeting = convened(district, [ripe_case(district).number])
    lin, page = person("lin"), address(meeting)
    seven = {f"there-{member}": "yes" if n < 7 else "no" for n, member in enumerate(MEMBERS)}
    assert lin.send(f"{page}/attendance", seven, page=page).status_code == 409
    assert district.get_meeting(meeting.id).attendance_at == ""
    lin.do(f"{page}/attendance", seven | {f"there-{MEMBERS[7]}": "yes"}, page=page)
    assert len(district.get_meeting(meeting.id).present) == 8


def test_a_vote_of_another_meetings_case_is_refused(person, district):
    one, two = (noticed_case(district)[0].number for _ in range(2))
    move(district, days=4)
    first, second = convened(district, [one]), convened(district, [two])
    discussed(district, first, one)
    lin = person("lin")
    page = address(second)
    answer = lin.send(f"{page}/ballot", ballot(one, 11) | {"do": "close"}, page=page)
    assert answer.status_code in (404, 409)
    assert district.get_case(one).stage is Stage.NOTICED


def test_hands_of_strangers_and_of_who_stands_back_are_not_counted(person, district):
    meeting, case = discussed_meeting(district)
    lin, page = person("lin"), address(meeting)
    fields = ballot(case, 7) | {"do": "close", "vote-m99": "agree", "vote-lin": "agree"}
    lin.do(f"{page}/ballot", fields, page=page)
    tally = district.get_meeting(meeting.id).cases[0].tally
    assert (tally.agree, tally.against, tally.passed) == (7, 4, False)
    assert verify(district).problems == []


def test_a_member_whose_term_ended_before_the_day_has_no_place_and_is_named(person, district):
    """Still ticked on a page of the day before: the refusal names the person, not a number of theirs."""
    meeting = convened(district, [ripe_case(district).number])
    end_member(district, CLERK, COMMUNITY_ID, MEMBERS[10], district.today())
    move(district, days=1)
    postpone(district, CHAIRMAN, meeting.id, district.today(), "居委会", "停电")
    lin, page = person("lin"), address(meeting)
    answer = lin.send(f"{page}/attendance", everybody(), page=page)
    assert answer.status_code == 422
    assert "成员m11" in words(answer)
    lin.do(f"{page}/attendance", everybody() | {f"there-{MEMBERS[10]}": "no"}, page=page)
    assert MEMBERS[10] not in district.get_meeting(meeting.id).members


def test_signatures_and_the_end_do_not_come_before_the_vote(person, district):
    meeting, _ = discussed_meeting(district)
    lin, page = person("lin"), address(meeting)
    early = lin.send(f"{page}/signatures", {"member": MEMBERS[0], "how": "paper"}, page=f"{page}/signatures")
    assert (early.status_code, "各案都表决以后才能签字" in words(early)) == (409, True)
    ended = lin.send(f"{page}/closing", page=f"{page}/signatures")
    assert (ended.status_code, district.get_meeting(meeting.id).is_open) == (409, True)
    stamped = person("fang").send(f"{page}/stamp", {"stamp-note": "盖了"}, page=f"{page}/signatures")
    assert (stamped.status_code, dict(district.get_meeting(meeting.id).stamp)) == (409, {})
