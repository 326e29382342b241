"""The quarterly renewal registration of households in receipt (S7-DUTY-C7, DOC-17)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from server.domain.act import Act
from server.domain.days import parse_date
from server.errors import Refusal

if TYPE_CHECKING:
    from server.domain.case import Case

WHO: Final = ("head", "member", "proxy")  # who came
_MONTHS: Final = 12


@dataclass(frozen=True)
class Renewal:
    """One household came in one period; ``changed`` where it reported a change, to be reviewed (D-31)."""

    period: str  # its first month
    came_on: date
    who: str
    changed: bool
    signed: str  # digest of the ink, or on_paper


def period_of(day: date, months: int) -> str:
    """The first month of the period a day is in: of its quarter where the pack says every 3 months."""
    if not months:
        raise Refusal("renewal.off")
    first = (day.month - 1) // months * months + 1
    return f"{day.year:04d}-{first:02d}"


def periods_of_year(year: int, months: int) -> list[str]:
    return [f"{year:04d}-{month:02d}" for month in range(1, _MONTHS + 1, months)] if months else []


def _register(case: Case, act: Act) -> Case:
    facts = act.facts
    renewal = Renewal(
        facts["period"], parse_date(facts["came_on"]), facts["who"], facts["changed"], facts["signed"]
    )
    if any(each.period == renewal.period for each in case.renewals):
        raise Refusal("renewal.already", period=renewal.period)
    return replace(case, renewals=(*case.renewals, renewal))


RENEWAL_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {"renewal_registered": _register}
