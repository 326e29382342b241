"""An index of cases made up for a test: rows as a fold gives them, without a record behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from msgspec.structs import replace

from server.domain.wording import join_plain
from server.records.find_tables import FindRow
from server.records.index import Index
from server.records.index_rows import CaseRow

BLANK = CaseRow("", "", "", "accepted", 1, "", "", "", "", "", "", "", "", 0, "accepted", "", "", 1)


def find_row(number: str, texts: Sequence[str] = (), **given: Any) -> FindRow:
    row = FindRow(number, "songlin", "huaian", "accepted", "2026-03-02", (), (), join_plain((number, *texts)))
    return replace(row, **given)


def index_of(rows: Mapping[str, FindRow]) -> Index:
    """The fold of a file is what ``rows`` says of it now."""

    def fold(file: str) -> list[Any]:
        row = rows.get(file)
        if row is None:
            return []
        case = replace(
            BLANK,
            number=file,
            street=row.street,
            community=row.community,
            stage=row.stage,
            applied_on=row.applied_on,
        )
        return [case, row]

    index = Index(None, cast("Any", None), fold)
    for file in rows:
        index.refresh(file)
    return index
