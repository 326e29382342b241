"""The plan of reviews, page by page, is the plan a reader of every row would write (S7-REV-11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from server.records.arranged import arrange
from server.records.index import Index
from server.records.receipt_rows import SpellRow
from server.records.review_rows import PlanRow, RenewalRow, ReviewRow
from server.services.review_lists import (
    STATES,
    UNDER_WAY,
    count_for,
    renewal_register,
    review_plan,
    waiting_for,
)
from tests.factories import CLERK, COMMUNITY_ID, OFFICER, REVIEWER, STREET_ID

TODAY, NOW = date(2026, 3, 12), "2026-03"
MONTHS = ("2026-02", NOW, "2026-04")
PLACES = ((STREET_ID, COMMUNITY_ID), (STREET_ID, "another"), ("another", "elsewhere"))
IN_ORDER = ("overdue", "due", "open", "done", "classless")
PLAN = PlanRow("", STREET_ID, COMMUNITY_ID, "周例平", "A", NOW, "", 2, 34000)
REVIEW = ReviewRow(
    *("", 1, STREET_ID, COMMUNITY_ID, "周例平", "A", "periodic", NOW, "2026-03-01", "2026-03-20"),
    *("", "keep", False, "", "", 34000, 34000, "", ""),
)


@st.composite
def households(draw: st.DrawFn) -> list[PlanRow | ReviewRow]:
    rows: list[PlanRow | ReviewRow] = []
    for number in range(draw(st.integers(0, 60))):
        street, community = draw(st.sampled_from(PLACES))
        place = {"file": f"SL-{number:04d}", "street": street, "community": community}
        klass = draw(st.sampled_from(("", "A", "B")))
        due = draw(st.sampled_from(MONTHS)) if klass else ""
        rows.append(replace(PLAN, **place, klass=klass, due_month=due))
        if draw(st.booleans()):
            waits, outcome = draw(
                st.sampled_from((("", "keep"), ("review_told", ""), ("review_notified", "stop")))
            )
            month = draw(st.sampled_from(MONTHS))
            rows.append(replace(REVIEW, **place, klass=klass, month=month, waits_for=waits, outcome=outcome))
    return rows


@settings(max_examples=40, deadline=None)
@given(
    households(), st.sampled_from(("", *MONTHS)), st.sampled_from(("", "A")), st.sampled_from(("", *STATES))
)
def test_the_pages_hold_every_row_once_in_order(
    rows: list[PlanRow | ReviewRow], month: str, klass: str, state: str
) -> None:
    district = _district(rows)
    for actor in (REVIEWER, OFFICER, CLERK):
        mine = [
            row for row in rows if actor.street in ("", row.street) and actor.community in ("", row.community)
        ]
        plan = _plan(mine, month or NOW, klass)
        expected = [file for each in ((state,) if state else IN_ORDER) for file in plan[each]]
        first = review_plan(district, actor, month=month, klass=klass, state=state)
        pages = [
            review_plan(district, actor, month=month, klass=klass, state=state, page=number)
            for number in range(1, first.pages + 1)
        ]
        assert [line.file for page in pages for line in page.rows] == expected
        assert first.counts == {each: len(files) for each, files in plan.items()}


@settings(max_examples=40, deadline=None)
@given(households())
def test_what_waits_for_a_person_is_listed_as_it_is_counted(rows: list[PlanRow | ReviewRow]) -> None:
    district = _district(rows)
    counts = review_plan(district, CLERK).counts
    for actor, planned in ((CLERK, ("overdue", "due")), (OFFICER, ("classless",)), (REVIEWER, ())):
        pages = [waiting_for(district, actor, page) for page in range(1, 5)]
        listed = [row for page in pages[: pages[0].pages] for row in page.rows]
        assert len(listed) == pages[0].total == count_for(district, actor)
        states = [row.state for row in listed]
        for state in planned:
            counted = counts if actor is CLERK else review_plan(district, actor).counts
            assert states.count(state) == counted[state]


def _district(rows: Sequence[Any]) -> Any:
    index = Index(None, cast("Any", None), lambda _file: [])
    index.fill(arrange((row.file, [row]) for row in rows))
    policy = SimpleNamespace(review=SimpleNamespace(renewal_months=3))
    return SimpleNamespace(index=index, today=lambda: TODAY, policy=policy)


def _plan(rows: list[PlanRow | ReviewRow], month: str, klass: str) -> dict[str, list[str]]:
    """Every row looked at, one after another."""
    plans = [row for row in rows if isinstance(row, PlanRow)]
    reviews = [row for row in rows if isinstance(row, ReviewRow)]
    begun = {row.file for row in reviews if row.waits_for in UNDER_WAY}
    open_to = [row for row in plans if klass in ("", row.klass) and row.file not in begun]
    of_month = [row for row in reviews if row.month == month and klass in ("", row.klass)]
    found = {
        "due": [row for row in open_to if row.due_month == month >= NOW],
        "open": [row for row in of_month if not row.outcome],
        "done": [row for row in of_month if row.outcome],
        "overdue": [row for row in open_to if row.due_month and row.due_month < NOW],
        "classless": [row for row in plans if not row.klass],
    }
    return {state: [row.file for row in sorted(these, key=_order)] for state, these in found.items()}


def _order(row: PlanRow | ReviewRow) -> tuple[str, str, str]:
    return (row.due_month if isinstance(row, PlanRow) else row.due_on, row.community, row.file)


@st.composite
def registers(draw: st.DrawFn) -> list[SpellRow | RenewalRow]:
    """Households with one spell or two in the quarter, before it or after it, of which some registered."""
    rows: list[SpellRow | RenewalRow] = []
    for number in range(draw(st.integers(0, 70))):
        file, (street, community) = f"SL-{number:04d}", draw(st.sampled_from(PLACES))
        ends = draw(st.sampled_from((("2025-12",), ("",), ("2026-02", ""), ("2025-12", "2026-03"))))
        for n, until in enumerate(ends, start=1):
            since = "2026-03" if n == 2 else draw(st.sampled_from(("2025-06", "2026-02", "2026-04")))
            place = (file, n, street, community)
            spell = ("urban", "AB"[n - 1], 1, 100, since, until, "approved", "", "", False)
            rows.append(SpellRow(*place, *spell))
        if draw(st.booleans()):
            came = draw(st.sampled_from(("2026-01-03", "2026-02-07")))
            rows.append(RenewalRow(file, "2026-01", street, community, came, "self", False))
    return rows


@settings(max_examples=40, deadline=None)
@given(registers())
def test_the_pages_of_the_register_hold_every_household_once_the_missing_in_front(
    rows: list[SpellRow | RenewalRow],
) -> None:
    district = _district(rows)
    for actor in (REVIEWER, CLERK):
        first = renewal_register(district, actor, "", "2026-01")
        pages = [renewal_register(district, actor, "", "2026-01", n) for n in range(1, first.pages + 1)]
        listed = [(line.came_on, line.file, line.klass) for page in pages for line in page.rows]
        mine = [row for row in rows if actor.community in ("", row.community)]
        assert listed == _register(mine)
        assert (first.total, first.came) == (len(listed), sum(bool(came) for came, _, _ in listed))


def _register(rows: list[SpellRow | RenewalRow]) -> list[tuple[str, str, str]]:
    spells = [row for row in rows if isinstance(row, SpellRow)]
    came = {row.file: row.came_on for row in rows if isinstance(row, RenewalRow)}
    receiving = {
        row.file: row.klass
        for row in spells
        if row.since <= "2026-03" and (not row.until or row.until >= max("2026-01", row.since))
    }
    return sorted((came.get(file, ""), file, klass) for file, klass in receiving.items())
