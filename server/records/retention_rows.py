"""What the index keeps of files that are over: one row a case until what identifies people is erased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.domain.case import Case
from server.domain.policy import Policy
from server.domain.retention import keep_until, over_since
from server.records.table import Table

if TYPE_CHECKING:
    from server.records.index import Index


@dataclass(frozen=True)
class RetentionRow:
    """A case that is over and the last day it is kept whole, as ISO dates."""

    file: str  # the case's number
    street: str
    community: str
    stage: str
    over_on: str
    keep_until: str


RETENTION: Final = Table("retention", RetentionRow, key=("file",), indexes=(("keep_until", "file"),))
_DUE: Final = "WHERE keep_until < :on"
_COUNT: Final = " ".join(("SELECT count(*) FROM retention", _DUE))
_PAGE: Final = " ".join((_DUE, "ORDER BY keep_until, file LIMIT :limit OFFSET :offset"))


def retention_rows(case: Case, policy: Policy | None) -> Iterator[RetentionRow]:
    """The row of a case; none while it is open, once it is erased, or where its pack is not known here."""
    over = over_since(case)
    until = keep_until(case, policy.retention) if policy else None
    if over is not None and until is not None:
        dates = over.isoformat(), until.isoformat()
        yield RetentionRow(case.number, case.street, case.community, case.stage.value, *dates)


def count_due(index: Index, on: str) -> int:
    """How many are kept longer than they are to be, on the day ``on``."""
    return int(index.query(_COUNT, {"on": on})[0][0])


def list_due(index: Index, on: str, *, limit: int, offset: int) -> list[RetentionRow]:
    """Those, the longest overdue first."""
    return index.rows(RETENTION, _PAGE, {"on": on, "limit": limit, "offset": offset})
