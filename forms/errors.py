"""What the form engine refuses, in words a form's author or an assessor can act on.

`forms` imports nothing of the server: refusals cross as `FormError`, which the server maps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a workbook, with its place: sheet, row (from 1) and column heading."""

    code: str
    zh: str
    en: str
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def as_json(self) -> dict[str, object]:
        """The shape `ruhu form check --json` prints."""
        return {
            "code": self.code,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "message": {"zh": self.zh, "en": self.en},
        }

    def sentence(self, language: str = "zh") -> str:
        """The problem with its place in front, in one language."""
        place = _place(self, language)
        return f"{place}{self.zh if language == 'zh' else self.en}"


class FormError(Exception):
    """A form cannot be used. `problems` is never empty; `code` is the first problem's."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        if not problems:
            raise ValueError("a FormError needs at least one problem")
        super().__init__("; ".join(problem.sentence("en") for problem in problems))
        self.problems = tuple(problems)
        self.code = problems[0].code


class ExpressionError(Exception):
    """An expression cannot be compiled; the compiler adds the place and makes a Problem of it."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.zh = zh
        self.en = en


def _place(problem: Problem, language: str) -> str:
    zh = language == "zh"
    parts = []
    if problem.sheet:
        parts.append(f"{problem.sheet} 表" if zh else f"sheet {problem.sheet}")
    if problem.row is not None:
        parts.append(f"第 {problem.row} 行" if zh else f"row {problem.row}")
    if problem.column:
        parts.append(f"{problem.column} 列" if zh else f"column {problem.column}")
    if not parts:
        return ""
    return "".join(parts) + "：" if zh else ", ".join(parts) + ": "
