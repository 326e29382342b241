"""Signatures as drawings: the ink of a pen on glass, printed as it was drawn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from server.errors import Refusal

_PATH: Final = re.compile(r"[MLHVCSQTZmlhvcsqtz0-9 .,eE+-]{1,20000}")
_PEN: Final = "#0e3a5f"  # ui.md §2: what a person writes
_MAX_SIDE: Final = 10_000
_MAX_PATHS: Final = 500


def ink_svg(ink: Mapping[str, Any]) -> str:
    """An SVG of ``{"width", "height", "paths": ["M10 12L…"]}``; refuses anything that is not ink."""
    width, height, paths = ink.get("width"), ink.get("height"), ink.get("paths")
    if not (_is_side(width) and _is_side(height) and _are_paths(paths)):
        raise Refusal("paper.bad_ink")
    strokes = "".join(f'<path d="{path}"/>' for path in paths or ())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" fill="none" stroke="{_PEN}" '
        f'stroke-width="{_stroke_width(int(height or 1))}" stroke-linecap="round" stroke-linejoin="round">'
        f"{strokes}</svg>"
    )


def _is_side(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MAX_SIDE


def _are_paths(paths: object) -> bool:
    if not isinstance(paths, list) or not 0 < len(paths) <= _MAX_PATHS:
        return False
    return all(isinstance(path, str) and _PATH.fullmatch(path) for path in paths)


def _stroke_width(height: int) -> float:
    """A pen about as thick as on the glass: three hundredths of the pad's height."""
    return round(height * 0.025, 2)
