"""The monthly table's lines and the checks it is held against (W-24)."""

from dataclasses import replace
from typing import Any

from server.domain.annual import MonthLine, Paid
from server.domain.count import Count, Movement
from server.domain.monthly import Monthly, Part, format_monthly

NOTHING = Count()


def part(**changes: Any) -> Part:
    usual = Part(
        known=3,
        unknown=1,
        counts={
            "women": 2,
            "men": 1,
            "minors": 1,
            "adults": 1,
            "old": 1,
            "disabled": 1,
            "able": 0,
            "partly": 1,
            "lost": 0,
            "unasked": 0,
        },
        causes={"illness": 1, "schooling": 1},
        asked=1,
        unasked=1,
        money={"benefit": 90_000, "arrears": 10_000, "recovery": 5_000, "returned": 20_000},
        year_fen=100_000,
    )
    return replace(usual, **changes)


def table(urban: Part | None = None, lines_fen: int = 75_000) -> Monthly:
    stock = Count(2, 4)
    moved = {
        "urban": Movement(stock, NOTHING, NOTHING, NOTHING, stock),
        "rural": Movement(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING),
    }
    paid = {"urban": Paid(75_000), "rural": Paid()}
    line = MonthLine("2026-03", moved, paid, stock)
    empty = Part(0, 0, {}, {}, 0, 0, {}, 0)
    return Monthly("2026-03", "", line, {"urban": urban or part(), "rural": empty}, lines_fen)


def failed(monthly: Monthly) -> set[str]:
    return {check.code for check in monthly.checks if not check.holds}


def test_money_is_what_went_out_less_what_was_kept_back_and_returned() -> None:
    lines = {line.code: line for line in table().lines}
    assert lines["money"].total == lines["money"].urban == 75_000
    assert lines["money_each"].total == 18_750  # 4 persons
    assert lines["money_each"].rural == 0
    assert table().ok


def test_each_check_fails_on_its_own_mistake() -> None:
    counts = dict(part().counts)
    assert failed(table(part(counts=counts | {"women": 3}))) == {"sexes"}
    assert failed(table(part(counts=counts | {"old": 2}))) == {"ages"}
    assert failed(table(part(counts=counts | {"lost": 1}))) == {"ability"}
    assert failed(table(part(unknown=0))) == {"people"}
    assert failed(table(part(unasked=0))) == {"causes"}
    assert failed(table(lines_fen=74_999)) == {"money_lines"}
    assert failed(table(part(money={"benefit": 75_001}), lines_fen=75_001)) == {"money_annual"}


def test_the_json_has_every_line_with_its_unit() -> None:
    found = format_monthly(table())
    assert found["lines"]["women"] == {"unit": "persons", "rural": 0, "urban": 2, "total": 2}
    assert found["lines"]["cause_illness"]["total"] == 1
    assert {check["code"] for check in found["checks"]} >= {"sexes", "money_lines", "total_persons"}
