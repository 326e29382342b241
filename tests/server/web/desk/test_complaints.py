"""A complaint that suggested a recovery with nothing to ask back: said on its page (S7-DUTY-S6)."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.objection import Statement
from server.services.complaints import complain_on_page
from server.services.stops import stop_receipt
from server.services.suggested_recoveries import list_suggested
from tests.factories import COMMUNITY_ID, HEAD_OF_BUREAU, OFFICER
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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_wrong_with_an_inquiry_is_said_at_its_field(person, district, lang):
    receipt = complain_on_page(district, "household", COMMUNITY_ID, Statement("他家有两套房。", once="1"))
    page, gao = f"/desk/complaints/{receipt}", person("gao", lang)
    one = gao.send(f"{page}/officers", {"case": "", "first": "gao", "second": "gao"}, page)
    assert 'id="first-why"' in one.text
    gao.do(f"{page}/officers", {"case": "", "first": "gao", "second": "xie"}, page)
    look = {"way": "words", "looked_on": district.today().isoformat(), "words": ""}
    assert 'id="words-why"' in gao.send(f"{page}/looks", look, page).text
    early = gao.send(f"{page}/looks", look | {"words": "问过", "looked_on": "1999-01-01"}, page)
    assert 'id="looked_on-why"' in early.text
    assert "问过" in early.text
    gao.do(f"{page}/looks", look | {"words": "问过"}, page)
    finding = {"result": "true", "consequence": "review", "reason": "有两套"}
    assert 'id="consequence-why"' in gao.send(f"{page}/finding", finding, page).text
    assert 'id="result-why"' in gao.send(f"{page}/finding", finding | {"result": ""}, page).text
    gao.do(f"{page}/officers", {"case": "", "first": "xie", "second": "gao"}, page)
    gao.do(f"{page}/finding", finding | {"consequence": "nothing"}, page)
    assert "换人核查" not in gao.text(page)


def test_the_desk_of_complaints_is_called_so_in_english(person, district):
    receipt = complain_on_page(district, "household", COMMUNITY_ID, Statement("他家有两套房。", once="1"))
    gao = person("gao", "en")
    assert "<h1>Complaints</h1>" in gao.get("/desk/complaints").text
    assert f"<title>Complaint {receipt}" in gao.get(f"/desk/complaints/{receipt}").text
