"""What the index keeps so that nobody is taken over twice: old numbers, and who is in receipt by digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from server.domain.case import Case
from server.domain.household import Household
from server.errors import Refusal
from server.records.evidence import Evidence
from server.records.table import Row, Table

if TYPE_CHECKING:
    from server.records.index import Index


class TakenOverRow(Row, frozen=True):
    """A household of the system before, by the number it had there."""

    file: str  # the case's number
    origin: str


class RecipientRow(Row, frozen=True):
    """A member of a household in receipt, by the SHA-256 of the identity number."""

    file: str  # the case's number
    member: str
    digest: str


TAKEN_OVER: Final = Table("taken_over", TakenOverRow, key=("file",), indexes=(("origin",),))
RECIPIENTS: Final = Table("recipients", RecipientRow, key=("file", "member"), indexes=(("digest",),))


def takeover_rows(
    case: Case, household: Household | None, evidence: Evidence
) -> Iterator[TakenOverRow | RecipientRow]:
    """The rows of a household that receives something; none of one that was stopped."""
    receipt = case.receipt
    if receipt is None:
        return
    if origin := _origin(case, evidence):
        yield TakenOverRow(case.number, origin)
    if household is None or receipt.spells[-1].until:
        return
    for member in household.members:
        if member.identity_number:
            yield RecipientRow(case.number, member.id, _digest(member.identity_number))


def find_taken_over(index: Index, origin: str) -> str:
    """The case a household of the system before has become; empty where it was not taken over."""
    rows = index.rows(TAKEN_OVER, "WHERE origin = ?", (origin,)) if origin else ()
    return next((row.file for row in rows), "")


def find_recipient(index: Index, identity_number: str) -> str:
    """The case in which somebody receives already; empty where nowhere."""
    rows = index.rows(RECIPIENTS, "WHERE digest = ?", (_digest(identity_number),))
    return next((row.file for row in rows), "")


def _origin(case: Case, evidence: Evidence) -> str:
    opened = case.acts[0]
    if opened.kind != "taken_over" or "source" not in opened.facts:
        return ""
    try:
        return str(evidence.get("source", case.number, opened.facts["source"]).get("origin", ""))
    except Refusal:
        return ""


def _digest(identity_number: str) -> str:
    return hashlib.sha256(identity_number.upper().encode("utf-8")).hexdigest()
