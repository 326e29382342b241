"""Households whose amount rests on an exemption or a cost that ended, or ends soon (D-29).

An item stops applying by itself, but what is paid follows only from a decision: an early review is opened for
these households, and whatever is decided then goes without the item.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from server.domain.days import parse_date
from server.domain.expiry import find_title
from server.domain.page import Page, span_of
from server.domain.periodic_review import open_review
from server.domain.permission import CLERK, Actor, check_may, may_in_area
from server.errors import Refusal
from server.records.expiry_rows import (
    ENDED,
    STATES,
    Asked,
    ExpiryRow,
    count_expiries,
    count_to_review,
    expiries_in,
    list_expiries,
)
from server.services.district import District
from server.services.households_now import benefit_now

PAGE: Final = 20
SOON_DAYS: Final = 90


@dataclass(frozen=True)
class ExpiryLine:
    """One item of one household: what it is called in both languages, and what is received with and without.

    ``then_fen`` is None while the item still applies, and where the amount cannot be worked out today.
    ``waits_for`` is the next step of a review that is open, empty where none is.
    """

    row: ExpiryRow
    zh: str
    en: str
    has_ended: bool
    then_fen: int | None
    waits_for: str


@dataclass(frozen=True)
class ExpiryPage(Page[ExpiryLine]):
    """A page of a state, with the counts of both; ``to_review`` households have no review under way."""

    counts: dict[str, int]
    to_review: int


def list_ended(
    district: District, actor: Actor, *, state: str = ENDED, community: str = "", page: int = 1
) -> ExpiryPage:
    """The items that ended (``ended``), or do within 90 days (``soon``), that amounts rest on in an area."""
    check_may(actor, "review.read")
    state = state if state in STATES else ENDED
    asked = _asked(district, actor, community)
    counts = {each: count_expiries(district.index, each, asked) for each in STATES}
    span = span_of(counts[state], page, PAGE)
    rows = list_expiries(district.index, state, asked, limit=span.size, offset=span.offset)
    lines = [_line(district, row, asked.today) for row in rows]
    return ExpiryPage(lines, span, counts, count_to_review(district.index, asked))


def expiries_of_case(district: District, actor: Actor, number: str) -> Sequence[ExpiryLine]:
    """What ended, or ends soon, of what one household's amount rests on."""
    check_may(actor, "review.read")
    asked = _asked(district, actor)
    rows = [row for row in expiries_in(district.index, number) if row.until <= asked.horizon]
    return [
        _line(district, row, asked.today) for row in rows if may_in_area(actor, row.street, row.community)
    ]


def count_ended(district: District, actor: Actor) -> int:
    """How many households wait for an early review that this person's community opens (S7-DUTY-C6)."""
    return count_to_review(district.index, _asked(district, actor)) if CLERK in actor.roles else 0


def check_ended(district: District, number: str) -> None:
    """Refuses a review for an item that ended where the household's amount rests on none."""
    today = district.today().isoformat()
    if all(row.until >= today for row in expiries_in(district.index, number)):
        raise Refusal("periodic_review.no_expiry")


def _asked(district: District, actor: Actor, community: str = "") -> Asked:
    today = district.today()
    horizon = today + timedelta(days=SOON_DAYS)
    return Asked(actor.street, actor.community or community, today.isoformat(), horizon.isoformat())


def _line(district: District, row: ExpiryRow, today: str) -> ExpiryLine:
    case, has_ended = district.get_case(row.file), row.until < today
    review = open_review(case)
    policy = district.policy_of(row.policy)
    titles = find_title(policy, row.kind, row.code, parse_date(row.until))
    then_fen = _without(district, row.file) if has_ended else None
    return ExpiryLine(row, *titles, has_ended, then_fen, review.waits_for if review else "")


def _without(district: District, number: str) -> int | None:
    """What the household would receive by what is known of it today; None where no pack in force says so."""
    try:
        return benefit_now(district, district.get_case(number)).amount_fen
    except Refusal:
        return None
