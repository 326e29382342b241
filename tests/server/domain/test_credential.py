"""A badge on a day, by the same table the tablet judges by; a credential that changed within an interval."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.act import Act, ActDraft, next_act
from server.domain.credential import (
    Claims,
    RosterEntry,
    Standing,
    judge_badge,
    parse_claims,
    standing_between,
    standing_on,
)
from server.domain.days import SHANGHAI, parse_date
from server.errors import Refusal

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "badges.json").read_text("utf-8"))
CLAIMS = parse_claims(VECTORS["cases"][0]["claims"])


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_a_badge_is_judged_as_the_vectors_say(case: dict[str, Any]) -> None:
    verdict = judge_badge(
        parse_claims(case["claims"]),
        entry_of(case["entry"]),
        on=parse_date(case["on"]),
        roster_issued_at=case["roster_issued_at"],
        stale_days=case["stale_days"],
    )
    assert (verdict.standing, verdict.roster_old) == (case["standing"], case["roster_old"])


@pytest.mark.parametrize("broken", [{"s": ""}, {"n": None}, {"f": "soon"}, {"u": 20270630}, {"p": []}])
def test_claims_that_are_no_badges_are_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=r"credential\.malformed"):
        parse_claims(VECTORS["cases"][0]["claims"] | broken)


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(DAYS, st.sampled_from(["suspended", "revoked"]), DAYS, st.one_of(st.none(), DAYS))
def test_a_revocation_never_ends_and_nothing_counts_before_its_first_day(
    on: date, status: str, first: date, last: date | None
) -> None:
    entry = RosterEntry("1", "a-1", "", status, date.min, date.max, first, last)
    if on < first:
        assert standing_on(entry, on) is Standing.VALID
    elif status == "revoked":
        assert standing_on(entry, on) is Standing.REVOKED
    else:
        assert (standing_on(entry, on) is Standing.SUSPENDED) == (last is None or on <= last)


def test_no_credential_is_worth_nothing() -> None:
    assert standing_on(None, date(2026, 3, 12)) is Standing.REVOKED


def at(day: int, hour: int = 12) -> datetime:
    """An instant of March 2026, China's clock."""
    return datetime(2026, 3, day, hour, tzinfo=SHANGHAI).astimezone(UTC)


def acts(*told: tuple[datetime, str, dict[str, Any]]) -> list[Act]:
    chain: list[Act] = []
    for instant, kind, facts in told:
        draft = ActDraft(kind, "xie", "district_reviewer", facts)
        previous = chain[-1] if chain else None
        chain.append(next_act(draft, previous, file="assessor-0217", at=instant, policy="x@1", salt="00"))
    return chain


def certified(instant: datetime, first: str = "2026-01-01", last: str = "2027-06-30") -> Any:
    return instant, "certified", {"serial": "0217", "valid_from": first, "valid_until": last}


def changed(instant: datetime, status: str, first: str = "", last: str = "") -> Any:
    return instant, "standing_changed", {"serial": "0217", "status": status, "from": first, "until": last}


ISSUED = certified(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ([ISSUED], "valid"),
        ([ISSUED, changed(at(9), "revoked", "2026-03-09")], "revoked"),
        ([ISSUED, changed(at(11), "revoked", "2026-03-11")], "revoked"),
        ([ISSUED, changed(at(11), "revoked", "2026-03-20")], "valid"),
        ([ISSUED, changed(at(15), "revoked", "2026-03-15")], "valid"),
        ([ISSUED, changed(at(10, 13), "suspended", "2026-03-10"), changed(at(11), "valid")], "suspended"),
        ([ISSUED, changed(at(1), "suspended", "2026-03-01"), changed(at(9), "valid")], "valid"),
        ([ISSUED, changed(at(1), "suspended", "2026-03-01", "2026-03-09")], "valid"),
        ([ISSUED, changed(at(1), "suspended", "2026-03-01", "2026-03-10")], "suspended"),
        ([ISSUED, changed(at(1), "suspended", "2026-03-11", "2026-03-11")], "suspended"),
        ([certified(at(1), last="2026-03-11")], "expired"),
        ([certified(at(1), last="2026-03-12")], "valid"),
        ([certified(at(11))], "revoked"),
        ([certified(at(1), first="2026-03-11")], "not-yet-valid"),
        ([], "revoked"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_credential_counts_only_where_it_was_good_through_the_whole_interval(
    told: list[Any], standing: str
) -> None:
    """The roster was of the 10th, the visit was received on the 12th: it can have been any moment between."""
    assert standing_between(acts(*told), "a-0217", None, at(10), at(12)) == standing


def test_a_badge_that_ended_within_the_interval_is_not_certain_though_the_credential_was_renewed() -> None:
    old = Claims("0217", "林", "a-0217", "区", date(2026, 1, 1), date(2026, 3, 10), "p")
    assert standing_between(acts(ISSUED), "a-0217", old, at(10), at(12)) is Standing.EXPIRED
    assert standing_between(acts(ISSUED), "a-0217", old, at(8), at(10)) is Standing.VALID


@given(st.integers(1, 28), st.integers(0, 27))
def test_an_interval_is_good_exactly_where_each_of_its_days_is(begins: int, length: int) -> None:
    told = acts(certified(datetime(2026, 1, 1, tzinfo=UTC), "2026-03-05", "2026-03-20"))
    first, last = at(begins), at(begins) + timedelta(days=length)
    days = [first.astimezone(SHANGHAI).date() + timedelta(days=number) for number in range(length + 1)]
    entry = RosterEntry("0217", "a-0217", "", "valid", date(2026, 3, 5), date(2026, 3, 20))
    every = all(standing_on(entry, day) is Standing.VALID for day in days)
    assert (standing_between(told, "a-0217", None, first, last) is Standing.VALID) == every


def entry_of(line: dict[str, str] | None) -> RosterEntry | None:
    """A line of the roster as tablets have it."""
    if line is None:
        return None
    days = [parse_date(line[key]) if line.get(key) else None for key in ("status_from", "status_until")]
    return RosterEntry(
        line["serial"],
        line["assessor"],
        line["name"],
        line["status"],
        parse_date(line["from"]),
        parse_date(line["until"]),
        *days,
    )
