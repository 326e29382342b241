"""The files of the project: what git keeps or would keep."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = {".css", ".html", ".js", ".json", ".md", ".mjs", ".py", ".toml", ".txt", ".typ", ".webmanifest", ""}


@cache
def files() -> tuple[Path, ...]:
    """Every file that is in git or not ignored by it, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = sorted(set(listed.stdout.split("\0")) - {""})
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


def sources(*suffixes: str, under: str = "") -> Iterator[tuple[Path, str]]:
    """Files with one of the suffixes, with their text."""
    for path in files():
        if path.suffix in suffixes and path.as_posix().startswith(under):
            yield path, (ROOT / path).read_text(encoding="utf-8")


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the project."""
    yield from sources(*TEXT)
