"""An amount rests on an item with a last day while that item applied when it was worked out (D-29)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.domain.expiry import Expiry, expiries_of, find_title, has_dated, last_day
from server.domain.policy_benefit import IncomeItem
from tests.server.domain.benefits import WORDS, with_rules
from tests.server.domain.packs import national

END = date(2025, 12, 31)
DAY = timedelta(days=1)


def item(until: date | None = None, since: date | None = None, code: str = "aid") -> IncomeItem:
    return IncomeItem(code, WORDS, "例", since, until)


def claiming(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"member": [{"_id": f"m{n}"} | row for n, row in enumerate(rows, start=1)]}


def pension(amount: str = "123.00", kind: str = "basic_pension") -> dict[str, Any]:
    return {"exempt": [{"_id": "e1", "exempt_kind": kind, "exempt_amount": amount}]}


def test_what_the_members_draw_under_a_dated_item_is_added_up() -> None:
    answers = claiming(pension(), pension("100.00"), pension("50.00", "service"))
    assert list(expiries_of(national(), answers, END)) == [Expiry("exempt", "basic_pension", END, 22300)]


def test_the_last_day_is_still_within_and_the_next_is_not() -> None:
    assert list(expiries_of(national(), claiming(pension()), END + DAY)) == []
    assert list(expiries_of(national(), claiming(pension("0")), END)) == []
    assert list(expiries_of(national(), claiming({}), END)) == []


def test_a_cost_with_a_last_day_is_told_apart_from_an_income_of_its_code() -> None:
    pack = with_rules(income={"exempt": (item(),), "deduct": (item(END),)})
    row = pension("10.00", "aid") | {"deducted": [{"deducted_kind": "aid", "deducted_amount": "20.00"}]}
    assert list(expiries_of(pack, claiming(row), END)) == [Expiry("deduct", "aid", END, 2000)]
    assert has_dated(pack)
    assert not has_dated(with_rules(income={"exempt": (item(),), "deduct": ()}))


def test_under_a_pack_that_ended_the_amount_rests_on_what_applied_on_its_last_day() -> None:
    ended = replace(national(), valid_until=END - DAY)
    assert [each.until for each in expiries_of(ended, claiming(pension()), END + DAY)] == [END]


def test_an_item_that_is_followed_by_its_next_does_not_end() -> None:
    later = END + timedelta(days=365)
    assert last_day([item(END), item(since=END + DAY)], "aid", END) is None
    assert last_day([item(END), item(later, END + DAY)], "aid", END) == later
    assert last_day([item(END), item(later, END + DAY + DAY)], "aid", END) == END
    assert last_day([item(END, END)], "aid", END - DAY) is None
    assert last_day([], "aid", END) is None


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5), st.integers(0, 30))
def test_a_day_after_the_last_no_item_applies_and_until_then_one_does_each_day(
    spans: list[tuple[int, int]], offset: int
) -> None:
    first = date(2026, 1, 1)
    items = [item(first + until * DAY, first + since * DAY) for since, until in spans if since <= until]
    on = first + offset * DAY
    found = last_day(items, "aid", on)

    def applies(day: date) -> bool:
        return any(each.since and each.until and each.since <= day <= each.until for each in items)

    if found is None:
        assert not applies(on)
        return
    assert all(applies(on + n * DAY) for n in range((found - on).days + 1))
    assert not applies(found + DAY)


def test_an_item_is_called_what_the_pack_calls_it() -> None:
    title = next(each.title for each in national().income.exempt if each.code == "basic_pension")
    assert find_title(national(), "exempt", "basic_pension", END) == (title.zh, title.en)
    assert find_title(national(), "exempt", "gone", END) == ("gone", "gone")
