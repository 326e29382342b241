"""The laws of a budget: two people, one amount at a time, and sums that add up (S7-DUTY-D2)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.act import Act, ActDraft, next_act
from server.domain.budget import (
    ENOUGH,
    MOST_FEN,
    NONE,
    SHORT,
    TIGHT,
    Budget,
    budget_id,
    check_amending,
    check_amount,
    check_answer,
    fold_budget,
    months_of,
    place_owed,
    stand,
)
from server.errors import Refusal

MONTH = st.sampled_from(["2025-11", *months_of(2026), "2027-01"])
SUMS = st.dictionaries(MONTH, st.integers(0, 10**9), max_size=14)
AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def chain(*steps: tuple[str, str, int]) -> Budget:
    """The budget of acts, each its kind, who did it, and the fen it names."""
    acts: list[Act] = []
    for kind, who, fen in steps:
        facts = {"year": 2026, "area": "songlin", "amount_fen": fen, "words": "w", "reason": "r"}
        draft = ActDraft(kind, who, "district_reviewer", facts)
        last = acts[-1] if acts else None
        acts.append(
            next_act(draft, last, file=budget_id(2026, "songlin"), at=AT, policy="p@1", salt="0" * 32)
        )
    return fold_budget(acts)


@given(st.integers(0, 10**12), SUMS, st.lists(SUMS, max_size=4))
def test_what_is_paid_committed_and_left_is_the_budget(
    amount_fen: int, paid: dict[str, int], committed: list[dict[str, int]]
) -> None:
    standing = stand(amount_fen, 2026, paid, committed)
    assert standing.paid_fen + standing.committed_fen + standing.left_fen == amount_fen
    assert standing.left_by_month[-1] == standing.left_fen
    assert standing.paid_fen == sum(fen for month, fen in paid.items() if month.startswith("2026-"))
    assert bool(standing.runs_out) == (standing.left_fen < 0)
    if standing.runs_out:
        after = dict(zip(months_of(2026), standing.left_by_month, strict=True))
        assert after[standing.runs_out] < 0 <= min([0, *(after[m] for m in after if m < standing.runs_out)])


@given(SUMS, MONTH)
def test_nothing_owed_is_lost_or_paid_before_the_next_roll(owed: dict[str, int], next_roll: str) -> None:
    placed = place_owed(owed, 2026, next_roll)
    assert all(next_roll <= month <= "2026-12" for month in placed)
    whens = [max(month, next_roll) for month in owed]
    in_year = [month for month, when in zip(owed, whens, strict=True) if "2026-01" <= when <= "2026-12"]
    assert sum(placed.values()) == sum(owed[month] for month in in_year)


def test_it_says_how_far_the_money_goes() -> None:
    monthly = dict.fromkeys(months_of(2026), 100)
    assert stand(0, 2026, monthly, []).state == NONE
    assert stand(1300, 2026, monthly, []).state == ENOUGH
    assert stand(1299, 2026, {}, [monthly]).state == TIGHT
    assert stand(1199, 2026, {}, [monthly]).state == SHORT
    assert stand(350, 2026, monthly, []).runs_out == "2026-04"


def test_what_was_confirmed_stands_until_another_is() -> None:
    first = ("budget_proposed", "xie", 500)
    assert chain(first).amount_fen == 0
    confirmed = (first, ("budget_confirmed", "qian", 500))
    assert chain(*confirmed).amount_fen == 500
    amended = (*confirmed, ("budget_amended", "xie", 700))
    assert chain(*amended).amount_fen == 500
    assert chain(*amended, ("budget_returned", "qian", 700)).amount_fen == 500
    assert chain(*amended, ("budget_confirmed", "qian", 700)).amount_fen == 700
    states = [each.state for each in chain(*amended, ("budget_returned", "qian", 700)).proposals]
    assert states == ["standing", "sent_back"]


def test_one_person_never_does_both() -> None:
    asked = chain(("budget_proposed", "xie", 500))
    with pytest.raises(Refusal, match=r"budget\.own"):
        check_answer(asked, "xie", 500)
    with pytest.raises(Refusal, match=r"budget\.changed"):
        check_answer(asked, "qian", 400)
    with pytest.raises(Refusal, match=r"budget\.pending"):
        check_amending(asked)
    done = chain(("budget_proposed", "xie", 500), ("budget_confirmed", "qian", 500))
    with pytest.raises(Refusal, match=r"budget\.nothing_pending"):
        check_answer(done, "qian", 500)


@pytest.mark.parametrize("amount_fen", [-1, 0, MOST_FEN + 1])
def test_a_budget_of_nothing_or_of_everything_is_refused(amount_fen: int) -> None:
    with pytest.raises(Refusal, match=r"budget\.amount"):
        check_amount(amount_fen, 0)


def test_a_budget_is_never_below_what_is_paid() -> None:
    check_amount(100, 100)
    with pytest.raises(Refusal, match=r"budget\.below_paid"):
        check_amount(99, 100)


def test_a_file_that_begins_otherwise_is_no_budget() -> None:
    with pytest.raises(Refusal, match=r"budget\.unknown"):
        fold_budget([])
