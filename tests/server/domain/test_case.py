"""A case goes its way one act at a time (S7 part three)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from server.domain.act import Act, ActDraft, next_act
from server.domain.case import (
    ACT_WORDS,
    BESIDE,
    STAGE_WORDS,
    STEPS,
    Case,
    Stage,
    check_confirmed,
    check_notice_over,
    check_step,
    fold_case,
)
from server.errors import Refusal

START = datetime(2026, 3, 2, 1, 14, tzinfo=UTC)
VISIT = {
    "round": 1,
    "visit": "v" * 64,
    "photos": ["p" * 64],
    "assessors": ["a-0217", "a-0218", "a-0219"],
    "device": "d",
    "persons": 4,
    "income_total_fen": 346000,
    "income_per_capita_fen": 86500,
    "differences": 1,
}
TEAM = {"round": 1, "assessors": VISIT["assessors"], "lead": "a-0217", "form": "home-visit@1"}
NOTICE = {"notice": "2026-21", "number": 21, "place": "x" * 64}
RESOLVED = {"meeting": "M-1", "base": 11, "agree": 8, "against": 1, "abstain": 0, "not_voting": 2}
STORY: list[tuple[str, Mapping[str, Any], Stage]] = [
    (
        "applied",
        {"declared": "d" * 64, "persons": 4, "street": "songlin", "community": "huaian"},
        Stage.APPLIED,
    ),
    ("forwarded", {}, Stage.FORWARDED),
    ("accepted", {}, Stage.ACCEPTED),
    (
        "team_assigned",
        TEAM | {"due_on": "2026-03-13", "assigned_at": "2026-03-09T00:55:00Z"},
        Stage.ASSIGNED,
    ),
    ("visit_received", VISIT, Stage.VISITED),
    ("committee_found", {"eligible": True, "members": ["u1"], "amount_fen": 94000}, Stage.ELIGIBLE),
    (
        "notice_posted",
        NOTICE | {"posted_on": "2026-03-16", "first_day": "2026-03-17", "last_day": "2026-03-19"},
        Stage.NOTICED,
    ),
    ("resolved", RESOLVED | {"passed": True, "ballot": "b" * 64}, Stage.PASSED),
    ("approved", {"amount_fen": 94000, "start_month": "2026-05"}, Stage.APPROVED),
]


def story(length: int, **last_facts: Any) -> list[Act]:
    acts: list[Act] = []
    for n, (kind, usual, _) in enumerate(STORY[:length]):
        facts = {**usual, **last_facts} if n == length - 1 else usual
        previous = acts[-1] if acts else None
        at = START + timedelta(days=n)
        by = "assessor:a-0217" if kind == "visit_received" else "x"
        draft = ActDraft(kind, by, "role", facts)
        acts.append(next_act(draft, previous, file="SL-2026-0137", at=at, policy="p@1", salt="0" * 32))
    return acts


@pytest.mark.parametrize("length", range(1, len(STORY) + 1))
def test_every_act_leads_to_its_stage_and_only_the_next_may_follow(length: int) -> None:
    case = fold_case(story(length))
    assert case.stage is STORY[length - 1][2]
    following = STORY[length][0] if length < len(STORY) else None
    for kind in ACT_WORDS:
        if kind == following or kind in BESIDE.get(case.stage, ()):
            check_step(case, kind)
        else:
            with pytest.raises(Refusal, match=r"case\.wrong_step"):
                check_step(case, kind)


def test_the_meeting_waits_until_the_notice_has_ended() -> None:
    case = fold_case(story(7))
    with pytest.raises(Refusal, match=r"notice\.running"):
        check_notice_over(case, date(2026, 3, 19))
    check_notice_over(case, date(2026, 3, 20))


def test_no_meeting_without_a_notice() -> None:
    with pytest.raises(Refusal, match=r"case\.wrong_step"):
        check_notice_over(fold_case(story(6)), date(2026, 3, 20))


def test_a_vote_that_fails_is_not_passed() -> None:
    assert fold_case(story(8, passed=False)).stage is Stage.NOT_PASSED
    assert fold_case(story(6, eligible=False)).stage is Stage.INELIGIBLE


def test_a_chain_without_its_first_act_is_no_case() -> None:
    with pytest.raises(Refusal, match=r"case\.unknown"):
        fold_case(story(3)[1:])
    with pytest.raises(Refusal, match=r"case\.unknown"):
        fold_case([])


def test_every_stage_has_words_and_a_step() -> None:
    assert set(STEPS) == set(STAGE_WORDS) == set(Stage)
    assert {step.act for step in STEPS.values() if step} <= set(ACT_WORDS)


def confirmed_by(*assessors: str) -> Case:
    acts = story(5)
    for assessor in assessors:
        draft = ActDraft("visit_confirmed", f"assessor:{assessor}", "assessor", {"assessor": assessor})
        acts.append(next_act(draft, acts[-1], file=acts[0].file, at=acts[-1].at, policy="p@1", salt="0" * 32))
    return fold_case(acts)


@pytest.mark.parametrize("signed", [(), ("a-0218",), ("a-0219", "a-0219"), ("a-0217",)])
def test_the_committee_waits_until_everybody_has_signed_with_a_key_of_their_own(
    signed: tuple[str, ...],
) -> None:
    with pytest.raises(Refusal, match=r"visit\.unconfirmed"):
        check_confirmed(confirmed_by(*signed))


def test_once_both_colleagues_have_signed_the_committee_may_decide() -> None:
    case = confirmed_by("a-0219", "a-0218")
    check_confirmed(case)
    assert case.stage is Stage.VISITED
