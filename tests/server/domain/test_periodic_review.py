"""Laws of a review: one at a time, one step after another, and what is closed stays closed (S7-REV)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.act import Act, ActDraft, next_act
from server.domain.case import Case, fold_case
from server.domain.month import month_after
from server.domain.periodic_review import REVIEW_ACTS, check_waits_for, last_review, open_review
from server.domain.procedure import allowed_acts
from server.errors import Refusal
from tests.server.domain.test_case import TEAM, VISIT, story

FACTS: dict[str, dict[str, Any]] = {
    "review_opened": {"occasion": "periodic", "month": "2026-06", "due_on": "2026-06-30"},
    "review_recorded": {
        "reason_code": "income",
        "household": "h" * 64,
        "persons": 3,
        "income_per_capita_fen": 70000,
        "before_fen": 94000,
        "amount_fen": 60000,
        "class": "",
        "levels": ["community"],
    },
    "review_told": {"told_on": "2026-06-12"},
    "review_team_assigned": TEAM
    | {"round": 2, "due_on": "2026-06-20", "assigned_at": "2026-06-13T00:55:00Z"},
    "review_team_called_off": {"reason": "r" * 64},
    "review_visited": VISIT | {"round": 2},
    "review_audited": {"auditor": "gao", "responsible": "he", "reason": "r" * 64},
    "review_decided": {
        "reason_code": "income",
        "since": "2026-07",
        "until": "2026-06",
        "persons": 3,
        "amount_fen": 60000,
        "class": "",
    },
    "review_returned": {"reason": "r" * 64},
    "review_notified": {"on": "2026-06-20"},
}


@st.composite
def walks(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """Acts and facts drawn blindly; a walk takes those the table allows."""
    kinds = draw(st.lists(st.sampled_from(REVIEW_ACTS), min_size=1, max_size=30))
    return [(kind, draw(_choices())) for kind in kinds]


def _choices() -> st.SearchStrategy[dict[str, Any]]:
    opinion = st.sampled_from(["keep", "adjust", "stop"])
    return st.fixed_dictionaries(
        {
            "opinion": opinion,
            "passed": st.booleans(),
            "objected": st.booleans(),
            "source": st.just("desk"),
        }
    )


@given(walks())
def test_whatever_is_allowed_folds_and_leaves_one_review_open_at_most(
    walk: list[tuple[str, dict[str, Any]]],
) -> None:
    acts = story(14)
    for kind, drawn in walk:
        case = fold_case(acts)
        if kind not in allowed_acts(case):
            continue
        acts.append(_act(acts, kind, _facts(case, kind, drawn)))
        after = fold_case(acts)
        _check(case, after)


def _check(before: Case, after: Case) -> None:
    assert sum(review.is_open for review in after.reviews) <= 1
    assert [review.n for review in after.reviews] == list(range(1, len(after.reviews) + 1))
    for old, new in zip(before.reviews, after.reviews, strict=False):
        assert old.is_open or (old.outcome, old.since) == (new.outcome, new.since)
    review = last_review(after)
    if review is not None and review.waits_for:
        assert review.waits_for in allowed_acts(after) or not review.is_open
    assert after.receipt is not None
    for count in range(24):
        month = month_after("2026-05", count)
        assert sum(spell.covers(month) for spell in after.receipt.spells) <= 1


def test_an_objection_cannot_be_passed_over() -> None:
    acts = story(14)
    for kind, more in (
        ("review_opened", {}),
        ("review_recorded", {"opinion": "adjust", "source": "desk"}),
        ("review_told", {"objected": True, "needs_home": True}),
    ):
        acts.append(_act(acts, kind, FACTS[kind] | more))
    case = fold_case(acts)
    assert {"review_audited", "review_decided", "review_notified"}.isdisjoint(allowed_acts(case))
    with pytest.raises(Refusal, match=r"periodic_review\.order"):
        check_waits_for(case, "review_audited")
    check_waits_for(case, "review_team_assigned")


def test_what_the_street_keeps_is_closed_and_needs_no_letter() -> None:
    acts = story(14)
    for kind, more in (
        ("review_opened", {}),
        ("review_recorded", {"opinion": "keep", "source": "desk", "class": "B"}),
        ("review_told", {"objected": False, "needs_home": False}),
        ("review_audited", {"passed": True}),
    ):
        acts.append(_act(acts, kind, FACTS[kind] | more))
    case = fold_case(acts)
    assert open_review(case) is None
    assert (case.reviews[0].outcome, case.reviews[0].waits_for) == ("keep", "")
    assert case.receipt is not None
    assert case.receipt.now.klass == "B"
    with pytest.raises(Refusal, match=r"periodic_review\.order"):
        check_waits_for(case, "review_notified")


def _facts(case: Case, kind: str, drawn: dict[str, Any]) -> dict[str, Any]:
    review = open_review(case)
    told = {"needs_home": drawn["objected"] and not (review and review.visit)}
    source = "home" if review and review.visit else "desk"
    outcome = review.recorded.opinion if review and review.recorded else "adjust"
    return FACTS[kind] | drawn | told | {"source": source, "outcome": outcome}


def _act(acts: list[Act], kind: str, facts: dict[str, Any]) -> Act:
    draft = ActDraft(kind, "x", "role", facts)
    at = acts[-1].at + timedelta(days=1)
    return next_act(draft, acts[-1], file=acts[-1].file, at=at, policy="p@1", salt="0" * 32)
