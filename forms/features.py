"""Which features of an XLSForm are known; everything else is a problem that names it.

What an author writes where it would mean nothing (a choice_filter on a text, an appearance of
another type) is refused too: nothing written in a workbook is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from forms.errors import Problem

_SHEETS: Final = frozenset(("survey", "choices", "settings"))
_SETTINGS: Final = frozenset(("form_title", "form_id", "version", "default_language", "namespaces"))
_TRANSLATED: Final = frozenset(["label", "hint", "guidance_hint", "required_message", "constraint_message"])
_MEDIA: Final = frozenset(["image", "audio", "video", "big-image", "media"])
_LANGUAGE: Final = re.compile(r"(.+?)\s*::\s*.*\((zh|en)\)")
_TYPES: Final = re.compile(
    r"(?P<edge>(?:begin|end)[ _](?:group|repeat))"
    r"|(?P<plain>text|integer|decimal|date|time|dateTime|note|acknowledge|calculate|hidden|image"
    r"|range|geopoint|barcode)"
    r"|(?P<select>select_one|select_multiple) [^ ]+(?: or_other)?"
    r"|(?P<rank>rank) [^ ]+"
)

_SAID: Final = frozenset(("type", "name", "label", "relevant"))
_ASKED: Final = _SAID | frozenset(
    (
        *("hint", "guidance_hint", "required", "required_message", "constraint", "constraint_message"),
        *("default", "read_only", "appearance", "parameters", "calculation", "trigger"),
    )
)
_CARD: Final = frozenset(("body::ruhu:title", "body::ruhu:summary", "body::ruhu:amount"))
_FIXED: Final = frozenset(("default", "calculation", "trigger"))
_CHOOSING: Final = _ASKED | {"choice_filter"}
# The columns that mean something for each type of row.
_COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(["text", "integer", "decimal", "date", "time", "dateTime", "range", "barcode"], _ASKED),
    **dict.fromkeys(["select_one", "select_multiple"], _CHOOSING),
    "rank": _CHOOSING - _FIXED,
    "acknowledge": _ASKED - _FIXED,
    "image": _ASKED - _FIXED,
    "geopoint": _ASKED - _FIXED,
    "note": _SAID | {"hint", "guidance_hint"},
    "calculate": _SAID | {"calculation", "trigger", "appearance", "read_only"},
    "hidden": frozenset(("type", "name", "relevant", "default", "calculation", "trigger")),
    "begin group": _SAID | {"appearance"},
    "begin repeat": _SAID | _CARD | {"appearance", "required", "required_message", "repeat_count"},
    **dict.fromkeys(["end group", "end repeat"], frozenset(("type", "name"))),
}
_KNOWN_COLUMNS: Final = frozenset().union(*_COLUMNS.values())
_AMOUNTS: Final = frozenset(("money", "area", "years", "persons"))
_CHOICES: Final = frozenset(("horizontal", "columns", "autocomplete"))
_APPEARANCES: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(["integer", "decimal", "calculate", "range"], _AMOUNTS),
    "text": frozenset(("multiline", "numbers")),
    "date": frozenset(("month-year",)),
    "select_one": _CHOICES | {"minimal"},
    "select_multiple": _CHOICES,
    "image": frozenset(("signature",)),
    "begin group": frozenset(("field-list",)),
    "begin repeat": frozenset(("persons", "field-list")),
}
_PARAMETERS: Final = {
    "image": re.compile(r"max-pixels=[0-9]+"),
    "range": re.compile(r"(?:start|end|step)=-?[0-9.]+"),
}
_ANYWHERE: Final = frozenset(word for words in _APPEARANCES.values() for word in words)


def find_unsupported(sheets: Any) -> list[Problem]:
    """Every sheet, column, type, appearance and setting that Ruhu does not know."""
    return [
        *_sheets(sheets),
        *_settings(sheets),
        *_survey_columns(sheets),
        *_choice_columns(sheets),
        *_survey_cells(sheets),
        *_missing_settings(sheets),
    ]


def kind_of(written: str) -> str | None:
    """The type of a row without the name of its list: "select_one", "begin repeat"; None if unknown."""
    found = _TYPES.fullmatch(written.strip())
    if found is None:
        return None
    return found["edge"].replace("_", " ") if found["edge"] else found[str(found.lastgroup)]


def _sheets(sheets: Any) -> Iterator[Problem]:
    for name in sheets.sheet_names or ():
        if name.lower() not in _SHEETS and not name.startswith("_"):
            yield _unsupported(f"工作表 {name}", f"the sheet {name}", name, None, "")


def _settings(sheets: Any) -> Iterator[Problem]:
    for column in _headings(sheets.settings_header):
        if column not in _SETTINGS:
            yield _unsupported(f"设置 {column}", f"the setting {column}", "settings", 1, column)


def _missing_settings(sheets: Any) -> Iterator[Problem]:
    if not any(cells.get("version") for cells in sheets.settings or ()):
        zh, en = "要写版本号（version）。", "The workbook needs a version."
        yield Problem("form.no_version", zh, en, "settings", 2, "version")


def _survey_columns(sheets: Any) -> Iterator[Problem]:
    for column in _headings(sheets.survey_header):
        if base_of(column) not in _KNOWN_COLUMNS:
            yield _unsupported(f"列 {column}", f"the column {column}", "survey", 1, column)


def _choice_columns(sheets: Any) -> Iterator[Problem]:
    for column in _headings(sheets.choices_header):
        base = column.split("::")[0].strip()
        if base in _MEDIA or ("::" in column and not _LANGUAGE.fullmatch(column)):
            yield _unsupported(f"列 {column}", f"the column {column}", "choices", 1, column)


def base_of(column: str) -> str:
    """A heading without its language: "label::中文 (zh)" is label; an unknown one stays as it is."""
    language = _LANGUAGE.fullmatch(column)
    return language[1] if language is not None and language[1] in _TRANSLATED else column


def _survey_cells(sheets: Any) -> Iterator[Problem]:
    for row, cells in enumerate(sheets.survey or (), start=2):
        written = str(cells.get("type", ""))
        kind = kind_of(written)
        if written and kind is None:
            yield _unsupported(f"题型 {written}", f"the question type {written}", "survey", row, "type")
        elif kind is not None:
            yield from _cells(kind, cells, row)


def _cells(kind: str, cells: Mapping[str, Any], row: int) -> Iterator[Problem]:
    for column, written in cells.items():
        base = base_of(column)
        if written is not None and base in _KNOWN_COLUMNS and base not in _COLUMNS[kind]:
            zh, en = f"{kind} 上的 {base} 列", f"the column {base} on {kind}"
            yield _unsupported(zh, en, "survey", row, column)
    for word in str(cells.get("appearance") or "").split():
        yield from _appearance(kind, word, row)
    for word in re.split(r"[\s,;]+", str(cells.get("parameters") or "").strip()):
        if word and not (kind in _PARAMETERS and _PARAMETERS[kind].fullmatch(word)):
            yield _unsupported(f"参数 {word}", f"the parameter {word}", "survey", row, "parameters")


def _appearance(kind: str, word: str, row: int) -> Iterator[Problem]:
    if word in _APPEARANCES.get(kind, ()):
        return
    on = f" on {kind}" if word in _ANYWHERE else ""
    zh = f"{kind} 的外观 {word}" if on else f"外观 {word}"
    yield _unsupported(zh, f"the appearance {word}{on}", "survey", row, "appearance")


def _headings(header: Any) -> list[str]:
    return [str(column) for cells in header or () for column in cells]


def _unsupported(zh: str, en: str, sheet: str, row: int | None, column: str) -> Problem:
    return Problem("form.unsupported", f"这里还不会用{zh}。", f"Ruhu does not know {en}.", sheet, row, column)
