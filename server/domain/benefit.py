"""The benefit a household would receive (article 1)."""

from __future__ import annotations

from server.domain.policy import Policy


def monthly_amount_fen(policy: Policy, persons: int, income_total_fen: int) -> int:
    """Persons × the standard − the household's income, never below zero (S1-CALC-01)."""
    return max(0, persons * policy.benefit.standard_fen - income_total_fen)
