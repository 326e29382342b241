"""The district releases variables for research, says for whom, and takes the file (S1-VAR-01)."""

from __future__ import annotations

from tests.server.services.employed import issued_case, receive, returned
from tests.server.web.browsing import words


def test_a_release_needs_a_purpose_and_is_listed(person, district):
    receive(district, issued_case(district), returned(district))
    reviewer = person("xie")
    assert "不出 1 行" in reviewer.text("/desk/research")
    years = {"first": "2026", "last": "2026"}
    refused = reviewer.send("/desk/research", years)
    assert (refused.status_code, "请写明给谁、做什么用" in words(refused)) == (422, True)
    assert (
        reviewer.send("/desk/research", {"first": "x", "last": "2026", "purpose": "研究"}).status_code == 422
    )
    reviewer.do("/desk/research", years | {"purpose": "某大学，研究失业时间。"})
    assert "某大学，研究失业时间。" in reviewer.text("/desk/research")
    answer = reviewer.get("/desk/research/2026/1/release.csv")
    assert answer.data.decode("utf-8-sig").strip() == "Y,X1,X2,X3,X4,X5"
    assert reviewer.get("/desk/research/2026/9/release.csv").status_code == 404


def test_nobody_else_takes_it(person, district):
    for user in ("fang", "gao"):
        assert person(user).get("/desk/research").status_code == 403
    assert "Data for research" in person("xie", lang="en").text("/desk/research")
