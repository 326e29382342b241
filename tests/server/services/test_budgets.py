"""A year's budget: two people, every change with a reason, and what the rolls really pay (S7-DUTY-D2)."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.budget import DISTRICT, SHORT, TIGHT, Standing, months_of
from server.domain.month import month_after
from server.domain.permission import Actor
from server.errors import Refusal
from server.services import budgets, payrolls
from server.services.district import District
from server.services.handing_over import arrange_passbook
from server.services.payrolls import Returned
from server.services.stops import stop_receipt
from server.services.verification import verify
from tests.factories import CLERK, HEAD_OF_BUREAU, OFFICER, REVIEWER, STREET_ID
from tests.server.services.reviewing import move_to
from tests.server.services.story import approved_case
from tests.server.services.test_payrolls import amount, proposed, sent, signed

YEAR = 2026
AUDITOR = Actor("audit", "审计", frozenset({"auditor"}))
WORDS = "区财政批复，按上年户数算的。"


@pytest.fixture
def number(district: District) -> str:
    """A household approved in March, paid from April on."""
    case = approved_case(district)
    arrange_passbook(district, OFFICER, case.number, "示例银行", "4417")
    return case.number


def standing_of(district: District, area: str = STREET_ID, year: int = YEAR) -> Standing:
    return budgets.view_budget(district, REVIEWER, year, area).standing


def given(district: District, amount_fen: int, area: str = STREET_ID) -> None:
    """Proposed by the reviewer, confirmed by the head of the bureau."""
    budgets.propose_budget(district, REVIEWER, YEAR, area, amount_fen, WORDS)
    budgets.confirm_budget(district, HEAD_OF_BUREAU, YEAR, area, amount_fen)


def test_a_budget_from_its_proposal_to_an_amendment(district: District, number: str) -> None:
    given(district, 1_000_000)
    budgets.amend_budget(district, OFFICER, YEAR, STREET_ID, 1_200_000, "新批的户多了。")
    assert budgets.count_budgets(district, REVIEWER) == 1
    assert budgets.get_budget(district, OFFICER, YEAR, STREET_ID).amount_fen == 1_000_000
    budgets.return_budget(district, REVIEWER, YEAR, STREET_ID, 1_200_000, "附上户数。")
    budgets.amend_budget(district, OFFICER, YEAR, STREET_ID, 1_100_000, "户数附后。")
    budget = budgets.confirm_budget(district, REVIEWER, YEAR, STREET_ID, 1_100_000)
    assert (budget.amount_fen, budget.pending) == (1_100_000, None)
    told = budgets.read_proposals(district, budget)
    assert [(each.state, answer) for each, _, answer in told] == [
        ("standing", ""),
        ("sent_back", "附上户数。"),
        ("standing", ""),
    ]
    assert verify(district).ok


def test_what_is_committed_is_what_the_rolls_until_december_pay(district: District, number: str) -> None:
    """With a payment the bank gave back, one it held, and a roll that nobody sent yet."""
    fen = amount(district, number)
    given(district, 20 * fen)
    first = standing_of(district)
    assert (first.paid_fen, first.committed_fen) == (0, 9 * fen)
    roll = sent(district, "2026-04")
    payrolls.record_answer(district, REVIEWER, roll.id, [Returned(number, "账号已销")])
    after = standing_of(district)
    assert (after.paid_fen, after.committed_fen, after.left_fen) == (0, 9 * fen, 11 * fen)
    assert after.months[4].committed_fen == 2 * fen  # May pays April again
    move_to(district, date(2026, 5, 4))
    roll = sent(district, "2026-05")
    payrolls.record_answer(district, REVIEWER, roll.id, [Returned(number, "等人来核实", held=True)])
    held = standing_of(district)
    assert (held.paid_fen, held.committed_fen) == (0, 9 * fen)
    payrolls.release(district, REVIEWER, roll.id, number)
    move_to(district, date(2026, 6, 4))
    payroll = proposed(district, "2026-06")
    assert (standing_of(district).paid_fen, standing_of(district).months[5].committed_fen) == (0, 3 * fen)
    payrolls.send(district, REVIEWER, signed(district, payroll).id)
    month = "2026-06"
    while month < "2026-12":
        predicted = standing_of(district)
        assert predicted.paid_fen + predicted.committed_fen == 9 * fen
        month = month_after(month)
        move_to(district, date(2026, int(month[5:]), 3))
        roll = sent(district, month)
        assert roll.total_fen == predicted.months[int(month[5:]) - 1].committed_fen
    last = standing_of(district)
    assert (last.paid_fen, last.committed_fen, last.left_fen) == (9 * fen, 0, 11 * fen)
    assert standing_of(district, DISTRICT).months == last.months


def test_next_year_is_a_year_of_its_own(district: District, number: str) -> None:
    fen = amount(district, number)
    assert standing_of(district, year=2027).committed_fen == 12 * fen
    assert standing_of(district, year=2025).committed_fen == 0
    assert [each.month for each in standing_of(district, year=2027).months] == list(months_of(2027))


def test_who_is_stopped_is_committed_no_longer(district: District, number: str) -> None:
    sent(district, "2026-04")
    stop_receipt(district, HEAD_OF_BUREAU, number, "voluntary", district.today(), "自己申请停发。")
    assert standing_of(district).committed_fen == 0


def test_it_warns_before_it_runs_out_and_where_a_roll_is_signed(district: District, number: str) -> None:
    fen = amount(district, number)
    given(district, 9 * fen)
    assert (standing_of(district).state, standing_of(district).left_fen) == (TIGHT, 0)
    budgets.amend_budget(district, OFFICER, YEAR, STREET_ID, 5 * fen, "财政压减。")
    budgets.confirm_budget(district, REVIEWER, YEAR, STREET_ID, 5 * fen)
    short = standing_of(district)
    assert (short.state, short.runs_out, short.left_fen) == (SHORT, "2026-09", -4 * fen)
    payroll = proposed(district)
    assert budgets.shortage(district, payroll) == standing_of(district)
    payroll = payrolls.send(district, REVIEWER, signed(district, payroll).id)
    assert budgets.shortage(district, payroll) is None


def test_one_person_both_proposes_and_confirms(district: District) -> None:
    budgets.propose_budget(district, REVIEWER, YEAR, DISTRICT, 500, WORDS)
    with pytest.raises(Refusal, match=r"budget\.own"):
        budgets.confirm_budget(district, REVIEWER, YEAR, DISTRICT, 500)
    with pytest.raises(Refusal, match=r"budget\.own"):
        budgets.return_budget(district, REVIEWER, YEAR, DISTRICT, 500, "改一下。")
    assert budgets.count_budgets(district, REVIEWER) == 0
    assert budgets.count_budgets(district, HEAD_OF_BUREAU) == 1


def test_the_amount_is_swapped_behind_the_page(district: District) -> None:
    budgets.propose_budget(district, REVIEWER, YEAR, DISTRICT, 500, WORDS)
    budgets.return_budget(district, HEAD_OF_BUREAU, YEAR, DISTRICT, 500, "再算。")
    budgets.amend_budget(district, REVIEWER, YEAR, DISTRICT, 50_000, "再算过了。")
    with pytest.raises(Refusal, match=r"budget\.changed"):
        budgets.confirm_budget(district, HEAD_OF_BUREAU, YEAR, DISTRICT, 500)


@pytest.mark.parametrize("amount_fen", [-1, 0])
def test_a_negative_budget(district: District, amount_fen: int) -> None:
    with pytest.raises(Refusal, match=r"budget\.amount"):
        budgets.propose_budget(district, REVIEWER, YEAR, STREET_ID, amount_fen, WORDS)
    given(district, 100)
    with pytest.raises(Refusal, match=r"budget\.amount"):
        budgets.amend_budget(district, REVIEWER, YEAR, STREET_ID, amount_fen, WORDS)


def test_a_budget_is_cut_below_what_was_paid(district: District, number: str) -> None:
    given(district, 1_000_000)
    sent(district, "2026-04")
    with pytest.raises(Refusal, match=r"budget\.below_paid"):
        budgets.amend_budget(district, REVIEWER, YEAR, STREET_ID, amount(district, number) - 1, WORDS)


def test_nobody_else_and_nothing_twice(district: District) -> None:
    with pytest.raises(Refusal, match=r"person\.may_not"):
        budgets.propose_budget(district, CLERK, YEAR, STREET_ID, 100, WORDS)
    with pytest.raises(Refusal, match=r"person\.other_area"):
        budgets.propose_budget(district, OFFICER, YEAR, DISTRICT, 100, WORDS)
    with pytest.raises(Refusal, match=r"area\.unknown"):
        budgets.propose_budget(district, REVIEWER, YEAR, "nowhere", 100, WORDS)
    with pytest.raises(Refusal, match=r"budget\.year"):
        budgets.propose_budget(district, REVIEWER, 2031, STREET_ID, 100, WORDS)
    with pytest.raises(Refusal, match=r"budget\.words"):
        budgets.propose_budget(district, REVIEWER, YEAR, STREET_ID, 100, " ")
    given(district, 100)
    with pytest.raises(Refusal, match=r"budget\.proposed"):
        budgets.propose_budget(district, REVIEWER, YEAR, STREET_ID, 100, WORDS)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        budgets.amend_budget(district, AUDITOR, YEAR, STREET_ID, 200, WORDS)
    assert [view.area for view in budgets.list_budgets(district, OFFICER, YEAR)] == [STREET_ID]
    assert budgets.list_budgets(district, AUDITOR, YEAR)[0].streets_fen == 100
