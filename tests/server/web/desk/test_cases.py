"""The file page: acts as sentences, checks with failures first, photos only for those who may see them."""

from __future__ import annotations

import re

from server.domain.stage import Stage
from server.records.entries import Area, User
from server.services.approvals import examine
from server.services.handing_over import arrange_passbook, pass_on
from server.services.originals import COUNTER, SAME, check_originals, originals_of
from server.services.papers_of_cases import approval_form_pdf, assessment_form_pdf
from tests.factories import CLERK, OFFICER, REVIEWER, accepted_case, visited_case
from tests.server.services.story import approved_case, audited_case, examined_case, holding
from tests.server.web.browsing import words


def test_the_file_says_what_happened_and_what_comes_next(person, district):
    case = visited_case(district)
    text = person("gao").text(f"/desk/cases/{case.number}")
    assert "方示宁 登记申请，2 人。" in text
    assert "等您办。 等评审委员会评议" in text
    assert "三方对照" in text
    assert "1,200.00 1,860.00" in text


def test_the_same_file_in_english(person, district):
    case = visited_case(district)
    text = person("gao", lang="en").text(f"/desk/cases/{case.number}")
    assert "Waiting for you. Waits for the committee" in text
    assert "differs" in text


def test_a_damaged_photo_is_the_first_check(person, district):
    case = examined_case(district)
    assert "没有不对的" in person("xie").text(f"/desk/cases/{case.number}")
    damage(district, case)
    qian = person("qian")
    text = qian.text(f"/desk/cases/{case.number}")
    assert "先看" in text
    assert "写明理由，批准" in text
    answer = qian.send(f"/desk/cases/{case.number}/approve", {"reason": "", "seal": "stamp03"})
    assert answer.status_code == 422
    assert "要批准，请写明理由" in words(answer)


def test_the_act_that_does_not_hold_says_so_on_its_own_line(person, district):
    case = examined_case(district)
    page = person("xie").text(f"/desk/cases/{case.number}")
    assert "逐件相扣，没有缺页、改页，" in page
    damage(district, case)
    page = person("xie").text(f"/desk/cases/{case.number}")
    assert re.search(r"人入户并封存，2 张照片.{0,80}1 张照片和封存时不一样。", page)


def test_copies_and_papers_are_checked_against_the_record(person, district):
    case = examined_case(district)
    number = case.number
    assessment_form_pdf(district, OFFICER, number)
    page = person("xie").text(f"/desk/cases/{number}")
    assert "区里核对：5 份复印件和原件一致 S7-APPR-02" in page
    assert "1 份纸面和记录一致 S7-APPR-05" in page
    database, paper = district.database("evidence"), district.get_case(number).last.facts["paper"]
    database.put(database.get(f"paper:{number}:{paper}") | {"salt": "0" * 32})
    page = person("xie").text(f"/desk/cases/{number}")
    assert "纸面和记录不一致 S7-APPR-05 读不出来，或者改过：《入户调查评估表》" in page


def test_a_paper_the_file_has_left_behind_is_to_be_printed_again(person, district):
    number = audited_case(district).number
    approval_form_pdf(district, OFFICER, number)
    check_originals(
        district, REVIEWER, number, dict.fromkeys(originals_of(district.get_case(number)), SAME), COUNTER
    )
    assert "1 份纸面和记录一致" in person("xie").text(f"/desk/cases/{number}")
    examine(district, REVIEWER, number, "approve", holding())
    page = person("xie").text(f"/desk/cases/{number}")
    assert "要重印：《审批表》" in page
    assert "没有不对的，还有没等到的" in page


def test_the_foot_of_a_file_in_receipt_says_so_once(person, district):
    number = approved_case(district).number
    arrange_passbook(district, OFFICER, number, "示例银行", "0137")
    for actor, leg in ((REVIEWER, "street"), (OFFICER, "community"), (CLERK, "family")):
        pass_on(district, actor, number, leg, "户主")
    assert district.get_case(number).stage is Stage.IN_RECEIPT
    foot = person("gao").get(f"/desk/cases/{number}").text.partition('<footer class="act-bar">')[2]
    assert foot.count("享受中") == 1


def test_photos_are_kept_by_this_browser_only(person, district):
    case = visited_case(district)
    digest = case.visit.photos[0]
    gao = person("gao")
    answer = gao.get(f"/desk/cases/{case.number}/photos/{digest}")
    assert answer.mimetype == "image/jpeg"
    assert "private" in answer.headers["Cache-Control"]
    again = gao.get(
        f"/desk/cases/{case.number}/photos/{digest}", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert person().get(f"/desk/cases/{case.number}/photos/{digest}").status_code == 302
    assert gao.get(f"/desk/cases/{case.number}/photos/{'0' * 64}").status_code == 404


def test_a_photo_is_shown_large_with_its_time_and_digest(person, district):
    case = visited_case(district)
    text = person("gao").text(f"/desk/cases/{case.number}/look/{case.visit.photos[0]}")
    assert case.visit.photos[0] in text
    assert "和封存时一个字节不差" in text


def test_another_community_does_not_see_the_file(person, district):
    district.office.save(Area("anding", "community", "安定社区", "Anding", "SLAD", "songlin"))
    district.office.save(
        User(
            "kang",
            "康试兰",
            ("community_clerk",),
            district.office.get(User, "gao").password,
            "songlin",
            "anding",
        )
    )
    case = accepted_case(district)
    assert person("kang").get(f"/desk/cases/{case.number}").status_code == 403


def test_a_number_opens_its_file(person, district):
    case = accepted_case(district)
    answer = person("gao").get(f"/desk/cases?q={case.number.lower()}")
    assert answer.location == f"/desk/cases/{case.number}"


def test_finding_by_name_address_and_last_four(person, district):
    case = accepted_case(district)
    gao = person("gao")
    for asked in ("周例平", "3 单元"):
        assert case.number in gao.text(f"/desk/cases?q={asked}")
    assert case.number in gao.text("/desk/cases?tail=0010")
    assert "没有找到" in gao.text("/desk/cases?q=不存在")


def damage(district, case):
    """One byte of a stored photo changed, past everything that would refuse it."""
    digest = case.visit.photos[0]
    database = district.database("evidence")
    document = database.get(f"photo:{case.number}:{digest}")
    content = database.get_attachment(document["_id"], "photo")
    database.put_attachment(document, "photo", content[:-1] + b"!", "image/jpeg")
