"""Which features of an XLSForm are known; everything else is a problem that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from forms.errors import Problem

_SHEETS: Final = frozenset(("survey", "choices", "settings"))
_SETTINGS: Final = frozenset(("form_title", "form_id", "version", "default_language", "namespaces"))
_COLUMNS: Final = frozenset(
    [
        "type",
        "name",
        "label",
        "hint",
        "guidance_hint",
        "required",
        "required_message",
        "relevant",
        "constraint",
        "constraint_message",
        "calculation",
        "appearance",
        "choice_filter",
        "default",
        "read_only",
        "parameters",
    ]
)
_OWN_COLUMNS: Final = frozenset(("body::ruhu:title", "body::ruhu:summary", "body::ruhu:amount"))
_TRANSLATED: Final = frozenset(["label", "hint", "guidance_hint", "required_message", "constraint_message"])
_MEDIA: Final = frozenset(["image", "audio", "video", "big-image", "media"])
_TYPES: Final = re.compile(
    r"(begin|end)[ _](group|repeat)"
    r"|text|integer|decimal|date|time|dateTime|note|acknowledge|calculate|hidden|image"
    r"|select_(one|multiple) [^ ]+"
)
_APPEARANCES: Final = frozenset(
    [
        "money",
        "area",
        "years",
        "persons",
        "month-year",
        "multiline",
        "numbers",
        "minimal",
        "horizontal",
        "columns",
        "field-list",
    ]
)
_LANGUAGE: Final = re.compile(r"(.+?)\s*::\s*.*\((zh|en)\)")


def find_unsupported(sheets: Any, parsed: Mapping[str, Any]) -> list[Problem]:
    """Every sheet, column, type, appearance and setting that Ruhu does not know."""
    return [
        *_sheets(sheets),
        *_settings(sheets),
        *_survey_columns(sheets),
        *_choice_columns(sheets),
        *_survey_cells(sheets),
        *_missing_settings(parsed),
    ]


def _sheets(sheets: Any) -> Iterator[Problem]:
    for name in sheets.sheet_names or ():
        if name.lower() not in _SHEETS and not name.startswith("_"):
            yield _unsupported(f"工作表 {name}", f"the sheet {name}", name, None, "")


def _settings(sheets: Any) -> Iterator[Problem]:
    for column in _headings(sheets.settings_header):
        if column not in _SETTINGS:
            yield _unsupported(f"设置 {column}", f"the setting {column}", "settings", 1, column)


def _missing_settings(parsed: Mapping[str, Any]) -> Iterator[Problem]:
    if not parsed.get("version"):
        zh, en = "要写版本号（version）。", "The workbook needs a version."
        yield Problem("form.no_version", zh, en, "settings", 2, "version")


def _survey_columns(sheets: Any) -> Iterator[Problem]:
    for column in _headings(sheets.survey_header):
        if not _is_known(column):
            yield _unsupported(f"列 {column}", f"the column {column}", "survey", 1, column)


def _choice_columns(sheets: Any) -> Iterator[Problem]:
    for column in _headings(sheets.choices_header):
        base = column.split("::")[0].strip()
        if base in _MEDIA or ("::" in column and not _LANGUAGE.fullmatch(column)):
            yield _unsupported(f"列 {column}", f"the column {column}", "choices", 1, column)


def _is_known(column: str) -> bool:
    if column in _COLUMNS or column in _OWN_COLUMNS:
        return True
    language = _LANGUAGE.fullmatch(column)
    return language is not None and language[1] in _TRANSLATED


def _survey_cells(sheets: Any) -> Iterator[Problem]:
    for row, cells in enumerate(sheets.survey or (), start=2):
        kind = str(cells.get("type", ""))
        if kind and not _TYPES.fullmatch(kind):
            yield _unsupported(f"题型 {kind}", f"the question type {kind}", "survey", row, "type")
        for word in str(cells.get("appearance", "")).split():
            if word not in _APPEARANCES:
                yield _unsupported(f"外观 {word}", f"the appearance {word}", "survey", row, "appearance")
        yield from _parameters(kind, str(cells.get("parameters", "")), row)


def _parameters(kind: str, written: str, row: int) -> Iterator[Problem]:
    for word in written.split():
        if kind != "image" or not re.fullmatch(r"max-pixels=[0-9]+", word):
            yield _unsupported(f"参数 {word}", f"the parameter {word}", "survey", row, "parameters")


def _headings(header: Any) -> list[str]:
    return [str(column) for cells in header or () for column in cells]


def _unsupported(zh: str, en: str, sheet: str, row: int | None, column: str) -> Problem:
    return Problem("form.unsupported", f"这里还不会用{zh}。", f"Ruhu does not know {en}.", sheet, row, column)
