"""Ink drawn on a pad, as it is kept: a size and SVG paths, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.errors import Refusal


def checked_ink(ink: Mapping[str, Any]) -> dict[str, Any]:
    """The strokes of a signature; refuses what is none."""
    paths = ink.get("paths")
    sizes = [ink.get("width"), ink.get("height")]
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) for path in paths):
        raise Refusal("paper.bad_ink")
    if not all(isinstance(size, int) and 0 < size < 10_000 for size in sizes):
        raise Refusal("paper.bad_ink")
    return {"width": sizes[0], "height": sizes[1], "paths": list(paths)}
