"""What an objection asks of the next team, and how its receipt is written and read (S7-AMB-06)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.case import fold_case
from server.domain.days import Calendar
from server.domain.objection import (
    RECEIPT_BITS,
    Statement,
    answer_due,
    barred_assessors,
    check_other_team,
    check_statement,
    format_receipt,
    parse_receipt,
    state_of,
)
from server.domain.stage import Stage
from server.errors import Refusal
from tests.server.domain.packs import sifang
from tests.server.domain.test_case import TEAM, following, story

RULES = sifang().objection
FIRST = frozenset(TEAM["assessors"])
AGAIN = {"round": 2, "due_on": "2026-04-13", "assigned_at": "2026-04-09T00:55:00Z"}
FILED = {"objection": "Y-0000-0000", "how": "phone", "named": False, "words": "w" * 64}


@given(st.integers(0, 2**RECEIPT_BITS - 1))
def test_a_receipt_is_read_however_it_is_typed(bits: int) -> None:
    receipt = format_receipt(bits)
    plain = receipt.removeprefix("Y-").replace("-", "")
    typed = (
        receipt,
        receipt.lower(),
        receipt.replace("-", ""),
        f" {receipt} ",
        plain,
        plain.replace("0", "o"),
    )
    assert {parse_receipt(each) for each in typed} == {receipt}


@pytest.mark.parametrize("text", ["", "Y-", "Y-0000-00", "Y-0000-00000", "SL-2026-0137-Y1", "Y-00*0-0000"])
def test_what_is_no_receipt_is_refused_like_an_unknown_one(text: str) -> None:
    with pytest.raises(Refusal, match=r"objection\.unknown"):
        parse_receipt(text)


def test_nobody_sent_before_the_objection_is_sent_again() -> None:
    acts = story(7)
    assert barred_assessors(fold_case(acts), RULES) == frozenset()
    acts.append(following(acts, "objection_filed", FILED))
    case = fold_case(acts)
    assert barred_assessors(case, RULES) == FIRST
    with pytest.raises(Refusal, match=r"team\.same_after_objection") as refused:
        check_other_team(case, RULES, {"a-0220": "何示安", "a-0218": "罗样青"})
    assert "罗样青" in refused.value.sentence()
    assert "何示安" not in refused.value.sentence()
    check_other_team(case, RULES, {"a-0220": "何示安"})
    check_other_team(case, replace(RULES, other_team=False), {"a-0218": "罗样青"})


def test_the_other_team_may_go_twice_but_not_after_a_second_objection() -> None:
    acts = story(7)
    acts.append(following(acts, "objection_filed", FILED))
    other = TEAM | AGAIN | {"assessors": ["a-0220", "a-0221", "a-0222"]}
    acts.append(following(acts, "team_assigned", other))
    assert barred_assessors(fold_case(acts), RULES) == FIRST
    acts.append(following(acts, "objection_filed", FILED | {"objection": "Y-0000-0001"}))
    assert barred_assessors(fold_case(acts), RULES) == FIRST | {"a-0220", "a-0221", "a-0222"}


def test_an_applicant_who_objects_to_the_resolution_gets_another_team_too() -> None:
    acts = story(8, passed=False)
    facts = {"outcome": "objected", "objection": "SL-2026-0137-Y1", "words": "w" * 64}
    acts.append(following(acts, "feedback_given", facts))
    assert barred_assessors(fold_case(acts), RULES) == FIRST


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (Statement(" "), "objection.words"),
        (Statement("x" * 2001), "objection.too_long"),
        (Statement("x", name="名" * 61), "objection.name_long"),
        (Statement("x", secret="12345"), "objection.secret_length"),
        (Statement("x", secret="1" * 129), "objection.secret_length"),
    ],
)
def test_an_objection_that_cannot_be_kept_is_refused_in_words(statement: Statement, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_statement(statement, RULES)
    assert refused.value.code == code


def test_a_name_is_asked_for_only_where_the_pack_asks() -> None:
    check_statement(Statement("x"), RULES)
    with pytest.raises(Refusal, match=r"objection\.name_needed"):
        check_statement(Statement("x", contact="0000"), replace(RULES, anonymous=False))


def test_an_answer_is_due_in_working_days() -> None:
    friday = date(2026, 3, 6)
    assert answer_due(friday, RULES, Calendar()) == date(2026, 3, 13)
    holiday = Calendar({date(2026, 3, 9): False}, frozenset({2026}))
    assert answer_due(friday, RULES, holiday) == date(2026, 3, 16)


def test_a_state_tells_nothing_of_how_the_case_was_decided() -> None:
    ends = {state_of(stage) for stage in (Stage.INELIGIBLE, Stage.REFUSED, Stage.APPROVED, Stage.ENDED)}
    assert ends == {"closed"}
    assert state_of(Stage.OBJECTED) == "received"
