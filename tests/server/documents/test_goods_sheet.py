"""The sheet goods are signed for on: every household with its amounts and a place to sign (S7-DUTY-S3)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from server.documents.goods_sheet import GoodsSheet, SheetLine, goods_facts, print_goods_sheet

INK = {"width": 300, "height": 120, "paths": ["M10 10L40 40"]}
SHEET = GoodsSheet(
    organ="松林街道低保所",
    number="2026-001",
    words="春节慰问",
    on=date(2026, 2, 10),
    items=["大米（公斤）", "食用油（桶）"],
    groups={
        "淮安社区": [
            SheetLine("SL-2026-0001", "周例平", 2, (10, 1), INK, date(2026, 2, 10)),
            SheetLine("SL-2026-0002", "陈样和", 3, (15, 1)),
        ],
        "柳岸社区": [SheetLine(f"SL-2026-{n:04d}", "吴示例", 1, (5, 1)) for n in range(100, 160)],
    },
    totals="大米 325 公斤；食用油 62 桶",
    demonstration=True,
    created_at=datetime(2026, 2, 10, tzinfo=UTC),
)


def test_every_household_has_its_row_and_who_signed_is_shown_so() -> None:
    facts = goods_facts(SHEET)
    assert facts["columns"] == ["序号", "案号", "户主", "人口", *SHEET.items, "领取人签字", "日期"]
    first, second = facts["groups"][0]["rows"]
    assert first["cells"] == ["1", "SL-2026-0001", "周例平", "2", "10", "1"]
    assert first["ink"].startswith("<svg")
    assert (second["ink"], second["on"]) == ("", "")
    assert len(facts["groups"][1]["rows"]) == 60
    assert "2026年2月10日" in facts["lead"]


def test_it_prints_and_the_same_sheet_prints_the_same() -> None:
    content = print_goods_sheet(SHEET)
    assert content.startswith(b"%PDF")
    assert content == print_goods_sheet(SHEET)
