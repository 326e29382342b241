"""What the index keeps of draws, and of what was found in the communities drawn (see ``domain.draw``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from server.domain.act import Act
from server.domain.draw import due_on, fold_draw
from server.domain.policy import Policy
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class DrawRow(Row, frozen=True):
    """A draw as lists show it."""

    file: str
    scope: str  # district, or the id of a street
    quarter: str
    kind: str
    communities: int
    count: int  # the least there must be
    committed_on: str
    revealed: bool
    covered: int  # of those drawn, how many a record was made of
    due_on: str


class FindingRow(Row, frozen=True):
    """What an audit says of one household: where it is to be adjusted or stopped, the case is reviewed."""

    file: str
    n: int
    case_number: str
    community: str
    outcome: str  # keep | adjust | stop
    on_day: str


DRAWS: Final = Table("draws", DrawRow, key=("file",), indexes=(("quarter", "scope", "kind"),))
FINDINGS: Final = Table(
    "audit_findings", FindingRow, key=("file", "n", "case_number"), indexes=(("case_number",),)
)


def draw_rows(acts: Sequence[Act], policy: Policy) -> Iterator[Any]:
    draw = fold_draw(acts)
    identity = draw.frame.id
    yield DrawRow(
        file=identity.file,
        scope=identity.scope,
        quarter=str(identity.quarter),
        kind=identity.kind,
        communities=len(draw.frame.rows),
        count=draw.frame.count,
        committed_on=draw.committed_on.isoformat(),
        revealed=draw.is_revealed,
        covered=len(draw.covered),
        due_on=due_on(identity, policy).isoformat(),
    )
    for looked in draw.looked:
        for found in looked.findings:
            day = looked.on.isoformat()
            yield FindingRow(identity.file, looked.n, found.case, looked.community, found.outcome, day)


def draws_of(index: Index, scopes: Sequence[str] = (), quarter: str = "") -> list[DrawRow]:
    """Draws, the newest quarter first; of every scope where none is named."""
    marks = ", ".join("?" * len(scopes))
    wanted = [f"scope IN ({marks})"] if scopes else []
    wanted += ["quarter = ?"] if quarter else []
    where = f"WHERE {' AND '.join(wanted)} " if wanted else ""
    values = [*scopes, *([quarter] if quarter else [])]
    return index.rows(DRAWS, f"{where}ORDER BY quarter DESC, scope != 'district', scope, kind", values)


def findings_of(index: Index, case: str) -> list[FindingRow]:
    """What audits said of a household, the newest last."""
    return index.rows(FINDINGS, "WHERE case_number = ? ORDER BY on_day, n", [case])


def households_in_receipt(index: Index, month: str) -> dict[str, int]:
    """How many households each community has in receipt in a month."""
    found = index.query(
        "SELECT community, count(DISTINCT file) FROM spells WHERE since <= :month"
        " AND (until = '' OR until >= :month) GROUP BY community",
        {"month": month},
    )
    return {str(community): int(count) for community, count in found}
