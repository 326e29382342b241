"""The benefit a household would receive (article 1)."""

from __future__ import annotations

from server.domain.policy import Policy


def monthly_amount_fen(policy: Policy, persons: int, income_counted_fen: int) -> int:
    """Persons × the standard − the income that counts, never below zero (S1-CALC-01).

    What counts is net: without what rules leave out and less what they deduct (P-20 arts 12, 13; D-29).
    """
    return max(0, persons * policy.benefit.standard_fen - income_counted_fen)
