"""A household's part of a file: what is about it, and the acts without what went."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from server.domain.act import Act, ActDraft, next_act
from server.domain.part_erasure import PART_ERASED, digests_about, gone_from, without_gone

DIGESTS = tuple(f"{number:x}" * 64 for number in range(1, 7))
MINE, OTHER = "SL-2026-0001", "SL-2026-0002"
FACTS = st.recursive(
    st.sampled_from((*DIGESTS, MINE, OTHER, "words")) | st.integers(0, 3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("case", "words", "photos", "findings")), inner, max_size=3)
    ),
)
CHAINS = st.lists(
    st.dictionaries(st.sampled_from(("words", "case", "photos")), FACTS, max_size=3), max_size=4
)


def chain(facts: list[dict[str, Any]], gone: list[str]) -> list[Act]:
    acts: list[Act] = []
    drafts = [ActDraft("done", "gao", "officer", each) for each in facts]
    erasure = {"case": MINE, "gone": [f"words:{digest}" for digest in gone]}
    for draft in (*drafts, ActDraft(PART_ERASED, "qian", "bureau_head", erasure)):
        previous = acts[-1] if acts else None
        at = datetime(2026, 3, 12, tzinfo=UTC)
        acts.append(next_act(draft, previous, file="F", at=at, policy="p@1", salt="0" * 32))
    return acts


@given(CHAINS, st.lists(st.sampled_from(DIGESTS), min_size=1, max_size=3, unique=True))
def test_no_act_but_the_one_that_says_so_names_what_went(
    facts: list[dict[str, Any]], gone: list[str]
) -> None:
    acts = chain(facts, gone)
    folded = without_gone(acts)
    assert [act.digest for act in folded] == [act.digest for act in acts]
    assert not [digest for digest in gone if digest in repr([act.facts for act in folded[:-1]])]
    assert folded[-1] == acts[-1]
    kept = [digest for digest in DIGESTS if digest not in gone]
    for before, after in zip(acts[:-1], folded[:-1], strict=True):
        assert [repr(after.facts).count(each) for each in kept] == [
            repr(before.facts).count(each) for each in kept
        ]
    assert gone_from(acts) == {f"words:{digest}": len(acts) for digest in gone}


@given(CHAINS)
def test_where_nothing_went_the_acts_are_as_they_were(facts: list[dict[str, Any]]) -> None:
    acts = chain(facts, [])[:-1]
    assert without_gone(acts) == acts


def test_what_is_about_a_household_is_found_in_acts_and_in_lines() -> None:
    facts: list[dict[str, Any]] = [
        {"case": MINE, "words": DIGESTS[0], "photos": [DIGESTS[1]]},
        {"case": OTHER, "words": DIGESTS[2]},
        {"findings": [[MINE, "keep", DIGESTS[3]], [OTHER, "stop", DIGESTS[4]]], "words": DIGESTS[5]},
    ]
    acts = chain(facts, [])[:-1]
    assert digests_about(acts, MINE) == {DIGESTS[0], DIGESTS[1], DIGESTS[3]}


def test_that_a_visit_was_received_stays() -> None:
    [act, _] = without_gone(chain([{"visit": DIGESTS[0], "words": DIGESTS[0]}], [DIGESTS[0]]))
    assert dict(act.facts) == {"visit": DIGESTS[0], "words": ""}
