"""The laws of a hand-out: whole units, everybody once, and sums that add up (S7-DUTY-S3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.goods import (
    MOST_ITEMS,
    Handout,
    Item,
    Line,
    Receipt,
    check_collecting,
    check_items,
    fold_handout,
    format_amounts,
    format_line,
    left_over,
    parse_line,
    total_of,
)
from server.errors import Refusal

DAY = date(2026, 2, 10)
RICE, OIL = Item("大米", "公斤", 0, 5), Item("食用油", "桶", 1, 0)
ITEM = st.builds(
    Item, st.sampled_from(["米", "油", "被"]), st.just("件"), st.integers(0, 50), st.integers(0, 9)
)
TOOK = Receipt(DAY, "self", "", "", "gao")


def line(case: str, persons: int, items: tuple[Item, ...] = (RICE, OIL)) -> Line:
    return Line(case, "c", "样例", persons, tuple(item.amount(persons) for item in items))


def handout(lines: list[Line], items: tuple[Item, ...] = (RICE, OIL)) -> Handout:
    totals = total_of(lines, items)
    return Handout("goods-2026-001", "s", DAY, items, "w", "l", len(lines), totals, "gao", "p@1")


@given(st.lists(ITEM, min_size=1, max_size=4), st.lists(st.integers(1, 9), min_size=1, max_size=8), st.data())
def test_what_was_collected_and_what_is_left_is_what_there_was(
    items: list[Item], sizes: list[int], data: st.DataObject
) -> None:
    lines = [line(f"SL-2026-{n:04d}", persons, tuple(items)) for n, persons in enumerate(sizes)]
    took = data.draw(st.sets(st.sampled_from([each.case for each in lines])))
    found = replace(handout(lines, tuple(items)), collected=dict.fromkeys(took, TOOK))
    gone = total_of([each for each in lines if each.case in took], items)
    rest = left_over(found, lines)
    assert tuple(a + b for a, b in zip(gone, rest, strict=True)) == found.totals
    assert found.left == len(lines) - len(took)
    assert [parse_line(format_line(each)) for each in lines] == lines


def test_what_is_nothing_is_not_said() -> None:
    assert format_amounts((RICE, OIL), (10, 1)) == "大米 10 公斤；食用油 1 桶"
    assert format_amounts((RICE, OIL), (0, 1)) == "食用油 1 桶"


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((), "goods.items"),
        ((RICE, RICE), "goods.items"),
        (tuple(Item(str(n), "件", 1, 0) for n in range(MOST_ITEMS + 1)), "goods.items"),
        ((Item("", "桶", 1, 0),), "goods.item"),
        ((Item("大米", "", 1, 0),), "goods.item"),
        ((Item("大米", "公斤", 0, 0),), "goods.amount"),
        ((Item("大米", "公斤", -1, 5),), "goods.amount"),
        ((Item("大米", "公斤", 10_000, 0),), "goods.amount"),
    ],
)
def test_a_thing_without_a_name_a_unit_or_an_amount_is_refused(items: tuple[Item, ...], code: str) -> None:
    with pytest.raises(Refusal, match=code.replace(".", r"\.")):
        check_items(items)


def test_nobody_collects_twice_or_without_being_listed() -> None:
    lines = [line("SL-2026-0001", 2), line("SL-2026-0002", 3)]
    found = replace(handout(lines), collected={"SL-2026-0001": TOOK})
    check_collecting(found, lines, ["SL-2026-0002"], "self")
    for cases, how, code in (
        (["SL-2026-0001"], "self", "goods.collected"),
        (["SL-2026-0002", "SL-2026-0002"], "self", "goods.collected"),
        (["SL-2026-0009"], "self", "goods.not_listed"),
        ([], "self", "goods.nobody_named"),
        (["SL-2026-0002"], "somehow", "goods.how"),
    ):
        with pytest.raises(Refusal, match=code.replace(".", r"\.")):
            check_collecting(found, lines, cases, how)
    for state in ("closed", "called_off"):
        with pytest.raises(Refusal, match=r"goods\.ended"):
            check_collecting(replace(found, state=state), lines, ["SL-2026-0002"], "self")


def test_a_file_that_begins_otherwise_is_no_hand_out() -> None:
    with pytest.raises(Refusal, match=r"goods\.unknown"):
        fold_handout([])
