"""QR codes as drawings, so that they print sharp at any size (``qrcode``, error correction M)."""

from __future__ import annotations

from itertools import groupby
from typing import Final

import qrcode
from qrcode.constants import ERROR_CORRECT_M

from server.errors import Refusal

# A fixed-focus tablet reads version 15 at 15 cm when it is printed at 35 mm or more (issue on credentials).
MAX_BYTES: Final = 380
# A sheet on a table, at 36 mm, is read by a phone that focuses: version 16, 0.4 mm a module.
MAX_PAPER_BYTES: Final = 450
QUIET_MODULES: Final = 4  # ISO/IEC 18004 §6.3.8


def qr_svg(text: str, limit: int = MAX_BYTES) -> str:
    """An SVG of ``text`` with its quiet zone; refuses more than ``limit`` bytes of UTF-8."""
    if len(text.encode()) > limit:
        raise Refusal("paper.qr_too_long", bytes=len(text.encode()), limit=limit)
    rows = _modules(text)
    size = len(rows)
    path = "".join(_row_path(row, y) for y, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path d="M0 0h{size}v{size}H0z" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )


def _modules(text: str) -> list[list[bool]]:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(text.encode(), optimize=0)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def _row_path(row: list[bool], y: int) -> str:
    """One rectangle a run of dark modules: fewer seams than one a module."""
    path, x = "", 0
    for dark, run in groupby(row):
        width = len(list(run))
        if dark:
            path += f"M{x} {y}h{width}v1h-{width}z"
        x += width
    return path
