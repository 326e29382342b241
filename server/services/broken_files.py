"""A file whose chain of acts does not hold: what is whole, and exactly where it is not (S7-APPR-05)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from server.domain.case import Case, fold_case
from server.domain.permission import Actor, check_in_area, check_may
from server.errors import Refusal
from server.services.district import District
from server.services.sentences import ActLine, Names, act_lines


@dataclass(frozen=True)
class BrokenFile:
    """The acts before the break, as they were written, and what is kept from the break on.

    Nothing can be decided on such a file: ``case`` is only what it was before the act at ``n``.
    """

    case: Case
    lines: Sequence[ActLine]
    n: int  # the first act that does not hold
    refusal: Refusal
    is_missing: bool  # that act is not there at all
    kept_after: int  # acts stored behind the break, which follow from nothing
    checked_at: datetime


def find_broken_file(district: District, actor: Actor, number: str) -> BrokenFile | None:
    """What holds of a file that breaks; None where its chain is whole, or not even its first act is."""
    check_may(actor, "case.read")
    whole, refusal, kept = district.casebook.read_to_break(number)
    if not whole or refusal is None:
        return None
    case = fold_case(whole)
    check_in_area(actor, case.street, case.community)
    n = len(whole) + 1
    return BrokenFile(
        case=case,
        lines=[replace(line, words="") for line in act_lines(district, case, Names(district))],
        n=n,
        refusal=refusal,
        is_missing=n not in kept,
        kept_after=sum(stored > n for stored in kept),
        checked_at=district.now(),
    )
