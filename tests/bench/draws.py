"""How long a draw over ten thousand communities takes: the frame frozen, drawn, and verified.

Seconds of one core: what others do on the machine does not count.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from time import process_time
from typing import Final

from server.domain.draw import (
    AUDIT,
    DISTRICT_WIDE,
    Draw,
    DrawId,
    FrameRow,
    commitment_of,
    faults,
    format_published,
    make_frame,
    redraw,
)
from server.domain.quarter import Quarter
from tests.bench.figure import Figure

_COMMUNITIES: Final = 10_000
_LIMIT_SECONDS: Final = 1.0
_SEED: Final = "5e" * 32
_HEAD: Final = "d1" * 32


def figures() -> Iterator[Figure]:
    rows, start = _rows(), process_time()
    frame = make_frame(DrawId(DISTRICT_WIDE, Quarter(2026, 1), AUDIT), (1, 2), rows)
    chosen = redraw(frame, _SEED, _HEAD)
    drawn = process_time()
    draw = Draw(
        frame, frame.digest, commitment_of(_SEED), date(2026, 1, 5), "", seed=_SEED, head=_HEAD, chosen=chosen
    )
    wrong = faults(format_published(draw))
    verified = process_time()
    yield Figure("half of 10,000 communities drawn by weight", round(drawn - start, 3), "s", _LIMIT_SECONDS)
    yield Figure("the same draw verified from its file", round(verified - drawn, 3), "s", _LIMIT_SECONDS)
    yield Figure("faults of that draw", len(wrong), "", 0)


def _rows() -> list[FrameRow]:
    dice = random.Random(15)
    return [
        FrameRow(f"c-{number:05d}", households, weak=False, difficult=False, weight=households + 1)
        for number in range(_COMMUNITIES)
        for households in (dice.randrange(400),)
    ]
