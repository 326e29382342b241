"""One year in every way the house says it: pages, files, feed, exports and rolls agree (S4, W-24)."""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from server.domain.annual import format_annual
from server.domain.period import year_period
from server.records.case_filter import CaseFilter
from server.services import payrolls
from server.services.annuals import work_out_annual
from server.services.district import District
from server.services.feed_tokens import begin_feed_token
from server.services.handing_over import arrange_passbook
from server.services.payrolls import Returned
from server.services.taken_over import take_over
from tests.factories import ADMINISTRATOR, OFFICER, REVIEWER, household
from tests.server.services.story import approved_case, move
from tests.server.services.test_annuals import takeover
from tests.server.services.test_monthlies import member
from tests.server.services.test_payrolls import sent
from tests.server.web.browsing import Person, words

YEAR, MONTH = "2026", "2026-05"
NEIGHBOURS = [member("m1", "female", "1966-02-01", "head"), member("m2", "male", "1990-05-05")]
Table = list[list[str]]


@pytest.fixture
def told(district: District) -> District:
    """A household of the town and one of the countryside paid in two months, one payment given back once."""
    number = approved_case(district).number
    other = take_over(
        district, ADMINISTRATOR, takeover(since="2026-03", household=household(members=NEIGHBOURS))
    ).number
    for each in (number, other):
        arrange_passbook(district, OFFICER, each, "示例银行", "4417")
    first = sent(district, "2026-04", subsidy_fen=3000)
    payrolls.record_answer(district, REVIEWER, first.id, [Returned(number, "账号已销")])
    move(district, days=60)
    sent(district, MONTH)
    district.index.catch_up()
    return district


def table_of(content: bytes) -> Table:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def sheet_of(content: bytes, place: int = 0) -> Table:
    """A sheet as its numbers are: a cell of text would not be one."""
    sheet = load_workbook(io.BytesIO(content)).worksheets[place]
    return [[_said(cell.value) for cell in row] for row in sheet.iter_rows()]


def _said(value: Any) -> str:
    return f"{Decimal(str(value)):f}" if isinstance(value, int | float) else str(value or "")


def same(one: str, other: str) -> bool:
    """Equal as numbers where both are, else as text: a workbook keeps no zeros behind the point."""
    try:
        return Decimal(one) == Decimal(other)
    except ArithmeticError:
        return one == other


def assert_same(one: Table, other: Table) -> None:
    assert len(one) == len(other)
    for left, right in zip(one, other, strict=True):
        assert all(map(same, left, right)), (left, right)


def test_the_files_of_the_statistics_say_what_the_page_and_the_command_say(
    person: Callable[..., Person], told: District
) -> None:
    xie = person("xie")
    found = xie.get(f"/desk/statistics.json?year={YEAR}").get_json()
    assert found == json.loads(json.dumps(format_annual(work_out_annual(told, year_period(int(YEAR))))))
    lines = table_of(xie.get(f"/desk/statistics.csv?year={YEAR}").get_data())
    months = table_of(xie.get(f"/desk/statistics.csv?year={YEAR}&table=months").get_data())
    book = xie.get(f"/desk/statistics.xlsx?year={YEAR}").get_data()
    assert_same(lines, sheet_of(book))
    assert_same(months, sheet_of(book, 1))
    page, by_line = words(xie.get(f"/desk/statistics?year={YEAR}")), {(row[0], row[2]): row for row in lines}
    for rule in ("S4-04", "S4-06", "S4-07"):
        for unit, name in (("户", "households"), ("人", "persons")):
            row, line = by_line[rule, unit], found[rule]
            said = [line["rural"][name], line["urban"][name], line[name]]
            assert row[3:6] == list(map(str, said))
    paid = found["S4-05"]
    yuan = [Decimal(part["amount_fen"]) / 100 for part in (paid["rural"], paid["urban"], paid)]
    assert list(map(Decimal, by_line["S4-05", "元"][3:6])) == yuan
    assert f"{yuan[-1]:,.2f}" in page


def test_the_months_add_up_to_the_year_and_the_monthly_table_to_its_month(
    person: Callable[..., Person], told: District
) -> None:
    xie = person("xie")
    found = xie.get(f"/desk/statistics.json?year={YEAR}").get_json()
    months = table_of(xie.get(f"/desk/statistics.csv?year={YEAR}&table=months").get_data())[1:]
    every = [row for row in months if row[1] == "合计"]
    assert sum(Decimal(row[12]) for row in every) * 100 == found["S4-05"]["amount_fen"]
    assert sum(int(row[4]) for row in every) == found["S4-06"]["households"]
    assert every[-1][10:12] == [str(found["S4-04"][name]) for name in ("households", "persons")]
    asked = f"year={YEAR}&month={int(MONTH[5:])}"
    lines = xie.get(f"/desk/statistics/monthly.json?{asked}").get_json()["lines"]
    (month,) = (row for row in every if row[0] == MONTH)
    assert month[10:12] == [str(lines[f"stock_{unit}"]["total"]) for unit in ("households", "persons")]
    assert (Decimal(month[12]) + Decimal(month[14])) * 100 == lines["money"]["total"]
    table = table_of(xie.get(f"/desk/statistics/monthly.csv?{asked}").get_data())
    assert_same(table, sheet_of(xie.get(f"/desk/statistics/monthly.xlsx?{asked}").get_data()))
    said = {row[1]: row[3:6] for row in table if row[0] == "资金"}
    money = lines["money"]
    assert [Decimal(cell) * 100 for cell in said["本月实际发放"]] == [
        money[part] for part in ("rural", "urban", "total")
    ]


def test_the_rolls_and_the_exports_hold_what_the_statistics_count(
    person: Callable[..., Person], told: District
) -> None:
    xie = person("xie")
    found = xie.get(f"/desk/statistics.json?year={YEAR}").get_json()
    rolls = payrolls.list_payrolls(told, REVIEWER).rows
    whole = found["S4-05"]["amount_fen"] + found["S4-08"]["amount_fen"]
    assert sum(roll.total_fen - roll.returned_fen for roll in rolls) == whole
    cases = [row for stage in ("approved", "in_receipt") for row in exported(xie, stage)]
    assert len(cases) == found["S4-04"]["households"]
    assert sum(int(row["人数"]) for row in cases) == found["S4-04"]["persons"]
    receipts = [told.get_case(row["案号"]).receipt for row in cases]
    assert [Decimal(row["金额（元/月）"]) * 100 for row in cases] == [
        receipt.now.amount_fen for receipt in receipts if receipt
    ]


def exported(person: Person, stage: str) -> list[dict[str, str]]:
    answer = person.send(f"/desk/exports/cases/csv?stage={stage}", page="/desk/exports")
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_the_feed_adds_up_to_the_statistics(
    person: Callable[..., Person], app: Flask, told: District
) -> None:
    found = person("xie").get(f"/desk/statistics.json?year={YEAR}").get_json()
    token = base64.b64encode(f"xie:{begin_feed_token(told, REVIEWER, '对数')}".encode()).decode()
    asked = f"/odata/Statistics?$filter=Year eq {YEAR}"
    rows = app.test_client().get(asked, headers={"Authorization": f"Basic {token}"}).get_json()["value"]
    assert sum(row["AddedHouseholds"] for row in rows) == found["S4-06"]["households"]
    now = max(row["Month"] for row in rows)
    last = [row for row in rows if row["Month"] == now]
    assert sum(row["Persons"] for row in last) == found["S4-04"]["persons"]
    receipts = [told.get_case(row.number).receipt for row in told.index.cases(CaseFilter())]
    due = [receipt.now.amount_fen for receipt in receipts if receipt]
    assert sum(Decimal(str(row["AmountDueYuan"])) for row in last) * 100 == sum(due)
