"""The year's budget at the desk: proposed by one, confirmed by another, beside the months (S7-DUTY-D2)."""

from __future__ import annotations

from datetime import date

import pytest

from server.services import payrolls
from server.services.handing_over import arrange_passbook
from server.services.payrolls import Returned
from tests.factories import OFFICER, REVIEWER, STREET_ID
from tests.server.services.reviewing import move_to
from tests.server.services.story import approved_case
from tests.server.services.test_payrolls import amount, proposed, sent
from tests.server.web.browsing import words

LIST = "/desk/budgets?year=2026"
PAGE = f"/desk/budgets/2026/{STREET_ID}"
FIELDS = {"year": "2026", "area": STREET_ID, "amount": "100", "words": "按上年户数算的。"}


@pytest.fixture
def number(district):
    number = approved_case(district).number
    arrange_passbook(district, OFFICER, number, "示例银行", "4417")
    return number


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_budget_goes_its_way(person, district, number, lang):
    gao, xie, qian = (person(user, lang) for user in ("gao", "xie", "qian"))
    assert gao.do("/desk/budgets/new", FIELDS) == LIST
    assert ("有一个数等着确认" if lang == "zh" else "An amount waits") in gao.text(LIST)
    assert gao.send(f"{PAGE}/confirmation", {"shown": "100"}, PAGE).status_code == 403
    qian.do(f"{PAGE}/return", {"shown": "100.00", "reason": "附上户数。"}, PAGE)
    gao.do(f"{PAGE}/amendment", {"amount": "1000", "words": "附了。"}, PAGE)
    xie.do(f"{PAGE}/confirmation", {"shown": "1000.00"}, PAGE)
    text = xie.text(PAGE)
    assert "1,000.00" in text
    assert "附上户数。" in text
    assert ("就不够发了" if lang == "zh" else "it runs out in ") in text
    roll = proposed(district)
    short = "年度预算不够" if lang == "zh" else "budget does not last"
    assert short in qian.text(f"/desk/payrolls/{roll.id}")
    assert ("不够用" if lang == "zh" else "Not enough") in qian.text(LIST)
    assert "1,000.00" in qian.text("/desk/budgets/2026/district")


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(person, number):
    gao = person("gao")
    for field, typed, said in (
        ("amount", "-5", "不能小于零"),
        ("amount", "0", "大于 0 元"),
        ("year", "26", "今年和明年"),
        ("words", " ", "依据或者原因"),
    ):
        answer = gao.send("/desk/budgets/new", {**FIELDS, field: typed})
        assert answer.status_code == 422
        assert said in words(answer)
        assert f'id="{field}-why"' in answer.text
        assert 'value="2026"' in answer.text or field == "year"
    gao.do("/desk/budgets/new", FIELDS)
    assert "已经提过了" in words(gao.send("/desk/budgets/new", FIELDS))


def test_whoever_proposed_is_offered_no_confirmation(person, number):
    xie = person("xie")
    xie.do("/desk/budgets/new", FIELDS)
    assert "您提的，要另一个人确认" in xie.text(PAGE)
    assert 'name="shown"' not in xie.get(PAGE).text
    answer = xie.send(f"{PAGE}/confirmation", {"shown": "100.00"}, PAGE)
    assert "不能自己确认" in words(answer)


def test_an_area_that_is_none_or_not_theirs(person, number):
    assert person("xie").get("/desk/budgets/2026/nowhere").status_code == 404
    assert person("gao").get("/desk/budgets/2026/district").status_code == 403
    assert person("fang").get(PAGE).status_code == 403
    assert person("xie").get("/desk/budgets?year=x").status_code == 200


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_december_left_unpaid_is_said_to_be_of_the_next_year(person, district, number, lang):
    """Whom December's roll leaves out was committed until it was made, and is next year's after it."""
    owed = f"{9 * amount(district, number) / 100:,.2f}"
    move_to(district, date(2026, 12, 10))
    still = "年的月份还有" if lang == "zh" else "are not paid yet"
    before = person("gao", lang).text(PAGE)
    assert ("算到下一张表那一年" if lang == "zh" else "still without one after December's roll") in before
    assert still not in before
    payrolls.record_answer(district, REVIEWER, sent(district, "2026-12").id, [Returned(number, "账号已销")])
    for path in (PAGE, "/desk/budgets/2026/district"):
        after = person("xie", lang).text(path)
        assert still in after
        assert owed in after
    assert still not in person("xie", lang).text(f"/desk/budgets/2027/{STREET_ID}")
