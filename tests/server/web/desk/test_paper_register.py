"""The register of numbered papers at the desk: what counts, and taking one back with a reason."""

from __future__ import annotations

import pytest

from server.domain.paper import PaperKind
from server.services.paper_register import register_paper
from tests.factories import REVIEWER

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
