"""The statistics of a period and an area, computed from the index and completed by what is reported (S4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from server.domain.annual import Annual, MonthLine, Paid, Standard, add_paid, paid_of
from server.domain.count import Count, Movement, SpellGroup, movement_in
from server.domain.figure import Figure
from server.domain.month import month_of_day
from server.domain.period import Period
from server.domain.permission import Actor, check_may
from server.domain.policy import Policy, find_in_force
from server.domain.receipt import RESIDENCES
from server.errors import Refusal
from server.records.count_rows import PaidSum, paid_sums, spell_groups, stocks_in
from server.records.entries import Area
from server.records.standard_rows import STANDARDS
from server.services.district import District
from server.services.figures import figures_of

_MONTHS: Final = 12
_STANDARDS: Final = {"urban": "S4-01.standard", "rural": "S4-02.standard"}


def get_annual(district: District, actor: Actor, period: Period, area: str = "") -> Annual:
    """The statistics of what a person may see: somebody of a street or community sees that alone."""
    check_may(actor, "statistics.read")
    return work_out_annual(district, period, area_within(district, actor, area))


def area_within(district: District, actor: Actor, area: str) -> str:
    """The area asked for; refuses one that lies outside the person's own, which is what none means."""
    own = actor.community or actor.street
    if not area or area == own:
        return own
    place = district.office.find(Area, area)
    if place is None:
        raise Refusal("area.unknown", id=area)
    if own and own != place.parent:
        raise Refusal("person.other_area")
    return area


def work_out_annual(district: District, period: Period, area: str = "") -> Annual:
    """The statistics of a period; reported figures are of the whole district alone."""
    index = district.index
    groups = spell_groups(index, period, area)
    paid = _paid_by_month(paid_sums(index, period, area))
    stocks = stocks_in(index, period.months, area)
    years = {month[:4] for month in period.months}
    figures = figures_of(district, int(period.last[:4])) if not area and len(years) == 1 else {}
    return Annual(
        period=period,
        area=area,
        movements=_movements(groups, period),
        paid={home: add_paid(paid[month, home] for month in period.months) for home in RESIDENCES},
        months=tuple(_month_line(month, groups, paid, stocks[month]) for month in period.months),
        standards=_standards(district, int(period.last[:4])),
        figures=figures,
    )


def _month_line(
    month: str,
    groups: Iterable[SpellGroup],
    paid: Mapping[tuple[str, str], Paid],
    total: Count,
) -> MonthLine:
    return MonthLine(
        month=month,
        movements=_movements(groups, Period(month, month)),
        paid={home: paid[month, home] for home in RESIDENCES},
        total=total,
    )


def _movements(groups: Iterable[SpellGroup], period: Period) -> dict[str, Movement]:
    return {
        home: movement_in((group for group in groups if group.residence == home), period)
        for home in RESIDENCES
    }


def _paid_by_month(sums: Iterable[PaidSum]) -> Mapping[tuple[str, str], Paid]:
    found: defaultdict[tuple[str, str], Paid] = defaultdict(Paid)
    for one in sums:
        found[one.month, one.residence] += paid_of(one.kind, one.persons, one.amount_fen)
    return found


def _standards(district: District, year: int) -> dict[str, Standard]:
    """The standards in force on the last day of the year and of the one before (S4-01, S4-02)."""
    now, before = _standards_of(district, year), _standards_of(district, year - 1)
    return {home: replace(now[home], before_fen=before[home].fen) for home in RESIDENCES}


def _standards_of(district: District, year: int) -> dict[str, Standard]:
    """By residence: as confirmed last under the pack of the year's end, else as in it, else as reported."""
    figures, policy = figures_of(district, year), _pack_of(district, year)
    said = {**(_packed(policy) if policy else {}), **_confirmed(district, year, policy)}
    return {home: said.get(home) or _reported_standard(figures, home) for home in RESIDENCES}


def _pack_of(district: District, year: int) -> Policy | None:
    try:
        return find_in_force(district.policies.values(), district.policy.id, date(year, 12, 31))
    except Refusal:
        return None


def _packed(policy: Policy) -> dict[str, Standard]:
    """What the pack says: of a table by size no one amount, of the countryside only where it has its own."""
    benefit = policy.benefit
    by_home = {
        "urban": None if benefit.mode == "table" else benefit.standard_fen,
        "rural": benefit.rural_standard_fen,
    }
    return {home: _standard(home, fen, policy.key) for home, fen in by_home.items() if fen is not None}


def _confirmed(district: District, year: int, policy: Policy | None) -> dict[str, Standard]:
    """New standards as confirmed, the latest month counts (S1-ADJ-08); a later pack ends them."""
    begun = month_of_day(policy.valid_from) if policy else ""
    rows = district.index.rows(
        STANDARDS,
        "WHERE fen > 0 AND since BETWEEN ? AND ? ORDER BY since, confirmed_at",
        (begun, f"{year}-12"),
    )
    homes = {row: (row.area,) if row.area else RESIDENCES for row in rows}
    return {home: _standard(home, row.fen, row.file) for row, each in homes.items() for home in each}


def _standard(home: str, monthly_fen: int, source: str) -> Standard:
    """That of the countryside is a person a year (S4-02)."""
    return Standard(monthly_fen * (_MONTHS if home == "rural" else 1), None, source)


def _reported_standard(figures: Mapping[str, Figure], home: str) -> Standard:
    figure = figures.get(_STANDARDS[home])
    return Standard(int(figure.value), None, figure.source, figure.on) if figure else Standard(None, None)
