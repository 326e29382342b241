"""The chair's page and the wall: order, the applicant's leaving, exact arithmetic, no names of voters."""

from __future__ import annotations

import json
import re

from server.services.meetings_held import take_ballot
from tests.factories import CHAIRMAN, MEMBERS
from tests.server.services.story import convened, discussed, move, noticed_case, ripe_case, votes
from tests.server.web.browsing import words


def test_attendance_comes_first(person, district):
    meeting = meeting_of(district)
    text = person("lin").text(address(meeting))
    assert "谁到会" in text
    assert "这一项做完了" not in text


def test_too_few_present_is_refused_and_what_was_entered_is_kept(person, district):
    meeting = meeting_of(district)
    fields = {f"there-{member}": "yes" if n < 3 else "no" for n, member in enumerate(MEMBERS)}
    answer = person("lin").send(f"{address(meeting)}/attendance", fields, page=address(meeting))
    assert answer.status_code == 409
    assert "到会 3 人，不够法定的 8 人" in words(answer)
    assert answer.text.count('value="no" checked') == 8


def test_nobody_votes_before_the_applicant_has_left(person, district):
    meeting = meeting_of(district)
    lin, case = person("lin"), meeting.cases[0].case
    lin.do(f"{address(meeting)}/attendance", everybody(), page=address(meeting))
    assert "申请人退场以后，才能讨论和表决" in lin.text(address(meeting))
    early = lin.send(f"{address(meeting)}/ballot", ballot(case, 11) | {"do": "close"}, page=address(meeting))
    assert early.status_code == 409
    assert "申请人退场以后" in words(early)
    skipped = lin.send(f"{address(meeting)}/agenda", {"case": case, "item": 6}, page=address(meeting))
    assert skipped.status_code == 409


def test_counting_without_script_closes_nothing(person, district):
    meeting, case = discussed_meeting(district)
    lin = person("lin")
    answer = lin.send(f"{address(meeting)}/ballot", ballot(case, 8) | {"do": "count"}, page=address(meeting))
    text = words(answer)
    assert answer.status_code == 200
    assert "够三分之二。" in text
    assert "3× 8 = 24 ，不小于 2× 11 = 22" in text
    assert len(re.findall(r'name="vote-[^>]* checked', answer.text)) == 11
    assert district.get_meeting(meeting.id).cases[0].tally is None


def test_seven_of_eleven_is_not_two_thirds(person, district):
    meeting, case = discussed_meeting(district)
    lin = person("lin")
    lin.do(f"{address(meeting)}/ballot", ballot(case, 7) | {"do": "close"}, page=address(meeting))
    text = lin.text(f"{address(meeting)}?case={case}")
    assert "不够三分之二。" in text
    assert "申请人可以提出异议，街道会重新调查" in text


def test_a_missing_hand_is_named(person, district):
    meeting, case = discussed_meeting(district)
    fields = ballot(case, 8) | {"do": "close"}
    fields.pop(f"vote-{MEMBERS[4]}")
    answer = person("lin").send(f"{address(meeting)}/ballot", fields, page=address(meeting))
    assert answer.status_code == 422
    assert "成员m05的票还没有记。" in words(answer)


def test_a_vote_is_closed_once(person, district):
    meeting, case = discussed_meeting(district)
    lin = person("lin")
    token = lin.token(address(meeting))
    fields = ballot(case, 8) | {"do": "close", "csrf_token": token}
    first, second = (lin.client.post(f"{address(meeting)}/ballot", data=fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert "已经表决，结果不能改" in words(second)


def test_the_wall_shows_the_tally_only_after_closing_and_never_a_voter(person, district):
    meeting, case = discussed_meeting(district)
    lin = person("lin")
    before = lin.text(f"{address(meeting)}/wall")
    assert "正在举手表决" in before
    assert "不同意" not in before
    take_ballot(district, CHAIRMAN, meeting.id, case, votes(8, 1))
    after = lin.text(f"{address(meeting)}/wall")
    assert "通过 全体成员 11 人，8 人同意， 够三分之二（至少 8 人）。" in after
    assert not [member for member in MEMBERS if f"成员{member}" in before + after]
    assert "csrf_token" not in lin.get(f"{address(meeting)}/wall").text


def test_the_wall_goes_on_to_the_next_case_when_the_result_has_hung_a_while(person, district):
    first, second = (noticed_case(district)[0].number for _ in range(2))
    move(district, days=4)
    meeting = convened(district, [first, second])
    lin, wall = person("lin"), f"{address(meeting)}/wall"
    assert 'class="is-now"' not in lin.get(wall).text, "while names are called no item is under way"
    discussed(district, meeting, first)
    take_ballot(district, CHAIRMAN, meeting.id, first, votes(8, 1))
    move(district, minutes=2)
    assert "第 1 案，共 2 案" in lin.text(wall)
    move(district, minutes=1)
    text = lin.text(wall)
    assert "第 2 案，共 2 案" in text
    assert "人同意" not in text


def test_a_signature_is_drawn_or_given_on_paper(person, district):
    meeting, case = discussed_meeting(district)
    take_ballot(district, CHAIRMAN, meeting.id, case, votes(8, 1))
    lin, page = person("lin"), f"{address(meeting)}/signatures"
    ink = json.dumps({"width": 300, "height": 120, "paths": ["M1 2L3 4"]})
    lin.do(page, {"member": MEMBERS[0], "how": "pad", "ink": ink})
    lin.do(page, {"member": MEMBERS[1], "how": "paper", "ink": ""})
    assert 'd="M1 2L3 4"' in lin.get(page).text
    assert "还差 9 人签字" in lin.text(page)
    for nonsense in ("", "[]", "{}", '{"width":1,"height":1,"paths":["<script>"]}' * 2):
        assert lin.send(page, {"member": MEMBERS[2], "how": "pad", "ink": nonsense}).status_code == 422
    early = lin.send(f"{address(meeting)}/closing", page=page)
    assert "还有 9 位到会的人没有签字" in words(early)


def test_only_the_chair_runs_the_meeting(person, district):
    meeting, case = discussed_meeting(district)
    gao = person("gao")
    assert "计票" in gao.text(address(meeting))
    answer = gao.send(f"{address(meeting)}/ballot", ballot(case, 11) | {"do": "close"}, page=address(meeting))
    assert answer.status_code == 403


def test_convening_needs_cases_and_a_place(person, district):
    ripe_case(district)
    fang = person("fang")
    fields = {"community": "huaian", "held_on": "2026-03-06", "place": "", "chair": "lin"}
    assert "写明在哪里开" in words(fang.send("/desk/meetings/new", fields))
    none = fang.send("/desk/meetings/new", fields | {"place": "居委会"})
    assert "请选这次会要议的案" in words(none)


def meeting_of(district):
    return convened(district, [ripe_case(district).number])


def discussed_meeting(district):
    meeting = meeting_of(district)
    case = meeting.cases[0].case
    return discussed(district, meeting, case), case


def address(meeting):
    return f"/desk/meetings/{meeting.id}"


def everybody():
    return {f"there-{member}": "yes" for member in MEMBERS}


def ballot(case, agree):
    hands = ["agree"] * agree + ["against"] * (len(MEMBERS) - agree)
    return {"case": case, **{f"vote-{member}": hand for member, hand in zip(MEMBERS, hands, strict=True)}}
