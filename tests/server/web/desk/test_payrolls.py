"""The payment roll at the desk: from the street's proposal to the bank's answer (S7-DUTY-D2, S7-DUTY-S3)."""

from __future__ import annotations

import hashlib

import pytest

from server.services.handing_over import arrange_passbook
from server.services.payrolls import get_payroll
from server.services.stops import stop_receipt
from tests.factories import HEAD_OF_BUREAU, OFFICER, REVIEWER, STREET_ID
from tests.server.services.story import approved_case
from tests.server.web.browsing import words

PAGE = f"/desk/payrolls/payroll-{STREET_ID}-2026-04"


@pytest.fixture
def number(district):
    number = approved_case(district).number
    arrange_passbook(district, OFFICER, number, "示例银行", "4417")
    return number


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_roll_goes_its_way(person, district, number, lang):
    gao, xie, qian = (person(user, lang) for user in ("gao", "xie", "qian"))
    fields = {"street": STREET_ID, "month": "2026-04", "subsidy": "30"}
    assert gao.do("/desk/payrolls/new", fields) == PAGE
    lines = get_payroll(district, REVIEWER, PAGE.rpartition("/")[2]).lines
    for signer in (xie, qian):
        signer.do(f"{PAGE}/signature", {"lines": lines}, PAGE)
    text = xie.text(PAGE)
    title = "2026年4月 发放表" if lang == "zh" else "Payment roll Apr 2026"
    assert f"<title>{title}" in xie.get(PAGE).text
    assert "周例平" not in text
    assert "****4417" in text
    xie.do(f"{PAGE}/sending", {"encoding": "gb18030"}, PAGE)
    content = xie.get(f"{PAGE}/bank.csv").data
    roll = get_payroll(district, REVIEWER, PAGE.rpartition("/")[2])
    assert hashlib.sha256(content).hexdigest() == roll.bank_file
    hold = "暂缓" if lang == "zh" else "hold"
    xie.do(f"{PAGE}/answer", {"returned": f"{number} 账号已销 {hold}\n"}, PAGE)
    assert "账号已销" in xie.text(PAGE)
    assert xie.send(f"{PAGE}/end", {"paid": "1"}, PAGE).status_code == 422
    xie.do(f"{PAGE}/end", {"paid": "0"}, PAGE)
    xie.do(f"{PAGE}/release", {"case": number}, PAGE)
    assert "2026-04" in qian.text("/desk/payrolls")
    assert ("发放表" if lang == "zh" else "Payment rolls") in xie.text("/desk/upkeep")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(person, number):
    gao = person("gao")
    answer = gao.send("/desk/payrolls/new", {"street": STREET_ID, "month": "April", "subsidy": "x"})
    assert answer.status_code == 422
    assert "2026-03 这样" in words(answer)
    assert 'value="April"' in answer.text
    gao.do("/desk/payrolls/new", {"street": STREET_ID, "month": "2026-04"})
    answer = gao.send("/desk/payrolls/new", {"street": STREET_ID, "month": "2026-04"})
    assert "一个月只有一份" in words(answer)
    xie = person("xie")
    answer = xie.send(f"{PAGE}/answer", {"returned": "SL-2026-0001"}, PAGE)
    assert "第 1 行读不懂" in words(answer)
    assert ">SL-2026-0001</textarea>" not in answer.text  # the roll is not sent: there is no such field


def test_the_street_that_proposes_neither_signs_nor_sends(person, number):
    gao = person("gao")
    gao.do("/desk/payrolls/new", {"street": STREET_ID, "month": "2026-04"})
    for step in ("signature", "sending", "answer", "end"):
        assert gao.send(f"{PAGE}/{step}", {}, PAGE).status_code == 403
    assert gao.get(f"{PAGE}/bank.csv").status_code == 403
    assert person("fang").get(PAGE).status_code == 403
    assert person("xie").get("/desk/payrolls/payroll-songlin-2026-09").status_code == 404


def test_a_subsidy_that_cannot_be_read_makes_no_roll(person, district, number):
    gao = person("gao")
    gao.do("/desk/payrolls/new", {"street": STREET_ID, "month": "2026-04"})
    person("qian").do(f"{PAGE}/return", {"reason": "补贴漏了"}, PAGE)
    answer = gao.send(f"{PAGE}/proposal", {"subsidy": "三十"}, PAGE)
    assert answer.status_code == 422
    assert 'value="三十"' in answer.text
    assert get_payroll(district, REVIEWER, PAGE.rpartition("/")[2]).state == "sent_back"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_sent_it_back_and_why_stands_where_it_is_worked_out_anew(person, number, lang):
    gao, qian = person("gao", lang), person("qian", lang)
    gao.do("/desk/payrolls/new", {"street": STREET_ID, "month": "2026-04"})
    answer = qian.send(f"{PAGE}/return", {"reason": " "}, PAGE)
    assert answer.status_code == 422
    assert 'id="reason-why"' in answer.text
    qian.do(f"{PAGE}/return", {"reason": "补贴漏了"}, PAGE)
    text = gao.text(PAGE)
    assert "补贴漏了" in text
    assert ("退回了这份表" if lang == "zh" else "sent this roll back") in text


def test_who_has_no_passbook_is_named(person, district):
    number = approved_case(district).number
    gao = person("gao")
    gao.do("/desk/payrolls/new", {"street": STREET_ID, "month": "2026-04"})
    assert number in gao.text(PAGE)


def test_a_roll_that_pays_who_stopped_offers_neither_signing_nor_sending(person, district, number):
    gao, xie = person("gao"), person("xie")
    gao.do("/desk/payrolls/new", {"street": STREET_ID, "month": "2026-04"})
    stop_receipt(district, HEAD_OF_BUREAU, number, "died", district.today(), "死亡证明。")
    text = xie.get(PAGE).text
    assert "停发了或者减了" in text
    assert f'action="{PAGE}/signature"' not in text
    assert f'action="{PAGE}/return"' in text
    lines = get_payroll(district, REVIEWER, PAGE.rpartition("/")[2]).lines
    answer = xie.send(f"{PAGE}/signature", {"lines": lines}, PAGE)
    assert answer.status_code == 409
    assert f"（{number}）" in words(answer)
