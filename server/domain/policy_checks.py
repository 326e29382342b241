"""What the values of a pack are to each other: no hole in a table, no day twice, no clock without days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from server.domain.policy_benefit import IncomeItem, SizeCoefficient, SizeStandard
from server.errors import Refusal

if TYPE_CHECKING:
    from server.domain.policy import Policy

Fault = tuple[str, str]


def check_pack(policy: Policy) -> None:
    """Refuses the first value, by its key, that cannot stand beside the others."""
    for key, why in _faults(policy):
        raise Refusal("policy.invalid", key=key, why=why)


def check_versions(policies: Iterable[Policy]) -> None:
    """No day is covered by two versions of one pack."""
    for one, other in combinations(policies, 2):
        if one.id == other.id and _overlap(
            one.valid_from, one.valid_until, other.valid_from, other.valid_until
        ):
            why = f"{one.key} 和 {other.key} 的日期重叠 / the dates of {one.key} and {other.key} overlap"
            raise Refusal("policy.invalid", key="valid_from", why=why)


def end_superseded(policies: Mapping[str, Policy]) -> dict[str, Policy]:
    """A version that has a successor ends the day before it; what was published stays as it is written.

    Refuses two versions of a pack that begin on one day.
    """
    ended = {key: _ended(policy, policies.values()) for key, policy in policies.items()}
    check_versions(ended.values())
    return ended


def _ended(policy: Policy, others: Iterable[Policy]) -> Policy:
    begins = [one.valid_from for one in others if one.id == policy.id and one.valid_from > policy.valid_from]
    last = min(begins, default=date.max) - timedelta(days=1)
    if not begins or (policy.valid_until is not None and policy.valid_until <= last):
        return policy
    return replace(policy, valid_until=last)


def _faults(policy: Policy) -> Iterator[Fault]:
    yield from _benefit_faults(policy)
    yield from _band_faults(policy)
    yield from _item_faults("income.exempt", policy.income.exempt)
    yield from _item_faults("income.deduct", policy.income.deduct)
    if policy.quarter_list.last_day < policy.quarter_list.first_day:
        yield "quarter_list.last_day", "在第一天以前 / before the first day"
    if policy.quarter_list.last_day > 28:  # every month has it
        yield "quarter_list.last_day", "1–28"
    if policy.originals.district_check and not policy.originals.days:
        yield "originals.days", "要核对原件就要有天数 / originals are checked, so days are needed"
    if policy.info_check.enabled and not policy.info_check.days:
        yield "info_check.days", "要信息核对就要有天数 / there is a check, so days are needed"
    if policy.meeting.threshold[0] == 0:
        yield "meeting.threshold", "0 < a/b ≤ 1"
    if policy.property.mode != "none" and not policy.property.limit:
        yield "property.limit", "要查财产就要有限额 / property is looked at, so a limit is needed"


def _benefit_faults(policy: Policy) -> Iterator[Fault]:
    benefit = policy.benefit
    if benefit.mode == "table":
        yield from _size_faults("benefit.table", benefit.table)
        if benefit.table and benefit.table[0].fen != benefit.standard_fen:
            yield "benefit.table", "第一行要等于 benefit.standard_fen / its first row is benefit.standard_fen"
    if benefit.mode == "coefficient":
        yield from _size_faults("benefit.coefficients", benefit.coefficients)
        if any(row.coefficient[0] == 0 for row in benefit.coefficients):
            yield "benefit.coefficients", "系数要大于 0 / a coefficient is above 0"


def _size_faults(key: str, rows: Sequence[SizeStandard | SizeCoefficient]) -> Iterator[Fault]:
    """Sizes go 1, 2, 3 … without a hole; only the last row can be for more as well."""
    if [row.persons for row in rows] != list(range(1, len(rows) + 1)) or not rows:
        yield key, "人数要从 1 起连续，不能缺 / sizes go from 1 without a hole"
    if any(row.and_above for row in rows[:-1]):
        yield key, "只有最后一行可以写“及以上” / only the last row can say and_above"


def _band_faults(policy: Policy) -> Iterator[Fault]:
    bands = [Fraction(*band.below) for band in policy.amount.bands]
    if policy.amount.mode == "bands" and (not bands or bands[-1] != 1):
        yield "amount.bands", "最后一档要到标准为止 / the last band ends at the standard"
    if any(lower >= upper for lower, upper in pairwise(bands)):
        yield "amount.bands", "各档要由低到高 / bands go from low to high"
    pays = [Fraction(*band.pays) for band in policy.amount.bands]
    if any(more < less for more, less in pairwise(pays)):
        yield "amount.bands", "收入高的不能给得多 / who earns more is not given more"


def _item_faults(key: str, items: Sequence[IncomeItem]) -> Iterator[Fault]:
    for (_, one), (place, other) in combinations(enumerate(items), 2):
        if one.code == other.code and _overlap(one.since, one.until, other.since, other.until):
            yield f"{key}[{place}]", "和前面一项的日期重叠 / its dates overlap those of one before it"
    for place, item in enumerate(items):
        if item.since and item.until and item.until < item.since:
            yield f"{key}[{place}].until", "在 since 以前 / before since"


def _overlap(since: date | None, until: date | None, from_day: date | None, to_day: date | None) -> bool:
    """Whether two periods share a day; None is without an end."""
    first = max(since or date.min, from_day or date.min)
    last = min(until or date.max, to_day or date.max)
    return first <= last
