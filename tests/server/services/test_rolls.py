"""A community's roll: added, ended, never deleted; the acts name nobody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from server.errors import Refusal
from server.services.district import District
from server.services.meetings import convene, postpone
from server.services.meetings_held import take_attendance
from server.services.rolls import add_member, end_member, list_roll, roll_on
from server.services.verification import verify
from tests.factories import CHAIRMAN, CLERK, COMMUNITY_ID, MEMBERS, OFFICER
from tests.server.services.story import convened, move, ripe_case

FROM = date(2026, 3, 6)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def test_a_member_is_added_and_ended_and_stays_on_the_roll(district: District) -> None:
    added = add_member(district, CLERK, COMMUNITY_ID, " 郑例安 ", "party", FROM)
    assert (added.id, added.name) == ("m-huaian-12", "郑例安")
    end_member(district, CLERK, COMMUNITY_ID, added.id, date(2026, 4, 1))
    assert len(list_roll(district, CLERK, COMMUNITY_ID)) == len(MEMBERS) + 1
    assert [len(roll_on(district, COMMUNITY_ID, day)) for day in (FROM, date(2026, 4, 2))] == [12, 11]
    acts = district.casebook.read(f"roll-{COMMUNITY_ID}")
    assert [act.kind for act in acts] == ["member_added", "member_ended"]
    assert "郑例安" not in str(acts)
    assert verify(district).problems == []


def test_only_the_clerk_of_the_community_keeps_its_roll(district: District) -> None:
    other = replace(CLERK, community="elsewhere")
    assert (
        refused(lambda: add_member(district, OFFICER, COMMUNITY_ID, "郑例安", "party", FROM))
        == "person.may_not"
    )
    assert (
        refused(lambda: add_member(district, other, COMMUNITY_ID, "郑例安", "party", FROM))
        == "person.other_area"
    )
    assert refused(lambda: add_member(district, CLERK, "nowhere", "郑例安", "party", FROM)) == "area.unknown"
    assert refused(lambda: add_member(district, CLERK, COMMUNITY_ID, "郑例安", "king", FROM)) == "roll.role"
    assert refused(lambda: end_member(district, CLERK, COMMUNITY_ID, "m99", FROM)) == "roll.unknown"


def test_the_roll_that_counts_is_the_one_of_the_day_of_the_meeting(district: District) -> None:
    case = ripe_case(district)
    in_a_week = date(2026, 3, 13)
    end_member(district, CLERK, COMMUNITY_ID, MEMBERS[0], date(2026, 3, 12))
    add_member(district, CLERK, COMMUNITY_ID, "郑例安", "representative", in_a_week)
    today = convened(district, [case.number])
    assert set(today.members) == set(MEMBERS)
    assert refused(lambda: convene_later(district, case.number, in_a_week)) == "meeting.case_taken"
    move(district, days=7)
    late = partial(take_attendance, district, CHAIRMAN, today.id, MEMBERS, {})
    assert refused(late) == "meeting.after_day", "the minutes would name a day on which nobody met"
    postpone(district, CHAIRMAN, today.id, in_a_week, "", "停电")
    assert refused(late) == "meeting.not_a_member", "moved to a day on which one of them serves no more"


def test_who_leaves_the_roll_between_convening_and_the_day_has_no_vote(district: District) -> None:
    case, in_a_week = ripe_case(district), date(2026, 3, 13)
    meeting = convene_later(district, case.number, in_a_week)
    end_member(district, CLERK, COMMUNITY_ID, MEMBERS[0], date(2026, 3, 12))
    added = add_member(district, CLERK, COMMUNITY_ID, "郑例安", "representative", in_a_week)
    move(district, days=7)
    assert (
        refused(lambda: take_attendance(district, CHAIRMAN, meeting.id, MEMBERS, {}))
        == "meeting.not_a_member"
    )
    here = [*MEMBERS[1:], added.id]
    assert take_attendance(district, CHAIRMAN, meeting.id, here, {}).members == tuple(here)


def convene_later(district: District, number: str, day: date) -> object:
    return convene(district, CLERK, COMMUNITY_ID, [number], day, "居委会", CHAIRMAN.user_id)
