"""A signature drawn on a pad at the desk: strokes as SVG paths, read with care and kept as evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from server.errors import Refusal
from server.services.district import District

ON_PAPER: Final = "on_paper"  # signed on the printed sheet, which is kept
SIGNATURE: Final = "signature"
_LONGEST_SIDE: Final = 10_000


def parse_ink(text: str) -> dict[str, Any]:
    """The strokes a pad sent as JSON; refuses anything that is no drawing."""
    try:
        ink = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal("paper.bad_ink") from error
    if not isinstance(ink, Mapping):
        raise Refusal("paper.bad_ink")
    return check_ink(ink)


def check_ink(ink: Mapping[str, Any]) -> dict[str, Any]:
    """A size and SVG paths, nothing else."""
    paths = ink.get("paths")
    sizes = [ink.get("width"), ink.get("height")]
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) for path in paths):
        raise Refusal("paper.bad_ink")
    if not all(isinstance(size, int) and 0 < size < _LONGEST_SIDE for size in sizes):
        raise Refusal("paper.bad_ink")
    return {"width": sizes[0], "height": sizes[1], "paths": list(paths)}


def keep_ink(district: District, file: str, who: str, ink: Mapping[str, Any] | None) -> str:
    """The digest of a signature kept as evidence, or ``on_paper`` where none was drawn."""
    if ink is None:
        return ON_PAPER
    content = {"who": who, "ink": check_ink(ink)}
    return district.evidence.put(SIGNATURE, file, content, salt=district.new_salt())
