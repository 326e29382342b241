"""Compile a workbook to one small canonical JSON definition (design §7).

The definition holds parsed expressions and both languages; its `digest` is the sha256 of the
RFC 8785 bytes of everything else in it. Problems are collected and named by sheet, row and column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import rfc8785

from forms.circles import find_circles
from forms.errors import FormError, Problem
from forms.outline import LANGUAGES, Choice, Workbook, by_language
from forms.questions import RowCompiler
from forms.xlsform import read

Definition = dict[str, Any]

_SHEETS: Final = ("settings", "survey", "choices")


def compile_workbook(path: Path | str) -> Definition:
    """The definition of a workbook; FormError with every problem found in it, by sheet and row."""
    book, problems = read(path)
    if book is None:
        raise FormError(sorted(problems, key=_order))
    return compile_form(book, problems)


def check_workbook(path: Path | str) -> list[Problem]:
    """Every problem of a workbook, by sheet, row and column; none means it may be published."""
    try:
        compile_workbook(path)
    except FormError as error:
        return list(error.problems)
    return []


def compile_form(book: Workbook, found: Sequence[Problem] = ()) -> Definition:
    """The definition of a workbook that was read; `found` are the problems of reading it."""
    compiler = RowCompiler(book)
    nodes = [compiler.node(row) for row in book.root.children]
    problems = [*found, *compiler.problems, *_repeated_names(book), *_untranslated_choices(book)]
    problems += find_circles(nodes, book)
    if problems:
        raise FormError(sorted(problems, key=_order))
    definition: Definition = {
        "id": f"{book.form}@{book.version}",
        "form": book.form,
        "version": book.version,
        "title": _title(book.title),
        "languages": list(LANGUAGES),
        "lists": {name: [_choice(choice) for choice in choices] for name, choices in book.lists.items()},
        "nodes": nodes,
    }
    return {**definition, "digest": definition_digest(definition)}


def _order(problem: Problem) -> tuple[int, int]:
    """As an author goes through the workbook: sheet by sheet, row by row."""
    place = _SHEETS.index(problem.sheet) if problem.sheet in _SHEETS else len(_SHEETS)
    return place, problem.row or 0


def definition_digest(definition: Definition) -> str:
    """sha256 hex of the RFC 8785 bytes of everything but the digest."""
    rest = {key: value for key, value in definition.items() if key != "digest"}
    return hashlib.sha256(rfc8785.dumps(rest)).hexdigest()


def _title(written: str) -> dict[str, str]:
    """The form's title in both languages, written "中文 | English"."""
    zh, _, en = written.partition("|")
    return {"zh": zh.strip(), "en": en.strip() or zh.strip()}


def _choice(choice: Choice) -> dict[str, Any]:
    return {"value": choice.value, "label": by_language(choice.words), **choice.columns}


def _repeated_names(book: Workbook) -> list[Problem]:
    """Groups do not appear in paths, so a name is used once within its repeat."""
    seen: set[str] = set()
    problems = []
    for row in book.root.walk():
        if row.scope_id in seen:
            zh, en = f"同一层里已经有一道题叫 {row.name}。", f"{row.name} is already used at this level."
            problems.append(Problem("form.repeated_name", zh, en, "survey", row.row, "name"))
        seen.add(row.scope_id)
    return problems


def _untranslated_choices(book: Workbook) -> list[Problem]:
    return [
        Problem(
            "form.untranslated",
            f"选项 {choice.value} 缺这种语言的说法：{language}。",
            f"The choice {choice.value} has no label in {language}.",
            "choices",
            choice.row,
            f"label ({language})",
        )
        for choices in book.lists.values()
        for choice in choices
        for language in LANGUAGES
        if language not in by_language(choice.words)
    ]
