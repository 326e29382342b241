"""What the index keeps of reviews: when each household is due next, every review, every renewal (S7-REV)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from server.domain.case import Case
from server.domain.periodic_review import PeriodicReview
from server.domain.policy import Policy
from server.domain.review_plan import plan_of
from server.records.table import Row, Table


class PlanRow(Row, frozen=True):
    """A household in receipt: its class and the month it is due for review; both empty without a class."""

    file: str
    street: str
    community: str
    head: str
    klass: str
    due_month: str
    last_month: str
    persons: int
    amount_fen: int


class ReviewRow(Row, frozen=True):
    """One review; ``waits_for`` is the act that comes next, empty once there is none."""

    file: str
    n: int
    street: str
    community: str
    head: str
    klass: str
    occasion: str
    month: str
    opened_on: str
    due_on: str
    waits_for: str
    opinion: str  # keep | adjust | stop, empty before the community recorded it
    objected: bool
    outcome: str  # the same words, empty while it is open
    reason: str  # a code
    before_fen: int
    after_fen: int
    since: str
    closed_on: str


class RenewalRow(Row, frozen=True):
    """A household that came to register its renewal; ``period`` is the first month of the quarter."""

    file: str
    period: str
    street: str
    community: str
    came_on: str
    who: str
    changed: bool


PLANS: Final = Table(
    "review_plans",
    PlanRow,
    key=("file",),
    indexes=(("due_month", "community", "file", "street", "klass"), ("klass",)),
)
REVIEWS: Final = Table(
    "periodic_reviews",
    ReviewRow,
    key=("file", "n"),
    indexes=(("month", "street", "community"), ("waits_for", "street", "community")),
)
RENEWALS: Final = Table(
    "renewals", RenewalRow, key=("file", "period"), indexes=(("period", "came_on", "file"),)
)


def plan_rows(case: Case, policy: Policy | None, head: str) -> Iterator[PlanRow]:
    """One row while the household receives; none where its pack is not known here."""
    plan = plan_of(case, policy) if policy else None
    if plan is None or case.receipt is None:
        return
    now = case.receipt.now
    place = (case.number, case.street, case.community, head)
    yield PlanRow(*place, plan.klass, plan.due_month, plan.last_month, now.persons, now.amount_fen)


def review_rows(case: Case, head: str) -> Iterator[ReviewRow]:
    klass = case.receipt.now.klass if case.receipt else ""
    for review in case.reviews:
        yield _review_row(case, review, head, klass)


def renewal_rows(case: Case) -> Iterator[RenewalRow]:
    for each in case.renewals:
        place = (case.number, each.period, case.street, case.community)
        yield RenewalRow(*place, each.came_on.isoformat(), each.who, each.changed)


def _received(case: Case) -> int:
    return case.receipt.now.amount_fen if case.receipt else 0


def _review_row(case: Case, review: PeriodicReview, head: str, klass: str) -> ReviewRow:
    recorded = review.recorded
    spell = case.receipt.in_month(review.month) if case.receipt else None
    return ReviewRow(
        file=case.number,
        n=review.n,
        street=case.street,
        community=case.community,
        head=head,
        klass=spell.klass if spell else klass,
        occasion=review.occasion,
        month=review.month,
        opened_on=review.opened_on.isoformat(),
        due_on=review.due_on.isoformat(),
        waits_for=review.waits_for,
        opinion=recorded.opinion if recorded else "",
        objected=review.objected,
        outcome=review.outcome,
        reason=recorded.reason if recorded else "",
        before_fen=recorded.before_fen if recorded else _received(case),
        after_fen=review.after_fen,
        since=review.since,
        closed_on=review.closed_on.isoformat() if review.closed_on else "",
    )
