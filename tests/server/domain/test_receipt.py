"""The months of a household's receipt: no gap, no overlap, nothing after the stop."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.act import Act, ActDraft, next_act
from server.domain.month import month_after
from server.domain.receipt import Receipt, Spell, change, stop
from server.errors import Refusal

MONTHS = st.integers(0, 40).map(lambda count: month_after("2026-01", count))


def act(kind: str = "review_decided") -> Act:
    draft = ActDraft(kind, "u-1", "bureau_head", {})
    return next_act(
        draft, None, file="SL-1", at=datetime(2026, 3, 1, tzinfo=UTC), policy="p@1", salt="0" * 32
    )


def receipt() -> Receipt:
    return Receipt("urban", (Spell("2026-01", 3, 50_000, "B", "approved"),))


@given(st.lists(st.tuples(MONTHS, st.integers(0, 100_000)), max_size=8))
def test_every_month_since_the_first_is_in_exactly_one_spell(changes: list[tuple[str, int]]) -> None:
    found = receipt()
    for since, amount in changes:
        found = change(found, act(), since, amount_fen=amount)
    for count in range(48):
        month = month_after("2026-01", count)
        assert sum(spell.covers(month) for spell in found.spells) == 1
    assert found.in_month("2025-12") is None


@given(MONTHS, MONTHS)
def test_a_change_counts_from_its_month_and_leaves_those_before(since: str, month: str) -> None:
    found = change(receipt(), act(), since, amount_fen=77)
    spell = found.in_month(month)
    assert spell is not None
    is_changed = month >= since or since <= "2026-01"
    assert spell.amount_fen == (77 if is_changed else 50_000)


def test_nothing_is_paid_after_the_last_month_and_nothing_changes_any_more() -> None:
    stopped = stop(receipt(), act("stopped"), "2026-05", "moved")
    assert stopped.in_month("2026-05") is not None
    assert stopped.in_month("2026-06") is None
    assert not stopped.is_open
    with pytest.raises(Refusal, match=r"receipt\.stopped"):
        change(stopped, act(), "2026-06", amount_fen=1)
    with pytest.raises(Refusal, match=r"receipt\.stopped"):
        stop(stopped, act("stopped"), "2026-07", "moved")


@given(st.lists(MONTHS, max_size=5), MONTHS)
def test_a_stop_before_changes_that_were_decided_takes_them_back(changes: list[str], until: str) -> None:
    found = receipt()
    for since in sorted(changes):
        found = change(found, act(), since, amount_fen=77)
    stopped = stop(found, act("stopped"), until, "died")
    assert not stopped.is_open
    for count in range(-2, 48):
        month = month_after("2026-01", count)
        was = found.in_month(month) if month <= until else None
        now = stopped.in_month(month)
        assert (now.amount_fen if now else None) == (was.amount_fen if was else None)
