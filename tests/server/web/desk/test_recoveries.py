"""Overpayments at the desk: found, paid back, let off; the household's history and the list (S7-DUTY-D2)."""

from __future__ import annotations

import pytest

from tests.server.services.test_recoveries import balance, died
from tests.server.web.browsing import words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_overpayment_goes_its_way(person, district, lang):
    number = died(district)
    gao, qian = person("gao", lang), person("qian", lang)
    page = f"/desk/cases/{number}/payments"
    assert "2026-06" in gao.text(page)
    assert page in gao.text(f"/desk/cases/{number}") or page in gao.get(f"/desk/cases/{number}").text
    gao.do(f"/desk/cases/{number}/overpayment", {"reason": "died", "words": "死亡证明已看。"}, page)
    owed = balance(district, number)
    gao.do(f"/desk/cases/{number}/repayment-plan", {"way": "cash"}, page)
    paid = {"amount": "100", "on": "2026-06-10", "words": "收据 0031 号"}
    gao.do(f"/desk/cases/{number}/repayment", paid, page)
    assert balance(district, number) == owed - 10_000
    assert number in gao.text("/desk/recoveries")
    assert number in gao.get("/desk/recoveries.csv").data.decode("utf-8-sig")
    waiver = {"amount": f"{(owed - 10_000) / 100:.2f}", "words": "家里确实困难。"}
    qian.do(f"/desk/cases/{number}/waiver", waiver, page)
    assert balance(district, number) == 0
    assert number not in gao.text("/desk/recoveries")
    assert number in gao.text("/desk/recoveries?state=settled")
    assert ("多发追回" if lang == "zh" else "Overpayments") in gao.text("/desk/upkeep")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(person, district):
    number = died(district)
    gao = person("gao")
    answer = gao.send(f"/desk/cases/{number}/overpayment", {"reason": "died", "words": ""})
    assert answer.status_code == 422
    assert "写明依据" in words(answer)
    gao.do(f"/desk/cases/{number}/overpayment", {"reason": "died", "words": "死亡证明已看。"})
    fields = {"amount": "99999", "on": "2026-06-10", "words": "收据 0031 号"}
    answer = gao.send(f"/desk/cases/{number}/repayment", fields)
    assert "不能超过还没退的" in words(answer)
    assert 'value="99999"' in answer.text
    answer = gao.send(f"/desk/cases/{number}/repayment-plan", {"way": "instalments", "monthly": "x"})
    assert answer.status_code == 422
    assert gao.get(f"/desk/cases/{number}/waiver").status_code == 403
