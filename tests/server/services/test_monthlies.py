"""The monthly table follows the record: who lives there, their ages, the money (W-24)."""

from __future__ import annotations

from typing import Any

import pytest

from server.domain.monthly import Monthly
from server.errors import Refusal
from server.records.makeup_rows import PEOPLE
from server.services import payrolls
from server.services.district import District
from server.services.handing_over import arrange_passbook
from server.services.monthlies import get_monthly
from server.services.payrolls import Returned
from server.services.taken_over import take_over
from tests.factories import ADMINISTRATOR, CLERK, OFFICER, REVIEWER, household
from tests.server.services.story import approved_case, move
from tests.server.services.test_annuals import takeover
from tests.server.services.test_payrolls import amount, sent


def totals(monthly: Monthly) -> dict[str, int]:
    return {line.code: line.total for line in monthly.lines}


def member(id_: str, sex: str, birth: str, relation: str = "child") -> dict[str, Any]:
    return {"id": id_, "name": f"示例{id_}", "sex": sex, "birth": birth, "relation": relation}


def test_ages_are_those_of_the_months_last_day(district: District) -> None:
    members = [
        member("m1", "female", "1966-02-01", "head"),
        member("m2", "male", "2008-03-01"),
        member("m3", "female", "1990-05-05"),
    ]
    take_over(district, ADMINISTRATOR, takeover(household=household(members=members)))
    january = totals(get_monthly(district, REVIEWER, "2026-01"))
    assert (january["minors"], january["adults"], january["old"]) == (1, 2, 0)
    february = totals(get_monthly(district, REVIEWER, "2026-02"))
    assert (february["minors"], february["adults"], february["old"]) == (1, 1, 1)
    march = get_monthly(district, REVIEWER, "2026-03")
    assert (totals(march)["minors"], totals(march)["women"], totals(march)["men"]) == (0, 2, 1)
    assert totals(march)["unasked"] == totals(march)["adults"] == 2
    assert totals(march)["cause_unasked"] == 1
    assert {line.rural for line in march.lines if line.code == "women"} == {2}
    assert march.ok


def test_a_household_visited_counts_with_what_the_visit_found_and_what_it_was_paid(
    district: District,
) -> None:
    number = approved_case(district).number
    arrange_passbook(district, OFFICER, number, "示例银行", "4417")
    first = sent(district, subsidy_fen=3000)
    fen, april = amount(district, number), get_monthly(district, REVIEWER, "2026-04")
    found = totals(april)
    assert (found["stock_persons"], found["women"], found["men"], found["adults"]) == (2, 1, 1, 2)
    assert (found["able"], found["unasked"]) == (2, 0)
    assert (found["cause_other"], found["cause_unasked"]) == (1, 0)
    assert (found["money_benefit"], found["money_price_subsidy"]) == (fen, 6000)
    assert found["money"] == found["money_year"] == fen + 6000
    assert found["money_each"] == (fen + 6000) // 2
    assert april.ok
    payrolls.record_answer(district, REVIEWER, first.id, [Returned(number, "账号已销")])
    returned = get_monthly(district, REVIEWER, "2026-04")
    assert totals(returned)["money_returned"] == fen + 6000
    assert totals(returned)["money"] == 0
    assert returned.ok
    move(district, days=60)
    sent(district, "2026-05")
    may = totals(get_monthly(district, REVIEWER, "2026-05"))
    assert (may["money_arrears"], may["money_year"]) == (fen + 6000, 2 * fen + 6000)


def test_the_rows_name_nobody_and_come_again_as_they_were(district: District) -> None:
    case = take_over(district, ADMINISTRATOR, takeover())
    rows = district.index.rows(PEOPLE)
    assert len(rows) == case.persons
    assert "周例平" not in str(rows)
    district.index.refresh(case.number)
    assert district.index.rows(PEOPLE) == rows


def test_a_clerk_sees_the_table_of_the_own_community_alone(district: District) -> None:
    take_over(district, ADMINISTRATOR, takeover())
    assert get_monthly(district, CLERK, "2026-03").area == CLERK.community
    with pytest.raises(Refusal):
        get_monthly(district, CLERK, "2026-03", "songlin")
