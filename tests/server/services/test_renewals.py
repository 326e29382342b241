"""Every quarter each family registers once; whoever did not come is on the list (S7-DUTY-C7, DOC-17)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from server.errors import Refusal
from server.services.district import District
from server.services.renewals import register_renewal
from server.services.review_lists import renewal_register
from tests.factories import CLERK, COMMUNITY_ID, REVIEWER
from tests.server.services.reviewing import in_receipt, move_to
from tests.server.services.test_standards import taken_over


def test_who_came_and_who_is_missing(district: District) -> None:
    [first, second] = taken_over(district, 2)
    move_to(district, date(2026, 4, 8))
    register_renewal(district, CLERK, first, date(2026, 4, 7), "head", changed=True)
    found = renewal_register(district, CLERK, COMMUNITY_ID, "2026-04")
    assert [(row.file, row.came_on, row.changed) for row in found.rows] == [
        (second, "", False),
        (first, "2026-04-07", True),
    ]
    assert (found.came, found.missing) == (1, 1)
    assert renewal_register(district, CLERK, COMMUNITY_ID, "2026-01").missing == 2
    assert found.as_csv().count(b"\n") == 3


def test_once_a_quarter_and_only_in_it(district: District) -> None:
    number = in_receipt(district).number
    move_to(district, date(2026, 7, 1))
    register_renewal(district, CLERK, number, district.today(), "member")
    with pytest.raises(Refusal, match=r"renewal\.already"):
        register_renewal(district, CLERK, number, district.today(), "member")
    for day in (date(2026, 6, 30), district.today() + timedelta(days=1)):
        with pytest.raises(Refusal, match=r"renewal\.day"):
            register_renewal(district, CLERK, number, day, "member")
    with pytest.raises(Refusal, match=r"person\.may_not"):
        register_renewal(district, REVIEWER, number, district.today(), "member")
    with pytest.raises(Refusal, match=r"request\.field"):
        register_renewal(district, CLERK, number, district.today(), "nobody")
