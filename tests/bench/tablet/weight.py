"""How much script and styles a tablet is sent, gzipped as servers send them (1 kB = 1,000 bytes)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.bench.figure import Comparison, Figure
from tests.bench.tablet.browser import Browser
from tests.bench.tablet.engines import RUHU, STATIC, Engine

IN_ALL_KB: Final = 250
FIRST_SCREEN_KB: Final = 120
_BUILD: Final = STATIC / "build"
_IMPORTED: Final = re.compile(r"(?:from|import)\s*\"\./([^\"]+)\"")
_STYLES: Final = "tablet.css"


def figures(_browser: Browser, engines: list[Engine]) -> Iterator[Figure]:
    peers = [engine for engine in engines if engine.name != RUHU]
    yield _figure("script and styles in all", _all(), IN_ALL_KB, peers)
    yield _figure("script and styles before the first screen", _first_screen(), FIRST_SCREEN_KB, peers)


def _figure(name: str, files: set[Path], limit: float, peers: list[Engine]) -> Figure:
    ours = sum(_gzipped(path.read_bytes()) for path in files) / 1000
    theirs = [(peer.name, sum(_gzipped(content) for content in peer.code) / 1000) for peer in peers]
    beside = tuple(Comparison(name, round(kb, 1), round(ours / kb, 2), None) for name, kb in theirs)
    return Figure(f"tablet: {name}", round(ours, 1), "kB", limit, comparisons=beside)


def _all() -> set[Path]:
    """The app with every part that is fetched later, its workers and its service worker."""
    parts = {path for path in _BUILD.glob("*.js") if path.name.startswith(("tablet", "part-"))}
    return parts | {_BUILD / name for name in (_STYLES, "sw.js", "photo_worker.js", "qr_worker.js")}


def _first_screen() -> set[Path]:
    """What the page names and, from there, what is imported at once rather than when it is needed."""
    found: set[Path] = {_BUILD / _STYLES}
    waiting = [_BUILD / "tablet.js"]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += [_BUILD / name for name in _IMPORTED.findall(path.read_text("utf-8"))]
    return found


def _gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 9))
