"""What a person must know of a family's earlier homes; none of it decides (S8-FLAG)."""

from __future__ import annotations

from datetime import date
from typing import Final

from server.domain.days import add_months
from server.domain.housing import Survey

HELD_YEARS: Final = 5  # an affordable home is not sold on the market before (S8-FLAG-03)


def flags_of(survey: Survey, *, today: date) -> tuple[tuple[str, str, str], ...]:
    """The rule and the words in both languages of each that holds (S8-FLAG-01…03)."""
    flags = []
    if "yes" in (survey.welfare, survey.affordable):
        flags.append(
            (
                "S8-FLAG-01",
                "分过福利房或买过经济适用房，不能再买经济适用房。",
                "Had welfare housing or bought affordable housing: may not buy affordable housing again.",
            )
        )
    if survey.bought_again:
        flags.append(
            (
                "S8-FLAG-02",
                "买了经济适用房又买别的房，原来那套由政府回购。",
                "Bought another home after an affordable one: the government buys the first back.",
            )
        )
    if survey.bought_on and today < add_months(survey.bought_on, 12 * HELD_YEARS):
        flags.append(
            (
                "S8-FLAG-03",
                "经济适用房买了不满 5 年，不能直接上市卖。",
                "The affordable home is held less than five years: it may not be sold on the market.",
            )
        )
    return tuple(flags)
