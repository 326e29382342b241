"""The register of numbered papers at the desk: what counts, and taking one back with a reason."""

from __future__ import annotations

import pytest

from server.domain.paper import PaperKind
from server.services.paper_register import register_paper
from tests.factories import REVIEWER
from tests.server.web.browsing import words

SAYS = {"title": "小结", "summary": "示例区，2025年低保统计小结"}


@pytest.mark.parametrize(("lang", "withdrawn"), [("zh", "收回了"), ("en", "withdrawn")])
def test_a_paper_is_taken_back_with_a_reason_and_stays(person, district, lang, withdrawn):
    register_paper(district, REVIEWER, PaperKind.SUMMARY, "2025", SAYS)
    xie = person("xie", lang)
    refused = xie.send("/desk/papers/1/withdraw", {"reason": " "}, "/desk/papers")
    assert refused.status_code == 422
    xie.do("/desk/papers/1/withdraw", {"reason": "口径写错了。"}, "/desk/papers")
    text = xie.text("/desk/papers")
    assert withdrawn in text.lower()
    assert "口径写错了。" in text
    assert person("fang").get("/desk/papers").status_code == 403


@pytest.mark.parametrize(("lang", "why"), [("zh", "写明"), ("en", "why")])
def test_in_a_filled_list_the_form_of_the_paper_that_was_meant_is_open(person, district, lang, why):
    for year in range(2000, 2025):
        register_paper(district, REVIEWER, PaperKind.SUMMARY, str(year), SAYS | {"summary": f"{year}年小结"})
    xie = person("xie", lang)
    first = xie.get("/desk/papers")
    assert first.text.count("<details") == 20
    assert "<details open" not in first.text
    refused = xie.send("/desk/papers/24/withdraw", {"reason": " "}, "/desk/papers")
    assert refused.status_code == 422
    assert refused.text.count("<details open") == 1
    assert "2023年小结" in refused.text.split("<details open")[0].rsplit("<tr>", 1)[1]
    assert why in words(refused).lower()
    xie.do("/desk/papers/24/withdraw", {"reason": "口径写错了。"}, "/desk/papers")
    after = xie.get("/desk/papers")
    assert after.text.count("<details") == 19
    assert "2023年小结" in after.text.split("口径写错了。")[0].rsplit("<tr>", 1)[1]


def test_a_paper_of_a_later_page_is_taken_back_there(person, district):
    for year in range(2000, 2025):
        register_paper(district, REVIEWER, PaperKind.SUMMARY, str(year), SAYS | {"summary": f"{year}年小结"})
    xie = person("xie")
    second = "/desk/papers?page=2"
    assert "2000年小结" in xie.text(second)
    assert "/desk/papers/1/withdraw?page=2" in xie.get(second).text
    refused = xie.send("/desk/papers/1/withdraw?page=2", {"reason": ""}, second)
    assert refused.status_code == 422
    assert refused.text.count("<details open") == 1
    there = xie.do("/desk/papers/1/withdraw?page=2", {"reason": "口径写错了。"}, second)
    assert "口径写错了。" in xie.text(there)
