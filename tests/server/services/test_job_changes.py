"""What was recorded of a member goes on: an offer is answered, a training ends, an exit ends (S7-EMP)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.case import Case
from server.domain.clock import clocks
from server.domain.job_exit import NewJob
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.job_forms import issue_form
from server.services.jobs import (
    Answer,
    OfferMade,
    TrainingGiven,
    answer_offer,
    begin_exit,
    end_exit,
    put_training_right,
    record_offer,
    record_training,
    view_jobs,
)
from server.services.offer_words import read_offers
from server.services.sentences import Names, act_lines
from server.services.verification import verify
from tests.factories import CLERK, OFFICER, REVIEWER
from tests.server.services.employed import SEEKER, linked_case, offer, receive, returned
from tests.server.services.story import move

WHY = "腿不好，站不了一夜。"
REFUSED = Answer("refused", justified=False, reason=WHY)


def waiting(district: District) -> Case:
    case = linked_case(district)
    made = OfferMade(district.today(), "market", "waiting", words="示例物业，保安")
    return record_offer(district, OFFICER, case.number, SEEKER, made)


def answer(district: District, case: Case, given: Answer) -> Case:
    return answer_offer(district, CLERK, case.number, SEEKER, case.jobs[SEEKER].offers[-1].id, given)


def refusals(district: District, case: Case) -> int:
    return view_jobs(district, OFFICER, case.number).find(SEEKER).refusals


def test_an_offer_that_was_not_decided_is_answered_once_it_is_and_stays_one_offer(district: District) -> None:
    case = answer(district, waiting(district), REFUSED)
    (made,) = read_offers(district, case, case.jobs[SEEKER].offers)
    assert (made.what, made.offer.answer, made.reason) == ("示例物业，保安", "refused", WHY)
    assert refusals(district, case) == 1
    assert WHY not in str(case.last.facts)
    line = act_lines(district, case, Names(district))[-1]
    assert (line.zh, line.words) == ("介绍的岗位、培训：没有去，没有正当理由。", WHY)
    assert verify(district).ok


def test_a_refusal_written_down_wrongly_counts_no_more(district: District) -> None:
    case = answer(district, waiting(district), REFUSED)
    case = answer(district, case, Answer("refused", justified=True, reason=WHY))
    assert refusals(district, case) == 0
    case = answer(district, case, Answer("accepted"))
    assert case.jobs[SEEKER].offers[0].reason == ""


def test_the_answer_to_an_offer_of_a_form_changes_the_forms_count(district: District) -> None:
    case = issue_form(district, OFFICER, linked_case(district).number, SEEKER)
    today = district.today()
    undecided = offer(today, answer="waiting")
    case = receive(district, case, returned(district, outcome="seeking", offers=[undecided, undecided]))
    record = case.jobs[SEEKER]
    case = answer_offer(district, CLERK, case.number, SEEKER, record.offers[1].id, REFUSED)
    record = case.jobs[SEEKER]
    assert [each.answer for each in record.offers] == ["waiting", "refused"]
    assert (record.forms[-1].offers, record.forms[-1].refused) == (2, 1)
    assert [each.reason for each in read_offers(district, case, record.offers)] == ["", WHY]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Answer("maybe"), "job.choice"),
        (Answer("refused", reason=WHY), "job.choice"),
        (Answer("refused", justified=False, reason=" "), "job.reason"),
    ],
)
def test_an_answer_is_judged_like_an_offer(district: District, given: Answer, code: str) -> None:
    case = waiting(district)
    with pytest.raises(Refusal) as refused:
        answer(district, case, given)
    assert refused.value.code == code
    with pytest.raises(Refusal, match=r"job\.offer"):
        answer_offer(district, CLERK, case.number, SEEKER, "999-0", REFUSED)
    with pytest.raises(Refusal, match=r"person\.may_not"):
        answer_offer(district, REVIEWER, case.number, SEEKER, "1-0", REFUSED)


def test_a_training_that_goes_on_is_put_right_when_it_is_over(district: District) -> None:
    case = linked_case(district)
    training = TrainingGiven(district.today(), 30, finished=True, words="家政，街道办的。", going=True)
    case = record_training(district, CLERK, case.number, SEEKER, training)
    (recorded,) = case.jobs[SEEKER].trainings
    assert (recorded.going, recorded.finished) == (True, False)
    over = replace(training, days=28, going=False)
    case = put_training_right(district, CLERK, case.number, SEEKER, recorded.n, over)
    (recorded,) = case.jobs[SEEKER].trainings
    assert (recorded.days, recorded.going, recorded.finished) == (28, False, True)
    for wrong, code in ((replace(over, days=0), "job.days"), (replace(over, words=" "), "job.reason")):
        with pytest.raises(Refusal) as refused:
            put_training_right(district, CLERK, case.number, SEEKER, recorded.n, wrong)
        assert refused.value.code == code
    with pytest.raises(Refusal, match=r"job\.training"):
        put_training_right(district, CLERK, case.number, SEEKER, 1, over)


def test_a_training_recorded_before_it_could_go_on_is_over(district: District) -> None:
    case = linked_case(district)
    facts = {"member": SEEKER, "on": "2026-03-01", "days": 5, "finished": False, "words": ""}
    case = district.append_to_case(case, draft_act(CLERK, "job.record", "training_given", facts))
    assert not case.jobs[SEEKER].trainings[0].going


def test_an_exit_ends_early_with_a_reason_and_is_worked_out_anew(district: District) -> None:
    case = linked_case(district)
    job = NewJob(SEEKER, district.today(), 150_000)
    case = begin_exit(district, OFFICER, case.number, job, 3)
    with pytest.raises(Refusal, match=r"job\.exit_running"):
        begin_exit(district, OFFICER, case.number, job, 3)
    with pytest.raises(Refusal, match=r"job\.reason"):
        end_exit(district, OFFICER, case.number, SEEKER, "seeking", " ")
    paid = case.receipt
    case = end_exit(district, OFFICER, case.number, SEEKER, "seeking", "单位关门了。")
    assert (case.receipt, case.jobs[SEEKER].exit, case.jobs[SEEKER].status) == (paid, None, "seeking")
    with pytest.raises(Refusal, match=r"job\.no_exit_running"):
        end_exit(district, OFFICER, case.number, SEEKER, "seeking", "再结束。")
    assert begin_exit(district, OFFICER, case.number, job, 2).jobs[SEEKER].exit is not None


def test_another_exit_may_begin_once_the_one_before_is_over(district: District) -> None:
    case = linked_case(district)
    begin_exit(district, OFFICER, case.number, NewJob(SEEKER, district.today(), 150_000), 1)
    move(district, days=70)
    job = NewJob(SEEKER, district.today(), 160_000)
    assert begin_exit(district, OFFICER, case.number, job, 1).jobs[SEEKER].exit is not None


def test_the_clock_of_an_exit_stops_with_a_review_that_keeps_the_amount(district: District) -> None:
    case = linked_case(district)
    case = begin_exit(district, OFFICER, case.number, NewJob(SEEKER, district.today(), 150_000), 1)
    move(district, days=70)

    def open_exits(case: Case) -> list[bool]:
        found = clocks(case, district.policy_of(case.policy), district.calendar(), district.today())
        return [clock.done_on is None for clock in found if clock.kind == "job_exit"]

    assert open_exits(case) == [True]
    facts = {"occasion": "change", "month": "2026-05", "due_on": "2026-05-31"}
    case = district.append_to_case(case, draft_act(CLERK, "review.open", "review_opened", facts))
    closed = replace(case.reviews[-1], closed_on=district.today())
    assert open_exits(replace(case, reviews=(closed,))) == [False]
