"""An exemption that ended, at the desk: told in the work list and reviewed early from its own (D-29)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.server.services.pensions import with_pension
from tests.server.services.reviewing import move_to
from tests.server.web.browsing import words

AFTER = date(2026, 7, 1)


def test_the_clerk_opens_an_early_review_from_the_list(person, district):
    number = with_pension(district).number
    fang = person("fang")
    assert "规定到期" not in fang.text("/desk/")
    move_to(district, AFTER)
    fang.sign_in()
    assert "规定到期，要复核 1" in fang.text("/desk/")
    listed = fang.get("/desk/expiries")
    said = words(listed)
    assert "1 户到期了还没有复核" in said
    assert "优待抚恤金 200.00" in said
    assert "340.00" in said
    assert "140.00" in said
    address = f"/desk/cases/{number}/reviews/new?occasion=expiry"
    assert f'href="{address}"' in listed.text
    assert 'value="expiry" selected' in fang.get(address).text
    fang.do(f"/desk/cases/{number}/reviews/new", {"occasion": "expiry"})
    assert "规定到期" not in fang.text("/desk/")
    again = fang.get("/desk/expiries")
    assert "正在复核" in words(again)
    assert address not in again.text
    assert "不计收入的规定到期" in fang.text(f"/desk/cases/{number}/reviews")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_household_s_page_says_what_its_amount_rests_on(person, district, lang):
    number = with_pension(district).number
    page = f"/desk/cases/{number}/reviews"
    move_to(district, date(2026, 6, 1))
    soon = {"zh": "快到期的规定", "en": "ends soon"}[lang]
    ended = {"zh": "已经到期的规定", "en": "rests on an exemption that ended"}[lang]
    assert soon in person("gao", lang).text(page)
    move_to(district, AFTER)
    assert ended in person("gao", lang).text(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_ends_soon_is_a_list_of_its_own_that_begins_nothing(person, district, lang):
    number = with_pension(district).number
    move_to(district, date(2026, 6, 1))
    xie = person("xie", lang)
    assert number not in xie.text("/desk/expiries")
    soon = xie.get("/desk/expiries?state=soon")
    assert number in words(soon)
    assert "occasion=expiry" not in soon.text
    assert number not in xie.text("/desk/expiries?state=nonsense&community=%27")
    assert 'href="/desk/expiries"' in xie.get("/desk/reviews").text
    assert 'href="/desk/expiries"' in xie.get("/desk/policies/new-standard").text


def test_an_occasion_made_up_for_a_household_is_refused_with_what_to_do(person, district):
    number = with_pension(district).number
    fang = person("fang")
    answer = fang.send(f"/desk/cases/{number}/reviews/new", {"occasion": "expiry", "words": "看到通知。"})
    assert answer.status_code == 409
    assert "请选别的原因" in words(answer)
    assert "看到通知。" in answer.text


def test_the_list_of_another_community_is_empty_for_this_one(person, district):
    with_pension(district)
    move_to(district, AFTER)
    assert "没有家庭的金额靠着已经到期的规定" in person("xie").text("/desk/expiries?community=elsewhere")
