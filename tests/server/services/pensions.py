"""A household that draws a pension which does not count until a day, for tests of what happens afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from forms.record import Record
from server.domain.case import Case
from server.services.district import District
from server.services.forms import HOME_VISIT, get_form
from server.services.household_classes import set_class
from tests import findings
from tests.factories import OFFICER
from tests.server.services.packs import use_pack
from tests.server.services.story import approved_case

LAST = date(2026, 6, 30)
PENSION = {
    "_id": "e1",
    "exempt_kind": "service",
    "exempt_amount": "200.00",
    "exempt_basis": ["certificate"],
}


def end_exemption(district: District, last: date | None = LAST) -> None:
    """The pack leaves service pensions out until a day."""
    items = district.policy.income.exempt
    ending = tuple(replace(each, until=last) if each.code == "service" else each for each in items)
    use_pack(district, district.policy.key, income=replace(district.policy.income, exempt=ending))


def with_pension(district: District) -> Case:
    """An approved household, in March, whose head draws one of 200 yuan; its class is C."""
    end_exemption(district)

    def drawing(district: District, photos: Sequence[str], on: date) -> dict[str, Any]:
        found = findings.answers(district, photos, on)
        head, *others = found["member"]
        found["member"] = [head | {"exempt": [PENSION]}, *others]
        return Record(get_form(district, HOME_VISIT), found, today=on.isoformat()).sealed()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.factories.answers", drawing)
        case = approved_case(district)
    return set_class(district, OFFICER, case.number, "C", "夫妻都能劳动，收入不稳定。")
