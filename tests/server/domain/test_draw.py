"""A published draw says by itself whether seed, frame and result belong together (S7-AMB-18)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.draw import (
    AUDIT,
    DrawId,
    FrameRow,
    check_published,
    commitment_of,
    faults,
    format_frame,
    make_frame,
    parse_frame,
    redraw,
)
from server.domain.quarter import Quarter
from server.errors import Refusal

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "draws.json").read_text("utf-8")
)["draws"]
ROWS = st.builds(
    FrameRow,
    st.from_regex(r"c-[0-9]{1,4}", fullmatch=True),
    st.integers(0, 900),
    st.booleans(),
    st.booleans(),
    st.integers(1, 4000),
)
FRAMES = st.lists(ROWS, min_size=1, max_size=30, unique_by=lambda row: row.community).map(
    lambda rows: make_frame(DrawId("district", Quarter(2026, 1), AUDIT), (15, 100), rows)
)
SEEDS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@pytest.mark.parametrize("each", VECTORS, ids=lambda each: each["name"])
def test_a_published_draw_is_judged_as_the_vectors_say(each: dict[str, Any]) -> None:
    assert faults(check_published(each["draw"])) == each["faults"]


@given(FRAMES)
def test_a_frame_is_read_as_it_was_written(frame: Any) -> None:
    assert parse_frame(json.loads(json.dumps(format_frame(frame)))) == frame


@given(FRAMES, SEEDS, SEEDS, SEEDS)
def test_no_other_seed_answers_to_a_commitment(frame: Any, seed: str, other: str, head: str) -> None:
    assert (commitment_of(seed) == commitment_of(other)) == (seed == other)
    assert len(redraw(frame, seed, head)) == frame.count


@given(FRAMES)
def test_a_frame_does_not_depend_on_the_order_it_was_collected_in(frame: Any) -> None:
    again = make_frame(frame.id, frame.share, list(reversed(frame.rows)))
    assert again.digest == frame.digest


def test_a_community_stands_in_a_frame_once() -> None:
    row = FrameRow("c-1", 1, weak=False, difficult=False, weight=2)
    with pytest.raises(Refusal) as refusal:
        make_frame(DrawId("district", Quarter(2026, 1), AUDIT), (1, 2), [row, row])
    assert refusal.value.code == "draw.frame"


@pytest.mark.parametrize("data", [None, [], {}, {"type": "ruhu-draw", "schema": 2}, {"type": "ruhu-draw"}])
def test_what_is_no_published_draw_is_refused(data: object) -> None:
    with pytest.raises(Refusal) as refusal:
        check_published(data)
    assert refusal.value.code == "draw.unreadable"


@pytest.mark.parametrize("seed", ["", "ab", "G" * 64, "AB" * 32])
def test_what_is_no_seed_is_refused(seed: str) -> None:
    with pytest.raises(Refusal) as refusal:
        commitment_of(seed)
    assert refusal.value.code == "draw.seed"


def test_a_frame_with_fewer_than_its_share_is_refused() -> None:
    draw = json.loads(json.dumps(VECTORS[1]["draw"]))
    draw["frame"]["count"] = 1
    with pytest.raises(Refusal) as refusal:
        faults(draw)
    assert refusal.value.code == "draw.frame"
