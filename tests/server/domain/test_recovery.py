"""The laws of an overpayment: never twice, never above what was paid, never below zero (S7-DUTY-D2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.act import Act, ActDraft, next_act
from server.domain.case import Case, fold_case
from server.domain.payroll import Run
from server.domain.procedure import allowed_acts
from server.domain.recovery import Overpayment, Recovery, instalment_fen, overpaid_months
from server.errors import Refusal
from tests.server.domain.test_case import story

MONTHS = [f"2026-{month:02d}" for month in range(1, 13)]
FEN = st.integers(1, 200_000)
STEP = st.tuples(st.sampled_from(["recovery_received", "recovery_waived"]), st.integers(-5, 60_000))


def overpayment(months: Mapping[str, int]) -> Overpayment:
    return Overpayment(1, months, "died", asked_back=True, found_by="x", lines="", words="")


@given(st.dictionaries(st.sampled_from(MONTHS), FEN), st.sampled_from(MONTHS), FEN)
def test_what_was_found_is_not_found_again_and_is_never_above_what_was_paid(
    paid: dict[str, int], until: str, amount_fen: int
) -> None:
    runs = [Run("2026-01", until, amount_fen, 2)]
    over = overpaid_months(runs, paid, Recovery())
    for month, fen in over.items():
        assert fen + (amount_fen if month <= until else 0) == paid[month]
    assert all(paid[month] <= amount_fen and month <= until for month in set(paid) - set(over))
    found = Recovery(found=(overpayment(over),))
    assert overpaid_months(runs, paid, found) == {}


@given(FEN, FEN, FEN, st.tuples(st.integers(0, 7), st.integers(7, 100)))
def test_instalments_end_when_nothing_is_left_and_leave_the_rest_of_the_guarantee(
    benefit_fen: int, monthly_fen: int, balance_fen: int, share: tuple[int, int]
) -> None:
    kept = instalment_fen(benefit_fen, monthly_fen, balance_fen, share)
    assert 0 <= kept <= min(monthly_fen, balance_fen)
    assert kept * share[1] <= benefit_fen * share[0]
    assert instalment_fen(benefit_fen, monthly_fen, 0, share) == 0


def with_act(acts: list[Act], kind: str, facts: Mapping[str, Any]) -> list[Act]:
    draft = ActDraft(kind, "gao", "street_officer", facts)
    at = acts[-1].at + timedelta(minutes=1)
    return [*acts, next_act(draft, acts[-1], file=acts[0].file, at=at, policy="p@1", salt="0" * 32)]


def found(*, asked_back: bool = True) -> list[Act]:
    months = {"2026-05": 60_000, "2026-06": 40_000}
    facts = {"months": months, "amount_fen": 100_000, "reason": "died", "asked_back": asked_back}
    return with_act(story(14), "overpayment_found", facts | {"lines": "l" * 64, "words": "w" * 64})


@settings(deadline=None)
@given(st.lists(STEP, max_size=6))
def test_whatever_is_entered_the_balance_adds_up_and_is_never_negative(steps: list[tuple[str, int]]) -> None:
    acts, given_fen = found(), 0
    for kind, fen in steps:
        longer = with_act(acts, kind, {"fen": fen, "on": "2026-07-01", "words": "w" * 64})
        if 0 < fen <= 100_000 - given_fen:
            acts, given_fen = longer, given_fen + fen
        else:
            with pytest.raises(Refusal, match=r"recovery\.amount"):
                fold_case(longer)
    recovery = fold_case(acts).recovery
    assert recovery.balance_fen(0) == 100_000 - recovery.received_fen - recovery.waived_fen >= 0
    assert recovery.balance_fen(0) == 100_000 - given_fen


def test_a_finding_whose_months_do_not_add_up_is_refused() -> None:
    acts = found()
    forged = with_act(acts[:-1], "overpayment_found", {**acts[-1].facts, "amount_fen": 100_001})
    with pytest.raises(Refusal, match=r"recovery\.nothing"):
        fold_case(forged)


def following(case: Case) -> set[str]:
    return {act for act in allowed_acts(case) if act.startswith("recovery_")}


def test_nothing_is_asked_back_where_the_office_made_the_mistake_or_nothing_is_left() -> None:
    assert following(fold_case(story(14))) == set()
    assert following(fold_case(found(asked_back=False))) == set()
    case = fold_case(found())
    assert following(case) == {"recovery_agreed", "recovery_received", "recovery_waived"}
    assert following(replace(case, recovery=replace(case.recovery, waived_fen=100_000))) == set()
