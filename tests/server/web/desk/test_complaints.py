"""A complaint that suggested a recovery with nothing to ask back: said on its page (S7-DUTY-S6)."""

from __future__ import annotations

from datetime import date

import pytest

from server.services.stops import stop_receipt
from server.services.suggested_recoveries import list_suggested
from tests.factories import HEAD_OF_BUREAU, OFFICER
from tests.server.services.test_suggested_recoveries import number
from tests.server.web.browsing import words

__all__ = ["number"]

WHY = "四月就停发了，没有多发过。"


@pytest.mark.parametrize(("lang", "said"), [("zh", "没有要追回的"), ("en", "Nothing to ask back")])
def test_that_there_is_nothing_to_recover_is_said_with_a_reason(person, district, number, lang, said):
    [suggested] = list_suggested(district, OFFICER)
    page, gao = f"/desk/complaints/{suggested.receipt}", person("gao", lang)
    assert "nothing-owed" in gao.get(page).text
    refused = gao.send(f"{page}/nothing-owed", {"nothing": " "}, page)
    assert refused.status_code == 422
    assert 'id="nothing-why"' in refused.text
    gao.do(f"{page}/nothing-owed", {"nothing": WHY}, page)
    after = gao.get(page)
    assert WHY in words(after)
    assert said.lower() in words(after).lower()
    assert "nothing-owed" not in after.text
    assert suggested.receipt not in gao.text("/desk/recoveries")


def test_while_something_is_owed_the_words_stay_and_it_is_refused(person, district, number):
    [suggested] = list_suggested(district, OFFICER)
    page, gao = f"/desk/complaints/{suggested.receipt}", person("gao")
    stop_receipt(district, HEAD_OF_BUREAU, number, "died", date(2026, 4, 20), "死亡证明已看。")
    refused = gao.send(f"{page}/nothing-owed", {"nothing": WHY}, page)
    assert refused.status_code == 422
    assert WHY in refused.text
