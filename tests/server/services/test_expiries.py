"""Whose amount rests on an exemption that ended is listed until somebody decides on it anew (D-29)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.errors import Refusal
from server.records.expiry_rows import EXPIRIES
from server.services.district import District
from server.services.expiries import count_ended, expiries_of_case, list_ended
from server.services.periodic_reviews import begin_review
from server.services.standards import apply_standard, confirm_standard
from server.services.stops import stop_receipt
from server.services.verification import verify
from tests.factories import CLERK, HEAD_OF_BUREAU, OFFICER, REVIEWER
from tests.server.services.pensions import LAST, end_exemption, with_pension
from tests.server.services.reviewing import audited, begun, decided, in_receipt, move_to, told
from tests.server.services.test_standards import taken_over, wanted

AFTER = date(2026, 7, 1)


def files(district: District, state: str = "ended") -> list[str]:
    return [line.row.file for line in list_ended(district, REVIEWER, state=state).rows]


def test_it_ends_on_the_day_after_its_last_and_is_told_ninety_days_before(district: District) -> None:
    number = with_pension(district).number
    assert (files(district), files(district, "soon")) == ([], [])
    move_to(district, date(2026, 4, 1))  # ninety days
    assert files(district, "soon") == [number]
    move_to(district, LAST)
    assert (files(district), files(district, "soon")) == ([], [number])
    assert count_ended(district, CLERK) == 0
    move_to(district, AFTER)
    assert (files(district), files(district, "soon")) == ([number], [])
    [line] = list_ended(district, OFFICER).rows
    assert (line.row.fen, line.row.amount_fen, line.then_fen) == (20000, 34000, 14000)
    assert (line.row.decided_on, line.row.until, line.waits_for) == ("2026-03-02", "2026-06-30", "")
    assert line.zh == next(each.title.zh for each in district.policy.income.exempt if each.code == "service")
    assert expiries_of_case(district, CLERK, number) == [line]


def test_it_is_the_work_of_the_community_until_a_review_looks_at_it(district: District) -> None:
    number = with_pension(district).number
    move_to(district, AFTER)
    assert [count_ended(district, actor) for actor in (CLERK, OFFICER, REVIEWER)] == [1, 0, 0]
    assert list_ended(district, REVIEWER).to_review == 1
    review = begun(district, number, "expiry").reviews[-1]
    assert (review.month, review.due_on) == ("2026-07", date(2026, 7, 31))
    assert count_ended(district, CLERK) == 0
    [line] = list_ended(district, REVIEWER).rows
    assert line.waits_for == "review_recorded"
    told(district, number, "adjust")
    decided(district, number)
    assert files(district) == []
    receipt = district.get_case(number).receipt
    assert receipt is not None
    assert receipt.now.amount_fen == 14000


def test_keeping_the_amount_with_a_reason_is_a_decision_too(district: District) -> None:
    number = with_pension(district).number
    move_to(district, AFTER)
    begun(district, number, "expiry")
    told(district, number, "keep", words="区里发文延长到年底。")
    audited(district, number)
    assert files(district) == []


def test_a_review_recorded_before_the_last_day_rests_on_it_once_decided(district: District) -> None:
    number = with_pension(district).number
    move_to(district, date(2026, 6, 25))
    begun(district, number)
    told(district, number)
    move_to(district, AFTER)
    audited(district, number)
    [line] = list_ended(district, REVIEWER).rows
    assert (line.row.decided_on, line.waits_for) == ("2026-06-25", "")
    assert count_ended(district, CLERK) == 1


def test_a_new_standard_applied_afterwards_goes_without_it(district: District) -> None:
    number = with_pension(district).number
    move_to(district, date(2026, 6, 1))
    meant = replace(wanted(district, 130_000, "2026-07"), again_fen=130_000)
    file = confirm_standard(district, HEAD_OF_BUREAU, meant).id
    apply_standard(district, HEAD_OF_BUREAU, file)
    move_to(district, AFTER)
    [line] = list_ended(district, REVIEWER).rows
    assert (line.row.file, line.row.decided_on, line.row.amount_fen) == (number, "2026-06-01", 74000)


def test_who_is_stopped_taken_over_or_draws_nothing_dated_is_on_no_list(district: District) -> None:
    number = with_pension(district).number
    taken_over(district, 2)
    move_to(district, AFTER)
    assert files(district) == [number]
    stop_receipt(district, HEAD_OF_BUREAU, number, "voluntary", AFTER, "家里写了申请。")
    assert files(district) == []


def test_other_areas_see_nothing_of_it(district: District) -> None:
    number = with_pension(district).number
    move_to(district, AFTER)
    neighbour = replace(CLERK, community="elsewhere")
    assert list_ended(district, neighbour).total == 0
    assert list_ended(district, replace(OFFICER, street="elsewhere")).total == 0
    assert list_ended(district, REVIEWER, community="elsewhere").total == 0
    assert list(expiries_of_case(district, neighbour, number)) == []
    assert count_ended(district, neighbour) == 0


def test_no_review_is_opened_for_an_item_that_did_not_end(district: District) -> None:
    number = with_pension(district).number
    with pytest.raises(Refusal, match=r"periodic_review\.no_expiry"):
        begin_review(district, CLERK, number, "expiry")
    move_to(district, AFTER)
    assert begin_review(district, CLERK, number, "expiry").reviews[-1].occasion == "expiry"


def test_nor_for_a_household_that_rests_on_none(district: District) -> None:
    number = in_receipt(district).number
    end_exemption(district)
    move_to(district, AFTER)
    with pytest.raises(Refusal, match=r"periodic_review\.no_expiry"):
        begin_review(district, CLERK, number, "expiry")
    assert verify(district).ok


def test_the_list_is_the_same_after_the_index_is_made_anew(district: District) -> None:
    number = with_pension(district).number
    before = district.index.rows(EXPIRIES)
    assert [row.file for row in before] == [number]
    district.index.refresh(number)
    assert district.index.rows(EXPIRIES) == before
