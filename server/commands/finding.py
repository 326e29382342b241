"""What a look of ``ruhu doctor`` found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """``ok`` is false where somebody should do something."""

    name: str
    ok: bool
    zh: str
    en: str
