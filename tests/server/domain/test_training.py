"""Only who attended and passed may be certified, and each pass certifies once (S7-CRED-02…04)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.act import Act, ActDraft, next_act
from server.domain.credential import fold_credential
from server.domain.training import (
    CoursePlan,
    Result,
    check_plan,
    check_result,
    check_unused,
    find_basis,
    fold_course,
    fold_results,
    format_plan,
)
from server.errors import Refusal

TODAY = date(2026, 3, 12)
UNTIL = date(2028, 3, 11)
PLAN = CoursePlan("低保业务培训", date(2026, 3, 1), 16, "区低保中心")


def acts(*told: tuple[str, dict[str, Any]]) -> list[Act]:
    chain: list[Act] = []
    for kind, facts in told:
        draft = ActDraft(kind, "xie", "district_reviewer", facts)
        at = datetime(2026, 3, 1, tzinfo=UTC)
        previous = chain[-1] if chain else None
        chain.append(next_act(draft, previous, file="assessor-0217", at=at, policy="x@1", salt="00"))
    return chain


def attended(course: str, present: bool = True) -> tuple[str, dict[str, Any]]:
    return "attended", {"course": course, "held_on": "2026-03-01", "hours": 16, "present": present}


def examined(course: str, mark: int) -> tuple[str, dict[str, Any]]:
    marks = {"mark": mark, "full_mark": 100, "pass_mark": 60, "passed": mark >= 60}
    return "examined", {"course": course} | marks


def certified(course: str, until: date = UNTIL) -> tuple[str, dict[str, Any]]:
    facts = {"serial": "0217", "valid_from": "2026-03-02", "valid_until": until.isoformat(), "course": course}
    return "certified", facts


def changed(status: str) -> tuple[str, dict[str, Any]]:
    return "standing_changed", {"serial": "0217", "status": status, "from": "2026-03-02", "until": ""}


def basis(*told: tuple[str, dict[str, Any]], until: date = UNTIL) -> str:
    chain = acts(*told)
    return find_basis(chain, fold_credential(chain, "a-0217", ""), until, on=TODAY).course


PASSED = (attended("c1"), examined("c1", 60))


def test_a_pass_is_what_a_certificate_rests_on() -> None:
    assert basis(*PASSED) == "c1"


@pytest.mark.parametrize(
    "told",
    [
        [],
        [attended("c1")],
        [attended("c1", present=False)],
        [attended("c1"), examined("c1", 59)],
        [*PASSED, attended("c1"), examined("c1", 30)],
        [*PASSED, certified("c1"), changed("revoked")],
    ],
    ids=["nothing", "no mark", "absent", "failed", "corrected to a fail", "used up and revoked"],
)
def test_without_a_pass_there_is_no_certificate(told: list[Any]) -> None:
    with pytest.raises(Refusal, match=r"credential\.not_passed"):
        basis(*told)


def test_a_card_printed_anew_rests_on_the_same_pass_but_a_longer_one_needs_another() -> None:
    assert basis(*PASSED, certified("c1")) == "c1"
    longer = date(2030, 3, 11)
    with pytest.raises(Refusal, match=r"credential\.not_passed"):
        basis(*PASSED, certified("c1"), until=longer)
    assert basis(*PASSED, certified("c1"), attended("c2"), examined("c2", 80), until=longer) == "c2"


def test_after_a_revocation_only_a_later_pass_counts() -> None:
    spare = (attended("c2"), examined("c2", 80))
    with pytest.raises(Refusal, match=r"credential\.not_passed"):
        basis(*PASSED, certified("c1"), *spare, changed("revoked"))
    assert basis(*PASSED, certified("c1"), changed("revoked"), *spare) == "c2"


def test_a_suspended_credential_is_lifted_before_it_is_renewed() -> None:
    with pytest.raises(Refusal, match=r"credential\.lift_first"):
        basis(*PASSED, certified("c1"), changed("suspended"))


def test_a_result_a_certificate_rests_on_is_not_changed() -> None:
    check_unused(acts(*PASSED), "c1")
    with pytest.raises(Refusal, match=r"training\.certified"):
        check_unused(acts(*PASSED, certified("c1")), "c1")


@given(st.booleans(), st.one_of(st.none(), st.integers(0, 100)), st.integers(1, 100))
def test_a_pass_is_attendance_and_the_mark(attended: bool, mark: int | None, pass_mark: int) -> None:
    result = Result("c1", TODAY, attended, mark, 100, pass_mark)
    assert result.passed == (attended and mark is not None and mark >= pass_mark)


def test_the_course_is_what_its_acts_say() -> None:
    opened = ("course_opened", dict(format_plan(PLAN)))
    joined = ("course_joined", {"assessors": ["a-0217", "a-0218"]})
    course = fold_course(acts(opened, joined, ("course_joined", {"assessors": ["a-0218", "a-0219"]})))
    assert course.plan == PLAN
    assert course.participants == ("a-0217", "a-0218", "a-0219")
    assert fold_results(acts(opened)) == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "training.unnamed"),
        ({"place": ""}, "training.unnamed"),
        ({"hours": 0}, "training.hours"),
        ({"pass_mark": 0}, "training.pass_mark"),
        ({"pass_mark": 101}, "training.pass_mark"),
    ],
)
def test_a_plan_that_is_none_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_plan(CoursePlan(**(vars(PLAN) | changes)))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("attended", "mark", "code"),
    [(False, 0, "training.absent_marked"), (True, -1, "training.mark"), (True, 101, "training.mark")],
)
def test_a_mark_that_cannot_be_is_refused(attended: bool, mark: int, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_result(PLAN, attended, mark)
    assert refused.value.code == code
