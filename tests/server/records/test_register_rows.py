"""The register of families is cut by the index, in the order they applied."""

from __future__ import annotations

from msgspec.structs import replace

from server.domain.page import Span
from server.records.arranged import arrange
from server.records.index import CaseFilter
from server.records.register_rows import count_families, families_in
from server.services.district import District
from tests.factories import accepted_case, furnish


def test_a_page_holds_the_families_of_the_year_and_area_in_their_order(district: District) -> None:
    furnish(district)
    accepted_case(district)
    (row,) = district.index.cases(CaseFilter())
    days = ["2026-03-01", "2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01", "2026-01-01"]
    district.index.clear()
    made = [replace(row, number=f"SL-2026-000{n}", applied_on=day) for n, day in enumerate(days)]
    district.index.fill(arrange([("F", [*made, replace(row, number="YQ-2026-0001", street="yunque")])]))
    found = [families_in(district.index, 2026, row.street, "", Span(4, page, 3)) for page in (1, 2)]
    numbers = [[each.number[-1] for each in page] for page in found]
    assert numbers == [["2", "5", "0"], ["3"]]
    assert count_families(district.index, 2026, row.street, row.community) == 4
    assert count_families(district.index, 2026, row.street, "elsewhere") == 0
