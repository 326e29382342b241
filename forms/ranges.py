"""A range: numbers from start to end by steps, written "start=0 end=1 step=0.1".

Whether a number is one of them is worked out from the count of steps, so that 0.3 is a step of 0.1
on both sides, whatever 0.1 · 3 is in doubles. The twin of `isOnStep` in static/app/core/form_checks.mjs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from forms.values import fixed_text, to_number

_MOST_STEPS: Final = 100_000
_MOST_PLACES: Final = 6


def parse_range(written: Mapping[str, str]) -> dict[str, Any] | None:
    """{start, end, step, places} as numbers; None where they make no range."""
    start, end, step = (to_number(str(written.get(name, ""))) for name in ("start", "end", "step"))
    if start is None or end is None or step is None or step <= 0 or start >= end:
        return None
    places = max(_places(str(written[name])) for name in ("start", "end", "step"))
    if places > _MOST_PLACES or (end - start) / step > _MOST_STEPS:
        return None
    return {
        "start": _tidy(start),
        "end": _tidy(end),
        "step": _tidy(step),
        "places": places,
    }


def is_on_step(within: Mapping[str, Any], number: float) -> bool:
    """Whether a number is one of the range's steps."""
    start, end, step = float(within["start"]), float(within["end"]), float(within["step"])
    if not start <= number <= end:
        return False
    count = math.floor((number - start) / step + 0.5)
    return to_number(fixed_text(start + count * step, int(within["places"]))) == number


def _places(text: str) -> int:
    return len(text.partition(".")[2])


def _tidy(number: float) -> float | int:
    return int(number) if number.is_integer() else number
