"""A workbook as an author wrote it: the tree of its rows, the lists of its choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Words = dict[str, str]
LANGUAGES: Final = ("zh", "en")

_LANGUAGE: Final = re.compile(r".*\((zh|en)\)\s*$")


@dataclass(eq=False)
class SurveyRow:
    """One row of the survey sheet: a question, a group or a repeat with what is inside it."""

    type: str
    name: str
    row: int | None
    parent: SurveyRow | None
    words: dict[str, Any] = field(default_factory=dict)
    bind: dict[str, Any] = field(default_factory=dict)
    control: dict[str, Any] = field(default_factory=dict)
    default: str | None = None
    default_is_dynamic: bool = False
    list_name: str | None = None
    choice_filter: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)
    triggers: tuple[str, ...] = ()
    count: str | None = None
    children: list[SurveyRow] = field(default_factory=list)

    @property
    def repeats(self) -> tuple[SurveyRow, ...]:
        """The repeats around this row, outermost first."""
        if self.parent is None:
            return ()
        around = self.parent.repeats
        return (*around, self.parent) if self.parent.type == "repeat" else around

    @property
    def scope_id(self) -> str:
        """Its name with those of the repeats around it: member.income.amount."""
        return ".".join([*(repeat.name for repeat in self.repeats), self.name])

    def walk(self) -> Iterator[SurveyRow]:
        """Every row inside this one, in the order of the sheet."""
        for child in self.children:
            yield child
            yield from child.walk()


@dataclass(frozen=True)
class Choice:
    """One row of the choices sheet; `columns` are those a choice_filter may read."""

    value: str
    words: Any
    columns: dict[str, str]
    row: int | None


@dataclass(frozen=True)
class Workbook:
    """A workbook as an author wrote it, read and validated by pyxform."""

    form: str
    version: str
    title: str
    root: SurveyRow
    lists: dict[str, list[Choice]]


def by_language(words: Any) -> Words:
    """Language columns (`label::中文 (zh)`) as {zh, en}; what has no language is left out."""
    if not isinstance(words, Mapping):
        return {}
    found = ((_LANGUAGE.match(column), text) for column, text in words.items())
    return {match[1]: str(text) for match, text in found if match is not None}
