"""Laws of employment linkage: periods of a year, refusals in a row, a member's share (S7-EMP)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.employment import (
    ANSWERS,
    JobRecord,
    Offer,
    calls_for_review,
    form_id,
    found_status,
    next_period,
    parse_form_id,
    period_ends_on,
    period_of,
    refusals_in_a_row,
    share_of_member,
    unjustified_refusals,
)
from server.domain.policy import EmploymentRules

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
PER_YEAR = st.sampled_from((1, 2, 3, 4, 6, 12))
OFFERS = st.lists(
    st.builds(
        Offer,
        on=st.dates(date(2025, 1, 1), date(2026, 12, 31)).map(date.isoformat),
        measure=st.sampled_from(("market", "training")),
        answer=st.sampled_from(ANSWERS),
        justified=st.booleans(),
    ),
    max_size=12,
).map(lambda offers: tuple(sorted(offers, key=lambda offer: offer.on)))
TODAY = date(2026, 12, 31)


@given(DAYS, PER_YEAR)
def test_a_day_is_within_its_period_and_after_the_one_before(day: date, per_year: int) -> None:
    period = period_of(day, per_year)
    assert 1 <= period <= per_year
    assert day <= period_ends_on(day.year, period, per_year)
    if period > 1:
        assert day > period_ends_on(day.year, period - 1, per_year)


@given(DAYS, PER_YEAR)
def test_the_next_period_begins_the_day_after(day: date, per_year: int) -> None:
    period = period_of(day, per_year)
    after = period_ends_on(day.year, period, per_year) + timedelta(days=1)
    assert next_period(day.year, period, per_year) == (after.year, period_of(after, per_year))


def test_halves_end_in_june_and_december() -> None:
    assert [period_ends_on(2026, half, 2) for half in (1, 2)] == [date(2026, 6, 30), date(2026, 12, 31)]


@given(st.text("abcdef0123456789-", min_size=1), st.integers(2000, 2100), st.integers(1, 12))
def test_the_id_of_a_form_names_its_member_year_and_period(member: str, year: int, period: int) -> None:
    assert parse_form_id(form_id(member, year, period)) == (member, year, period)


@given(OFFERS)
def test_only_unjustified_refusals_since_the_last_offer_taken_up_count(offers: tuple[Offer, ...]) -> None:
    rules = EmploymentRules(0, 3, 0, 0)
    record = JobRecord(offers=offers)
    taken = max((n for n, offer in enumerate(offers, 1) if offer.answer == "accepted"), default=0)
    since = offers[taken:]
    expected = sum(offer.answer == "refused" and not offer.justified for offer in since)
    assert unjustified_refusals(record, rules, TODAY) == expected
    assert calls_for_review(record, rules, TODAY) == (expected >= 3)


@given(OFFERS, st.integers(1, 12))
def test_a_pack_with_months_counts_no_more_than_one_without(offers: tuple[Offer, ...], months: int) -> None:
    record = JobRecord(offers=offers)
    within = unjustified_refusals(record, EmploymentRules(0, 3, months, 0), TODAY)
    assert within <= unjustified_refusals(record, EmploymentRules(0, 3, 0, 0), TODAY)


def test_refusals_older_than_the_packs_months_do_not_count() -> None:
    old, new = (Offer(day, "market", "refused") for day in ("2026-01-05", "2026-11-05"))
    assert unjustified_refusals(JobRecord(offers=(old, new)), EmploymentRules(0, 3, 6, 0), TODAY) == 1


@given(OFFERS)
def test_a_pack_without_the_rule_never_calls_for_a_review(offers: tuple[Offer, ...]) -> None:
    assert not calls_for_review(JobRecord(offers=offers), EmploymentRules(2, 0, 0, 0), TODAY)


@given(st.integers(0, 10_000_000), st.integers(1, 12))
def test_the_shares_of_all_members_make_the_whole_up_to_rounding(amount_fen: int, persons: int) -> None:
    share = share_of_member(amount_fen, persons)
    assert 0 <= share <= amount_fen
    assert abs(share * persons - amount_fen) <= persons


@pytest.mark.parametrize(
    ("employment", "able", "status"),
    [
        ("registered", True, "seeking"),
        ("unemployed", True, "seeking"),
        ("flexible", True, "other"),
        ("unemployed", False, ""),
        ("retired", False, ""),
    ],
)
def test_only_who_can_work_and_has_none_seeks_work(employment: str, able: bool, status: str) -> None:
    assert found_status(employment, able) == status


def test_a_post_taken_up_ends_the_run_whenever_the_refusals_before_it_were_entered() -> None:
    """What is entered late is older all the same: nobody's share goes for it (C-28)."""
    late = tuple(Offer(f"2026-10-0{day}", "market", "refused") for day in (1, 2, 3))
    record = JobRecord(offers=(Offer("2026-11-10", "market", "accepted"), *late))
    assert refusals_in_a_row(record) == ()
    assert refusals_in_a_row(JobRecord(offers=late[::-1])) == late
