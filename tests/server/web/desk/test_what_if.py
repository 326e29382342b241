"""What if: the standard, a wage, a member; nothing asked is kept, nothing wrong is guessed."""

from __future__ import annotations

import pytest

from tests.factories import visited_case

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
    "wrong", ["persons=0", "persons=13", "persons=x", "wages-0=-1", "on=soon", "standard=x", "other-0=1e3"]
)
def test_what_cannot_be_is_told_beside_its_field(person, district, wrong):
    answer = person("fang").get(f"{BASE}?{wrong}")
    assert answer.status_code == 422
    assert "还有 1 处要改" in answer.text
