"""From a complaint that was true to the recovery it suggests: a door, nothing by itself (S7-DUTY-S6)."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.permission import Actor
from server.errors import Refusal
from server.services import recoveries
from server.services.complaint_files import read_complaint
from server.services.complaints import assign_officers, complain_on_page, find_complaint, look_into
from server.services.district import District
from server.services.handing_over import arrange_passbook
from server.services.stops import stop_receipt
from server.services.suggested_recoveries import (
    count_recoveries,
    list_suggested,
    may_say_nothing_owed,
    say_nothing_owed,
    suggested_for,
)
from server.services.verification import verify
from tests.factories import CLERK, COMMUNITY_ID, HEAD_OF_BUREAU, OFFICER, REVIEWER, STREET_ID, TEAM
from tests.server.services.reviewing import in_receipt, move_to
from tests.server.services.test_complaints import SAID
from tests.server.services.test_payrolls import sent

JUNE = date(2026, 6, 10)
TEAM_OFFICER = Actor("wei", "魏样", frozenset({"street_officer"}), STREET_ID, assessor_id=TEAM[0])


@pytest.fixture
def number(district: District) -> str:
    """Paid until June; a complaint about it was true."""
    number = in_receipt(district).number
    arrange_passbook(district, OFFICER, number, "示例银行", "4417")
    move_to(district, JUNE)
    sent(district, "2026-06")
    receipt = complain_on_page(district, "household", COMMUNITY_ID, SAID)
    assign_officers(district, OFFICER, receipt, number, (OFFICER.user_id, REVIEWER.user_id))
    look_into(district, OFFICER, receipt, "documents", JUNE, "看了房产登记。")
    before = district.get_case(number).acts
    find_complaint(district, REVIEWER, receipt, "true", "recovery", "登记有两套，四月起就有。")
    assert district.get_case(number).acts == before
    return number


def test_a_suggestion_stands_until_an_overpayment_is_found(district: District, number: str) -> None:
    [suggested] = list_suggested(district, OFFICER)
    assert (suggested.case, suggested.found_on, suggested.is_open) == (number, JUNE, True)
    assert count_recoveries(district, OFFICER) == 1
    stop_receipt(district, HEAD_OF_BUREAU, number, "died", date(2026, 4, 20), "死亡证明已看。")
    recoveries.find_overpayment(district, OFFICER, number, "concealed", "举报查实，房产登记和发放表对过。")
    assert list_suggested(district, OFFICER) == []
    [followed] = suggested_for(district, OFFICER, number)
    assert not followed.is_open


def test_nothing_to_ask_back_closes_a_suggestion(district: District, number: str) -> None:
    [suggested] = list_suggested(district, OFFICER)
    with pytest.raises(Refusal, match=r"complaint\.reason"):
        say_nothing_owed(district, OFFICER, suggested.receipt, " ")
    before = district.get_case(number).acts
    say_nothing_owed(district, OFFICER, suggested.receipt, "四月就停发了，没有多发过。")
    file = read_complaint(district, REVIEWER, suggested.receipt)
    assert file.nothing_owed == "四月就停发了，没有多发过。"
    assert list_suggested(district, OFFICER) == []
    assert [each.nothing_owed for each in suggested_for(district, OFFICER, number)] == [True]
    assert district.get_case(number).acts == before
    assert not may_say_nothing_owed(district, OFFICER, file.complaint)
    with pytest.raises(Refusal, match=r"complaint\.nothing_owed"):
        say_nothing_owed(district, OFFICER, suggested.receipt, "再写一遍。")
    assert verify(district).ok


def test_while_more_was_paid_than_owed_there_is_something_to_ask_back(
    district: District, number: str
) -> None:
    [suggested] = list_suggested(district, OFFICER)
    stop_receipt(district, HEAD_OF_BUREAU, number, "died", date(2026, 4, 20), "死亡证明已看。")
    with pytest.raises(Refusal, match=r"complaint\.overpaid"):
        say_nothing_owed(district, OFFICER, suggested.receipt, "不追了。")
    with pytest.raises(Refusal, match=r"person\.may_not"):
        say_nothing_owed(district, CLERK, suggested.receipt, "不追了。")


def test_who_may_not_read_the_complaint_sees_nothing_of_it(district: District, number: str) -> None:
    assert list_suggested(district, CLERK) == suggested_for(district, CLERK, number) == []
    assert list_suggested(district, TEAM_OFFICER) == []
    elsewhere = Actor("shi", "施样", frozenset({"street_officer"}), "elsewhere")
    assert suggested_for(district, elsewhere, number) == []
    with pytest.raises(Refusal, match=r"person\.may_not"):
        list_suggested(district, Actor("admin", "管理员", frozenset({"administrator"})))
