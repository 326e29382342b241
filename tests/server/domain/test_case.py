"""A case goes its way one act at a time (S7 part three)."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from server.domain.act import Act, ActDraft, next_act
from server.domain.case import Case, check_confirmed, check_notice_over, fold_case
from server.domain.case_folds import FOLDS
from server.domain.procedure import PROCEDURE, STEPS, TRANSITIONS, allowed_acts, check_step
from server.domain.stage import ACT_WORDS, STAGE_WORDS, Stage
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
    ("feedback_given", {"outcome": "agreed"}, Stage.FED_BACK),
    ("file_completed", {}, Stage.FILED),
    (
        "audited",
        {"passed": True, "auditor": "x", "responsible": "y", "members": ["x", "y"]},
        Stage.AUDITED,
    ),
    (
        "examined",
        {"opinion": "approve", "checks": {"S7-APPR-02": "holds"}, "words": "w" * 64},
        Stage.EXAMINED,
    ),
    ("approved", {"amount_fen": 94000, "start_month": "2026-05"}, Stage.APPROVED),
    ("passed_on", {"leg": "family"}, Stage.IN_RECEIPT),
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
def test_every_act_leads_to_its_stage_and_only_what_the_table_says_may_follow(length: int) -> None:
    case = fold_case(story(length))
    kind, _, stage = STORY[length - 1]
    assert case.stage is stage
    assert stage in TRANSITIONS[kind].to
    if length < len(STORY):
        following = STORY[length][0]
        check_step(case, following)
        assert case.step
        assert case.step.act == following
    for other in set(ACT_WORDS) - allowed_acts(case):
        with pytest.raises(Refusal, match=r"case\.wrong_step"):
            check_step(case, other)


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
    assert {each.act for each in PROCEDURE} == set(ACT_WORDS) == {"applied", *FOLDS}


def test_a_stage_waits_for_one_act() -> None:
    for stage in Stage:
        assert len([each.act for each in PROCEDURE if stage in each.waits_at]) <= 1, stage


def test_no_stage_is_out_of_reach_and_only_the_ends_wait_for_nothing() -> None:
    reached = {stage for each in PROCEDURE for stage in each.to}
    assert reached == set(Stage)
    resting = {stage for stage in Stage if STEPS[stage] is None}
    assert resting == {Stage.IN_RECEIPT, Stage.STOPPED, Stage.ENDED, Stage.ERASED}


def test_nothing_follows_an_erasure() -> None:
    assert [each.act for each in PROCEDURE if Stage.ERASED in each.waits_at | each.beside] == []


def test_a_failed_vote_is_never_the_end_in_silence() -> None:
    failed = story(8, passed=False)
    assert STEPS[fold_case(failed).stage] is not None
    for outcome, stage in (
        ("agreed", Stage.ENDED),
        ("not_signed", Stage.ENDED),
        ("objected", Stage.OBJECTED),
    ):
        facts = {"outcome": outcome, "objection": "SL-2026-0137-Y1", "words": "w" * 64}
        assert fold_case([*failed, following(failed, "feedback_given", facts)]).stage is stage


def test_advice_against_does_not_stop_a_case() -> None:
    advised = story(8, passed=False, effect="advisory")
    case = fold_case([*advised, following(advised, "feedback_given", {"outcome": "agreed"})])
    assert case.stage is Stage.FED_BACK


def test_an_objection_sends_another_team_and_the_old_one_is_known() -> None:
    acts = story(7)
    facts = {"objection": "SL-2026-0137-Y1", "how": "phone", "named": True, "words": "w" * 64}
    acts.append(following(acts, "objection_filed", facts))
    assert [each.id for each in fold_case(acts).unanswered] == ["SL-2026-0137-Y1"]
    again = TEAM | {"round": 2, "due_on": "2026-04-13", "assigned_at": "2026-04-09T00:55:00Z"}
    acts.append(following(acts, "team_assigned", again))
    acts.append(following(acts, "objection_answered", {"objection": "SL-2026-0137-Y1", "words": "a" * 64}))
    case = fold_case(acts)
    assert (case.stage, [team.round for team in case.earlier_teams], case.unanswered) == (
        Stage.ASSIGNED,
        [1],
        (),
    )


def following(acts: list[Act], kind: str, facts: Mapping[str, Any]) -> Act:
    draft = ActDraft(kind, "x", "role", facts)
    return next_act(draft, acts[-1], file=acts[0].file, at=acts[-1].at, policy="p@1", salt="0" * 32)


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
