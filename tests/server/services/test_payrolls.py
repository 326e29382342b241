"""The roll of a month: made once, signed by two others, sent once, each payment once (S7-DUTY-D2)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from server.domain.payroll import CLOSED, PROPOSED, SENT, SENT_BACK, SIGNED, Payroll
from server.domain.permission import Actor
from server.errors import Refusal
from server.records.payment_rows import PAYMENTS, payments_of
from server.services import payrolls
from server.services.district import District
from server.services.handing_over import arrange_passbook
from server.services.payrolls import Returned
from server.services.stops import stop_receipt
from server.services.verification import verify
from tests.factories import CLERK, HEAD_OF_BUREAU, OFFICER, REVIEWER, STREET_ID
from tests.server.services.story import approved_case, move

OTHER = Actor("tan", "谭示远", frozenset({"district_reviewer"}))


@pytest.fixture
def number(district: District) -> str:
    """A household approved in March, paid from April on."""
    case = approved_case(district)
    arrange_passbook(district, OFFICER, case.number, "示例银行", "4417")
    return case.number


def proposed(district: District, month: str = "2026-04", subsidy_fen: int = 0) -> Payroll:
    return payrolls.open_payroll(district, OFFICER, STREET_ID, month, subsidy_fen)


def signed(district: District, payroll: Payroll) -> Payroll:
    payrolls.sign(district, REVIEWER, payroll.id, payroll.lines)
    return payrolls.sign(district, HEAD_OF_BUREAU, payroll.id, payroll.lines)


def sent(district: District, month: str = "2026-04", subsidy_fen: int = 0) -> Payroll:
    payroll = signed(district, proposed(district, month, subsidy_fen))
    return payrolls.send(district, REVIEWER, payroll.id)


def amount(district: District, number: str) -> int:
    receipt = district.get_case(number).receipt
    assert receipt
    return receipt.now.amount_fen


def test_a_roll_from_its_proposal_to_its_end(district: District, number: str) -> None:
    payroll = proposed(district, subsidy_fen=3000)
    fen = amount(district, number)
    [line] = payrolls.read_lines(district, payroll)
    assert (line.case, line.payee, line.bank, line.account) == (number, "周例平", "示例银行", "4417")
    assert line.total_fen == payroll.total_fen == fen + 2 * 3000
    payroll = signed(district, payroll)
    assert payroll.state == SIGNED
    payroll = payrolls.send(district, REVIEWER, payroll.id, "gb18030")
    assert payroll.state == SENT
    content = payrolls.bank_file(district, payroll, "gb18030")
    assert payroll.bank_file == hashlib.sha256(content).hexdigest()
    assert f"{number},周例平,示例银行,4417," in content.decode("gb18030")
    payrolls.record_answer(district, REVIEWER, payroll.id, [])
    payroll = payrolls.close(district, REVIEWER, payroll.id, payroll.total_fen)
    assert payroll.state == CLOSED
    rows = district.index.rows(PAYMENTS, "ORDER BY kind")
    assert [(row.kind, row.households, row.persons, row.amount_fen, row.state) for row in rows] == [
        ("benefit", 1, 2, fen, CLOSED),
        ("price_subsidy", 1, 2, 6000, CLOSED),
    ]
    assert verify(district).ok


def test_months_left_out_are_paid_with_the_next_roll_and_only_once(district: District, number: str) -> None:
    fen = amount(district, number)
    move(district, days=95)
    assert sent(district, "2026-06").total_fen == 3 * fen
    assert sent(district, "2026-07").total_fen == fen


def test_no_second_roll_for_a_month_and_none_before_it(district: District, number: str) -> None:
    proposed(district)
    with pytest.raises(Refusal, match=r"payroll\.opened"):
        proposed(district)
    with pytest.raises(Refusal, match=r"payroll\.later_one"):
        proposed(district, "2026-03")
    with pytest.raises(Refusal, match=r"payroll\.too_early"):
        proposed(district, "2026-05")


def test_nobody_signs_twice_and_whoever_proposed_does_not_sign(district: District, number: str) -> None:
    payroll = proposed(district)
    both = replace(OFFICER, roles=frozenset({"street_officer", "bureau_head"}))
    with pytest.raises(Refusal, match=r"payroll\.own"):
        payrolls.sign(district, both, payroll.id, payroll.lines)
    payrolls.sign(district, REVIEWER, payroll.id, payroll.lines)
    with pytest.raises(Refusal, match=r"payroll\.signed_already"):
        payrolls.sign(district, REVIEWER, payroll.id, payroll.lines)
    with pytest.raises(Refusal, match=r"payroll\.not_signed"):
        payrolls.send(district, REVIEWER, payroll.id)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        payrolls.sign(district, OFFICER, payroll.id, payroll.lines)


def test_an_amount_changed_between_the_signatures_is_signed_anew(district: District, number: str) -> None:
    seen = proposed(district)
    payrolls.sign(district, REVIEWER, seen.id, seen.lines)
    assert payrolls.send_back(district, HEAD_OF_BUREAU, seen.id, "补贴漏了。").state == SENT_BACK
    assert district.index.rows(PAYMENTS) == []
    again = payrolls.propose_again(district, OFFICER, seen.id, 500)
    assert again.state == PROPOSED
    assert again.signed_by == ()
    assert again.total_fen == seen.total_fen + 1000
    with pytest.raises(Refusal, match=r"payroll\.changed"):
        payrolls.sign(district, HEAD_OF_BUREAU, seen.id, seen.lines)
    assert signed(district, again).state == SIGNED


def stop(district: District, number: str) -> None:
    stop_receipt(district, HEAD_OF_BUREAU, number, "died", district.today(), "死亡证明。")


def test_who_died_after_the_roll_was_made_is_not_paid_by_a_roll_signed_before(
    district: District, number: str
) -> None:
    payroll = proposed(district)
    payrolls.sign(district, REVIEWER, payroll.id, payroll.lines)
    stop(district, number)
    assert payrolls.owed_less(district, payroll) == [number]
    with pytest.raises(Refusal, match=r"payroll\.owed_less"):
        payrolls.sign(district, HEAD_OF_BUREAU, payroll.id, payroll.lines)
    back = payrolls.send_back(district, HEAD_OF_BUREAU, payroll.id, "有人过世。")
    assert payrolls.read_reason(district, back, back.sent_back_for) == "有人过世。"
    again = payrolls.propose_again(district, OFFICER, payroll.id, 0)
    assert (again.count, again.total_fen, again.sent_back_for) == (0, 0, "")
    assert payrolls.owed_less(district, again) == []


def test_a_roll_two_signed_is_not_sent_once_a_household_on_it_stopped(
    district: District, number: str
) -> None:
    payroll = signed(district, proposed(district))
    stop(district, number)
    with pytest.raises(Refusal, match=rf"payroll\.owed_less.*{number}"):
        payrolls.send(district, REVIEWER, payroll.id)
    assert payrolls.send_back(district, REVIEWER, payroll.id, "有人过世。").state == SENT_BACK


def test_a_roll_that_went_says_nothing_of_who_stopped_afterwards(district: District, number: str) -> None:
    payroll = sent(district)
    stop(district, number)
    assert payrolls.owed_less(district, payroll) == []


def test_a_payment_returned_is_paid_again_once(district: District, number: str) -> None:
    first = sent(district, subsidy_fen=3000)
    payrolls.record_answer(district, REVIEWER, first.id, [Returned(number, "账号已销")])
    with pytest.raises(Refusal, match=r"payroll\.returned_already"):
        payrolls.record_answer(district, REVIEWER, first.id, [Returned(number, "账号已销")])
    with pytest.raises(Refusal, match=r"payroll\.sum"):
        payrolls.close(district, REVIEWER, first.id, first.total_fen)
    assert payrolls.close(district, REVIEWER, first.id, 0).state == CLOSED
    move(district, days=60)
    fen = amount(district, number)
    assert sent(district, "2026-05").total_fen == 2 * fen + 6000
    assert sent(district, "2026-06").total_fen == fen
    states = {(row.month, row.for_month, row.kind): row.state for row in payments_of(district.index, number)}
    assert states["2026-04", "2026-04", "subsidy"] == "returned"
    assert states["2026-05", "2026-04", "subsidy"] == SENT


def test_a_payment_held_waits_until_somebody_releases_it(district: District, number: str) -> None:
    first = sent(district)
    payrolls.record_answer(district, REVIEWER, first.id, [Returned(number, "死亡待核", held=True)])
    move(district, days=60)
    fen = amount(district, number)
    assert sent(district, "2026-05").total_fen == fen
    payrolls.release(district, REVIEWER, first.id, number)
    with pytest.raises(Refusal, match=r"payroll\.not_held"):
        payrolls.release(district, REVIEWER, first.id, number)
    assert sent(district, "2026-06").total_fen == 2 * fen


def test_the_bank_answers_about_payments_that_were_sent(district: District, number: str) -> None:
    payroll = proposed(district)
    with pytest.raises(Refusal, match=r"payroll\.not_sent"):
        payrolls.record_answer(district, REVIEWER, payroll.id, [])
    with pytest.raises(Refusal, match=r"payroll\.no_line"):
        payrolls.record_answer(district, REVIEWER, payroll.id, [Returned("SL-2026-9999", "无此户")])
    with pytest.raises(Refusal, match=r"payroll\.named_twice"):
        payrolls.record_answer(
            district, REVIEWER, payroll.id, [Returned(number, "一"), Returned(number, "二")]
        )


def test_nobody_reads_or_makes_the_roll_of_another_street(district: District, number: str) -> None:
    payroll = proposed(district)
    elsewhere = replace(OFFICER, street="other")
    assert payrolls.list_payrolls(district, elsewhere).rows == []
    with pytest.raises(Refusal, match=r"person\.other_area"):
        payrolls.get_payroll(district, elsewhere, payroll.id)
    with pytest.raises(Refusal, match=r"person\.other_area"):
        payrolls.open_payroll(district, elsewhere, STREET_ID, "2026-04")
    with pytest.raises(Refusal, match=r"person\.may_not"):
        payrolls.list_payrolls(district, CLERK)


def test_who_has_no_passbook_waits_and_is_paid_in_full_once_they_have_one(district: District) -> None:
    number = approved_case(district).number
    move(district, days=40)
    payroll = sent(district)
    assert (payroll.count, payroll.waiting, payroll.total_fen) == (0, 1, 0)
    arrange_passbook(district, OFFICER, number, "示例银行", "4417")
    assert sent(district, "2026-05").total_fen == 2 * amount(district, number)


def test_a_name_that_is_a_formula_reaches_the_bank_as_words(
    district: District, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    payroll = proposed(district)
    [line] = payrolls.read_lines(district, payroll)
    monkeypatch.setattr(payrolls, "read_lines", lambda *_: [replace(line, payee='=HYPERLINK("x")')])
    assert "'=HYPERLINK" in payrolls.bank_file(district, payroll, "utf-8").decode("utf-8-sig")
