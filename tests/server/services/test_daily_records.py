"""Daily records: kept their years, then without whom they name; all verifies, nothing is paid twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from server.domain.objection import IN_PERSON, Statement
from server.errors import Refusal
from server.records.entries import Erasing, ObjectionSecret
from server.records.payment_rows import paid_months
from server.services import goods, payrolls
from server.services.activities import list_for as list_activities
from server.services.activities import organise_activity, view_attendance
from server.services.complaint_files import follow_complaint, read_complaint
from server.services.complaints import answer_complaint, find_complaint, record_complaint
from server.services.consultations import Asked, list_consultations, record_consultation
from server.services.daily_records import count_due_daily, erase_daily, get_daily, list_due_daily
from server.services.district import District
from server.services.erasures import finish_erasures
from server.services.handing_over import arrange_passbook
from server.services.quarter_lists import get_list, prove_list, remove_list, view_list
from server.services.reconsiderations import decide, list_reconsiderations, read_reconsideration
from server.services.retention import count_due
from server.services.verification import verify
from tests.factories import (
    ADMINISTRATOR,
    CLERK,
    COMMUNITY_ID,
    HEAD_OF_BUREAU,
    OFFICER,
    REVIEWER,
    STREET_ID,
    Clock,
    picture,
)
from tests.server.services.story import approved_case
from tests.server.services.test_complaints import looked_into
from tests.server.services.test_goods import INK, listed
from tests.server.services.test_payrolls import sent
from tests.server.services.test_quarter_lists import SECOND, posted
from tests.server.services.test_reconsiderations import received

YEARS = 5
REGISTER = "C-SLHA-2026"


@pytest.fixture
def number(district: District) -> str:
    """A household approved in March, paid from April on."""
    case = approved_case(district)
    arrange_passbook(district, OFFICER, case.number, "示例银行", "4417")
    return case.number


def consulted(district: District) -> str:
    asked = Asked("王试问", ("conditions",), letter=True, phone="0000-000 0009", words="问能不能办。")
    record_consultation(district, CLERK, asked)
    return REGISTER


def years_later(clock: Clock) -> None:
    clock.instant += timedelta(days=(YEARS + 1) * 366)


def kept(district: District, file: str) -> list[str]:
    return [document["_id"] for document in district.evidence.of_file(file)]


def test_a_register_is_due_five_years_after_its_year_and_not_before(district: District, clock: Clock) -> None:
    file = consulted(district)
    assert get_daily(district, REVIEWER, file).until == date(2031, 12, 31)
    while district.today() < date(2031, 12, 31):
        clock.move(days=1)
    assert count_due_daily(district, REVIEWER) == 0
    with pytest.raises(Refusal, match=r"retention\.daily_not_over") as refused:
        erase_daily(district, HEAD_OF_BUREAU, file)
    assert "2031-12-31" in refused.value.sentence("zh")
    clock.move(days=1)
    assert [row.file for row in list_due_daily(district, REVIEWER, 1).rows] == [file]
    assert count_due(district, REVIEWER) == 0


def test_who_asked_goes_and_the_register_stays(district: District, clock: Clock) -> None:
    file = consulted(district)
    years_later(clock)
    act = erase_daily(district, HEAD_OF_BUREAU, file)
    assert (act.kind, act.facts["documents"], act.facts["kept_until"]) == ("erased", 1, "2031-12-31")
    assert kept(district, file) == []
    (line,) = list_consultations(district, CLERK, 2026).rows
    assert (line.asked.name, line.asked.phone, line.asked.letter) == ("", "", True)
    report = verify(district)
    assert (report.problems, report.erased) == ([], {file: act.n})
    assert count_due_daily(district, REVIEWER) == 0
    with pytest.raises(Refusal, match=r"retention\.erased"):
        erase_daily(district, HEAD_OF_BUREAU, file)


def test_of_a_payroll_payees_and_accounts_go_and_no_month_is_owed_again(
    district: District, number: str, clock: Clock
) -> None:
    roll = sent(district)
    payrolls.record_answer(district, REVIEWER, roll.id, [])
    payrolls.close(district, REVIEWER, roll.id, roll.total_fen)
    paid = paid_months(district.index, STREET_ID)
    assert paid[number]
    years_later(clock)
    erase_daily(district, HEAD_OF_BUREAU, roll.id)
    left = payrolls.get_payroll(district, REVIEWER, roll.id)
    (line,) = payrolls.read_lines(district, left)
    assert (line.payee, line.bank, line.account) == ("", "", "")
    assert line.case == number
    assert paid_months(district.index, STREET_ID) == paid
    assert "周例平" not in str(list(district.evidence.of_file(roll.id)))
    assert verify(district).problems == []
    with pytest.raises(Refusal, match=r"retention\.erased"):
        payrolls.sent_file(district, left)


def test_a_payroll_that_is_not_closed_is_kept_however_old(
    district: District, number: str, clock: Clock
) -> None:
    roll = sent(district)
    years_later(clock)
    assert get_daily(district, REVIEWER, roll.id).until is None
    with pytest.raises(Refusal, match=r"retention\.daily_not_over"):
        erase_daily(district, HEAD_OF_BUREAU, roll.id)
    assert number


def test_of_a_list_names_and_photos_go_and_its_sums_stay(district: District, clock: Clock) -> None:
    posted(district)
    for which in ("posted", "removed"):
        if which == "removed":
            clock.move(days=40)
            remove_list(district, CLERK, COMMUNITY_ID, SECOND)
        prove_list(district, CLERK, COMMUNITY_ID, SECOND, which, picture(which))
    listed = get_list(district, COMMUNITY_ID, SECOND)
    years_later(clock)
    erase_daily(district, HEAD_OF_BUREAU, listed.file)
    assert kept(district, listed.file) == []
    after = get_list(district, COMMUNITY_ID, SECOND)
    assert (after.households, after.amount_fen) == (listed.households, listed.amount_fen)
    with pytest.raises(Refusal, match=r"retention\.erased"):
        view_list(district, after)
    assert verify(district).problems == []


def test_of_a_complaint_words_and_password_go_and_its_receipt_still_says_how_it_ended(
    district: District, clock: Clock
) -> None:
    receipt, _ = looked_into(district)
    find_complaint(district, REVIEWER, receipt, "not_true", "nothing", "登记只有一套。")
    finished = answer_complaint(district, OFFICER, receipt, "查过了。")
    years_later(clock)
    erase_daily(district, HEAD_OF_BUREAU, finished.id)
    assert kept(district, finished.id) == []
    assert district.office.find(ObjectionSecret, receipt) is None
    assert follow_complaint(district, receipt).state == "closed"
    with pytest.raises(Refusal, match=r"retention\.erased"):
        read_complaint(district, REVIEWER, receipt)
    assert verify(district).problems == []


def test_a_complaint_nobody_answered_is_kept(district: District, clock: Clock) -> None:
    said = Statement("他家有车。")
    receipt = record_complaint(district, OFFICER, IN_PERSON, "household", COMMUNITY_ID, said)
    years_later(clock)
    assert get_daily(district, REVIEWER, f"complaint-{receipt}").until is None


def test_only_the_head_of_the_bureau_erases_and_only_daily_records(district: District, clock: Clock) -> None:
    file = consulted(district)
    years_later(clock)
    for actor in (CLERK, OFFICER, REVIEWER, ADMINISTRATOR):
        with pytest.raises(Refusal, match=r"person\.may_not"):
            erase_daily(district, actor, file)
    for other in ("SL-2026-0001", "reads:gao:2026-03", ""):
        with pytest.raises(Refusal, match=r"retention\.unknown"):
            erase_daily(district, HEAD_OF_BUREAU, other)


def test_an_erasure_cut_short_is_finished_at_the_next_start(
    district: District, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = consulted(district)
    years_later(clock)
    with monkeypatch.context() as killed:
        killed.setattr(district.evidence, "erase", _die)
        with pytest.raises(KeyboardInterrupt):
            erase_daily(district, HEAD_OF_BUREAU, file)
    assert {problem.code for problem in verify(district).problems} == {"record.not_erased"}
    assert finish_erasures(district) == 1
    assert kept(district, file) == []
    assert district.office.every(Erasing) == []
    assert verify(district).problems == []


def _die(_file: str, left: object) -> None:
    raise KeyboardInterrupt


def erased(district: District, clock: Clock, file: str) -> None:
    """Due after its years, erased, and verified; what was in it is refused under the act."""
    years_later(clock)
    assert file in [row.file for row in list_due_daily(district, REVIEWER, 1).rows]
    act = erase_daily(district, HEAD_OF_BUREAU, file)
    assert kept(district, file) == []
    report = verify(district)
    assert (report.problems, report.erased) == ([], {file: act.n})
    assert file not in [row.file for row in list_due_daily(district, REVIEWER, 1).rows]


def test_of_goods_heads_words_and_ink_go_and_the_amounts_stay(
    district: District, number: str, clock: Clock
) -> None:
    clock.move(days=40)
    handout = listed(district)
    goods.collect(district, CLERK, handout.id, [number], INK)
    assert get_daily(district, REVIEWER, handout.id).until is None
    goods.close(district, OFFICER, handout.id, "")
    erased(district, clock, handout.id)
    (row,) = goods.list_for(district, OFFICER)
    assert (row.words, row.households, row.collected) == ("", 1, 1)
    assert goods.get_handout(district, OFFICER, handout.id).totals == handout.totals
    with pytest.raises(Refusal, match=r"retention\.erased"):
        goods.view_handout(district, OFFICER, handout.id)


def test_of_an_activity_what_was_done_where_goes_and_who_came_stands_in_their_files(
    district: District, clock: Clock
) -> None:
    on = district.today()
    activity = organise_activity(district, CLERK, COMMUNITY_ID, on, 2, "楼道清扫，槐安路 12 号。")
    erased(district, clock, activity.id)
    (row,) = list_activities(district, CLERK).rows
    assert (row.words, row.day, row.hours) == ("", on.isoformat(), 2)
    with pytest.raises(Refusal, match=r"retention\.erased"):
        view_attendance(district, CLERK, activity.id)


def test_of_a_reconsideration_the_words_go_and_how_it_ended_stays(district: District, clock: Clock) -> None:
    found = received(district)
    assert get_daily(district, REVIEWER, found.id).until is None
    decide(district, REVIEWER, found.id, "upheld", district.today(), "维持")
    erased(district, clock, found.id)
    assert [row.outcome for row in list_reconsiderations(district, REVIEWER, "all")] == ["upheld"]
    with pytest.raises(Refusal, match=r"retention\.erased"):
        read_reconsideration(district, REVIEWER, found.id)
