"""The registers beside the procedure, what is due first in front, a page at a time."""

from __future__ import annotations

from typing import Final

from server.domain.page import Span
from server.records.index import Index, RegisteredRow

_DUE: Final = """FROM registered WHERE register = :register AND due != ''
  AND (:street = '' OR street = :street) AND (:community = '' OR community = :community)"""
_COUNT: Final = f"SELECT count(*) {_DUE}"
_PAGE: Final = f"SELECT * {_DUE} ORDER BY due, since DESC, case_number DESC LIMIT :limit OFFSET :offset"


def count_due(index: Index, register: str, street: str = "", community: str = "") -> int:
    """How many cases of an area stand on a register with something still due."""
    asked = {"register": register, "street": street, "community": community}
    return int(index.sums(_COUNT, asked)[0][0])


def list_due(index: Index, register: str, street: str, community: str, span: Span) -> list[RegisteredRow]:
    """A page of them."""
    asked = {"register": register, "street": street, "community": community}
    rows = index.query(_PAGE, asked | {"limit": span.size, "offset": span.offset})
    return [RegisteredRow(*row) for row in rows]
