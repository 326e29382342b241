"""The quarterly list on paper: the pack's fields, as many pages as it takes, the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from server.documents.quarter_list import ListPaper, list_facts, print_list
from server.domain.quarter import Quarter
from server.domain.quarter_list import ListWindow
from tests.server.documents.papers import text_of

PAPER = ListPaper(
    title="四方区城市居民最低生活保障对象季度公示榜",
    table="低保家庭享受低保情况表",
    organ="槐安社区居民委员会",
    community="槐安社区",
    quarter=Quarter(2026, 2),
    window=ListWindow(date(2026, 4, 10), date(2026, 4, 15)),
    fields=("head", "persons", "amount"),
    lines=[{"case": "SL-2026-0001", "head": "周例平", "persons": 2, "amount_fen": 34000}],
    households=1,
    persons=2,
    amount_fen=34000,
    office="松林街道低保所",
    phone="0000-000 0000",
    seal_hint="加盖居委会公章",
    url="https://example.test/board/lists/huaian/2026-Q2",
    newest_head=None,
    demonstration=False,
    created_at=datetime(2026, 4, 10, tzinfo=UTC),
)


def test_a_list_prints_the_fields_of_the_pack_and_no_other() -> None:
    fewer = list_facts(replace(PAPER, fields=("head", "persons")))
    assert fewer["columns"] == ["户主", "家庭人口"]
    assert fewer["rows"] == [["周例平", "2 人"]]
    assert "340.00" not in str(fewer["lead"])
    assert "SL-2026-0001" not in str(list_facts(PAPER))


def test_a_list_and_its_table_are_called_what_the_pack_calls_them() -> None:
    text = text_of(print_list(PAPER))
    assert "四方区城市居民最低生活保障对象季度公示榜" in text
    assert text.index("低保家庭享受低保情况表") < text.index("每月金额")


def test_the_summary_says_households_persons_and_money() -> None:
    lead = list_facts(PAPER)["lead"]
    assert "1 户" in lead
    assert "340.00 元" in lead


def test_a_long_list_takes_more_pages_and_prints_the_same_again() -> None:
    long = replace(PAPER, lines=list(PAPER.lines) * 120)
    printed = print_list(long)
    assert len(printed) > len(print_list(PAPER))
    assert print_list(long) == printed


def test_a_list_of_nobody_is_posted_all_the_same() -> None:
    nobody = replace(PAPER, lines=[], households=0, persons=0, amount_fen=0)
    assert print_list(nobody, "a3").startswith(b"%PDF")
