"""Ink drawn on a pad, as it is kept: a size and SVG paths, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from server.domain.signature import ON_PAPER, ON_SHEET
from server.errors import Refusal
from server.services.district import District

SIGNATURE: Final = "signature"


def checked_ink(ink: Mapping[str, Any]) -> dict[str, Any]:
    """The strokes of a signature; refuses what is none."""
    paths = ink.get("paths")
    sizes = [ink.get("width"), ink.get("height")]
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) for path in paths):
        raise Refusal("paper.bad_ink")
    if not all(isinstance(size, int) and 0 < size < 10_000 for size in sizes):
        raise Refusal("paper.bad_ink")
    return {"width": sizes[0], "height": sizes[1], "paths": list(paths)}


def keep_ink(district: District, file: str, who: str, ink: Mapping[str, Any] | None) -> str:
    """The digest of a signature kept as evidence of a file, or ``on_paper`` where none was drawn."""
    if ink is None:
        return ON_PAPER
    content = {"who": who, "ink": checked_ink(ink)}
    return district.evidence.put(SIGNATURE, file, content, salt=district.new_salt())


def is_drawn(signature: str) -> bool:
    """Whether a signature was drawn on a pad, so that its digest leads to the ink."""
    return signature not in ("", ON_PAPER, ON_SHEET)
