"""Finds the Chinese fonts the papers are set in: the system's, else those the set-up installed.

The set-up (``make setup``) puts the families of ``.lock/fonts`` under ``.tools/fonts`` where the system has
none; both places are looked through, so a paper comes out the same way on either machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import typst

from server.errors import Refusal

INSTALLED: Final = Path(__file__).parents[2] / ".tools" / "fonts"

# ui.md §2: song where an organ speaks, sans for the small print; the first family that is complete is taken.
SERIF: Final = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "SimSun")
SANS: Final = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei")
_WEIGHTS: Final = frozenset({400, 700})


@dataclass(frozen=True)
class Fonts:
    """The families chosen, and the folders typst must look through besides the system's."""

    serif: str
    sans: str
    folders: tuple[Path, ...]


@cache
def find_fonts() -> Fonts:
    """The fonts for papers; refuses where no Chinese family with a regular and a bold weight is installed."""
    folders = (INSTALLED,) if INSTALLED.is_dir() else ()
    weights = _weights_by_family(folders)
    return Fonts(_choose(SERIF, weights), _choose(SANS, weights), folders)


def _weights_by_family(folders: tuple[Path, ...]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    listed = typst.Fonts(include_embedded_fonts=False, font_paths=[str(folder) for folder in folders])
    for font in listed.fonts():
        found.setdefault(font.family, set()).add(font.weight)
    return found


def _choose(preferred: tuple[str, ...], weights: dict[str, set[int]]) -> str:
    for family in preferred:
        if weights.get(family, set()) >= _WEIGHTS:
            return family
    raise Refusal("paper.no_fonts", family=preferred[0])


def main() -> None:
    """Says which families are used; exits 1 with the refusal where there are none (for the set-up)."""
    try:
        fonts = find_fonts()
    except Refusal as refusal:
        raise SystemExit(refusal.sentence("en")) from refusal
    print(f"{fonts.serif}, {fonts.sans}")


if __name__ == "__main__":
    main()
