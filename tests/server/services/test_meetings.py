"""Meetings are convened, moved and called off; what a page notes down is recorded once (S7-MEET)."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from PIL import Image

from server.domain.jotting import Jotting
from server.domain.stage import Stage
from server.errors import Refusal
from server.services.district import District
from server.services.meetings import (
    call_off,
    defer_case,
    get_notes,
    get_reason,
    list_meetings,
    list_ready,
    postpone,
)
from server.services.meetings_held import (
    add_sheet,
    close_meeting,
    do_agenda,
    get_sheet,
    sign_minutes,
    stamp_papers,
    take_attendance,
    take_ballot,
)
from server.services.minutes import minutes_pdf
from server.services.verification import verify
from tests.factories import CHAIRMAN, CLERK, COMMUNITY_ID, MEMBERS, OFFICER, picture
from tests.server.documents.papers import text_of
from tests.server.services.story import convened, discussed, move, noticed_case, ripe_case, votes

INK = {"width": 300, "height": 120, "paths": ["M1 2L3 4"]}
PAGE, OTHER = "a" * 32, "b" * 32


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value.code


def two_ripe_cases(district: District) -> list[str]:
    numbers = [noticed_case(district)[0].number for _ in range(2)]
    move(district, days=4)
    return numbers


def test_a_case_on_an_open_meeting_is_not_offered_again(district: District) -> None:
    case = ripe_case(district)
    assert [row.number for row in list_ready(district, COMMUNITY_ID)] == [case.number]
    meeting = convened(district, [case.number])
    assert list_ready(district, COMMUNITY_ID) == []
    assert refused(lambda: convened(district, [case.number])) == "meeting.case_taken"
    call_off(district, CLERK, meeting.id, "主持人病了")
    assert [row.number for row in list_ready(district, COMMUNITY_ID)] == [case.number]
    assert get_reason(district, district.get_meeting(meeting.id)) == "主持人病了"
    assert convened(district, [case.number]).id != meeting.id
    assert (
        refused(lambda: take_attendance(district, CHAIRMAN, meeting.id, MEMBERS, {})) == "meeting.called_off"
    )


def test_a_meeting_is_moved_before_its_first_case_and_not_after(district: District) -> None:
    meeting = convened(district, [ripe_case(district).number])
    tomorrow = district.today() + timedelta(days=1)
    assert refused(lambda: postpone(district, CLERK, meeting.id, tomorrow, "", " ")) == "meeting.reason"
    assert refused(lambda: postpone(district, OFFICER, meeting.id, tomorrow, "", "停电")) == "person.may_not"
    take_attendance(district, CHAIRMAN, meeting.id, MEMBERS, {})
    moved = postpone(district, CLERK, meeting.id, tomorrow, "", "停电")
    assert (moved.held_on, moved.place, moved.attendance_at) == (tomorrow, meeting.place, "")
    assert (
        refused(lambda: take_attendance(district, CHAIRMAN, meeting.id, MEMBERS, {})) == "meeting.before_day"
    )
    move(district, days=1)
    discussed(district, moved, moved.cases[0].case)
    assert (
        refused(lambda: postpone(district, CLERK, meeting.id, district.today(), "", "停电"))
        == "meeting.begun"
    )


def test_attendance_after_the_day_waits_until_the_meeting_is_moved(district: District) -> None:
    """The minutes name the day it was set for, and the roll of that day: neither may be another's."""
    meeting = convened(district, [ripe_case(district).number])
    noted, seen = district.now(), meeting.acts[-1].n
    move(district, days=2)
    take = partial(take_attendance, district, CHAIRMAN, meeting.id, MEMBERS, {})
    assert refused(take) == "meeting.after_day"
    early = Jotting(f"{PAGE}.1", seen, noted - timedelta(days=1))
    assert refused(partial(take, jotting=early)) == "meeting.after_day", "a clock that cannot be true"
    late = take(jotting=Jotting(f"{PAGE}.1", seen, noted))
    assert late.attendance_at, "noted down on the day without a network, sent two days later"


def test_a_meeting_that_was_put_off_by_a_day_is_moved_and_held(district: District) -> None:
    meeting = convened(district, [ripe_case(district).number])
    move(district, days=1)
    postpone(district, CHAIRMAN, meeting.id, district.today(), "", "昨天停电")
    assert take_attendance(district, CHAIRMAN, meeting.id, MEMBERS, {}).held_on == district.today()


def test_who_stands_back_after_the_discussion_is_told_what_can_be_done(district: District) -> None:
    one, two = two_ripe_cases(district)
    meeting = discussed(district, convened(district, [one, two]), one)
    late = partial(take_attendance, district, CHAIRMAN, meeting.id, MEMBERS, {one: [MEMBERS[0]]})
    assert refused(late) == "meeting.recusal_fixed"
    take_ballot(district, CHAIRMAN, meeting.id, one, votes(8, 1))
    assert refused(late) == "meeting.recusal_fixed", "after the vote no more than before it"
    assert take_attendance(district, CHAIRMAN, meeting.id, MEMBERS, {two: [MEMBERS[0]]}).recused_in(two)


def test_a_case_is_taken_off_so_that_the_others_can_end(district: District) -> None:
    one, two = two_ripe_cases(district)
    meeting = discussed(district, convened(district, [one, two]), one)
    take_ballot(district, CHAIRMAN, meeting.id, one, votes(8, 1))
    assert (
        refused(lambda: defer_case(district, CHAIRMAN, meeting.id, one, "有异议")) == "meeting.ballot_taken"
    )
    assert refused(lambda: call_off(district, CHAIRMAN, meeting.id, "太晚了")) == "meeting.voted"
    left = defer_case(district, CHAIRMAN, meeting.id, two, "太晚了，下次议")
    assert (left.deferred, left.all_voted) == ((two,), True)
    assert [row.number for row in list_ready(district, COMMUNITY_ID)] == [two]
    for member in MEMBERS:
        sign_minutes(district, CHAIRMAN, meeting.id, member)
    assert close_meeting(district, CHAIRMAN, meeting.id).closed_at


def test_the_only_case_is_not_taken_off(district: District) -> None:
    meeting = convened(district, [ripe_case(district).number])
    assert (
        refused(lambda: defer_case(district, CLERK, meeting.id, meeting.cases[0].case, "有异议"))
        == "meeting.last_case"
    )


def test_a_meeting_whose_only_case_has_begun_is_broken_off_and_nothing_is_lost(district: District) -> None:
    """The applicant will not leave, the light goes out: what was done is in the minutes, the case waits."""
    number = ripe_case(district).number
    meeting = convened(district, [number])
    take_attendance(district, CHAIRMAN, meeting.id, MEMBERS, {})
    for item in range(1, 5):
        do_agenda(district, CHAIRMAN, meeting.id, number, item)
    assert refused(lambda: defer_case(district, CHAIRMAN, meeting.id, number, "停电")) == "meeting.last_case"
    assert refused(lambda: call_off(district, CHAIRMAN, meeting.id, " ")) == "meeting.reason"
    off = call_off(district, CHAIRMAN, meeting.id, "申请人不肯退场。")
    assert (off.is_broken_off, off.is_open, off.pending) == (True, False, ())
    assert [row.state for row in list_meetings(district, CLERK)] == ["broken_off"]
    assert refused(lambda: do_agenda(district, CHAIRMAN, meeting.id, number, 5)) == "meeting.broken_off"
    assert district.get_case(number).stage is Stage.NOTICED
    assert [row.number for row in list_ready(district, COMMUNITY_ID)] == [number]
    text = "".join(text_of(minutes_pdf(district, OFFICER, meeting.id)).split())
    assert "中止，没有表决" in text
    assert "申请人不肯退场。" in text
    assert "会议中止，没有表决。这一案另行开会评议。" in text
    signed = add_sheet(district, CHAIRMAN, meeting.id, MEMBERS, picture("sheet"))
    assert signed.unsigned == ()
    again = discussed(district, convened(district, [number]), number)
    take_ballot(district, CHAIRMAN, again.id, number, votes(8, 1))
    assert district.get_case(number).stage is Stage.PASSED
    assert verify(district).problems == []


def test_what_was_done_on_a_case_taken_off_stays_in_the_minutes(district: District) -> None:
    one, two = two_ripe_cases(district)
    meeting = discussed(district, convened(district, [one, two]), one)
    defer_case(district, CHAIRMAN, meeting.id, one, "有人要求再核。")
    text = "".join(text_of(minutes_pdf(district, OFFICER, meeting.id)).split())
    assert "没有表决就撤下了：有人要求再核。这一案另行开会评议。" in text
    assert text.count(one) == 1


def test_who_comes_late_votes_on_what_is_not_discussed_yet(district: District) -> None:
    one, two = two_ripe_cases(district)
    meeting = discussed(district, convened(district, [one, two]), one, MEMBERS[:9])
    meeting = take_attendance(district, CHAIRMAN, meeting.id, MEMBERS[1:], {})
    assert (len(meeting.voters(one)), len(meeting.voters(two))) == (9, 10)
    assert MEMBERS[0] in meeting.voters(one)
    assert meeting.attended == MEMBERS, "whoever was there for some case signs"


def test_what_is_said_of_those_who_stand_back_is_evidence(district: District) -> None:
    case = ripe_case(district).number
    meeting = convened(district, [case])
    notes = {MEMBERS[9]: "申请人的表兄", MEMBERS[10]: " "}
    meeting = take_attendance(district, CHAIRMAN, meeting.id, MEMBERS[:10], {case: [MEMBERS[9]]}, notes)
    assert get_notes(district, meeting) == {MEMBERS[9]: "申请人的表兄"}
    assert "表兄" not in str(list(district.casebook.documents()))


def test_the_same_jotting_is_recorded_once(district: District) -> None:
    case = ripe_case(district).number
    meeting = convened(district, [case])
    seen = meeting.acts[-1].n
    for _ in range(2):
        take_attendance(district, CHAIRMAN, meeting.id, MEMBERS, {}, jotting=Jotting(f"{PAGE}.1", seen))
        for item in range(1, 7):
            do_agenda(district, CHAIRMAN, meeting.id, case, item, Jotting(f"{PAGE}.{item + 1}", seen))
        take_ballot(district, CHAIRMAN, meeting.id, case, votes(8, 1), Jotting(f"{PAGE}.8", seen))
        for n, member in enumerate(MEMBERS):
            sign_minutes(district, CHAIRMAN, meeting.id, member, jotting=Jotting(f"{PAGE}.{n + 9}", seen))
        close_meeting(district, CHAIRMAN, meeting.id, Jotting(f"{PAGE}.30", seen))
    kinds = [act.kind for act in district.get_meeting(meeting.id).acts]
    assert kinds == [
        "convened",
        "attendance_taken",
        *["agenda_done"] * 6,
        "ballot_taken",
        *["signed"] * 11,
        "closed",
    ]
    assert [act.kind for act in district.get_case(case).acts].count("resolved") == 1
    assert verify(district).problems == []


def test_a_vote_entered_twice_is_refused_whatever_its_key(district: District) -> None:
    case = ripe_case(district).number
    meeting = discussed(district, convened(district, [case]), case)
    seen = meeting.acts[-1].n
    take_ballot(district, CHAIRMAN, meeting.id, case, votes(8, 1), Jotting(f"{PAGE}.1", seen))
    for n in (1, 2):
        jotting = Jotting(f"{PAGE}.{n}", seen)
        again = partial(take_ballot, district, CHAIRMAN, meeting.id, case, votes(9, 1), jotting)
        assert refused(again) == "meeting.ballot_taken"
    assert district.get_case(case).stage is Stage.PASSED


def test_two_chairs_on_one_meeting_do_not_write_over_each_other(district: District) -> None:
    case = ripe_case(district).number
    meeting = convened(district, [case])
    seen = meeting.acts[-1].n
    take_attendance(district, CHAIRMAN, meeting.id, MEMBERS, {}, jotting=Jotting(f"{PAGE}.1", seen))
    with pytest.raises(Refusal) as refusal:
        take_attendance(district, CHAIRMAN, meeting.id, MEMBERS[:9], {}, jotting=Jotting(f"{OTHER}.1", seen))
    assert refusal.value.code == "meeting.other_chair"
    assert "林试远 09:00 在另一处给这次会记了“到会的人”" in refusal.value.sentence()
    do_agenda(district, CHAIRMAN, meeting.id, case, 1, Jotting(f"{PAGE}.2", seen))
    do_agenda(district, CHAIRMAN, meeting.id, case, 2, Jotting(f"{OTHER}.2", seen + 2))


def test_what_was_noted_down_without_a_network_keeps_its_time_if_it_can_be_true(district: District) -> None:
    case = ripe_case(district).number
    meeting = convened(district, [case])
    seen, noted = meeting.acts[-1].n, district.now()
    move(district, hours=2)
    take_attendance(district, CHAIRMAN, meeting.id, MEMBERS, {}, jotting=Jotting(f"{PAGE}.1", seen, noted))
    done = do_agenda(
        district, CHAIRMAN, meeting.id, case, 1, Jotting(f"{PAGE}.2", seen, noted + timedelta(minutes=4))
    )
    assert done.cases[0].done[1] == "2026-03-06T01:04:00Z"
    later = Jotting(f"{PAGE}.3", seen, district.now() + timedelta(minutes=1))
    assert (
        do_agenda(district, CHAIRMAN, meeting.id, case, 2, later)
        .cases[0]
        .done[2]
        .startswith("2026-03-06T03:00")
    )
    earlier = Jotting(f"{PAGE}.4", seen, noted - timedelta(days=1))
    assert (
        do_agenda(district, CHAIRMAN, meeting.id, case, 3, earlier)
        .cases[0]
        .done[3]
        .startswith("2026-03-06T03:00")
    )


def test_a_photographed_sheet_signs_for_those_on_it(district: District) -> None:
    case = ripe_case(district).number
    meeting = discussed(district, convened(district, [case]), case)
    sheet = picture("sheet", (1200, 1700))
    assert refused(lambda: add_sheet(district, CHAIRMAN, meeting.id, MEMBERS, sheet)) == "meeting.votes_first"
    take_ballot(district, CHAIRMAN, meeting.id, case, votes(8, 1))
    assert refused(lambda: add_sheet(district, CHAIRMAN, meeting.id, [], sheet)) == "meeting.sheet_members"
    assert refused(lambda: add_sheet(district, CHAIRMAN, meeting.id, ["m99"], sheet)) == "meeting.not_there"
    sign_minutes(district, CHAIRMAN, meeting.id, MEMBERS[0])
    drawn = sign_minutes(district, CHAIRMAN, meeting.id, MEMBERS[1], INK).signatures[MEMBERS[1]]
    signed = add_sheet(district, CHAIRMAN, meeting.id, MEMBERS, sheet)
    assert (signed.unsigned, signed.unseen) == ((), ())
    assert (signed.signatures[MEMBERS[0]], signed.signatures[MEMBERS[1]]) == ("on_sheet", drawn)
    assert len(add_sheet(district, CHAIRMAN, meeting.id, MEMBERS, sheet).sheets) == 1, "sent twice, kept once"
    assert get_sheet(district, meeting.id, signed.sheets[0]).startswith(b"\xff\xd8")
    assert verify(district).problems == []


def bomb() -> bytes:
    """A small PNG that says it is 30,000 by 30,000."""
    buffer = io.BytesIO()
    Image.new("1", (1, 1)).save(buffer, "PNG")
    content = bytearray(buffer.getvalue())
    content[16:24] = (30000).to_bytes(4, "big") * 2
    return bytes(content)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"GIF89a", b"<svg/>", bomb()])
def test_a_sheet_that_is_no_picture_or_a_bomb_is_refused(district: District, content: bytes) -> None:
    case = ripe_case(district).number
    meeting = discussed(district, convened(district, [case]), case)
    take_ballot(district, CHAIRMAN, meeting.id, case, votes(8, 1))
    assert refused(lambda: add_sheet(district, CHAIRMAN, meeting.id, MEMBERS, content)) == "image.unreadable"
    assert district.get_meeting(meeting.id).unsigned == MEMBERS


def test_a_polyglot_sheet_keeps_its_pixels_alone(district: District) -> None:
    case = ripe_case(district).number
    meeting = discussed(district, convened(district, [case]), case)
    take_ballot(district, CHAIRMAN, meeting.id, case, votes(8, 1))
    polyglot = picture("sheet") + b"<script>alert(1)</script>PK\x03\x04"
    signed = add_sheet(district, CHAIRMAN, meeting.id, MEMBERS, polyglot)
    kept = get_sheet(district, meeting.id, signed.sheets[0])
    assert b"script" not in kept
    assert b"PK" not in kept[-64:]


def test_the_stamp_is_seen_on_a_photo_or_noted(district: District) -> None:
    case = ripe_case(district).number
    meeting = discussed(district, convened(district, [case]), case)
    take_ballot(district, CHAIRMAN, meeting.id, case, votes(8, 1))
    assert refused(lambda: stamp_papers(district, CLERK, meeting.id, None, " ")) == "meeting.stamp_empty"
    assert refused(lambda: stamp_papers(district, OFFICER, meeting.id, None, "盖了")) == "person.may_not"
    stamped = stamp_papers(district, CLERK, meeting.id, picture("stamp"), "方示宁盖在审批表第 2 页")
    assert set(stamped.stamp) == {"at", "photo", "note"}
    assert refused(lambda: stamp_papers(district, CLERK, meeting.id, None, "又盖了")) == "meeting.stamped"


def test_who_signs_twice_is_told_by_name(district: District) -> None:
    case = ripe_case(district).number
    meeting = discussed(district, convened(district, [case]), case)
    take_ballot(district, CHAIRMAN, meeting.id, case, votes(8, 1))
    sign_minutes(district, CHAIRMAN, meeting.id, MEMBERS[0])
    with pytest.raises(Refusal) as refusal:
        sign_minutes(district, CHAIRMAN, meeting.id, MEMBERS[0])
    assert refusal.value.sentence().startswith("成员m01已经签过")


def test_two_clerks_who_convene_at_once_make_one_meeting(district: District) -> None:
    case = ripe_case(district).number
    assert at_once(lambda _: convened(district, [case])) == ["meeting.case_taken"] * 3
    assert len(district.index.meetings()) == 1


def test_two_chairs_who_close_a_vote_at_once_close_it_once(district: District) -> None:
    case = ripe_case(district).number
    meeting = discussed(district, convened(district, [case]), case)
    hands = [votes(8, 1), votes(5, 5)] * 2
    refusals = at_once(lambda n: take_ballot(district, CHAIRMAN, meeting.id, case, hands[n]))
    assert refusals == ["meeting.ballot_taken"] * 3
    assert [act.kind for act in district.get_case(case).acts].count("resolved") == 1
    assert verify(district).problems == []


def at_once(act: Callable[[int], object]) -> list[str]:
    """Four people do the same in the same moment: the codes of those who were refused."""
    start = Barrier(4)

    def one(n: int) -> str:
        start.wait()
        try:
            act(n)
        except Refusal as refusal:
            return refusal.code
        return ""

    with ThreadPoolExecutor(4) as people:
        return sorted(code for code in people.map(one, range(4)) if code)
