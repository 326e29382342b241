"""What if: the standard, a wage, a member; nothing asked is kept, nothing wrong is guessed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from server.domain.policy_benefit import Disregard
from server.services.benefits import benefit_of_case
from server.services.recalculations import propose_standard
from server.services.standards import Wanted, apply_standard, confirm_standard
from tests.factories import HEAD_OF_BUREAU, visited_case
from tests.server.services.packs import use_pack
from tests.server.services.story import approved_case
from tests.server.web.browsing import words

BASE = "/desk/policies/what-if"


def test_the_standard_a_wage_and_a_member_change_the_amount(person, district):
    fang = person("fang")
    assert "每月发 1,100.00 元" in fang.text(BASE)
    assert "每月发 1,200.00 元" in fang.text(f"{BASE}?standard=1200")
    assert "每月发 600.00 元" in fang.text(f"{BASE}?wages-0=500")
    assert "每月发 2,200.00 元" in fang.text(f"{BASE}?persons=2")
    assert "每月发 1,000.00 元" in fang.text(f"{BASE}?persons=1&other-0=100")


def test_an_example_of_the_articles_can_be_asked_on_its_day(person, district):
    fang = person("fang")
    text = fang.text(f"{BASE}?pack=examples/hangzhou-2007@1&on=2007-06-01&persons=2")
    assert "每月发 640.00 元" in text
    assert "S1-TIER-HZ" in text
    unable = fang.text(f"{BASE}?pack=examples/coefficients@1&on=2007-06-01&unable-0=1")
    assert "每月发 1,200.00 元" in unable
    refused = fang.get(f"{BASE}?pack=examples/hangzhou-2007@1&on=2007-06-01&persons=4")
    assert refused.status_code == 422
    assert "benefit.table" in refused.text
    assert "不施行" in fang.get(f"{BASE}?pack=examples/hangzhou-2007@1&on=2026-01-01").text


def test_the_curve_shows_that_everything_earned_is_taken(person, district):
    page = person("fang", "en").get(BASE).text
    assert page.count("<polyline") == 2
    assert page.count("100 %") >= 7
    assert "Effective tax" in page


def test_a_disregard_that_is_typed_shows_what_it_does(person, district):
    """S1-INC-01: of 500 yuan of wages 100 and half of the rest do not count; 200 are taken off."""
    fang = person("fang", "en")
    answer = fang.get(f"{BASE}?wages-0=500&fixed=100&share=50")
    page = answer.text
    assert "900.00 yuan a month" in words(answer)
    assert page.count("<polyline") == 3
    assert "In all without it" in page
    taken = re.findall(r"(\d+) %</td>", page)
    assert taken[:3] == ["17", "50", "50"]


def test_work_begun_long_ago_is_asked_about_as_it_is(person, district):
    """A disregard of six months is not given anew because somebody looks at the page."""
    policy = district.policies["sifang-seed@1"]
    rule = Disregard(fixed_fen=20_000, months=6)
    use_pack(district, "sifang-seed@1", income=replace(policy.income, disregard=rule))
    case = visited_case(district)
    benefit = benefit_of_case(district, case)
    assert benefit is not None
    gao = person("gao")
    assert f"每月发 {benefit.amount_fen / 100:,.2f} 元" in gao.text(f"{BASE}?case={case.number}")


def test_a_household_in_receipt_is_asked_about_as_last_found_and_at_its_standard(person, district):
    case = approved_case(district)
    proposal = propose_standard(district, HEAD_OF_BUREAU, 120_000)
    month = district.today().isoformat()[:7]
    wanted = Wanted(120_000, "", month, proposal.now_fen, proposal.then_fen, basis="示政发〔2026〕9号")
    apply_standard(district, HEAD_OF_BUREAU, confirm_standard(district, HEAD_OF_BUREAU, wanted).id)
    now = district.get_case(case.number).receipt.now.amount_fen
    text = person("gao").text(f"{BASE}?case={case.number}")
    assert f"每月发 {now / 100:,.2f} 元" in text
    assert "标准 1,200.00 元" in text


def test_a_case_is_the_beginning_and_stays_as_it_is(person, district):
    case = visited_case(district)
    gao, acts = person("gao"), len(district.casebook.read(case.number))
    text = gao.text(f"{BASE}?case={case.number}")
    assert "周例平" in text
    assert "每月发" in text
    assert "每月发 2,200.00 元" in gao.text(f"{BASE}?case={case.number}&wages-0=0&wages-1=0")
    assert "每月发 3,300.00 元" in gao.text(f"{BASE}?case={case.number}&wages-0=0&persons=3")
    assert len(district.casebook.read(case.number)) == acts
    assert gao.get(f"{BASE}?case=SL-2026-0999").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        "persons=0",
        "persons=13",
        "persons=x",
        "wages-0=-1",
        "on=soon",
        "standard=x",
        "other-0=1e3",
        "share=101",
    ],
)
def test_what_cannot_be_is_told_beside_its_field(person, district, wrong):
    answer = person("fang").get(f"{BASE}?{wrong}")
    assert answer.status_code == 422
    assert "还有 1 处要改" in answer.text
