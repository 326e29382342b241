"""The figures of article 1 as they ship, and how each is written (S1-STD, S1-ADJ-03…07, S1-IND-02…03)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from server.domain.indicator import mean, percent
from server.domain.money import format_yuan
from server.errors import Refusal

_HUNDREDTHS = 10_000


@dataclass(frozen=True)
class SourceFigure:
    """One line of the source; ``error`` says, in both languages, where the source contradicts itself."""

    rule: str
    kind: str  # standard_fen | growth | share | cities | a_value | a_city
    values: Mapping[str, int]
    words: tuple[str, str]
    error: tuple[str, str] | None = None

    def written(self, lang: str = "zh") -> list[tuple[str, str]]:
        """Each value as it is printed, with its place or year in a language."""
        return [(_place(place, lang), _written(self.kind, value)) for place, value in self.values.items()]


@dataclass(frozen=True)
class SourceFigures:
    """Where the figures are from, and all of them."""

    source: str
    figures: Sequence[SourceFigure]

    def of(self, rule: str) -> SourceFigure:
        """The first line of a rule."""
        return next(figure for figure in self.figures if figure.rule == rule)

    @property
    def a_mean(self) -> str:
        """The mean of the printed A-values, as a percentage: the 20.82 that is printed beside them."""
        values = self.of("S1-ADJ-03").values.values()
        return percent(mean(Fraction(value, _HUNDREDTHS) for value in values) or Fraction(0))


def parse_figures(data: Mapping[str, Any]) -> SourceFigures:
    """The figures of a file; a line without rule, words or values is refused by its place."""
    figures = [_parse(place, line) for place, line in enumerate(data.get("figure", ()), start=1)]
    if not data.get("source") or not figures:
        raise Refusal("indicator.data", key="source")
    return SourceFigures(str(data["source"]), figures)


def _parse(place: int, line: Mapping[str, Any]) -> SourceFigure:
    for key in ("rule", "kind", "values", "words"):
        if not line.get(key):
            raise Refusal("indicator.data", key=f"figure[{place}].{key}")
    error = line.get("error")
    return SourceFigure(
        rule=line["rule"],
        kind=line["kind"],
        values=dict(line["values"]),
        words=(line["words"]["zh"], line["words"]["en"]),
        error=(error["zh"], error["en"]) if error else None,
    )


def _place(place: str, lang: str) -> str:
    """``东部|East`` in one language; a year is the same in both."""
    zh, _, en = place.partition("|")
    return en if lang == "en" and en else zh


def _written(kind: str, value: int) -> str:
    if kind == "standard_fen":
        return format_yuan(value)
    if kind == "cities":
        return str(value)
    if kind == "a_city":
        return f"0.{value:04d}"
    return f"{percent(Fraction(value, _HUNDREDTHS))} %"
