"""What the reviewer sees checked: no item of the amount passed over (D-29), a vote by the pack's own sum."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.benefit import work_out_benefit
from server.domain.benefit_household import Deduction, Income
from server.domain.case_parts import Resolution
from server.domain.review import check_items, check_two_thirds
from server.errors import Refusal
from tests.server.domain.benefits import DAY, earning
from tests.server.domain.packs import national, sifang


def test_an_exemption_and_a_cost_the_pack_has_no_item_of_fail_the_review() -> None:
    household = earning(0, income=(Income("transfer", 5000, "gift"),), deduct=(Deduction("pets", 700),))
    (check,) = check_items(work_out_benefit(national(), household, DAY))
    assert check.failed
    assert "gift 50.00 元" in check.fact_zh
    assert "pets, 7.00 yuan" in check.fact_en


def test_items_of_the_pack_and_an_amount_that_cannot_be_worked_out_add_no_line() -> None:
    known = earning(0, income=(Income("transfer", 5000, "nursing"),), deduct=(Deduction("work", 700),))
    assert not list(check_items(work_out_benefit(national(), known, DAY)))
    assert not list(check_items(Refusal("benefit.invalid", key="x", why="y")))


@pytest.mark.parametrize(
    ("comparator", "agree", "ok", "line"),
    [
        ("at_least", 6, True, "3×6 ≥ 2×9"),
        ("at_least", 5, False, "3×5 < 2×9"),
        ("more_than", 6, False, "3×6 ≤ 2×9"),
        ("more_than", 7, True, "3×7 > 2×9"),
    ],
)
def test_the_sum_is_compared_as_the_pack_compares(comparator, agree, ok, line):
    policy = replace(sifang(), meeting=replace(sifang().meeting, comparator=comparator))
    check = check_two_thirds(Resolution("M-1", 9, agree, 9 - agree, 0, 0, ok, "gate", ""), policy)
    assert (check.ok, line in check.zh, line in check.en) == (ok, True, True)
