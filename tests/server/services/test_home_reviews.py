"""An objection leads to the home: the task on the tablet, the sealed form in the record (S7-REV-15)."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.case import Case
from server.errors import Refusal
from server.records.entries import SetAside
from server.services.district import District
from server.services.errand_recalls import recall_home_review
from server.services.errand_teams import Sending
from server.services.home_reviews import assign_home_review
from server.services.households_now import answers_now
from server.services.periodic_reviews import Found, answers_found, record_review, tell_family
from server.services.review_decisions import audit_review, return_review
from server.services.sentences import Names, act_lines
from server.services.tasks import publish_outstanding, publish_tasks_of, task_id, tasks_name
from server.services.verification import verify
from tests.factories import CLERK, HEAD_OF_BUREAU, OFFICER, TEAM, PaperTablet, enrolled_tablet, reconcile
from tests.server.services.reviewing import (
    RESPONSIBLE,
    audited,
    begun,
    decided,
    in_receipt,
    move_to,
    sealed_at_home,
    sent_home,
    told,
)
from tests.tablets import push_draft

JUNE = date(2026, 6, 3)
RAISED = {"m1": "2100.00"}


def objected(district: District) -> Case:
    case = in_receipt(district)
    move_to(district, JUNE)
    begun(district, case.number)
    return told(district, case.number, "adjust", "那个月加了班，平时没有这么多。", incomes=RAISED)


def visited(district: District, income: str = "1760.00") -> tuple[PaperTablet, Case]:
    """A home review that was sealed, sent and received."""
    tablet, number = enrolled_tablet(district), objected(district).number
    case = sent_home(district, number)
    tablet.push(tablet.seal(sealed_at_home(district, tablet, case, income)), [b""][:0])
    assert reconcile(district).accepted == 1
    return tablet, district.get_case(number)


def test_the_task_is_on_the_leads_tablet_with_the_review_form(district: District) -> None:
    case = sent_home(district, objected(district).number)
    tablet = enrolled_tablet(district)
    publish_tasks_of(district, tablet.assessor)
    task = tablet.read(task_id(case))
    assert (task["form"], task["round"], task["role"]) == ("review@2", 2, "lead")
    assert task["prefill"]["amount_now"] == "340.00"
    assert [member["_id"] for member in task["prefill"]["member"]] == ["m1", "m2"]
    assert tablet.read("form:review@2")["digest"] == task["form_digest"]
    for colleague in ("a-0218", "a-0219"):
        assert district.database(tasks_name(colleague)).find(task_id(case)) is None
    publish_outstanding(district)


def test_the_sealed_review_enters_the_case_and_the_opinion_follows_from_it(district: District) -> None:
    tablet, case = visited(district)
    review = case.reviews[-1]
    assert case.last.kind == "review_visited"
    assert review.waits_for == "review_recorded"
    assert case.visit is not None
    assert case.visit.digest != review.visit  # the visit of the application stays what it was
    receipt = tablet.receipt(f"visit:{case.number}:2:{tablet.id}")
    assert receipt["status"] == "accepted"
    answers = answers_found(district, case, Found("adjust"))
    assert [row["income"][0]["amount"] for row in answers["member"][:1]] == ["1760.00"]
    case = record_review(district, CLERK, case.number, Found("adjust", "income"))
    assert case.reviews[-1].recorded is not None
    assert case.reviews[-1].recorded.amount_fen == 220000 - 176000
    case = tell_family(district, CLERK, case.number, JUNE, objection="还是少。")
    assert case.reviews[-1].waits_for == "review_audited"  # nobody visits a third time
    case = decided(district, case.number)
    assert answers_now(district, case)["member"][0]["income"][0]["amount"] == "1760.00"
    assert verify(district).problems == []


def test_the_same_upload_again_changes_nothing(district: District) -> None:
    tablet, case = visited(district)
    reconcile(district)
    assert district.get_case(case.number).last.n == case.last.n
    assert district.office.every(SetAside) == []
    assert tablet.receipt(f"visit:{case.number}:2:{tablet.id}")["status"] == "accepted"


def test_a_review_of_a_team_nobody_sent_is_set_aside(district: District) -> None:
    tablet, number = enrolled_tablet(district), objected(district).number
    case = sent_home(district, number)
    forged = sealed_at_home(district, tablet, case, "0.00") | {"round": 3}
    tablet.push(tablet.seal(forged), [])
    reconcile(district)
    assert district.get_case(number).reviews[-1].visit == ""
    [entry] = district.office.every(SetAside)
    assert entry.case == number


def test_nobody_goes_on_before_the_home_review_is_in(district: District) -> None:
    case = sent_home(district, objected(district).number)
    with pytest.raises(Refusal, match=r"periodic_review\.order"):
        audited(district, case.number)
    again = sent_home(district, case.number)  # others instead
    assert again.team is not None
    assert again.team.round == 3


def test_others_who_go_instead_go_on_from_what_was_begun(district: District) -> None:
    case, tablet = sent_home(district, objected(district).number), enrolled_tablet(district)
    push_draft(tablet, case, answers={"amount_now": "340.00"})
    reconcile(district)
    relations = dict.fromkeys(TEAM, "none")
    sending = Sending(TEAM, "a-0218", district.today(), relations)
    again = assign_home_review(district, OFFICER, case.number, sending)
    second = enrolled_tablet(district, "a-0218")
    publish_tasks_of(district, "a-0218")
    assert second.read(task_id(again))["draft"]["answers"] == {"amount_now": "340.00"}
    assert district.database(tasks_name("a-0217")).find(task_id(case)) is None


UNCLEAR = "入户没有问雇主，工资条也没有看。"


def recorded_from_home(district: District) -> tuple[PaperTablet, Case]:
    """A home review that was recorded and told, and waits for the street."""
    tablet, case = visited(district)
    record_review(district, CLERK, case.number, Found("adjust", "income"))
    return tablet, tell_family(district, CLERK, case.number, JUNE)


def test_what_was_seen_in_the_home_is_sent_back_and_seen_anew_with_the_reason(district: District) -> None:
    tablet, case = recorded_from_home(district)
    case = audit_review(district, OFFICER, case.number, False, RESPONSIBLE, words=UNCLEAR, home=True)
    review = case.reviews[-1]
    assert (review.waits_for, review.visit, review.recorded) == ("review_team_assigned", "", None)
    assert act_lines(district, case, Names(district))[-1].zh.endswith("退回重新入户。")
    with pytest.raises(Refusal, match=r"case\.wrong_step|periodic_review\.order"):
        record_review(district, CLERK, case.number, Found("adjust", "income"))
    case = sent_home(district, case.number)
    publish_tasks_of(district, tablet.assessor)
    returned = tablet.read(task_id(case))["returned"]
    assert returned["words"] == UNCLEAR
    tablet.push(tablet.seal(sealed_at_home(district, tablet, case, "1900.00")), [])
    assert reconcile(district).accepted == 1
    case = district.get_case(case.number)
    assert (case.reviews[-1].waits_for, case.reviews[-1].home_again) == ("review_recorded", "")
    case = record_review(district, CLERK, case.number, Found("adjust", "income"))
    assert case.reviews[-1].recorded is not None
    assert case.reviews[-1].recorded.amount_fen == 220000 - 190000
    assert verify(district).ok


def test_the_head_of_the_bureau_sends_it_back_to_the_home_too(district: District) -> None:
    _, case = recorded_from_home(district)
    audited(district, case.number)
    case = return_review(district, HEAD_OF_BUREAU, case.number, UNCLEAR, home=True)
    assert case.reviews[-1].waits_for == "review_team_assigned"


def test_a_team_called_off_after_a_return_leaves_the_home_to_be_seen(district: District) -> None:
    _, case = recorded_from_home(district)
    audit_review(district, OFFICER, case.number, False, RESPONSIBLE, words=UNCLEAR, home=True)
    sent_home(district, case.number)
    case = recall_home_review(district, OFFICER, case.number, "主办人病了。")
    assert case.reviews[-1].waits_for == "review_team_assigned"


def test_a_return_without_the_home_keeps_what_was_seen_there(district: District) -> None:
    _, case = recorded_from_home(district)
    seen = case.reviews[-1].visit
    case = audit_review(district, OFFICER, case.number, False, RESPONSIBLE, words="理由没有写清楚。")
    assert (case.reviews[-1].waits_for, case.reviews[-1].visit) == ("review_recorded", seen)


def test_nobody_is_sent_back_to_a_home_nobody_was_in(district: District) -> None:
    case = in_receipt(district)
    move_to(district, JUNE)
    begun(district, case.number)
    told(district, case.number, "adjust", "", incomes=RAISED)
    with pytest.raises(Refusal, match=r"periodic_review\.no_home"):
        audit_review(district, OFFICER, case.number, False, RESPONSIBLE, words=UNCLEAR, home=True)
    audited(district, case.number)
    with pytest.raises(Refusal, match=r"periodic_review\.no_home"):
        return_review(district, HEAD_OF_BUREAU, case.number, UNCLEAR, home=True)
