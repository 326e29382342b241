"""What the values of a pack must be to each other is refused by its key where it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from server.domain.policy_benefit import Band, IncomeItem, SizeCoefficient, SizeStandard
from server.domain.policy_checks import check_pack, check_versions
from server.errors import Refusal
from tests.server.domain.benefits import BANDS, WORDS, every_pack, with_rules
from tests.server.domain.packs import national


def item(since: date | None, until: date | None) -> IncomeItem:
    return IncomeItem("service", WORDS, "例", since, until)


@pytest.mark.parametrize(
    ("groups", "key"),
    [
        ({"benefit": {"mode": "table"}}, "benefit.table"),
        # a table with a hole
        (
            {"benefit": {"mode": "table", "table": (SizeStandard(1, 110000), SizeStandard(3, 1))}},
            "benefit.table",
        ),
        ({"benefit": {"mode": "table", "table": (SizeStandard(2, 110000),)}}, "benefit.table"),
        ({"benefit": {"mode": "table", "table": (SizeStandard(1, 1),)}}, "benefit.table"),
        (
            {
                "benefit": {
                    "mode": "table",
                    "table": (SizeStandard(1, 110000, and_above=True), SizeStandard(2, 1)),
                }
            },
            "benefit.table",
        ),
        ({"benefit": {"mode": "coefficient"}}, "benefit.coefficients"),
        (
            {"benefit": {"mode": "coefficient", "coefficients": (SizeCoefficient(1, (0, 1)),)}},
            "benefit.coefficients",
        ),
        ({"amount": {"mode": "bands"}}, "amount.bands"),
        ({"amount": {"mode": "bands", "bands": (Band((1, 2), (1, 1)),)}}, "amount.bands"),
        ({"amount": {"bands": BANDS[::-1]}}, "amount.bands"),
        ({"amount": {"bands": (Band((1, 2), (1, 3)), Band((1, 1), (1, 2)))}}, "amount.bands"),
        ({"income": {"exempt": (item(None, None), item(date(2026, 1, 1), None))}}, "income.exempt[1]"),
        ({"income": {"deduct": (item(date(2026, 1, 1), date(2025, 1, 1)),)}}, "income.deduct[0].until"),
        ({"quarter_list": {"first_day": 16}}, "quarter_list.last_day"),
        ({"quarter_list": {"last_day": 31}}, "quarter_list.last_day"),
        ({"originals": {"district_check": True}}, "originals.days"),
        ({"info_check": {"days": 0}}, "info_check.days"),
        ({"meeting": {"threshold": (0, 1)}}, "meeting.threshold"),
        ({"property": {"mode": "absolute_fen"}}, "property.limit"),
    ],
)
def test_values_that_cannot_stand_beside_each_other_are_refused_by_their_key(
    groups: dict[str, Any], key: str
) -> None:
    with pytest.raises(Refusal, match=r"policy\.invalid") as told:
        check_pack(with_rules(**groups))
    assert told.value.facts["key"] == key


def test_an_exemption_may_come_again_after_it_ended() -> None:
    periods = (item(None, date(2020, 12, 31)), item(date(2021, 1, 1), None))
    check_pack(with_rules(income={"exempt": periods}))


def test_every_pack_that_ships_is_sound() -> None:
    for policy in every_pack().values():
        check_pack(policy)
    check_versions(every_pack().values())


def test_versions_overlap_on_a_single_day_already() -> None:
    first = replace(national(), valid_until=date(2026, 1, 1))
    second = replace(national(), version=2, valid_from=date(2026, 1, 1))
    with pytest.raises(Refusal, match="overlap"):
        check_versions([first, second])
