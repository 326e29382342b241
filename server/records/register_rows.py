"""The register of families in the order they applied, a page at a time (DOC-17)."""

from __future__ import annotations

from typing import Final

from server.domain.page import Span
from server.records.index import CaseRow, Index

_YEAR: Final = """WHERE applied_on >= :first AND applied_on <= :last
  AND (:street = '' OR street = :street) AND (:community = '' OR community = :community)"""
_COUNT: Final = " ".join(("SELECT count(*) FROM cases", _YEAR))
_PAGE: Final = " ".join(
    (
        "SELECT * FROM cases WHERE number IN (SELECT number FROM cases",
        _YEAR,
        "ORDER BY applied_on, number LIMIT :limit OFFSET :offset) ORDER BY applied_on, number",
    )
)


def count_families(index: Index, year: int, street: str = "", community: str = "") -> int:
    """How many applied in a year."""
    return int(index.sums(_COUNT, _asked(year, street, community))[0][0])


def families_in(index: Index, year: int, street: str, community: str, span: Span) -> list[CaseRow]:
    """A page of those who applied in a year, the first in front."""
    asked = _asked(year, street, community) | {"limit": span.size, "offset": span.offset}
    return [CaseRow(*row) for row in index.query(_PAGE, asked)]


def _asked(year: int, street: str, community: str) -> dict[str, str | int]:
    first, last = f"{year:04d}-01-01", f"{year:04d}-12-31"
    return {"first": first, "last": last, "street": street, "community": community}
