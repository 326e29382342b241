"""One's own share is reduced for refusing work: proposed, told, decided, over by itself (C-28)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from server.domain.benefit_household import Reduction
from server.domain.case import Case
from server.domain.job_exit import NewJob
from server.domain.paper import PaperKind
from server.domain.share_reduction import RULE, standing_reductions
from server.errors import Refusal
from server.services.district import District
from server.services.household_classes import set_class
from server.services.households_now import answers_now, benefit_as_recorded
from server.services.jobs import OfferMade, preview_exit, record_offer, set_status, suggest_review, view_jobs
from server.services.papers import review_benefit_pdf
from server.services.papers_of_cases import print_paper
from server.services.payrolls import work_out
from server.services.periodic_reviews import preview
from server.services.recalculations import propose_standard
from server.services.review_decisions import decide_review, notify_family
from server.services.sentences import Names, act_lines
from server.services.verification import verify
from tests.factories import CLERK, HEAD_OF_BUREAU, OFFICER, REVIEWER
from tests.server.documents.papers import text_of
from tests.server.services.employed import SEEKER, WORKER, linked_case
from tests.server.services.reviewing import audited, begun, decided, found, in_receipt, move_to, told
from tests.server.services.test_jobs import refuse

JUNE, SEPTEMBER = date(2026, 6, 3), date(2026, 9, 2)
SHARE, PAID = 17_000, 34_000  # of the two persons of the story
PART = {SEEKER: Reduction(fen=9_000)}
WHOLE = {SEEKER: Reduction(whole=True)}
WHY = "三次都说路远，岗位就在本街道，没有正当理由。"


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, match=code.replace(".", r"\."))


def under_review(district: District, *, suggested: bool = True) -> Case:
    """A household whose seeker refused three times, in a review opened for it."""
    case = linked_case(district)
    set_class(district, OFFICER, case.number, "C", "夫妻都能劳动。")
    move_to(district, JUNE)
    for _ in range(3):
        case = refuse(district, case)
    if suggested:
        suggest_review(district, OFFICER, case.number, SEEKER, "建议复核本人份额。")
    return begun(district, case.number, "work")


def proposed(district: District, number: str, reduced: Any = None, **given: Any) -> Case:
    said = {"reason": "refusals", "words": WHY, "reduced": PART if reduced is None else reduced} | given
    return told(district, number, said.pop("opinion", "adjust"), **said)


def reduced_case(district: District, reduced: Any = None) -> Case:
    """Reduced by a decision of June, the letter delivered."""
    number = under_review(district).number
    proposed(district, number, reduced)
    decided(district, number)
    return notify_family(district, CLERK, number, JUNE, "in_person")


def takes_up(district: District, number: str) -> Case:
    taken = OfferMade(district.today(), "market", "accepted", None, "示例物业，保洁")
    return record_offer(district, OFFICER, number, SEEKER, taken)


def test_part_of_the_share_is_reduced_with_its_steps_and_everything_else_agrees(district: District) -> None:
    case = under_review(district)
    benefit = preview(district, case, found(district, case, "adjust", reduced=PART))
    assert benefit is not None
    assert (benefit.amount_fen, benefit.steps[-1].rule) == (PAID - 9_000, RULE)
    case = proposed(district, case.number)
    assert case.receipt is not None
    assert case.receipt.now.amount_fen == PAID  # proposed and told is not decided
    assert standing_reductions(case) == {}
    case = decided(district, case.number)
    assert case.receipt is not None
    assert case.receipt.now.amount_fen == PAID - 9_000
    assert standing_reductions(case) == PART
    assert benefit_as_recorded(district, case).amount_fen == PAID - 9_000
    [row] = propose_standard(district, REVIEWER, None).rows
    assert not row.differs
    [row] = propose_standard(district, REVIEWER, 120_000).rows
    assert (row.now_fen, row.then_fen) == (PAID - 9_000, PAID + 20_000 - 9_000)
    move_to(district, date(2026, 7, 2))
    [line] = work_out(district, case.street, "2026-07", 0)
    assert line.months["2026-07"] == PAID - 9_000
    person = view_jobs(district, OFFICER, case.number).find(SEEKER)
    assert (person.reduction, person.reduction_over, person.share_fen) == (PART[SEEKER], False, SHARE)
    assert verify(district).problems == []


def test_the_letter_says_the_rule_the_share_and_what_is_taken_off(district: District) -> None:
    number = reduced_case(district).number
    text = text_of(print_paper(district, OFFICER, number, kind=PaperKind.REVIEW_LETTER))
    for words in ("没有正当理由拒绝工作", "份额每月 170.00 元", "减发 90.00 元", "340.00 元", "250.00 元"):
        assert words in text, words


def test_the_family_has_the_steps_of_the_proposal_in_both_languages(district: District) -> None:
    number = under_review(district).number
    with refused("record.missing"):
        review_benefit_pdf(district, CLERK, number)
    proposed(district, number)
    text = text_of(review_benefit_pdf(district, CLERK, number))
    for words in ("份额每月 170.00 元", "170.00 yuan a month", "90.00 yuan are taken off", "C-28", "250.00"):
        assert words in text, words


def test_a_job_found_ends_the_reduction_in_the_plan_of_the_gradual_exit(district: District) -> None:
    number = reduced_case(district).number
    plan = preview_exit(district, OFFICER, number, NewJob(SEEKER, JUNE, 10_000), 2)
    assert [month.amount_fen for month in plan] == [PAID - 9_000, PAID - 9_000, PAID - 10_000]


def test_the_record_says_in_both_languages_that_a_share_is_reduced(district: District) -> None:
    case = reduced_case(district)
    lines = act_lines(district, case, Names(district))
    assert any("减发 1 人的份额" in line.zh for line in lines)
    assert any("the share of 1 reduced" in line.en for line in lines)


def test_a_whole_share_follows_a_new_standard(district: District) -> None:
    case = reduced_case(district, WHOLE)
    assert case.receipt is not None
    assert case.receipt.now.amount_fen == SHARE
    [row] = propose_standard(district, REVIEWER, 120_000).rows
    assert row.then_fen == (PAID + 20_000) // 2
    assert view_jobs(district, OFFICER, case.number).find(SEEKER).share_fen == SHARE


def test_it_ends_by_itself_at_the_next_review_after_work_was_taken_up(district: District) -> None:
    number = reduced_case(district).number
    move_to(district, SEPTEMBER)
    takes_up(district, number)
    assert view_jobs(district, OFFICER, number).find(SEEKER).reduction_over
    case = begun(district, number)
    benefit = preview(district, case, found(district, case, "adjust"))
    assert benefit is not None
    assert benefit.amount_fen == PAID
    with refused("periodic_review.reduction_opinion"):
        told(district, number, "keep", words="照旧。")
    told(district, number, "adjust", reason="resumed", words="接受了保洁岗位，不再减发。")
    case = decided(district, number)
    assert case.receipt is not None
    assert case.receipt.now.amount_fen == PAID
    assert standing_reductions(case) == {}
    assert "reduction" not in answers_now(district, case)["member"][1]


def test_it_stands_at_the_next_review_where_nothing_was_taken_up(district: District) -> None:
    number = reduced_case(district).number
    move_to(district, SEPTEMBER)
    begun(district, number)
    told(district, number)
    case = audited(district, number)
    assert case.reviews[-1].outcome == "keep"
    assert standing_reductions(case) == PART
    assert benefit_as_recorded(district, case).amount_fen == PAID - 9_000


def test_whoever_reviews_may_end_it_while_refusals_still_count(district: District) -> None:
    number = reduced_case(district).number
    move_to(district, SEPTEMBER)
    begun(district, number)
    told(district, number, "adjust", reason="resumed", words="家里有困难，恢复。", reduced={})
    case = decided(district, number)
    assert standing_reductions(case) == {}


def test_a_review_opened_for_anything_else_cannot_begin_a_reduction(district: District) -> None:
    case = linked_case(district)
    set_class(district, OFFICER, case.number, "C", "夫妻都能劳动。")
    move_to(district, JUNE)
    for _ in range(3):
        case = refuse(district, case)
    begun(district, case.number)
    with refused("periodic_review.reduction_who"):
        proposed(district, case.number)


def test_nobody_else_in_the_household_is_reduced_for_it(district: District) -> None:
    number = under_review(district).number
    for member in (WORKER, "m9"):
        with refused("periodic_review.reduction_who"):
            proposed(district, number, {member: Reduction(fen=100)})


def test_no_more_than_the_share_and_no_nothing(district: District) -> None:
    number = under_review(district).number
    with refused("periodic_review.reduction_most"):
        proposed(district, number, {SEEKER: Reduction(fen=SHARE + 1)})
    with refused("periodic_review.reduction_amount"):
        proposed(district, number, {SEEKER: Reduction()})
    proposed(district, number, {SEEKER: Reduction(fen=SHARE)})


def test_refusals_cannot_stop_the_household_or_be_a_reason_without_a_reduction(district: District) -> None:
    number = under_review(district).number
    with refused("periodic_review.reduction_own"):
        proposed(district, number, WHOLE, opinion="stop")
    with refused("periodic_review.reduction_none"):
        proposed(district, number, {}, incomes={"m1": "1900.00"})
    with refused("periodic_review.words"):
        proposed(district, number, words=" ")


def test_work_taken_up_before_the_decision_takes_its_ground(district: District) -> None:
    number = under_review(district).number
    proposed(district, number)
    audited(district, number)
    takes_up(district, number)
    with refused("periodic_review.reduction_over"):
        decide_review(district, HEAD_OF_BUREAU, number)


def test_one_excused_since_is_not_reduced(district: District) -> None:
    number = under_review(district).number
    set_status(district, OFFICER, number, SEEKER, "excused", "照顾重病的老人。")
    with refused("periodic_review.reduction_who"):
        proposed(district, number)


def test_without_a_suggestion_the_refusals_that_count_are_ground_enough(district: District) -> None:
    number = under_review(district, suggested=False).number
    case = proposed(district, number)
    assert case.reviews[-1].recorded is not None
    assert case.reviews[-1].recorded.reduced == PART


def test_a_review_recorded_before_shares_were_reduced_folds_without_one(district: District) -> None:
    case = in_receipt(district)
    move_to(district, JUNE)
    begun(district, case.number)
    case = told(district, case.number)
    assert "reduced" not in next(act.facts for act in case.acts if act.kind == "review_recorded")
    assert case.reviews[-1].recorded is not None
    assert case.reviews[-1].recorded.reduced == {}


def test_nor_does_the_street_let_a_reduction_pass_whose_ground_is_gone(district: District) -> None:
    """Whatever the review ends with: a stop and an amount that stays rest on it as well."""
    number = under_review(district).number
    proposed(district, number)
    takes_up(district, number)
    with refused("periodic_review.reduction_over"):
        audited(district, number)
