"""A household is reviewed through the year: kept, adjusted, stopped; who may not, and what is too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from server.domain.act import ActDraft
from server.domain.case import Case
from server.domain.month import month_after
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.receipt_rows import SPELLS
from server.records.review_rows import PLANS, REVIEWS
from server.services.district import District
from server.services.household_classes import set_class, suggest
from server.services.households_now import answers_now
from server.services.periodic_reviews import Change, begin_review, preview, record_review, tell_family
from server.services.review_decisions import audit_review, decide_review, notify_family, return_review
from server.services.stops import stop_receipt
from tests.factories import CLERK, HEAD_OF_BUREAU, OFFICER, REVIEWER
from tests.server.services.reviewing import (
    RESPONSIBLE,
    audited,
    begun,
    decided,
    found,
    in_receipt,
    members_now,
    move_to,
    sent_home,
    told,
)
from tests.server.services.story import approved_case

JUNE, SEPTEMBER = date(2026, 6, 3), date(2026, 9, 2)


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, match=code.replace(".", r"\."))


def due(district: District, case: Case) -> str:
    [row] = district.index.rows(PLANS, "WHERE file = ?", (case.number,))
    return row.due_month


def test_a_class_c_household_is_reviewed_every_quarter_of_a_year(district: District) -> None:
    case = in_receipt(district)
    months = []
    for month in ("2026-06", "2026-09", "2026-12", "2027-03"):
        assert due(district, case) == month
        with refused("periodic_review.not_due"):
            begun(district, case.number)
        move_to(district, date.fromisoformat(f"{month}-05"))
        begun(district, case.number)
        told(district, case.number)
        case = audited(district, case.number)
        months.append(case.reviews[-1].month)
        assert case.reviews[-1].outcome == "keep"
    assert months == ["2026-06", "2026-09", "2026-12", "2027-03"]
    assert case.receipt is not None
    assert len(case.receipt.spells) == 1


def test_a_review_done_late_counts_for_the_month_it_was_done_in(district: District) -> None:
    case = in_receipt(district)
    move_to(district, date(2026, 9, 20))
    assert due(district, case) == "2026-06"
    begun(district, case.number)
    told(district, case.number)
    audited(district, case.number)
    assert due(district, case) == "2026-12"


def test_more_income_lowers_the_amount_from_the_next_month_and_the_family_has_its_letter(
    district: District,
) -> None:
    case = in_receipt(district)
    assert case.receipt is not None
    before = case.receipt.now.amount_fen
    move_to(district, JUNE)
    begun(district, case.number)
    raised = {"m1": "2100.00"}
    benefit = preview(district, case, found(district, case, "adjust", incomes=raised))
    assert benefit is not None
    assert 0 < benefit.amount_fen < before
    told(district, case.number, "adjust", incomes=raised)
    case = decided(district, case.number)
    assert case.receipt is not None
    assert case.receipt.now.since in ("2026-06", "2026-07")
    assert case.receipt.now.amount_fen == benefit.amount_fen
    assert case.receipt.in_month("2026-05") is not None
    [row] = district.index.rows(REVIEWS, "WHERE file = ?", (case.number,))
    assert (row.outcome, row.before_fen, row.after_fen) == ("adjust", before, benefit.amount_fen)
    assert row.waits_for == "review_notified"
    case = notify_family(district, CLERK, case.number, JUNE, "in_person")
    assert case.reviews[-1].waits_for == ""
    assert answers_now(district, case)["member"][0]["income"][0]["amount"] == "2100.00"


def test_income_over_the_line_stops_the_guarantee_and_nothing_more_can_be_done(district: District) -> None:
    case = in_receipt(district)
    move_to(district, JUNE)
    begun(district, case.number)
    rich = {"m1": "9000.00"}
    with refused("periodic_review.zero"):
        told(district, case.number, "adjust", incomes=rich)
    told(district, case.number, "stop", incomes=rich)
    case = decided(district, case.number)
    assert case.stage is Stage.STOPPED
    assert case.receipt is not None
    assert case.receipt.stop_reason == "income"
    assert case.receipt.in_month(month_after(case.receipt.now.until)) is None
    with refused("case.wrong_step"):
        begun(district, case.number)
    with refused("receipt.stopped"):
        stop_receipt(district, HEAD_OF_BUREAU, case.number, "moved", JUNE, "搬走了。")
    assert district.index.rows(PLANS, "WHERE file = ?", (case.number,)) == []
    notify_family(district, CLERK, case.number, JUNE, "post", unsigned="挂号寄出。")


def test_an_objection_makes_the_home_review_compulsory(district: District) -> None:
    case = in_receipt(district)
    move_to(district, JUNE)
    begun(district, case.number)
    told(district, case.number, "adjust", "工资只有一个月多。", incomes={"m1": "2100.00"})
    with refused("periodic_review.order"):
        audited(district, case.number)
    case = sent_home(district, case.number)
    assert case.reviews[-1].waits_for == "review_visited"
    with refused("periodic_review.order"):
        audited(district, case.number)


def test_the_district_and_the_head_send_it_back_to_be_recorded_anew(district: District) -> None:
    case = in_receipt(district)
    move_to(district, JUNE)
    begun(district, case.number)
    told(district, case.number, "adjust", incomes={"m1": "2100.00"})
    audited(district, case.number)
    with refused("periodic_review.words"):
        return_review(district, HEAD_OF_BUREAU, case.number, " ")
    case = return_review(district, HEAD_OF_BUREAU, case.number, "工资条没有附上。")
    assert case.reviews[-1].waits_for == "review_recorded"
    told(district, case.number)
    case = audit_review(district, OFFICER, case.number, False, RESPONSIBLE, words="再问问收入。")
    assert case.reviews[-1].waits_for == "review_recorded"


def test_a_death_is_dealt_with_inside_the_packs_months_and_paid_until_it_happened(
    district: District,
) -> None:
    case = in_receipt(district)
    move_to(district, date(2026, 8, 10))
    with refused("periodic_review.change"):
        begin_review(district, CLERK, case.number, "death")
    with refused("periodic_review.change_future"):
        begin_review(district, CLERK, case.number, "death", change=Change("died", date(2026, 8, 11)))
    begin_review(district, CLERK, case.number, "death", change=Change("died", date(2026, 7, 4)))
    [head, wife] = members_now(district, case, m1="500.00")
    gone = (head, replace(wife, status="died"))
    told(district, case.number, "adjust", members=gone, reason="died")
    case = decided(district, case.number)
    assert case.receipt is not None
    assert case.receipt.now.persons == 1
    assert [row["_id"] for row in answers_now(district, case)["member"]] == ["m1"]


def test_everybody_died_the_last_month_is_that_of_the_death(district: District) -> None:
    case = in_receipt(district)
    move_to(district, date(2026, 9, 10))
    case = stop_receipt(district, HEAD_OF_BUREAU, case.number, "died", date(2026, 7, 4), "注销证明。")
    [last] = district.index.rows(SPELLS, "WHERE file = ? ORDER BY n DESC LIMIT 1", (case.number,))
    assert (last.until, last.stop_reason) == ("2026-07", "died")
    assert case.reviews[-1].waits_for == "review_notified"


def test_only_death_move_and_the_familys_wish_stop_without_a_review(district: District) -> None:
    case = in_receipt(district)
    with refused("stop.reason"):
        stop_receipt(district, HEAD_OF_BUREAU, case.number, "income", district.today(), "有工作了。")
    with refused("stop.words"):
        stop_receipt(district, HEAD_OF_BUREAU, case.number, "moved", district.today(), "")
    with refused("person.may_not"):
        stop_receipt(district, OFFICER, case.number, "moved", district.today(), "搬走了。")


def test_a_class_change_plans_anew_but_what_is_due_stays_due(district: District) -> None:
    case = in_receipt(district, "A")
    assert due(district, case) == "2026-12"
    move_to(district, date(2026, 8, 1))
    set_class(district, OFFICER, case.number, "C", "找到零工，收入不稳定。")
    assert due(district, case) == "2026-09"
    move_to(district, date(2026, 10, 1))
    set_class(district, OFFICER, case.number, "A", "又病了。")
    assert due(district, case) == "2026-09"


def test_a_household_without_a_class_is_listed_and_cannot_be_planned(district: District) -> None:
    case = approved_case(district)
    [row] = district.index.rows(PLANS)
    assert (row.klass, row.due_month) == ("", "")
    with refused("periodic_review.no_class"):
        begun(district, case.number)
    suggestion = suggest(district, case)
    assert suggestion is not None
    assert suggestion.klass == "C"
    with refused("class.words"):
        set_class(district, OFFICER, case.number, "C", "")
    with refused("class.unknown"):
        set_class(district, OFFICER, case.number, "D", "不知道。")
    set_class(district, OFFICER, case.number, "C", "有劳动能力。")
    with refused("class.same"):
        set_class(district, OFFICER, case.number, "C", "有劳动能力。")


def test_two_clerks_open_the_same_review_and_one_is_told(district: District) -> None:
    case = in_receipt(district)
    move_to(district, JUNE)
    begun(district, case.number)
    with refused("periodic_review.already_open"):
        begun(district, case.number)
    with refused("periodic_review.already_open"):
        begin_review(district, REVIEWER, case.number, "spot")


def test_nobody_decides_on_an_amount_that_has_moved_on(district: District) -> None:
    case = in_receipt(district)
    move_to(district, JUNE)
    begun(district, case.number)
    told(district, case.number, "adjust", incomes={"m1": "2100.00"})
    audited(district, case.number)
    district.append_to_case(district.get_case(case.number), STANDARD)
    with refused("periodic_review.stale"):
        decide_review(district, HEAD_OF_BUREAU, case.number)


def test_who_recorded_does_not_audit_and_who_audited_does_not_decide(district: District) -> None:
    case = in_receipt(district)
    move_to(district, JUNE)
    begun(district, case.number)
    record_review(district, OFFICER, case.number, found(district, case))
    tell_family(district, CLERK, case.number, JUNE)
    with refused("periodic_review.same_person"):
        audited(district, case.number)
    with refused("audit.two_people"):
        audit_review(district, OFFICER, case.number, True, OFFICER.user_id)


def test_a_family_cannot_be_told_tomorrow_nor_before_the_review(district: District) -> None:
    case = in_receipt(district)
    move_to(district, JUNE)
    begun(district, case.number)
    record_review(district, CLERK, case.number, found(district, case))
    for day in (JUNE + timedelta(days=1), JUNE - timedelta(days=1)):
        with refused("periodic_review.told_on"):
            tell_family(district, CLERK, case.number, day)


def test_a_member_nobody_asked_about_is_named(district: District) -> None:
    case = in_receipt(district)
    move_to(district, JUNE)
    begun(district, case.number)
    with refused("periodic_review.member_missing"):
        record_review(
            district, CLERK, case.number, found(district, case, members=members_now(district, case)[:1])
        )


def test_keeping_another_amount_than_is_worked_out_needs_words(district: District) -> None:
    case = in_receipt(district)
    move_to(district, JUNE)
    begun(district, case.number)
    more = found(district, case, incomes={"m1": "1210.00"})
    with refused("periodic_review.words"):
        record_review(district, CLERK, case.number, more)
    with refused("periodic_review.nothing_to_adjust"):
        record_review(district, CLERK, case.number, found(district, case, "adjust"))


def test_the_clerk_of_another_community_sees_nothing_of_it(district: District) -> None:
    case = in_receipt(district)
    stranger = replace(CLERK, user_id="lu", community="elsewhere")
    with refused("person.other_area"):
        begin_review(district, stranger, case.number, "change", change=Change("income", district.today()))


STANDARD = ActDraft(
    "standard_applied",
    "qian",
    "bureau_head",
    {
        "standard": "standard:2026-07:1",
        "since": "2026-07",
        "standard_fen": 120000,
        "pack": "",
        "before_fen": 34000,
        "amount_fen": 54000,
    },
)
