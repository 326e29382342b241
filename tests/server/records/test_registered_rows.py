"""A register's page is cut by the index: what is due first stands in front."""

from __future__ import annotations

from server.domain.page import Span
from server.records.arranged import arrange
from server.records.index import RegisteredRow
from server.records.registered_rows import count_due, list_due
from server.services.district import District


def test_pages_hold_what_is_due_of_the_area_and_of_this_register_alone(district: District) -> None:
    dues = ["2026-03-05", "", "2026-03-02", "2026-03-04", "2026-03-02"]
    rows = [
        RegisteredRow(
            "hardship", f"SL-2026-000{n}", "songlin", "huaian", "赵", "2026-03-01", due, "", "visited"
        )
        for n, due in enumerate(dues)
    ]
    rows.append(RegisteredRow("relative", "SL-2026-0009", "songlin", "", "", "", "2026-01-01", "", ""))
    rows.append(RegisteredRow("hardship", "YQ-2026-0001", "yunque", "", "", "", "2026-01-01", "", ""))
    district.index.fill(arrange([("F", rows)]))
    assert count_due(district.index, "hardship", "songlin") == 4
    assert count_due(district.index, "hardship", "songlin", "elsewhere") == 0
    found = [
        row.case
        for page in (1, 2)
        for row in list_due(district.index, "hardship", "songlin", "huaian", Span(4, page, 2))
    ]
    assert found == ["SL-2026-0004", "SL-2026-0002", "SL-2026-0003", "SL-2026-0000"]
