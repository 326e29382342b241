"""What the index keeps of information checks not settled: one row a case (see ``domain.info_check``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from server.domain.case import Case
from server.domain.info_check import open_state
from server.domain.policy import Policy
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class InfoCheckRow(Row, frozen=True):
    """A case whose check waits for ``state``: request, results, telling or recheck."""

    file: str  # the case's number
    street: str
    community: str
    state: str


INFO_CHECKS: Final = Table("info_checks", InfoCheckRow, key=("file",), indexes=(("street", "community"),))
_IN_AREA: Final = "WHERE (:street = '' OR street = :street) AND (:community = '' OR community = :community)"
_COUNT: Final = " ".join(("SELECT count(*) FROM info_checks", _IN_AREA))


def info_check_rows(case: Case, policy: Policy | None) -> Iterator[InfoCheckRow]:
    """The row of a case; none where its pack asks for no check, or is not known here."""
    state = open_state(case, policy) if policy else ""
    if state:
        yield InfoCheckRow(case.number, case.street, case.community, state)


def list_info_checks(index: Index, *, street: str, community: str) -> list[InfoCheckRow]:
    """Those of an area; an empty field does not narrow."""
    return index.rows(INFO_CHECKS, _IN_AREA, {"street": street, "community": community})


def count_info_checks(index: Index, *, street: str, community: str) -> int:
    return int(index.query(_COUNT, {"street": street, "community": community})[0][0])
