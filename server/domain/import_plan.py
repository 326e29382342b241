"""What an import would do, row by row and column by column, before anything of it is done.

Every import has the same course: the rows of a file are read, each is checked and keeps what is wrong with
which column, and only where nothing is wrong is each thing the rows say taken over as an act of its own. A
row has a key that stays the same, by which what is in the record already is known and left as it is: the
same file may come twice, and one that broke off is simply sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeVar

from server.errors import Refusal

Value = TypeVar("Value")
WHOLE: Final = ""  # the row as a whole, where no column is to blame


@dataclass(frozen=True)
class Column:
    """A column of a file; a file that lacks a ``needed`` one is refused, any other may be left out.

    ``note`` says in each language what goes in, ``example`` is a cell of the template.
    """

    key: str
    zh: str
    en: str
    note: tuple[str, str] = ("", "")
    example: str = ""
    needed: bool = True

    @property
    def heading(self) -> str:
        """As the template has it; either language alone is read as well."""
        return f"{self.zh} {self.en}"


@dataclass(frozen=True)
class Row:
    """One row of a file by the keys of its columns; ``line`` as an office program counts.

    ``spoilt`` are the cells that cannot be trusted, each with the code of its refusal: a formula, a number
    whose last digits an office program has dropped.
    """

    line: int
    cells: Mapping[str, str]
    spoilt: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a column of a row; :data:`WHOLE` is the row."""

    column: str
    refusal: Refusal


@dataclass(frozen=True)
class Checked:
    """A row with everything that is wrong with it, or that it ``is_known`` in the record already.

    ``item`` is what is to be taken over; of several rows that say one thing the first carries it.
    """

    row: Row
    faults: tuple[Fault, ...] = ()
    is_known: bool = False
    item: Any = None


@dataclass(frozen=True)
class ImportPlan:
    """The rows of a file, checked; nothing is taken of a plan in which one row is wrong."""

    rows: Sequence[Checked]

    @cached_property
    def wrong(self) -> int:
        return sum(bool(checked.faults) for checked in self.rows)

    @cached_property
    def new(self) -> int:
        return sum(not checked.faults and not checked.is_known for checked in self.rows)

    @cached_property
    def known(self) -> int:
        return len(self.rows) - self.wrong - self.new

    @property
    def items(self) -> list[Any]:
        """What is to be taken over, in the order of the file."""
        return [one.item for one in self.rows if one.item is not None and not one.is_known]

    def check(self) -> None:
        """Refuses a plan in which anything is wrong."""
        if self.wrong:
            raise Refusal("import.rows_wrong", count=self.wrong)


class Cells:
    """Reads the cells of one row; what is wrong with a column is noted, and the first thing noted stays."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self._faults: dict[str, Refusal] = {}
        for column, code in row.spoilt.items():
            self.refuse(column, Refusal(code))

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(Fault(column, refusal) for column, refusal in self._faults.items())

    def refuse(self, column: str, refusal: Refusal) -> None:
        self._faults.setdefault(column, refusal)

    def text(self, column: str) -> str:
        return self.row.cells.get(column, "")

    def needed(self, column: str) -> str:
        """The text of a cell that must not be empty."""
        if not self.text(column):
            self.refuse(column, Refusal("import.empty"))
        return self.text(column)

    def read(self, column: str, parse: Callable[[str], Value], default: Value) -> Value:
        """What a cell says; an empty or a spoilt one is ``default``, and so is one that cannot be read."""
        if not self.text(column) or column in self._faults:
            return default
        try:
            return parse(self.text(column))
        except Refusal as refusal:
            self.refuse(column, refusal)
            return default

    def choose(self, column: str, choices: Mapping[str, str]) -> str:
        """The code of a word; the words of both languages and the codes themselves are understood."""
        text = self.needed(column).casefold()
        if text and text not in choices:
            zh, en = "、".join(_first_words(choices)), ", ".join(dict.fromkeys(choices.values()))
            self.refuse(column, Refusal("import.choice", zh=zh, en=en))
        return choices.get(text, "")


def choices_of(words: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The code by its Chinese word, by its English word and by itself."""
    return {text.casefold(): code for code, (zh, en) in words.items() for text in (zh, en, code)}


def _first_words(choices: Mapping[str, str]) -> list[str]:
    """One word a code: the first that was named, or the code itself where that is its word."""
    first: dict[str, str] = {}
    for text, code in choices.items():
        first.setdefault(code, code if text == code.casefold() else text)
    return list(first.values())
