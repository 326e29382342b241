"""The pages from the street's audit to the family's door: what they refuse, suggest and say."""

from __future__ import annotations

from server.web.current import keep_district
from tests.factories import COMMITTEE
from tests.server.services.story import approved_case, audited_case, examined_case, filed_case, move
from tests.server.services.test_procedure_end import went_along, with_rules
from tests.server.web.browsing import words
from tests.server.web.desk.test_procedure_pages import AUDIT, HOLDING


def test_an_audit_needs_its_verdict_its_second_signer_and_its_seal(person, district):
    address = f"/desk/cases/{filed_case(district).number}/audit"
    gao = person("gao")
    answer = gao.send(address, {"members": list(COMMITTEE)})
    assert answer.status_code == 422
    assert "选审核的结论。" in words(answer)
    assert "选负责人" in words(answer)
    wrong = gao.send(address, AUDIT | {"seal": "stamp03"})
    assert "章不对：这里要盖“街道救济专用章”" in words(wrong)
    assert wrong.text.count(' value="gao" checked') == 1


def test_who_was_in_the_home_is_told_before_signing_where_the_pack_forbids_it(app, person, district):
    address = f"/desk/cases/{filed_case(district).number}/audit"
    went_along(district, "gao")
    assert "签字，记下审核" in person("gao").text(address)  # the seed flags
    keep_district(app, with_rules(district, audit={"separation": "block"}))
    told = person("gao").text(address)
    assert "您到这一户入过户，不能审核。" in told
    assert "签字，记下审核" not in told
    assert "another" in person("gao", "en").text(address).lower()


def test_an_audit_that_does_not_pass_says_what_can_be_done(person, district):
    case = filed_case(district)
    gao = person("gao")
    gao.do(f"/desk/cases/{case.number}/audit", AUDIT | {"passed": "no", "reason": "收入证明没有盖章"})
    text = gao.text(f"/desk/cases/{case.number}")
    assert "“收入证明没有盖章”" in text
    assert "等街道另派人，或者改好再审" in text
    for other in ("team", "audit", "finding"):
        assert f"/desk/cases/{case.number}/{other}" in gao.get(f"/desk/cases/{case.number}").text


def test_overdue_originals_say_that_nothing_is_refused_for_it(person, district):
    case = audited_case(district)
    gao, base = person("gao"), f"/desk/cases/{case.number}"
    assert "通知还没送到，收到那天起算" in gao.text(base)
    assert "通知申请人带原件到区里，收到那天起算。" in gao.text(base)
    assert "通知还没送到，收到那天起算；催过 0 次。" in gao.text(f"{base}/originals/reminder")
    assert "通知还没送到，还没起算" in gao.text(f"{base}/originals/extension")
    gao.do(f"{base}/originals/receipt", {"received_on": district.today().isoformat()})
    move(district, days=7)
    gao.sign_in()
    text = gao.text(base)
    assert "过期不等于不批准" in text
    assert "带原件核对 1" in gao.text("/desk/")
    assert "过期的：" in gao.text("/desk/")
    gao.do(f"{base}/originals/reminder", {"words": "打电话，本人接的"})
    gao.do(f"{base}/originals/extension", {"reason": "住院，下星期出院"})
    assert "过期不等于不批准" not in gao.text(base)


def test_what_is_to_be_done_about_originals_is_one_step_from_their_list(person, district):
    case = audited_case(district)
    queue, base = "/desk/?queue=clock-originals", f"/desk/cases/{case.number}/originals"
    gao = person("gao")
    assert f'href="{base}/receipt">记通知送到' in gao.get(queue).text
    gao.do(f"{base}/receipt", {"received_on": district.today().isoformat()})
    assert f'href="{base}/reminder">催带原件' in gao.get(queue).text
    assert f'href="{base}/check">' in person("xie").get(queue).text


def test_the_examination_is_begun_by_the_machine_and_answered_by_a_person(person, district):
    case = audited_case(district)
    page = person("xie").get(f"/desk/cases/{case.number}/examination")
    assert "机器核对" in words(page)
    assert "原件还没核齐" in words(page)
    assert "机器核对：没有不对的，1 项还没等到。" in words(page)
    looked = page.text.partition('name="words-S7-APPR-03"')[2].partition("</textarea")[0]
    assert "申请人先退场，后讨论" in looked
    assert "公示的照片" not in looked  # nobody looks at what is not there yet
    assert 'value="holds" id' in page.text
    assert "checked" not in page.text.partition("<main")[2].partition("</main")[0]


def test_every_check_of_the_examination_is_answered(person, district):
    case = audited_case(district)
    answer = person("xie").send(f"/desk/cases/{case.number}/examination", {"opinion": "approve"})
    assert words(answer).count("这一项还没答。") == 8  # above the form and beside each
    early = person("xie").send(f"/desk/cases/{case.number}/examination", HOLDING)
    assert early.status_code == 409
    assert "还没有核过原件" in words(early)


def test_the_head_reads_what_was_looked_at_and_the_number_of_the_certificate(person, district):
    case = examined_case(district)
    text = person("qian").text(f"/desk/cases/{case.number}/approve")
    assert "逐份看过。" in text
    assert "从 2026年4月 起发" in text
    assert "SL〔2026〕0001" in text


def test_a_refusal_shows_the_remedy_of_the_pack(person, district):
    case = examined_case(district)
    address = f"/desk/cases/{case.number}/refusal"
    assert "行政复议" in person("qian").text(address)
    assert "写明为什么不予批准" in words(person("qian").send(address, {"seal": "stamp03"}))


def test_each_leg_waits_for_the_post_that_hands_it_over(person, district):
    case = approved_case(district)
    assert case.number in person("xie").text("/desk/")
    assert case.number not in person("fang").text("/desk/")
    assert case.number in person("fang").text("/desk/?queue=others")
    refused = person("fang").send(f"/desk/cases/{case.number}/delivery", {"leg": "street", "receiver": "我"})
    assert refused.status_code == 403
    person("xie").do(f"/desk/cases/{case.number}/delivery", {"leg": "street", "receiver": "高样如"})
    assert "存折还没办" in person("gao").text(f"/desk/cases/{case.number}/delivery")


def test_a_page_without_a_pad_opens_none(person, district):
    """A script that looks for a pad that is not there ends before it has dressed the rest of the page."""
    case = approved_case(district)
    page = f"/desk/cases/{case.number}/delivery"
    assert "<canvas" in person("xie").get(page).text
    person("xie").do(page, {"leg": "street", "receiver": "高样如"})
    waiting = person("gao").get(page)
    assert "存折还没办" in words(waiting)
    assert "data-pad" not in waiting.text
    assert "data-pad" not in person("xie").get(page).text
