"""What the index keeps of files that are over: one row a file until what identifies people is erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.daily_record import daily_until, find_daily
from server.domain.policy import Policy
from server.domain.retention import keep_until, over_since
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class RetentionRow(Row, frozen=True):
    """A file that is over and the last day it is kept whole, as ISO dates."""

    file: str
    kind: str  # case, or what daily record it is
    area: str
    stage: str  # of a case
    over_on: str
    keep_until: str


RETENTION: Final = Table("retention", RetentionRow, key=("file",), indexes=(("keep_until", "file"),))
CASE: Final = "case"
_DUE: Final = "WHERE keep_until < :on AND (kind = 'case') = :cases"
_COUNT: Final = " ".join(("SELECT count(*) FROM retention", _DUE))
_PAGE: Final = " ".join((_DUE, "ORDER BY keep_until, file LIMIT :limit OFFSET :offset"))


def retention_rows(case: Case, policy: Policy | None) -> Iterator[RetentionRow]:
    """The row of a case; none while it is open, once it is erased, or where its pack is not known here."""
    over = over_since(case)
    until = keep_until(case, policy.retention) if policy else None
    if over is not None and until is not None:
        dates = over.isoformat(), until.isoformat()
        yield RetentionRow(case.number, CASE, case.community, case.stage.value, *dates)


def daily_rows(acts: Sequence[Act], policies: Mapping[str, Policy]) -> Iterator[RetentionRow]:
    """The row of a daily record; none while it is open, once it is erased, or where its pack is not known."""
    policy = policies.get(acts[0].policy)
    daily, until = find_daily(acts), daily_until(acts, policy.retention) if policy else None
    if daily is not None and daily.over_on is not None and until is not None:
        dates = daily.over_on.isoformat(), until.isoformat()
        yield RetentionRow(acts[0].file, daily.kind, daily.area, "", *dates)


def count_due(index: Index, on: str, *, cases: bool) -> int:
    """How many cases, or daily records, are kept longer than they are to be, on the day ``on``."""
    return int(index.query(_COUNT, {"on": on, "cases": cases})[0][0])


def list_due(index: Index, on: str, *, cases: bool, limit: int, offset: int) -> list[RetentionRow]:
    """Those, the longest overdue first."""
    asked = {"on": on, "cases": cases, "limit": limit, "offset": offset}
    return index.rows(RETENTION, _PAGE, asked)
