"""From what comes in to what counts: exempt and deducted money in the home visit (P-20 arts 12, 13; D-29)."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from forms.library import get_definition
from forms.record import Record

FILLED = json.loads(
    (Path(__file__).parents[1] / "vectors" / "records" / "home-visit.json").read_text("utf-8")
)
SUMS = ("income_gross", "income_exempt", "income_deducted", "income_total", "income_per_capita")
fen = st.integers(min_value=1, max_value=2_000_000)


def sums(change: dict[str, Any]) -> dict[str, str | None]:
    """The sums of the filled record with rows of its second member changed."""
    answers = copy.deepcopy(FILLED["answers"])
    answers["member"][0] |= {"exempt": [], "deducted": []}
    answers["member"][1] |= change
    sealed = Record(get_definition(FILLED["form"]), answers, today=FILLED["today"]).sealed()
    return {name: sealed.get(name) for name in SUMS}


def income(amount: str | None) -> dict[str, Any]:
    return {"_id": "i1", "kind": "wages", "source": "零工", "basis": ["bank"], "amount": amount}


def exempt(amount: str | None, row: str = "e1") -> dict[str, Any]:
    return {"_id": row, "exempt_kind": "relief", "exempt_amount": amount, "exempt_basis": ["bank"]}


def deducted(amount: str | None) -> dict[str, Any]:
    return {"_id": "d1", "deducted_kind": "work", "deducted_amount": amount, "deducted_basis": ["bank"]}


def yuan(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d}"


@settings(deadline=None)
@given(wages=fen, left_out=st.lists(fen, max_size=3), taken_off=fen)
def test_net_is_gross_less_exempt_less_deducted_and_never_below_zero(
    wages: int, left_out: list[int], taken_off: int
) -> None:
    rows = [exempt(yuan(amount), f"e{at}") for at, amount in enumerate(left_out)]
    found = sums({"income": [income(yuan(wages))], "exempt": rows, "deducted": [deducted(yuan(taken_off))]})
    net = max(0, wages - taken_off)
    assert found["income_gross"] == yuan(wages + sum(left_out))
    assert found["income_exempt"] == yuan(sum(left_out))
    assert found["income_deducted"] == yuan(taken_off)
    assert found["income_total"] == yuan(net)
    assert abs(Decimal(str(found["income_per_capita"])) * 3 - Decimal(net) / 100) <= Decimal("0.015")


def test_money_that_is_not_counted_changes_nothing_that_counts() -> None:
    plain = sums({"income": [income("1860.00")], "deducted": []})
    relieved = sums({"income": [income("1860.00")], "deducted": [], "exempt": [exempt("5000.00")]})
    assert relieved["income_total"] == plain["income_total"] == "1860.00"
    assert (plain["income_gross"], relieved["income_gross"]) == ("1860.00", "6860.00")


def test_what_is_not_counted_is_unknown_while_its_amount_is_never_nought() -> None:
    found = sums({"income": [income("1860.00")], "deducted": [], "exempt": [exempt(None)]})
    assert [found[name] for name in ("income_gross", "income_exempt", "income_total")] == [None] * 3


def test_a_deduction_without_an_amount_leaves_what_counts_unknown() -> None:
    found = sums({"income": [income("1860.00")], "deducted": [deducted(None)]})
    assert (found["income_deducted"], found["income_total"]) == (None, None)


def test_a_deduction_of_somebody_it_no_longer_fits_is_not_taken_off() -> None:
    pension = income("1860.00") | {"kind": "pension"}
    assert sums({"income": [pension], "deducted": [deducted("60.00")]})["income_total"] == "1860.00"
