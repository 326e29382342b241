"""Papers against the record: what differs fails, what is not there yet waits (S7-APPR-02, S7-APPR-05)."""

from __future__ import annotations

import pytest

from server.domain.case_parts import Comparison
from server.domain.paper import PaperKind
from server.domain.review_papers import PaperFinding, check_copies, check_issued


def compared(**documents: str) -> Comparison:
    return Comparison(documents, "counter", "", "xie", "2026-03-06T01:00:00Z")


@pytest.mark.parametrize(
    ("documents", "ok", "waits", "fact"),
    [
        ({"identity": "same", "register": "same"}, True, False, ""),
        ({"identity": "same", "register": "missing"}, False, True, "没带原件：户口簿复印件"),
        ({"identity": "differs", "register": "same"}, False, False, "不一样：身份证复印件"),
        (
            {"identity": "differs", "register": "missing"},
            False,
            False,
            "不一样：身份证复印件；没带原件：户口簿复印件",
        ),
    ],
)
def test_a_copy_that_differs_fails_and_an_original_not_brought_is_waited_for(documents, ok, waits, fact):
    check = check_copies(compared(**documents), "S7-APPR-02", "originals_checked")
    assert (check.ok, check.waits, check.fact_zh) == (ok, waits, fact)
    assert check.failed is not (ok or waits)


def test_nothing_compared_is_no_agreement_of_anything():
    assert "0 份" in check_copies(compared(), "S7-EVAL-03", "originals_compared").zh


def test_a_damaged_paper_fails_whatever_else_is_to_be_printed_again():
    papers = [
        PaperFinding(PaperKind.APPROVAL_FORM, "松低保〔2026〕1-2 号", stale=True),
        PaperFinding(PaperKind.REPORT, "松低保〔2026〕1-1 号", damaged=True),
    ]
    check = check_issued(papers)
    assert check.failed
    assert check.fact_zh == "读不出来，或者改过：《评估报告》松低保〔2026〕1-1 号"
    later = check_issued(papers[:1])
    assert later.waits
    assert "要重印：《审批表》" in later.fact_zh


def test_papers_that_say_what_the_record_says_are_counted():
    check = check_issued([PaperFinding(PaperKind.REPORT, "松低保〔2026〕1-1 号")])
    assert (check.ok, check.rule) == (True, "S7-APPR-05")
    assert check.zh.startswith("1 份")
