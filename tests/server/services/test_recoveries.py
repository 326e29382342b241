"""An overpayment from finding to end: once, in the rolls, never above what was paid (S7-DUTY-D2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from server.errors import Refusal
from server.records.payment_rows import PAYMENTS
from server.services import payrolls, recoveries
from server.services.district import District
from server.services.handing_over import arrange_passbook
from server.services.payrolls import Returned
from server.services.stops import stop_receipt
from server.services.verification import verify
from tests.factories import CLERK, HEAD_OF_BUREAU, OFFICER, REVIEWER
from tests.server.services.packs import use_pack
from tests.server.services.reviewing import begun, decided, in_receipt, move_to, told
from tests.server.services.test_payrolls import amount, sent

JUNE = date(2026, 6, 10)


def paid_ahead(district: District) -> str:
    """Paid for July, then adjusted down from July on: it receives and owes something back."""
    number = in_receipt(district).number
    arrange_passbook(district, OFFICER, number, "示例银行", "4417")
    move_to(district, JUNE)
    sent(district, "2026-07")
    begun(district, number)
    told(district, number, "adjust", incomes={"m1": "2100.00"})
    decided(district, number)
    return number


def died(district: District) -> str:
    """Paid for April to June, then a death of April is learned of."""
    number = in_receipt(district).number
    arrange_passbook(district, OFFICER, number, "示例银行", "4417")
    move_to(district, JUNE)
    sent(district, "2026-06")
    stop_receipt(district, HEAD_OF_BUREAU, number, "died", date(2026, 4, 20), "死亡证明已看。")
    return number


def found(district: District, number: str, reason: str = "died") -> int:
    """The balance after the street found the overpayment."""
    recoveries.find_overpayment(district, OFFICER, number, reason, "发放表和死亡证明对过。")
    return balance(district, number)


def balance(district: District, number: str) -> int:
    return recoveries.get_account(district, OFFICER, number).balance_fen


def test_a_death_learned_of_late_is_worked_out_month_by_month(district: District) -> None:
    number = died(district)
    fen, receipt = amount(district, number), district.get_case(number).receipt
    assert receipt
    worked = recoveries.get_account(district, OFFICER, number).overpaid
    months = [month for month in ("2026-04", "2026-05", "2026-06") if month > receipt.now.until]
    assert [(each.month, each.paid_fen, each.owed_fen, each.over_fen) for each in worked] == [
        (month, fen, 0, fen) for month in months
    ]
    assert found(district, number) == len(months) * fen > 0
    [overpayment] = district.get_case(number).recovery.found
    assert recoveries.read_worked(district, district.get_case(number), overpayment.lines) == worked
    assert verify(district).ok


def test_the_same_months_are_not_asked_back_twice(district: District) -> None:
    number = died(district)
    found(district, number)
    with pytest.raises(Refusal, match=r"recovery\.nothing"):
        recoveries.find_overpayment(district, REVIEWER, number, "moved", "再认定一次。")


def test_nothing_is_found_where_nothing_was_paid_too_much(district: District) -> None:
    number = in_receipt(district).number
    with pytest.raises(Refusal, match=r"recovery\.nothing"):
        recoveries.find_overpayment(district, OFFICER, number, "other", "没有发过。")


def test_a_payment_the_bank_gave_back_is_not_asked_back(district: District) -> None:
    number = in_receipt(district).number
    arrange_passbook(district, OFFICER, number, "示例银行", "4417")
    move_to(district, JUNE)
    roll = sent(district, "2026-06")
    payrolls.record_answer(district, REVIEWER, roll.id, [Returned(number, "账号已销")])
    stop_receipt(district, HEAD_OF_BUREAU, number, "died", date(2026, 4, 20), "死亡证明已看。")
    assert recoveries.get_account(district, OFFICER, number).overpaid == []


def test_instalments_are_kept_under_the_cap_until_nothing_is_left(district: District) -> None:
    number = paid_ahead(district)
    owed = found(district, number, "changed")
    recoveries.agree(district, OFFICER, number, "instalments", owed)
    most, of = district.policy.payment.recovery_share
    cap = amount(district, number) * most // of
    assert cap > 0
    kept, month = 0, 8
    while (left := balance(district, number)) and month < 12:
        move_to(district, date(2026, month, 3))
        roll = sent(district, f"2026-{month:02d}")
        [line] = payrolls.read_lines(district, roll)
        assert line.recovery_fen == min(cap, left)
        assert line.total_fen == amount(district, number) - line.recovery_fen
        kept, month = kept + line.recovery_fen, month + 1
        assert balance(district, number) == owed - kept
    rows = district.index.rows(PAYMENTS, "WHERE kind = 'recovery'")
    assert sum(row.amount_fen for row in rows) == kept > 0
    recoveries_left = balance(district, number)
    if recoveries_left:
        recoveries.receive(district, OFFICER, number, recoveries_left, district.today(), "收据 0031 号")
    assert balance(district, number) == 0
    month_after = f"2026-{month:02d}"
    move_to(district, date(2026, month, 3))
    [line] = payrolls.read_lines(district, sent(district, month_after))
    assert line.recovery_fen == 0


def test_what_a_returned_payment_kept_back_is_still_owed(district: District) -> None:
    number = paid_ahead(district)
    owed = found(district, number, "changed")
    recoveries.agree(district, OFFICER, number, "instalments", owed)
    move_to(district, date(2026, 8, 3))
    roll = sent(district, "2026-08")
    assert balance(district, number) < owed
    payrolls.record_answer(district, REVIEWER, roll.id, [Returned(number, "账号已销")])
    assert balance(district, number) == owed


def test_more_than_is_left_is_neither_received_nor_let_off(district: District) -> None:
    number = died(district)
    owed = found(district, number)
    for fen in (owed + 1, 0, -1):
        with pytest.raises(Refusal, match=r"recovery\.amount"):
            recoveries.receive(district, OFFICER, number, fen, JUNE, "收据 0031 号")
        with pytest.raises(Refusal, match=r"recovery\.amount"):
            recoveries.waive(district, HEAD_OF_BUREAU, number, fen, "家里确实困难。")
    recoveries.receive(district, OFFICER, number, owed - 1, JUNE, "收据 0031 号")
    recoveries.waive(district, HEAD_OF_BUREAU, number, 1, "家里确实困难。")
    with pytest.raises(Refusal, match=r"case\.wrong_step"):
        recoveries.receive(district, OFFICER, number, 1, JUNE, "收据 0032 号")
    assert balance(district, number) == 0


def test_whoever_found_it_does_not_let_it_off(district: District) -> None:
    number = died(district)
    both = replace(HEAD_OF_BUREAU, roles=frozenset({"bureau_head", "district_reviewer"}))
    recoveries.find_overpayment(district, both, number, "died", "死亡证明已看。")
    with pytest.raises(Refusal, match=r"recovery\.own"):
        recoveries.waive(district, both, number, 1, "自己认定自己免。")
    with pytest.raises(Refusal, match=r"person\.may_not"):
        recoveries.waive(district, OFFICER, number, 1, "街道自己免。")
    with pytest.raises(Refusal, match=r"person\.may_not"):
        recoveries.find_overpayment(district, CLERK, number, "died", "社区认定。")


def test_a_mistake_of_the_office_is_written_down_and_not_asked_back(district: District) -> None:
    number = died(district)
    assert found(district, number, "office") == 0
    with pytest.raises(Refusal, match=r"case\.wrong_step"):
        recoveries.agree(district, OFFICER, number, "cash")
    [line] = recoveries.list_accounts(district, OFFICER)
    assert (line.balance_fen, line.row.found_fen > 0) == (0, True)
    assert recoveries.count_open(district, OFFICER) == 0


def test_no_instalments_from_a_guarantee_that_has_stopped(district: District) -> None:
    number = died(district)
    found(district, number)
    with pytest.raises(Refusal, match=r"recovery\.stopped"):
        recoveries.agree(district, OFFICER, number, "instalments", 1000)
    with pytest.raises(Refusal, match=r"recovery\.way"):
        recoveries.agree(district, OFFICER, number, "later")
    recoveries.agree(district, OFFICER, number, "at_once")
    assert [line.row.file for line in recoveries.list_accounts(district, OFFICER, is_open=True)] == [number]
    assert recoveries.list_accounts(district, OFFICER, is_open=False) == []


def test_what_it_rests_on_is_written_and_no_day_is_in_the_future(district: District) -> None:
    number = died(district)
    with pytest.raises(Refusal, match=r"recovery\.reason"):
        recoveries.find_overpayment(district, OFFICER, number, "luck", "依据。")
    with pytest.raises(Refusal, match=r"recovery\.words"):
        recoveries.find_overpayment(district, OFFICER, number, "died", " ")
    found(district, number)
    with pytest.raises(Refusal, match=r"recovery\.future"):
        recoveries.receive(district, OFFICER, number, 1, date(2027, 1, 1), "收据 0031 号")


def test_the_pack_says_how_much_of_a_month_is_kept(district: District) -> None:
    number = paid_ahead(district)
    owed = found(district, number, "changed")
    recoveries.agree(district, OFFICER, number, "instalments", owed)
    key = district.get_case(number).policy
    use_pack(district, key, payment=replace(district.policy_of(key).payment, recovery_share=(1, 10)))
    move_to(district, date(2026, 8, 3))
    [line] = payrolls.read_lines(district, sent(district, "2026-08"))
    assert line.recovery_fen == min(owed, amount(district, number) // 10) > 0


def test_one_receipt_sent_twice_counts_once(district: District) -> None:
    number = died(district)
    owed = found(district, number)
    recoveries.receive(district, OFFICER, number, 100, JUNE, "收据 0031 号")
    for who in (OFFICER, REVIEWER):
        with pytest.raises(Refusal, match=r"recovery\.received_already"):
            recoveries.receive(district, who, number, 100, JUNE, " 收据 0031 号 ")
    assert balance(district, number) == owed - 100
    recoveries.receive(district, OFFICER, number, 100, JUNE, "收据 0032 号")
    assert balance(district, number) == owed - 200
