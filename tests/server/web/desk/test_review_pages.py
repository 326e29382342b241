"""A review month at the desk: the clerk's plan, each step on its page, the district's roll-up (S7-REV)."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from server.domain.campaign import Result
from server.services.campaigns import record_check
from server.services.review_decisions import decide_review, return_review
from tests.factories import CLERK, HEAD_OF_BUREAU
from tests.server.services.reviewing import audited as review_audited
from tests.server.services.reviewing import begun as review_begun
from tests.server.services.reviewing import in_receipt, move_to, told
from tests.server.services.story import approved_case, examined_case
from tests.server.services.test_campaigns import begun
from tests.server.services.test_home_reviews import UNCLEAR, recorded_from_home
from tests.server.services.test_share_reductions import under_review
from tests.server.services.test_standards import differing, taken_over
from tests.server.web.browsing import words

JUNE = date(2026, 6, 3)
RECORD = {
    "place": "community",
    "ways": ["originals", "oral"],
    "levels": ["community", "district"],
    "original-income": "changed",
    "m0-status": "same",
    "m0-i0-amount": "2100",
    "m1-status": "same",
}


def test_the_clerk_finds_who_is_due_and_works_the_amount_out_first(person, district):
    number = in_receipt(district).number
    move_to(district, JUNE)
    fang, base = person("fang"), f"/desk/cases/{number}/reviews"
    assert "定期复核 1" in fang.text("/desk/")
    plan = fang.text("/desk/reviews")
    assert "周例平" in plan
    assert "本月要复核" in plan
    fang.do(f"{base}/new", {"occasion": "periodic"})
    page = fang.get(f"{base}/record")
    assert 'value="1860.00"' in page.text
    worked = fang.send(f"{base}/record", RECORD | {"do": "work-out"})
    assert worked.status_code == 200
    assert "按现在的情况，每月 100.00 元" in words(worked)
    assert 'value="2100"' in worked.text
    wrong = fang.send(f"{base}/record", RECORD | {"do": "record"})
    assert wrong.status_code == 422
    assert "选初步意见" in words(wrong)
    silent = fang.send(f"{base}/record", RECORD | {"do": "record", "opinion": "adjust"})
    assert "选因为什么调整" in words(silent)
    given = RECORD | {"do": "record", "opinion": "adjust", "adjust_reason": "income"}
    fang.do(f"{base}/record", given)
    fang.do(f"{base}/telling", {"told_on": "2026-06-03", "objects": "no"})
    gao = person("gao")
    assert "定期复核 1" in gao.text("/desk/")
    gao.do(f"{base}/audit", {"passed": "yes", "responsible": "he"})
    qian = person("qian")
    assert "之后每月 100.00 元" in qian.text(f"{base}/decision")
    qian.do(f"{base}/decision", {"do": "approve"})
    fang.do(f"{base}/letter", {"how": "in_person", "on": "2026-06-03"})
    shown = fang.text(base)
    assert "现在每月 340.00 元，2026年7月起 100.00 元" in shown
    assert "340.00 元，2026年7月起 100.00 元" in fang.text(f"/desk/cases/{number}")
    rolled = person("xie").text("/desk/reviews/months/2026-06")
    assert "340.00" in rolled
    assert "100.00" in rolled
    table = person("xie").get("/desk/reviews/months/2026-06/roll-up.csv").get_data(as_text=True)
    assert "槐安社区,1,0,1,0,0,0,340.00,100.00" in table


def test_a_family_that_objects_is_sent_a_team(person, district):
    number = in_receipt(district).number
    move_to(district, JUNE)
    review_begun(district, number)
    told(district, number, "adjust", "只有一个月多。", incomes={"m1": "2100.00"})
    gao, base = person("gao"), f"/desk/cases/{number}/reviews"
    assert "派人入户复核" in gao.text(base)
    assert gao.send(f"{base}/audit", {"passed": "yes", "responsible": "he"}).status_code == 409
    team = {"assessors": ["a-0217", "a-0218", "a-0219"], "lead": "a-0217", "due_on": "2026-06-10"}
    relations = {f"relation-a-0{n}": "none" for n in (217, 218, 219)}
    gao.do(f"{base}/team", team | relations)
    assert "等：入户复核" in gao.text(base)
    assert "派林试远、罗样青、沈例和入户复核" in gao.text(f"/desk/cases/{number}")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_goes_audits_and_decides_reads_what_was_said(person, district, lang):
    """The family's own words and why a step was sent back, where the next person acts on them."""
    number = in_receipt(district).number
    move_to(district, JUNE)
    review_begun(district, number)
    told(district, number, "adjust", "只有一个月多。", incomes={"m1": "2100.00"}, words="工资条两张。")
    base = f"/desk/cases/{number}/reviews"
    sent = person("gao", lang).text(base)
    assert "“只有一个月多。”" in sent
    assert "“工资条两张。”" in sent


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_stop_names_its_last_month_before_it_is_approved_and_asks_for_no_renewal_after(
    person, district, lang
):
    number = in_receipt(district).number
    move_to(district, JUNE)
    review_begun(district, number)
    told(district, number, "stop", incomes={"m1": "5100.00"})
    review_audited(district, number)
    page = f"/desk/cases/{number}/reviews/decision"
    said = "发到2026年6月，以后停发" if lang == "zh" else "Jun 2026 is the last month that is paid"
    assert said in person("qian", lang).text(page)
    renewal = f"/desk/cases/{number}/renewal"
    assert renewal in person("fang", lang).get("/desk/renewals").text
    decide_review(district, HEAD_OF_BUREAU, number)
    register = person("fang", lang).get("/desk/renewals")
    assert ("停发了，发到2026年6月" if lang == "zh" else "stopped, paid until Jun 2026") in words(register)
    assert renewal not in register.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_sent_back_says_why_where_it_is_done_again(person, district, lang):
    number = in_receipt(district).number
    move_to(district, JUNE)
    review_begun(district, number)
    told(district, number, "adjust", incomes={"m1": "2100.00"}, words="工资条两张。")
    base = f"/desk/cases/{number}/reviews"
    assert "“工资条两张。”" in person("gao", lang).text(f"{base}/audit")
    review_audited(district, number)
    decision = person("qian", lang).text(f"{base}/decision")
    assert "“工资条两张。”" in decision
    foreseen = {"zh": "2026年7月起每月 100.00 元", "en": "100.00 yuan a month from Jul 2026 on"}
    assert foreseen[lang] in decision
    return_review(district, HEAD_OF_BUREAU, number, "再问一次单位。")
    again = person("fang", lang).text(f"{base}/record")
    assert "“再问一次单位。”" in again
    assert ("局负责人退回的原因" if lang == "zh" else "Why the head of the bureau sent it back") in again


def test_a_household_without_a_class_is_listed_and_gets_one(person, district):
    number = approved_case(district).number
    gao = person("gao")
    assert "没有定分类 1" in gao.text("/desk/reviews")
    page = gao.text(f"/desk/cases/{number}/class")
    assert "看来是 C 类：有 2 人有劳动能力" in page
    assert "Class Not set" in person("gao", lang="en").text(f"/desk/cases/{number}")
    gao.do(f"/desk/cases/{number}/class", {"class": "C", "words": "夫妻能劳动。"})
    assert "下次复核 2026年6月" in gao.text(f"/desk/cases/{number}/reviews")
    assert gao.send(f"/desk/cases/{number}/class", {"class": "C", "words": "再定。"}).status_code == 409


def test_the_class_is_offered_at_the_approval(person, district):
    number = examined_case(district).number
    qian = person("qian")
    page = qian.get(f"/desk/cases/{number}/approve")
    assert '<option value="C" selected>' in page.text
    asked = {"seal": "stamp03", "class": "D"}
    assert qian.send(f"/desk/cases/{number}/approve", asked).status_code == 422
    qian.do(f"/desk/cases/{number}/approve", asked | {"class": "B"})
    assert "下次复核 2026年6月" in qian.text(f"/desk/cases/{number}/reviews")


def test_the_register_of_renewals_lists_who_is_missing(person, district):
    [first, second] = taken_over(district, 2)
    move_to(district, JUNE)
    fang = person("fang")
    fang.do(f"/desk/cases/{first}/renewal", {"who": "head", "came_on": "2026-06-02", "changed": "yes"})
    text = fang.text("/desk/renewals?community=huaian")
    assert "来了 1 户，没来 1 户" in text
    assert text.index(second) < text.index(first)
    again = fang.send(f"/desk/cases/{first}/renewal", {"who": "head", "came_on": "2026-06-02"})
    assert again.status_code == 409
    assert "这户登记过了" in words(again)
    assert second in fang.get("/desk/renewals.csv").get_data(as_text=True)


def test_the_head_stops_on_a_death_and_the_page_says_until_when(person, district):
    number = in_receipt(district).number
    move_to(district, JUNE)
    qian = person("qian")
    silent = qian.send(f"/desk/cases/{number}/stop", {"reason": "died", "happened_on": "2026-05-20"})
    assert "写明停发的依据" in words(silent)
    qian.do(f"/desk/cases/{number}/stop", {"reason": "died", "happened_on": "2026-05-20", "words": "证明。"})
    assert "发到2026年5月" in qian.text(f"/desk/cases/{number}/reviews")
    assert "送达调整、停发通知书" in person("fang").text(f"/desk/cases/{number}")


def test_a_new_standard_is_confirmed_and_applied_from_its_page(person, district):
    taken_over(district, 3)
    qian = person("qian")
    proposal = qian.get("/desk/policies/new-standard?standard=1200")
    assert 'name="after" value="420000"' in proposal.text
    asked = {"standard": "1200", "pack": "", "since": "2026-04", "before": "360000", "after": "420000"}
    asked["basis"] = "示政发〔2026〕9号"
    page = "/desk/policies/new-standard?standard=1200"
    stale = qian.send("/desk/standards", asked | {"after": "1"}, page)
    assert stale.status_code == 422
    assert "请重新看一遍再定" in words(stale)
    assert 'name="after" value="420000"' in stale.text
    for field, wrong in (("since", "2026-02"), ("since", "2199-12"), ("basis", "")):
        refused = qian.send("/desk/standards", asked | {field: wrong}, page)
        assert refused.status_code == 422
        assert f'id="{field}-why"' in refused.text
        assert 'value="1200"' in refused.text
    address = qian.do("/desk/standards", asked, page)
    assert "调整了 0 户" in qian.text(address)
    qian.do(address)
    done = qian.text(address)
    assert "调整了 3 户，每月 3,600.00 元变为 4,200.00 元" in done
    assert "依据：示政发〔2026〕9号" in done
    assert "1,200.00" in qian.text("/desk/standards")
    assert person("gao").get(address).status_code == 403


def test_who_is_paid_otherwise_than_the_file_gives_is_moved_along_from_the_proposal(person, district):
    number = differing(district)
    qian, page = person("qian"), "/desk/policies/new-standard?standard=1200"
    shown = qian.text(page)
    assert "1 户现在发的和案卷算的不一样" in shown
    assert "从原来的系统接过来的" in shown
    assert "现在每月 1,200.00 元" in shown  # the other one alone
    with_it = f"{page}&take={number}"
    ticked = qian.get(with_it)
    assert "现在每月 2,400.00 元" in words(ticked)
    assert f'<input type="hidden" name="take" value="{number}">' in ticked.text
    asked = {"standard": "1200", "since": "2026-04", "before": "240000", "after": "380000", "take": number}
    asked["basis"] = "示政发〔2026〕9号"
    refused = qian.send("/desk/standards", asked, with_it)
    assert refused.status_code == 422
    assert f'<input type="hidden" name="take" value="{number}">' in refused.text
    assert "写明为什么不等复核" in refused.text
    assert 'id="words-why"' in refused.text
    stale = qian.send("/desk/standards", asked | {"words": "先调再查。", "after": "1"}, with_it)
    assert "先调再查。" in stale.text
    address = qian.do("/desk/standards", asked | {"words": "先调再查。"}, with_it)
    qian.do(address)
    assert "其中 1 户发的和案卷算的不一样，一起调整的理由：先调再查。" in qian.text(address)
    assert "写明理由一起调整" in qian.text(f"/desk/cases/{number}")


def test_a_slipped_digit_is_asked_for_again_before_everybody_is_paid_by_it(person, district):
    taken_over(district, 2)
    qian = person("qian")
    page = "/desk/policies/new-standard?standard=12000"
    shown = qian.get(page)
    assert 'name="again"' in shown.text
    assert 'name="again"' not in qian.get("/desk/policies/new-standard?standard=1200").text
    asked = {"standard": "12000", "pack": "", "since": "2026-04", "before": "240000", "after": "4600000"}
    asked["basis"] = "示政发〔2026〕9号"
    for again in ("", "1200", "x"):
        refused = qian.send("/desk/standards", asked | {"again": again}, page)
        assert refused.status_code == 422
        assert 'id="again-why"' in refused.text
    assert "还没有定过新标准" in qian.text("/desk/standards")
    qian.do("/desk/standards", asked | {"again": "12,000"}, page)


def test_the_standard_in_force_is_the_one_confirmed_last(person, district):
    taken_over(district, 1)
    qian = person("qian")
    assert "现在 1,100.00 元" in qian.text("/desk/policies/new-standard")
    page = "/desk/policies/new-standard?standard=1200"
    asked = {"standard": "1200", "pack": "", "since": "2026-03", "before": "120000", "after": "140000"}
    qian.do("/desk/standards", asked | {"basis": "示政发〔2026〕9号"}, page)
    assert "现在 1,200.00 元" in qian.text("/desk/policies/new-standard")


def test_what_was_found_elsewhere_leads_to_a_review_with_its_occasion(person, district):
    number = in_receipt(district).number
    campaign = begun(district).id
    record_check(district, CLERK, campaign, number, Result.ADJUST, district.today(), "儿子工作了")
    fang = person("fang")
    to = f"/desk/cases/{number}/reviews/new?occasion=campaign"
    assert f'href="{to}"' in fang.get(f"/desk/campaigns/{campaign}/households/{number}").text
    assert '<option value="campaign" selected>' in fang.get(to).text
    assert '<option value="periodic" selected>' in fang.get(to.replace("campaign", "nothing")).text
    fang.do(to, {"occasion": "campaign"})
    assert district.get_case(number).reviews[-1].occasion == "campaign"


def test_every_page_reads_in_english(person, district):
    number = in_receipt(district).number
    move_to(district, JUNE)
    review_begun(district, number)
    fang = person("fang", lang="en")
    assert "Periodic reviews" in fang.text("/desk/upkeep")
    assert "The community's review" in fang.text(f"/desk/cases/{number}/reviews")
    assert "Work the amount out first" in fang.text(f"/desk/cases/{number}/reviews/record")


def test_the_street_sends_a_home_review_back_to_the_home(person, district):
    """Only where somebody was in the home; whoever sends the next team reads why."""
    _, case = recorded_from_home(district)
    gao, base = person("gao"), f"/desk/cases/{case.number}/reviews"
    assert "入户没有弄清楚，退回重新入户" in gao.text(f"{base}/audit")
    given = {"passed": "home", "responsible": "he"}
    silent = gao.send(f"{base}/audit", given)
    assert (silent.status_code, "写明理由" in words(silent)) == (422, True)
    gao.do(f"{base}/audit", given | {"words": UNCLEAR})
    assert "退回重新入户" in gao.text(base)
    assert UNCLEAR in gao.text(f"{base}/team")


def test_an_opinion_nobody_visited_for_is_not_sent_back_to_a_home(person, district):
    case = in_receipt(district)
    move_to(district, JUNE)
    review_begun(district, case.number)
    told(district, case.number, "adjust", "", incomes={"m1": "2100.00"})
    gao, base = person("gao"), f"/desk/cases/{case.number}/reviews"
    assert "退回重新入户" not in gao.text(f"{base}/audit")
    review_audited(district, case.number)
    assert "退回，重新入户" not in person("qian").text(f"{base}/decision")


def test_a_clerk_reduces_a_share_and_the_family_reads_the_step_in_either_language(person, district):
    number, fang = under_review(district).number, person("fang")
    base = f"/desk/cases/{number}/reviews"
    assert "每人的份额每月 170.00 元" in fang.text(f"{base}/record")
    given = RECORD | {
        "m0-i0-amount": "1860",
        "adjust_reason": "refusals",
        "opinion": "adjust",
        "do": "record",
    }
    wrong = fang.send(f"{base}/record", given | {"reduce-m2": "part", "reduce-m2-amount": "170.01"})
    assert "不能减发更多" in words(wrong)
    assert 'value="170.01"' in wrong.text
    given |= {"reduce-m2": "part", "reduce-m2-amount": "90", "words": "岗位就在本街道。"}
    fang.do(f"{base}/record", given)
    for language, told_words in (("zh", "减发 90.00 元"), ("en", "90.00 yuan are taken off")):
        fang.get(f"/language/{language}")
        page = fang.text(f"{base}/telling")
        assert told_words in page
        assert "C-28" in page
    assert fang.get(f"{base}/benefit.pdf").mimetype == "application/pdf"


def test_the_list_behind_the_work_list_holds_what_it_counts(person, district):
    in_receipt(district)
    move_to(district, JUNE)
    fang = person("fang")
    assert "定期复核 1" in fang.text("/desk/")
    plan = fang.get("/desk/reviews?state=mine")
    assert "周例平" in words(plan)
    [leads] = re.findall(r'href="(/desk/cases/[^"]+/reviews[?][^"]+)"', plan.text)
    back = re.findall(r'href="(/desk/reviews[?][^"]+)"', fang.get(html.unescape(leads)).text)
    assert any("state=mine" in each for each in back)


def test_the_way_back_from_a_step_or_a_team_leads_to_the_reviews_it_was_opened_from(person, district):
    number = in_receipt(district).number
    move_to(district, JUNE)
    review_begun(district, number)
    way = f'<a href="/desk/cases/{number}/reviews">回这户的复核</a>'
    assert way in person("fang").get(f"/desk/cases/{number}/reviews/record").text
    told(district, number, "adjust", "只有一个月多。", incomes={"m1": "2100.00"})
    assert way in person("gao").get(f"/desk/cases/{number}/reviews/team").text
