"""``ruhu report annual``: the statistics of a year, every line under its rule (S4-01…S4-20)."""

from __future__ import annotations

import argparse
from typing import Any

from server.commands.options import add_couchdb, add_verb, choose, read_settings, tell
from server.domain.annual import Annual, format_annual
from server.domain.money import format_yuan
from server.domain.period import year_period
from server.errors import Refusal
from server.opening import open_for_command
from server.records.entries import Area
from server.services.annuals import work_out_annual


def add_to(report: Any) -> None:
    parser = add_verb(
        report,
        "annual",
        run_annual,
        about="the statistics of a year: households and persons in receipt, added, cancelled, money paid",
        example="ruhu report annual --year 2020 --json",
        json_too=True,
    )
    parser.add_argument("--year", type=int, required=True, metavar="Y", help="January to December")
    parser.add_argument("--area", default="", metavar="A", help="a street or community by its id")
    add_couchdb(parser)


def run_annual(options: argparse.Namespace) -> int:
    """0 where every logic check holds, 1 where one does not."""
    period = year_period(options.year)
    with open_for_command(read_settings(options)) as district:
        if options.area and district.office.find(Area, options.area) is None:
            raise Refusal("area.unknown", id=options.area)
        annual = work_out_annual(district, period, options.area)
    tell(options, format_annual(annual), "\n".join(_lines(annual)))
    return 0 if annual.ok else 1


def _lines(annual: Annual) -> list[str]:
    all_, paid = annual.all, annual.all_paid
    return [
        choose(
            f"{annual.period.name} 年末 {all_.stock.households} 户 {all_.stock.persons} 人",
            f"{annual.period.name}: at its end {all_.stock.households} households,"
            f" {all_.stock.persons} persons",
        ),
        choose(
            f"新增 {all_.added.households} 户 {all_.added.persons} 人",
            f"added {all_.added.households} households, {all_.added.persons} persons",
        ),
        choose(
            f"取消 {all_.cancelled.households} 户 {all_.cancelled.persons} 人",
            f"cancelled {all_.cancelled.households} households, {all_.cancelled.persons} persons",
        ),
        choose(
            f"发放保障金 {format_yuan(paid.benefit_fen)} 元",
            f"paid {format_yuan(paid.benefit_fen)} yuan",
        ),
        choose(
            f"临时物价补贴 {paid.subsidy_times} 人次 {format_yuan(paid.subsidy_fen)} 元",
            f"price subsidy {paid.subsidy_times} person-times, {format_yuan(paid.subsidy_fen)} yuan",
        ),
        choose(
            "逻辑核对都成立。" if annual.ok else "有逻辑核对不成立。",
            "Every logic check holds." if annual.ok else "A logic check does not hold.",
        ),
    ]
