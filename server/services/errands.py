"""The errands of the district: found by household and round, numbered with the teams of the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from server.domain.case import Case
from server.domain.errand import Errand, Purpose, find
from server.domain.housing import errands_of
from server.records.errand_rows import ErrandRow, find_errand_row, last_round
from server.services.campaigns import get_campaign
from server.services.district import District

_ERRANDS_OF: Final[Mapping[Purpose, Callable[[District, str], tuple[Errand, ...]]]] = {
    Purpose.CAMPAIGN: lambda district, file: get_campaign(district, file).errands,
    Purpose.HOUSING: lambda district, file: errands_of(district.casebook.read(file)),
    Purpose.EMPLOYMENT: lambda district, file: district.get_case(file).errands,
}


def next_round(district: District, case: Case) -> int:
    """The number of the next team sent to a household, whatever for."""
    return max(case.team.round if case.team else 0, last_round(district.index, case.number)) + 1


def find_errand(district: District, number: str, round_number: int) -> Errand | None:
    """The errand of a round; None where the round is the case's own, or nobody's."""
    row = find_errand_row(district.index, number, round_number)
    return errand_of(district, row) if row else None


def errands_in(district: District, errand: Errand) -> tuple[Errand, ...]:
    """Every errand of the file one stands in."""
    return _ERRANDS_OF[errand.purpose](district, errand.file)


def errand_of(district: District, row: ErrandRow) -> Errand | None:
    return find(_ERRANDS_OF[Purpose(row.purpose)](district, row.file), row.case_number, row.round)
