"""The annual report over every household of the district, and once more after a hundred new acts."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from server.domain.period import year_period
from server.opening import open_for_command
from server.records.index import CaseFilter
from server.services.annuals import work_out_annual
from server.services.district import District
from server.services.household_classes import set_class
from server.services.people import get_actor
from server.services.seeding.pingba_plan import YEAR
from server.settings import Settings
from tests.bench.figure import Figure, stopwatch

_ROUNDS = 5
_ACTS = 100
_DAY = datetime(YEAR, 12, 31, 4, tzinfo=UTC)  # the pack of that year ends with it


def figures(settings: Settings) -> Iterator[Figure]:
    with open_for_command(settings, lambda: _DAY) as district:
        households = sum(district.index.count_by_stage(CaseFilter()).values())

        def report() -> None:
            work_out_annual(district, year_period(YEAR))

        report()
        before = statistics.median(stopwatch(report) for _ in range(_ROUNDS))
        _act(district)
        first = stopwatch(report)
        yield Figure(f"annual report over {households:,} households", round(before, 1), "ms", 1000)
        yield Figure(
            f"the same just after {_ACTS} new acts, more", round(max(0, first - before), 1), "ms", 50
        )


def _act(district: District) -> None:
    """A hundred households are put in another class; each act is folded as it is appended."""
    rows = district.index.cases(CaseFilter(street="songlin", stages=("in_receipt",)), limit=10 * _ACTS)
    officer = get_actor(district, "songlin")
    for row in islice(rows, _ACTS):
        receipt = district.get_case(row.number).receipt
        klass = receipt.now.klass if receipt else ""
        set_class(district, officer, row.number, "B" if klass == "A" else "A", "复核后改了分类。")
