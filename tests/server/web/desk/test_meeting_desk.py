"""Rolls, moving a meeting, sheets and the seal, feedback, and what a page's script is answered."""

from __future__ import annotations

import io
import json

from server.services.meetings_held import take_ballot
from tests.factories import CHAIRMAN, MEMBERS, picture
from tests.server.services.story import (
    convened,
    discussed,
    move,
    noticed_case,
    passed_case,
    ripe_case,
    votes,
)
from tests.server.web.browsing import words

PAGE = "a" * 32


def test_the_clerk_keeps_the_roll_and_nobody_leaves_it(person, district):
    fang, roll = person("fang"), "/desk/rolls/huaian"
    fang.do(roll, {"name": "郑例安", "role": "party", "from_on": "2026-03-02"})
    assert "郑例安 党组织成员、党员代表 2026年3月2日 没有定 在任" in fang.text(roll)
    again = fang.send(roll, {"name": "郑例安", "role": "party", "from_on": "2026-03-03"})
    assert (again.status_code, "郑例安那天已经在名册上" in words(again)) == (409, True)
    ending = {"member": "m-huaian-12", "until_on": "2026-03-02"}
    fang.do(f"{roll}/endings", ending, page=f"{roll}?ending=m-huaian-12")
    assert "2026年3月2日 2026年3月2日 在任" in fang.text(roll)
    assert "记一位成员" not in person("gao").text(roll)


def test_a_meeting_is_moved_with_a_reason_and_called_off(person, district):
    meeting = convened(district, [ripe_case(district).number])
    fang, page = person("fang"), f"/desk/meetings/{meeting.id}/arrangement"
    moved = {"do": "postpone", "held_on": "2026-03-09", "place": "居委会", "reason": ""}
    refused = fang.send(page, moved)
    assert (refused.status_code, "写明为什么" in words(refused)) == (422, True)
    assert 'value="2026-03-09"' in refused.text
    fang.do(page, moved | {"reason": "停电"})
    assert "改过期：停电" in fang.text(f"/desk/meetings/{meeting.id}")
    fang.do(page, {"do": "call-off", "reason": "主持人病了"})
    assert "这次会取消了：主持人病了" in fang.text(f"/desk/meetings/{meeting.id}")
    assert "取消了" in fang.text("/desk/meetings")


def test_a_meeting_that_has_begun_is_broken_off_from_the_page(person, district):
    number = ripe_case(district).number
    meeting = discussed(district, convened(district, [number]), number)
    lin, address = person("lin"), f"/desk/meetings/{meeting.id}"
    assert "中止，或者撤下一案" in lin.text(address)
    page = f"{address}/arrangement"
    assert "改期" not in lin.text(page)
    refused = lin.send(page, {"do": "call-off", "reason": ""})
    assert (refused.status_code, "写明为什么" in words(refused)) == (422, True)
    lin.do(page, {"do": "call-off", "reason": "停电了"})
    assert 'href="#reason"' in refused.text, "the summary leads to what is missing"
    assert "这次会表决以前中止了：停电了" in lin.text(address)
    shown = lin.get(f"{address}?case={number}").text
    assert 'class="is-now"' not in shown, "nothing is under way any more"
    assert "申请人退场以后，才能讨论和表决" not in lin.text(f"{address}?case={number}")
    assert "传签字页" in lin.text(f"{address}/signatures")
    assert "今天的会到此中止" in lin.text(f"{address}/wall")
    assert "中止了 会议记录" in lin.text("/desk/meetings")


def test_of_several_cases_of_a_meeting_broken_off_none_is_under_way(person, district):
    numbers = [noticed_case(district)[0].number for _ in range(2)]
    move(district, days=4)
    meeting = discussed(district, convened(district, numbers), numbers[0])
    lin, address = person("lin"), f"/desk/meetings/{meeting.id}"
    assert "正在议" in lin.text(address)
    lin.do(f"{address}/arrangement", {"do": "call-off", "reason": "停电了"})
    ended = lin.text(address)
    assert ("正在议" in ended, "还没议" in ended, "没有表决" in ended) == (False, False, True)


def test_a_script_is_answered_shortly_and_once(person, district):
    meeting = convened(district, [ripe_case(district).number])
    lin, address = person("lin"), f"/desk/meetings/{meeting.id}"
    jotting = {"jotting": f"{PAGE}.1", "seen": "1", "entered_at": "2026-03-06T01:00:00Z"}
    fields = {"csrf_token": lin.token(address), **{f"there-{member}": "yes" for member in MEMBERS}}
    asks = {"Accept": "application/json"}
    sent = [lin.client.post(f"{address}/attendance", data=fields | jotting, headers=asks) for _ in range(2)]
    assert [answer.json for answer in sent] == [{"seen": 2}] * 2
    item = {"csrf_token": fields["csrf_token"], "case": meeting.cases[0].case, "item": "4", "seen": "2"}
    refused = lin.client.post(f"{address}/agenda", data=item | {"jotting": f"{PAGE}.2"}, headers=asks)
    assert (refused.status_code, refused.json["code"]) == (409, "meeting.agenda_order")
    assert set(refused.json["message"]) == {"zh", "en"}


def test_a_signed_sheet_and_the_seal_come_in_as_pictures(person, district):
    case = ripe_case(district).number
    meeting = discussed(district, convened(district, [case]), case)
    take_ballot(district, CHAIRMAN, meeting.id, case, votes(8, 1))
    lin, page = person("lin"), f"/desk/meetings/{meeting.id}/signatures"
    none = lin.send(f"/desk/meetings/{meeting.id}/sheets", {"members": list(MEMBERS)}, page=page)
    assert "先选签字页的照片" in words(none)
    assert none.text.count('name="members"') == none.text.count(" checked") == len(MEMBERS)
    sheet = {"members": list(MEMBERS), "sheet": (io.BytesIO(picture("sheet")), "sheet.jpg")}
    lin.do(f"/desk/meetings/{meeting.id}/sheets", sheet, page=page)
    assert "到会的人都签了" in lin.text(page)
    digest = district.get_meeting(meeting.id).sheets[0]
    assert lin.client.get(f"/desk/meetings/{meeting.id}/sheets/{digest}").mimetype == "image/jpeg"
    stranger = lin.client.get(f"/desk/meetings/{meeting.id}/sheets/{'0' * 64}")
    assert stranger.status_code == 404
    stamp = f"/desk/meetings/{meeting.id}/stamp"
    fang = person("fang")
    assert "传盖了章的页的照片" in words(fang.send(stamp, {"stamp-note": " "}, page=page))
    fang.do(stamp, {"stamp-note": "方示宁盖在审批表第 2 页"}, page=page)
    assert "方示宁盖在审批表第 2 页" in fang.text(page)


def test_the_seal_and_the_signed_sheet_may_come_after_the_end(person, district):
    """The chair ends the meeting at the street; the clerk stamps the papers the day after."""
    meeting = district.get_meeting(passed_case(district).resolution.meeting)
    page = f"/desk/meetings/{meeting.id}/signatures"
    fang, lin = person("fang"), person("lin")
    assert "记下盖章" in fang.text(page)
    fang.do(f"/desk/meetings/{meeting.id}/stamp", {"stamp-note": "盖在第 2 页"}, page=page)
    assert "盖在第 2 页" in fang.text(page)
    sheet = {"members": list(MEMBERS), "sheet": (io.BytesIO(picture("sheet")), "sheet.jpg")}
    lin.do(f"/desk/meetings/{meeting.id}/sheets", sheet, page=page)
    assert "收下签字页" not in lin.text(page)
    assert lin.text(page).count("签在签字页上") == len(MEMBERS)


def test_feedback_asks_for_what_is_missing_and_keeps_what_was_written(person, district):
    case = passed_case(district).number
    fang, page = person("fang"), f"/desk/cases/{case}/feedback"
    assert "选申请人怎么说" in words(fang.send(page, {"words": "不识字"}))
    unsigned = fang.send(page, {"outcome": "not_signed", "words": "不识字"})
    assert (unsigned.status_code, "写明谁在场看见" in words(unsigned)) == (422, True)
    assert "不识字</textarea>" in unsigned.text
    ink = json.dumps({"width": 300, "height": 120, "paths": ["M1 2L3 4"]})
    fang.do(page, {"outcome": "agreed", "ink": ink})
    assert district.get_case(case).feedback.signature
    fang.do(f"/desk/cases/{case}/file")
    assert district.get_case(case).stage == "filed"


def test_an_applicant_who_objects_to_the_vote_is_to_be_answered_not_kept_from_it(person, district):
    number, fang = passed_case(district).number, person("fang")
    fang.do(f"/desk/cases/{number}/feedback", {"outcome": "objected", "words": "人口记错了"})
    [objection] = district.get_case(number).objections
    page = person("gao").text(f"/desk/objections/{objection.id}")
    assert "申请人在反馈决议时当面提的，当面答复。" in page
    assert "不要告诉申请人" not in page
