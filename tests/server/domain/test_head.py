"""The head of a day: canonical, chained, with a short form that survives paper and handwriting."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.act import FIRST_PREVIOUS, Act, ActDraft, next_act
from server.domain.head import (
    Head,
    end_of,
    format_head,
    grow,
    lines_of,
    next_head,
    parse_head,
    parse_short_form,
    short_form,
)
from server.domain.merkle import is_consistent, root_of
from server.errors import Refusal

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "heads.json").read_text("utf-8")
)
AT = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)
HEAD = Head(date(2026, 3, 12), 9, "a1" * 32, "b2" * 32, 3, 8, datetime(2026, 3, 12, 16, 5, tzinfo=UTC))
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


def act(n: int, **facts: Any) -> Act:
    draft = ActDraft("noted", "fang", "community_clerk", facts)
    return next_act(draft, None, file=f"F-{n}", at=AT, policy="sifang-seed@1", salt=f"{n:032x}")


@settings(deadline=None)
@given(DIGESTS, DIGESTS, st.integers(0, 10**9))
def test_what_is_written_reads_back(root: str, previous: str, count: int) -> None:
    made_at = AT + timedelta(seconds=count)
    head = Head(made_at.date(), count, root, previous, count // 3, count // 2, made_at)
    assert parse_head(format_head(head)) == head


@pytest.mark.parametrize(
    "change",
    [
        {"size": -1},
        {"size": "9"},
        {"size": True},
        {"acts": 1.5},
        {"root": "xyz"},
        {"root": None},
        {"date": "yesterday"},
        {"date": "20260312"},
        {"made_at": "2026-03-12T16:05:00"},
        {"made_at": "2026-03-13T00:05:00+08:00"},
        {"type": "roster"},
        {"schema": 2},
        {"more": 1},
    ],
)
def test_content_that_is_not_exactly_a_head_is_refused(change: dict[str, Any]) -> None:
    content = json.loads(format_head(HEAD)) | change
    with pytest.raises(Refusal, match=r"log\.unreadable"):
        parse_head(json.dumps(content, separators=(",", ":"), sort_keys=True).encode())


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"\xff", b'{"type":"head"}', format_head(HEAD) + b" "]
)
def test_what_is_no_head_at_all_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal, match=r"log\.unreadable"):
        parse_head(content)


@pytest.mark.parametrize("each", VECTORS["short_forms"], ids=lambda each: each["short"])
def test_short_forms_as_in_the_vectors(each: dict[str, str]) -> None:
    assert short_form(each["digest"]) == each["short"]


@pytest.mark.parametrize("each", VECTORS["heads"], ids=lambda each: each["short"])
def test_heads_as_in_the_vectors(each: dict[str, str]) -> None:
    head = parse_head(each["content"].encode())
    assert (head.digest, head.short) == (each["digest"], each["short"])


@settings(deadline=None)
@given(DIGESTS)
def test_a_short_form_is_read_however_it_is_written(digest: str) -> None:
    short = short_form(digest)
    assert len(short) == 19
    misread = short.lower().replace("0", "o").replace("1", "l")
    for typed in (short, short.replace("-", ""), misread, short.replace("-", " "), f"  {short}"):
        assert parse_short_form(typed) == short


@pytest.mark.parametrize("text", ["", "7K3M", "7K3M-9QXP-W2TD-5RHU", "7K3M-9QXP-W2TD-5RHN-0", "汉" * 16])
def test_what_is_no_short_form_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"log\.short_form"):
        parse_short_form(text)


def test_a_notice_has_a_leaf_of_its_own_beside_its_act() -> None:
    acts = [act(1), act(2, public="c3" * 32), act(3)]
    lines = lines_of(acts)
    assert {line.act for line in lines if line.digest == "c3" * 32} == {acts[1].id}
    assert len(lines) == 4
    assert [line.digest for line in lines] == sorted(line.digest for line in lines)


def test_the_order_does_not_depend_on_how_acts_were_told() -> None:
    acts = [act(n) for n in range(9)]
    assert lines_of(acts) == lines_of(acts[::-1])


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_every_day_carries_on_from_the_day_before(counts: list[int]) -> None:
    before, peaks = None, []
    for place, (count, total) in enumerate(zip(counts, accumulate(counts), strict=True)):
        acts = [act(total - n) for n in range(count)]
        tree = grow(before, peaks, lines_of(acts))
        head = next_head(before, date(2026, 3, 12) + timedelta(days=place), tree, acts, AT)
        assert (head.size, head.acts, head.files) == (total, total, total)
        assert head.previous == (before.digest if before else FIRST_PREVIOUS)
        if before:
            roots = bytes.fromhex(before.root), bytes.fromhex(head.root)
            assert is_consistent(before.size, head.size, *roots, tree.consistency(before.size))
        before, peaks = head, tree.peaks()
        assert root_of(peaks).hex() == head.root


def test_anything_changed_changes_the_short_form() -> None:
    others = [
        replace(HEAD, size=10),
        replace(HEAD, root="a0" * 32),
        replace(HEAD, previous="b0" * 32),
        replace(HEAD, files=4),
        replace(HEAD, date=date(2026, 3, 13)),
        replace(HEAD, made_at=AT),
    ]
    assert len({HEAD.short, *(other.short for other in others)}) == 7


def test_a_day_is_over_at_midnight_in_china() -> None:
    assert end_of(date(2026, 3, 12)) == datetime(2026, 3, 12, 16, 0, tzinfo=UTC)
