"""Prints every figure as a table, then all of them as one line of JSON; 1 where a limit is passed.

``python -m tests.bench [SUBJECT …]``: a subject is a module below this one, e.g. ``papers``, ``store`` or
``store.plain_http``; without any, all.
"""

from __future__ import annotations

import importlib
import json
import signal
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from tests.bench.figure import Figure, is_within

APART = {"__init__", "__main__", "figure", "__pycache__"}


def main(subjects: list[str]) -> int:
    figures: list[Figure] = []
    for subject in subjects or _all_subjects():
        for figure in importlib.import_module(f"tests.bench.{subject}").figures():
            figures.append(figure)
            print("\n".join(_lines(figure)), flush=True)
    ok = all(figure.ok for figure in figures)
    print(json.dumps({"ok": ok, "figures": [asdict(figure) for figure in figures]}))
    return 0 if ok else 1


def _all_subjects() -> list[str]:
    return sorted({path.stem for path in Path(__file__).parent.iterdir()} - APART)


def _lines(figure: Figure) -> Iterator[str]:
    most = "at least" if figure.more_is_better else "at most"
    recorded = f"  (Apache CouchDB elsewhere: {figure.recorded:g})" if figure.recorded else ""
    limit = _limit(figure, figure.value, figure.limit, most)
    yield f"{figure.name:<60}{figure.value:>12.2f} {figure.unit:<7}{limit}{recorded}"
    for one in figure.comparisons:
        limit = _limit(figure, one.ratio, one.limit, most)
        yield f"    {one.peer:<56}{one.value:>12.2f} {figure.unit:<7}ratio {one.ratio:<7.2f}{limit}"


def _limit(figure: Figure, value: float, limit: float | None, most: str) -> str:
    if limit is None:
        return ""
    missed = "" if is_within(value, limit, more_is_better=figure.more_is_better) else "  NOT MET"
    return f"{most} {limit:g}{missed}"


if __name__ == "__main__":
    # Who is told to stop ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
