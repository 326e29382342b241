"""The register of consultations comes by the page, the newest in front (S7-APPLY-03)."""

from __future__ import annotations

from server.domain.page import span_of
from server.records.consultation_rows import consultations_in, count_consultations
from server.services.consultations import Asked, list_consultations, record_consultation
from server.services.district import District
from tests.factories import CLERK, COMMUNITY_ID, furnish


def test_the_pages_hold_every_line_of_the_year_once(district: District) -> None:
    furnish(district)
    for number in range(5):
        record_consultation(district, CLERK, Asked(f"第{number}位", ("conditions",), letter=True))
    areas = [COMMUNITY_ID]
    total = count_consultations(district.index, 2026, areas)
    pages = [consultations_in(district.index, 2026, areas, span_of(total, n, 2)) for n in (1, 2, 3)]
    listed = [f"{row.file}-{row.n}" for page in pages for row in page]
    every = list_consultations(district, CLERK, 2026)
    assert listed == [each.id for each in every.rows]
    assert (total, len(set(listed)), every.total) == (5, 5, 5)
    assert {each.asked.name for each in every.rows} == {f"第{number}位" for number in range(5)}
