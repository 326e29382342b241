"""What is recorded of a member looking for work changes no benefit; refusals suggest a review (C-28)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.case import Case
from server.domain.clock import clocks
from server.domain.job_exit import NewJob
from server.errors import Refusal
from server.services.benefits import benefit_of_case
from server.services.district import District
from server.services.job_forms import issue_form
from server.services.jobs import (
    OfferMade,
    TrainingGiven,
    begin_exit,
    preview_exit,
    record_offer,
    record_training,
    set_status,
    suggest_review,
    view_jobs,
)
from server.services.sentences import Names, act_lines
from tests.factories import CLERK, OFFICER, REVIEWER
from tests.server.services.employed import SEEKER, WORKER, linked_case, taken_over_case
from tests.server.services.story import move


def refuse(district: District, case: Case, *, justified: bool = False) -> Case:
    offer = OfferMade(
        district.today(), "market", "refused", justified, "示例物业，保洁", "路太远，要照顾老人。"
    )
    return record_offer(district, OFFICER, case.number, SEEKER, offer)


def test_three_refusals_without_good_reason_suggest_a_review_and_change_nothing(district: District) -> None:
    case = linked_case(district)
    paid = case.receipt
    for count in range(3):
        assert not view_jobs(district, OFFICER, case.number).find(SEEKER).calls_for_review
        with pytest.raises(Refusal) as early:
            suggest_review(district, OFFICER, case.number, SEEKER, "说过了。")
        assert (early.value.code, early.value.facts["count"]) == ("job.too_few_refusals", count)
        case = refuse(district, case)
    person = view_jobs(district, OFFICER, case.number).find(SEEKER)
    assert person.calls_for_review
    assert paid is not None
    assert person.share_fen * 2 == paid.now.amount_fen
    case = suggest_review(district, OFFICER, case.number, SEEKER, "本人说家里走不开，建议复核。")
    assert case.receipt == paid
    assert case.jobs[SEEKER].suggested_on == district.today().isoformat()


def test_an_offer_taken_up_or_a_good_reason_does_not_count(district: District) -> None:
    case = linked_case(district)
    for justified in (False, True, False):
        case = refuse(district, case, justified=justified)
    assert view_jobs(district, OFFICER, case.number).find(SEEKER).refusals == 2
    taken = OfferMade(district.today(), "home", "accepted")
    record_offer(district, CLERK, case.number, SEEKER, taken)
    assert view_jobs(district, OFFICER, case.number).find(SEEKER).refusals == 0


def test_the_seed_pack_has_no_consequence_of_refusing(district: District) -> None:
    case = linked_case(district, refusals=0)
    for _ in range(5):
        case = refuse(district, case)
    view = view_jobs(district, OFFICER, case.number)
    assert not view.find(SEEKER).calls_for_review
    assert "job_review_suggested" not in view.acts
    with pytest.raises(Refusal, match=r"job\.too_few_refusals"):
        suggest_review(district, OFFICER, case.number, SEEKER, "建议。")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"measure": "lottery"}, "job.choice"),
        ({"answer": "maybe"}, "job.choice"),
        ({"answer": "refused", "justified": None}, "job.choice"),
        ({"answer": "refused", "justified": False, "words": "保洁", "reason": " "}, "job.reason"),
    ],
)
def test_an_offer_is_judged_before_it_can_count(
    district: District, changes: dict[str, object], code: str
) -> None:
    case = linked_case(district)
    offer = replace(OfferMade(district.today(), "market", "accepted"), **changes)
    with pytest.raises(Refusal) as refused:
        record_offer(district, OFFICER, case.number, SEEKER, offer)
    assert refused.value.code == code
    late = OfferMade(district.today() + timedelta(days=1), "market", "accepted")
    with pytest.raises(Refusal, match=r"job\.future"):
        record_offer(district, OFFICER, case.number, SEEKER, late)


def test_a_gradual_exit_is_shown_begun_once_and_ends_in_a_review(district: District) -> None:
    case = linked_case(district)
    before = benefit_of_case(district, case)
    assert before is not None
    job = NewJob(SEEKER, district.today(), 150_000, 10_000)
    plan = preview_exit(district, OFFICER, case.number, job, 3)
    assert [month.month for month in plan] == ["2026-04", "2026-05", "2026-06", "2026-07"]
    assert [month.amount_fen for month in plan[:3]] == [before.amount_fen] * 3
    assert plan[3].amount_fen < before.amount_fen
    paid = case.receipt
    case = begin_exit(district, OFFICER, case.number, job, 3)
    assert case.receipt == paid
    assert case.jobs[SEEKER].status == "working"
    found = clocks(case, district.policy_of(case.policy), district.calendar(), district.today())
    assert [clock.due_on.isoformat() for clock in found if clock.kind == "job_exit"] == []
    move(district, days=60)
    found = clocks(case, district.policy_of(case.policy), district.calendar(), district.today())
    assert [clock.due_on.isoformat() for clock in found if clock.kind == "job_exit"] == ["2026-06-30"]


def test_a_pack_without_a_gradual_exit_has_none(district: District) -> None:
    case = linked_case(district, exit_months=0)
    with pytest.raises(Refusal, match=r"job\.no_exit"):
        begin_exit(district, OFFICER, case.number, NewJob(SEEKER, district.today(), 150_000), 3)


def test_a_household_nobody_visited_has_no_amount_to_plan_with(district: District) -> None:
    linked_case(district)
    case = taken_over_case(district)
    with pytest.raises(Refusal, match=r"job\.no_visit"):
        preview_exit(district, OFFICER, case.number, NewJob(SEEKER, district.today(), 150_000), 3)


def test_of_a_household_taken_over_the_street_says_who_seeks_work(district: District) -> None:
    linked_case(district)
    case = taken_over_case(district)
    assert view_jobs(district, OFFICER, case.number).find(WORKER).status == "unknown"
    with pytest.raises(Refusal, match=r"job\.reason"):
        set_status(district, OFFICER, case.number, WORKER, "unable")
    set_status(district, OFFICER, case.number, WORKER, "unable", "重病住院。")
    set_status(district, CLERK, case.number, SEEKER, "seeking")
    case = issue_form(district, OFFICER, case.number, SEEKER)
    assert case.jobs[SEEKER].forms
    assert case.jobs[WORKER].status == "unable"


def test_a_training_is_recorded_with_its_days(district: District) -> None:
    case = linked_case(district)
    training = TrainingGiven(district.today(), 12, True, "家政，街道劳动保障服务中心办的。")
    case = record_training(district, CLERK, case.number, SEEKER, training)
    assert case.jobs[SEEKER].trainings[0].days == 12
    with pytest.raises(Refusal, match=r"job\.days"):
        record_training(district, CLERK, case.number, SEEKER, replace(training, days=0))


def test_who_only_reads_records_nothing(district: District) -> None:
    case = linked_case(district)
    assert view_jobs(district, REVIEWER, case.number).members
    with pytest.raises(Refusal, match=r"person\.may_not"):
        set_status(district, REVIEWER, case.number, SEEKER, "working")


def test_another_streets_household_is_not_looked_into(district: District) -> None:
    case = linked_case(district)
    with pytest.raises(Refusal, match=r"person\.other_area"):
        view_jobs(district, replace(OFFICER, street="zhulin"), case.number)


def test_every_act_says_itself_in_both_languages_without_a_name(district: District) -> None:
    case = refuse(district, linked_case(district))
    case = set_status(district, OFFICER, case.number, SEEKER, "excused", "照顾病人。")
    lines = act_lines(district, case, Names(district))[-2:]
    assert [line.zh for line in lines] == [
        "提供市场上的岗位：没有去，没有正当理由。",
        "登记一位成员：暂时不能找工作。",
    ]
    assert [line.words for line in lines] == ["路太远，要照顾老人。", "照顾病人。"]
    assert not any("陈示兰" in line.zh + line.en for line in lines)
