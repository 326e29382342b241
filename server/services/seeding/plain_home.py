"""A home in which the assessors find exactly what was declared: what the household lacks is known before."""

from __future__ import annotations

from typing import Any

from server.domain.household import Income, Member
from server.domain.money import plain_yuan
from server.services.seeding.homes import Home


class PlainHome(Home):
    """No more income than declared, and nothing exempt or deducted."""

    def _income(self, member: Member, income: Income) -> dict[str, Any]:
        return super()._income(member, income) | {"amount": plain_yuan(income.amount_fen)}

    def _allowances(self, _member: dict[str, Any]) -> dict[str, Any]:
        return {}
