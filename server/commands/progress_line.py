"""A line that says how far something is: redrawn on a terminal, else written now and then."""

from __future__ import annotations

import time
from typing import TextIO

_REDRAWN_SECONDS, _WRITTEN_SECONDS = 0.1, 10.0
_WIDTH = 24


class ProgressLine:
    """``what``: what is being done. Writes nothing unless it is ``wanted``."""

    def __init__(self, out: TextIO, *, wanted: bool = True) -> None:
        self._out, self._wanted, self._redraws = out, wanted, out.isatty()
        self._pause = _REDRAWN_SECONDS if self._redraws else _WRITTEN_SECONDS
        self._begun = self._shown = time.monotonic()
        self._what = ""

    def begin(self, what: str) -> None:
        """The next thing, counted from nothing."""
        self._what, self._begun = what, time.monotonic()

    def show(self, done: int, total: int | None, note: str = "") -> None:
        """``total``: None where nobody knows it. ``note``: why it stands still, which is shown at once."""
        now = time.monotonic()
        if not self._wanted or (now - self._shown < self._pause and not note):
            return
        self._shown = now
        text = f"{self._what}  {format_progress(done, total, now - self._begun)}  {note}".rstrip()
        self._write(f"\r{text}\x1b[K" if self._redraws else f"{text}\n")

    def end(self) -> None:
        """Leaves the terminal's line empty for what is said next."""
        if self._wanted and self._redraws:
            self._write("\r\x1b[K")

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


def format_progress(done: int, total: int | None, seconds: float) -> str:
    """``[####----] 45 %  1,234 of 2,700  310/s``; without a total the count and the rate."""
    rate = f"{done / seconds:,.0f}/s" if seconds > 0.5 else ""
    if not total or total < done:
        return f"{done:,}  {rate}".rstrip()
    share = done / total
    bar = "#" * round(share * _WIDTH)
    return f"[{bar:-<{_WIDTH}}] {share:4.0%}  {done:,} / {total:,}  {rate}".rstrip()
