"""Prints every figure as a table, then all of them as one line of JSON; 1 where a limit is passed."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

from tests.bench.figure import Figure

APART = {"__init__", "__main__", "figure"}


def main() -> int:
    figures: list[Figure] = []
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem not in APART:
            figures += importlib.import_module(f"tests.bench.{path.stem}").figures()
    for figure in figures:
        limit = f"at most {figure.limit:g}" if figure.limit is not None else ""
        missed = "" if figure.ok else "  NOT MET"
        print(f"{figure.name:<44}{figure.value:>12.2f} {figure.unit:<6}{limit}{missed}")
    ok = all(figure.ok for figure in figures)
    print(json.dumps({"ok": ok, "figures": [vars(figure) for figure in figures]}))
    return 0 if ok else 1


sys.exit(main())
