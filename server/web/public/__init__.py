"""Pages that need no sign-in: the board, the check of a badge, the tablet app's shell, the front page."""

from __future__ import annotations

from server.web.public import (
    board,
    check,
    complaints,
    draws,
    home,
    log,
    metrics,
    objections,
    openapi,
    quarter_lists,
    tablet,
)
from server.web.public.blueprint import public

__all__ = [
    "board",
    "check",
    "complaints",
    "draws",
    "home",
    "log",
    "metrics",
    "objections",
    "openapi",
    "public",
    "quarter_lists",
    "tablet",
]
