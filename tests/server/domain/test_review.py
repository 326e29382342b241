"""What the reviewer sees checked of the amount: an item the pack does not have is not passed over (D-29)."""

from server.domain.benefit import work_out_benefit
from server.domain.benefit_household import Deduction, Income
from server.domain.review import check_items
from server.errors import Refusal
from tests.server.domain.benefits import DAY, earning
from tests.server.domain.packs import national


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
