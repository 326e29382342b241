"""Employment linkage across an area: the list of a period, and what came of it by community (S7-EMP)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from server.domain.cause import permille
from server.domain.employment import TOOK_POST, period_ends_on, period_of
from server.domain.page import Page, span_of
from server.domain.permission import Actor, check_may
from server.errors import Refusal
from server.records.employment_rows import (
    STATES,
    Listed,
    PeriodCount,
    PeriodFilter,
    count_period,
    list_period,
)
from server.services.district import District
from server.services.job_forms import Period

PAGE: Final = 50
_NOT_REACHED: Final = "lost"
_ISSUED: Final = ("issued", "returned", "missing")


@dataclass(frozen=True)
class PeriodList(Page[Listed]):
    """A page of a period's people, and how many stand at each state of all of them."""

    period: Period
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Linkage:
    """A community, a street or the whole in one period; rates are tenths of a per cent, rounded half up."""

    street: str
    community: str
    persons: int = 0
    issued: int = 0
    returned: int = 0
    missing: int = 0
    took_post: int = 0
    training: int = 0
    refusing: int = 0
    not_reached: int = 0

    @property
    def return_rate(self) -> int | None:
        """Of the forms issued, those that came back."""
        return permille(self.returned, self.issued)

    @property
    def post_rate(self) -> int | None:
        """Of the forms that came back, those that say work was found."""
        return permille(self.took_post, self.returned)


def periods(district: District, year: int) -> list[Period]:
    """The periods of a year under the pack in use, one where it has no form."""
    per_year = district.policy.employment.feedback_forms
    return [Period(year, number, per_year) for number in range(1, max(1, per_year) + 1)]


def find_period(district: District, year: int, number: int) -> Period:
    """A period of a year; refuses a number the pack does not have."""
    found = next((each for each in periods(district, year) if each.number == number), None)
    if found is None:
        raise Refusal("job.period", year=year, period=number)
    return found


def list_people(
    district: District, actor: Actor, period: Period, community: str = "", state: str = "", page: int = 1
) -> PeriodList:
    """Everybody a period concerns in the person's area; page 0 is all."""
    check_may(actor, "employment.read")
    wanted = _filter(district, actor, period, community)
    counts = dict.fromkeys(STATES, 0)
    for count in count_period(district.index, wanted):
        counts[count.state] += count.persons
    state = state if state in STATES else ""
    total = counts[state] if state else sum(counts.values())
    span = span_of(total, page, PAGE)
    rows = list_period(district.index, replace(wanted, state=state), limit=span.size, offset=span.offset)
    return PeriodList(rows, span, period, counts)


def overview(district: District, actor: Actor, period: Period) -> Sequence[Linkage]:
    """A period by community, each street with its sum after it, and the sum of all last (S7-DUTY-S5)."""
    check_may(actor, "employment.read")
    counts = count_period(district.index, _filter(district, actor, period, ""))
    lines: list[Linkage] = []
    for street in dict.fromkeys(count.street for count in counts):
        of_street = [count for count in counts if count.street == street]
        for community in dict.fromkeys(count.community for count in of_street):
            lines.append(_linkage(street, community, (c for c in of_street if c.community == community)))
        lines.append(_linkage(street, "", of_street))
    return [*lines, _linkage("", "", counts)] if lines else []


def count_missing(district: District, actor: Actor) -> int:
    """How many people the present period still waits for: no form yet, or one that did not come back."""
    today, per_year = district.today(), district.policy.employment.feedback_forms
    if not per_year:
        return 0
    period = Period(today.year, period_of(today, per_year), per_year)
    counts = count_period(district.index, _filter(district, actor, period, ""))
    return sum(count.persons for count in counts if count.state in ("due", "unknown"))


def _filter(district: District, actor: Actor, period: Period, community: str) -> PeriodFilter:
    late = district.today() > period_ends_on(period.year, period.number, max(1, period.per_year))
    return PeriodFilter(period.year, period.number, late, actor.street, actor.community or community)


def _linkage(street: str, community: str, counts: Iterable[PeriodCount]) -> Linkage:
    line = Linkage(street, community)
    for count in counts:
        line = _plus(line, count)
    return line


def _plus(line: Linkage, count: PeriodCount) -> Linkage:
    n = count.persons
    return replace(
        line,
        persons=line.persons + n,
        issued=line.issued + n * (count.state in _ISSUED),
        returned=line.returned + n * (count.state == "returned"),
        missing=line.missing + n * (count.state in ("missing", "not_issued")),
        took_post=line.took_post + n * (count.outcome in TOOK_POST),
        training=line.training + n * (count.outcome == "training"),
        refusing=line.refusing + count.refusing,
        not_reached=line.not_reached + n * (count.outcome == _NOT_REACHED),
    )
