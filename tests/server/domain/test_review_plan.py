"""Nobody is left out of the reviews, and nobody is due before their month (S7-REV-02…05, S7-AMB-15)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.act import Act, ActDraft, next_act
from server.domain.benefit_household import BenefitHousehold, Income, Member
from server.domain.case import Case, fold_case
from server.domain.days import shanghai_date
from server.domain.month import last_day_of, month_after
from server.domain.review_plan import first_month_after, months_of_class, plan_of, suggest_class
from tests.server.domain.packs import sifang
from tests.server.domain.test_case import story

SEED = sifang()
RULES = SEED.review
MONTH = st.integers(0, 60).map(lambda count: month_after("2024-01", count))
CLASS = st.sampled_from("ABC")


@given(MONTH, CLASS)
def test_the_next_review_is_in_a_month_of_the_class_within_a_year(month: str, klass: str) -> None:
    months = months_of_class(RULES, klass)
    due = first_month_after(months, month)
    assert int(due[5:]) in months
    assert month < due <= month_after(month, 12)
    between = month_after(month)
    while between < due:
        assert int(between[5:]) not in months
        between = month_after(between)


@given(st.lists(st.tuples(st.integers(0, 40), CLASS), min_size=1, max_size=6))
def test_no_change_of_class_takes_away_a_review_whose_month_has_begun(
    changes: list[tuple[int, str]],
) -> None:
    acts = story(13)
    for days, klass in changes:
        before = plan_of(fold_case(acts), SEED)
        acts.append(_set(acts, klass, acts[-1].at + timedelta(days=7 * days)))
        after = plan_of(fold_case(acts), SEED)
        assert before is not None
        assert after is not None
        month = shanghai_date(acts[-1].at).isoformat()[:7]
        if before.due_month and before.due_month <= month:
            assert after.due_month == before.due_month
        else:
            assert after.due_month > month
            same = klass == before.klass
            planned = before.due_month if same else first_month_after(months_of_class(RULES, klass), month)
            assert after.due_month == planned


def test_approved_in_a_review_month_the_first_review_is_in_the_next(  # S7-AMB-15
) -> None:
    for start, klass, due in (
        (date(2026, 6, 30), "C", "2026-09"),
        (date(2026, 5, 31), "C", "2026-06"),
        (date(2026, 6, 1), "B", "2026-12"),
        (date(2026, 12, 1), "A", "2027-12"),
    ):
        plan = plan_of(approved(start, klass), SEED)
        assert plan is not None
        assert plan.due_month == due
        assert not plan.is_overdue(last_day_of(due))
        assert plan.is_overdue(last_day_of(due) + timedelta(days=1))


def test_without_a_class_nothing_is_planned_and_after_a_stop_nothing_is_due() -> None:
    plan = plan_of(approved(date(2026, 3, 1), ""), SEED)
    assert plan is not None
    assert (plan.klass, plan.due_month) == ("", "")
    assert plan_of(fold_case(story(11)), SEED) is None


@pytest.mark.parametrize(
    ("able", "severe", "fen", "klass"),
    [(True, False, 0, "C"), (False, False, 0, "A"), (False, True, 90000, "A"), (False, False, 90000, "B")],
)
def test_the_suggestion_follows_the_packs_words(able: bool, severe: bool, fen: int, klass: str) -> None:
    income = (Income("pension", fen),) if fen else ()
    member = Member("m1", able_to_work=able, severe=severe, income=income)
    suggestion = suggest_class(BenefitHousehold((member,)), RULES)
    assert suggestion.klass == klass
    assert suggestion.zh
    assert suggestion.en


def approved(on: date, klass: str) -> Case:
    acts = story(13, **{"class": klass})
    day = datetime(on.year, on.month, on.day, 4, tzinfo=UTC)
    draft = ActDraft("approved", "x", "role", acts[-1].facts)
    last = next_act(draft, acts[-2], file=acts[-2].file, at=day, policy="p@1", salt="0" * 32)
    return fold_case([*acts[:-1], last])


def _set(acts: list[Act], klass: str, at: datetime) -> Act:
    draft = ActDraft("class_set", "x", "role", {"class": klass})
    return next_act(draft, acts[-1], file=acts[-1].file, at=at, policy="p@1", salt="0" * 32)
