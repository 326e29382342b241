"""Bad input and races at the desk: a refusal that says what to do, the words kept, nothing recorded.

One test a case of the list, through the pages a person has open; what the rules behind refuse is tested where
they stand, and without a network in ``journeys/test_meeting_offline``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from server.domain.paper import PaperKind
from server.domain.stage import Stage
from server.services.issued_papers import list_issued
from server.services.papers_of_cases import print_paper
from tests.factories import MEMBERS, OFFICER, TEAM, accepted_case
from tests.server.services.packs import use_pack
from tests.server.services.story import (
    convened,
    discussed,
    filed_case,
    move,
    noticed_case,
    ripe_case,
)
from tests.server.services.test_standards import taken_over
from tests.server.web.browsing import words
from tests.server.web.desk.test_applications import FAMILY, NEW
from tests.server.web.desk.test_meetings import address, ballot, discussed_meeting, everybody
from tests.server.web.desk.test_procedure_pages import AUDIT, team_fields


def test_two_chairs_on_one_meeting(person, district):
    """The second page is shown what the first recorded, with what was entered on it still there."""
    meeting = convened(district, [ripe_case(district).number])
    page, lin = address(meeting), person("lin")
    token, seen = lin.token(page), str(meeting.acts[-1].n)
    first = {"csrf_token": token, "jotting": f"{'a' * 32}.1", "seen": seen} | everybody()
    assert lin.client.post(f"{page}/attendance", data=first).status_code == 302
    absent = first | {"jotting": f"{'b' * 32}.1", f"there-{MEMBERS[0]}": "no"}
    second = lin.client.post(f"{page}/attendance", data=absent)
    assert second.status_code == 409
    assert "在另一处给这次会记了" in words(second)
    assert "先看看那边记了什么，再点一次" in words(second)
    assert second.text.count('value="no" checked') == 1
    assert len(district.get_meeting(meeting.id).acts) == int(seen) + 1


def test_two_clerks_on_one_case(person, district):
    """The second reads who was first, and when, above their own ticks."""
    page, gao = f"/desk/cases/{accepted_case(district).number}/team", person("gao")
    fields = {"csrf_token": gao.token(page), "seen": "3"} | team_fields()
    assert gao.client.post(page, data=fields).status_code == 302
    second = gao.client.post(page, data=fields | {"due_on": "2026-03-18"})
    assert second.status_code == 409
    assert "高样如" in words(second)
    assert "您写的还在下面，没有丢；先看看案卷，再决定还要不要办" in words(second)
    assert second.text.count("checked") >= len(TEAM)
    assert 'value="2026-03-18"' in second.text


def test_a_vote_entered_twice(person, district):
    meeting, case = discussed_meeting(district)
    page, lin = address(meeting), person("lin")
    fields = {"csrf_token": lin.token(page)} | ballot(case, 8) | {"do": "close"}
    assert lin.client.post(f"{page}/ballot", data=fields).status_code == 302
    again = lin.client.post(f"{page}/ballot", data=fields | ballot(case, 3))
    assert again.status_code == 409
    assert "申请人反馈时可以提出异议，调查后再开一次会" in words(again)
    assert district.get_case(case).stage is Stage.PASSED
    assert [act.kind for act in district.get_case(case).acts].count("resolved") == 1


def test_a_ballot_larger_than_the_roll(person, district):
    """Counted by number: more hands than voters are counted again, and the numbers stay as typed."""
    rules = district.policies["sifang-seed@1"].meeting
    use_pack(district, "sifang-seed@1", meeting=replace(rules, member_by_member=False))
    case = ripe_case(district)
    meeting = discussed(district, convened(district, [case.number]), case.number)
    page = address(meeting)
    fields = {"case": case.number, "do": "close", "agree": "9", "against": "2", "abstain": "1"}
    answer = person("lin").send(f"{page}/ballot", fields, page=page)
    assert answer.status_code == 422
    assert "记了 12 票，能投票的只有 11 人。请再数一遍" in words(answer)
    assert 'value="9"' in answer.text
    assert district.get_meeting(meeting.id).cases[0].tally is None


def test_a_meeting_before_the_notice_ends(person, district):
    case, posted = noticed_case(district)
    fields = {
        "community": "huaian",
        "cases": case.number,
        "held_on": posted.period.last_day.isoformat(),
        "place": "居委会二楼会议室",
        "chair": "lin",
    }
    answer = person("fang").send("/desk/meetings/new", fields)
    assert answer.status_code == 409
    assert "公示到 2026-03-05 24 时才满，还不能开会。请把会定在那天以后" in words(answer)
    assert 'value="居委会二楼会议室"' in answer.text
    assert district.index.meetings() == []


def test_an_application_under_a_pack_not_in_force(person, district):
    assert "今天不施行" not in person("fang").text(NEW)
    use_pack(district, "sifang-seed@1", valid_until=district.today() - timedelta(days=1))
    assert "今天不施行，登记不上新的申请" in person("fang").text(NEW)  # before anything is written
    answer = person("fang").send(NEW, FAMILY | {"do": "register"})
    assert answer.status_code == 409
    assert "请管理员换成现行的办法，填的内容先留着这一页" in words(answer)
    for written in ("周例平", "110000197104090010", "1,200.00"):
        assert f'value="{written}"' in answer.text
    assert district.casebook.last("SL-2026-0001") is None
    assert list(district.database("evidence").all("declared:", "declared:\ufff0")) == []


def test_a_review_under_a_pack_not_in_force(person, district):
    [number] = taken_over(district, 1)
    use_pack(district, "sifang-seed@1", valid_until=district.today())
    move(district, days=1)
    page = f"/desk/cases/{number}/reviews/new"
    fields = {"occasion": "change", "change": "income", "happened_on": "2026-03-01", "words": "找到工作"}
    answer = person("fang").send(page, fields)
    assert answer.status_code == 409
    assert "请先在“调整标准”里选现行的办法" in words(answer)
    assert "找到工作" in answer.text
    assert district.get_case(number).last.kind == "taken_over"


def test_a_stamp_on_the_wrong_paper(person, district):
    """Another paper's number, or another organ's seal: what to look at is named, the form stays filled."""
    number, gao = filed_case(district).number, person("gao")
    print_paper(district, OFFICER, number, PaperKind.ASSESSMENT_FORM)
    wrong = list_issued(district, district.get_case(number))[-1].id
    for marks, said in (
        ({"paper": wrong}, "请在审批表上重新盖"),
        ({"seal": "stamp03"}, "请查清盖的是哪一枚"),
    ):
        answer = gao.send(f"/desk/cases/{number}/audit", AUDIT | marks)
        assert answer.status_code == 422
        assert said in words(answer)
        assert answer.text.count(' value="gao" checked') == 1
    assert district.get_case(number).stage is Stage.FILED
