"""The district the figures are taken on, made once and kept where a folder is named."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.cli import main
from server.settings import Settings

CASES = int(os.environ.get("RUHU_BENCH_CASES", "100000"))


@contextmanager
def large_district() -> Iterator[Settings]:
    """The settings of a folder with at least so many cases; its index is not promised to be there."""
    if kept := os.environ.get("RUHU_BENCH_DISTRICT", ""):
        yield _made(Path(kept))
        return
    with tempfile.TemporaryDirectory() as folder:
        yield _made(Path(folder) / "data")


def _made(folder: Path) -> Settings:
    """``ruhu seed`` leaves a folder it finished before as it is."""
    if main(["seed", "--cases", str(CASES), "--data", str(folder), "--json"]):
        raise RuntimeError(folder)
    return Settings(data=folder, demo=True, reconciler=False)
