"""What the index keeps of exemptions and costs with a last day that an amount rests on (D-29)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from server.domain.case import Case
from server.domain.expiry import Basis, basis_of, expiries_of, has_dated
from server.domain.policy import Policy
from server.errors import Refusal
from server.records.evidence import Evidence
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index

_REVIEW: Final = "review"  # the kind of evidence a reviewed household is


class ExpiryRow(Row, frozen=True):
    """An item with a last day that the amount a household receives now was worked out with."""

    file: str  # the case's number
    kind: str  # exempt | deduct
    code: str
    street: str
    community: str
    head: str
    policy: str  # the pack of the decision, which has the item
    decided_on: str  # the day the amount was worked out
    until: str
    fen: int  # what goes by the item, a month
    amount_fen: int  # what is received


EXPIRIES: Final = Table(
    "expiries", ExpiryRow, key=("file", "kind", "code"), indexes=(("until", "street", "community", "file"),)
)
ENDED, SOON = STATES = ("ended", "soon")
_IN_AREA: Final = "(:street = '' OR street = :street) AND (:community = '' OR community = :community)"
_IN_STATE: Final = {ENDED: "until < :today", SOON: "until >= :today AND until <= :horizon"}
# A review that is open looks at it already.
_NOBODY_LOOKS: Final = """NOT EXISTS (SELECT 1 FROM periodic_reviews r
  WHERE r.file = expiries.file AND r.outcome = '')"""


@dataclass(frozen=True)
class Asked:
    """An area (empty: all of it), the day it is, and the last day of what ends soon."""

    street: str
    community: str
    today: str
    horizon: str


def expiry_rows(
    case: Case, policies: Mapping[str, Policy], head: str, answers: Mapping[str, Any], evidence: Evidence
) -> Iterator[ExpiryRow]:
    """The rows of a household in receipt; ``answers`` are those of its visit.

    None where the pack of the decision is not known here, or what was found is erased or damaged.
    """
    basis = basis_of(case)
    policy = policies.get(basis.policy) if basis else None
    if basis is None or policy is None or case.receipt is None or not has_dated(policy):
        return
    found = _found(case, basis, answers, evidence)
    place = (case.street, case.community, head, policy.key, basis.on.isoformat())
    for each in expiries_of(policy, found, basis.on):
        amounts = (each.fen, case.receipt.now.amount_fen)
        yield ExpiryRow(case.number, each.kind, each.code, *place, each.until.isoformat(), *amounts)


def count_expiries(index: Index, state: str, asked: Asked) -> int:
    """How many items ended or end soon, each household's by itself."""
    query = " ".join(("SELECT count(*) FROM expiries WHERE", _IN_AREA, "AND", _IN_STATE[state]))
    return int(index.sums(query, asdict(asked))[0][0])


def count_to_review(index: Index, asked: Asked) -> int:
    """How many households have an item that ended and no review under way."""
    wanted = (_IN_AREA, _IN_STATE[ENDED], _NOBODY_LOOKS)
    query = " ".join(("SELECT count(DISTINCT file) FROM expiries WHERE", " AND ".join(wanted)))
    return int(index.sums(query, asdict(asked))[0][0])


def list_expiries(
    index: Index, state: str, asked: Asked, *, limit: int = -1, offset: int = 0
) -> list[ExpiryRow]:
    """The items in a state, those that ended first in front; ``limit`` -1 is all of them."""
    order = "ORDER BY until, community, file, kind, code LIMIT :limit OFFSET :offset"
    rest = " ".join(("WHERE", _IN_AREA, "AND", _IN_STATE[state], order))
    return index.rows(EXPIRIES, rest, asdict(asked) | {"limit": limit, "offset": offset})


def expiries_in(index: Index, number: str) -> list[ExpiryRow]:
    """The items one household's amount rests on, the first to end in front."""
    return index.rows(EXPIRIES, "WHERE file = ? ORDER BY until, kind, code", (number,))


def _found(case: Case, basis: Basis, answers: Mapping[str, Any], evidence: Evidence) -> Mapping[str, Any]:
    """The household as the decision had it; nothing where that is gone."""
    if not basis.household:
        return answers
    try:
        kept: Mapping[str, Any] = evidence.get(_REVIEW, case.number, basis.household)["answers"]
    except Refusal:
        return {}
    return kept
