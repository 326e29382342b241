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
_CHOICES: Final = frozenset(("horizontal", "columns", "columns-pack", "autocomplete"))
# columns-3: so many beside each other, on a screen that has room for them.
_COLUMNS_N: Final = re.compile(r"columns-[1-6]")
_CHOOSING_KINDS: Final = frozenset(("select_one", "select_multiple"))
_APPEARANCES: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(["integer", "decimal", "calculate", "range"], _AMOUNTS),
    "text": frozenset(("multiline", "numbers", "identity")),
    # Every date is typed on the keypad; none opens a calendar.
    "date": frozenset(("month-year", "no-calendar")),
    "select_one": _CHOICES | {"minimal", "likert"},
    "select_multiple": _CHOICES,
    "image": frozenset(("signature",)),
    # Everything in a section or in a row stands on one page, as a field-list does.
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
    ]


def find_untidy(sheets: Any) -> list[Problem]:
    """What is missing from the workbook, and what nothing in it uses."""
    return [*_missing_settings(sheets), *_unused_lists(sheets)]


def kind_of(written: str) -> str | None:
    """The type of a row without the name of its list: "select_one", "begin repeat"; None if unknown."""
    found = _TYPES.fullmatch(written.strip())
    if found is None:
        return None
    return found["edge"].replace("_", " ") if found["edge"] else found[str(found.lastgroup)]


def is_known_column(kind: str | None, column: str) -> bool:
    """Whether a column means something for a type of row; for any, where `kind` is None."""
    return base_of(column) in (_KNOWN_COLUMNS if kind is None else _COLUMNS[kind])


def is_known_choice_column(column: str) -> bool:
    """Whether a column of the choices sheet is a word of one of our languages or one to filter by."""
    base = column.split("::", maxsplit=1)[0].strip()
    return base not in _MEDIA and ("::" not in column or _LANGUAGE.fullmatch(column) is not None)


def is_known_setting(column: str) -> bool:
    return column in _SETTINGS


def is_known_look(kind: str, word: str) -> bool:
    """Whether an appearance means something on a tablet for a type of row."""
    return word in _APPEARANCES.get(kind, ()) or (
        kind in _CHOOSING_KINDS and _COLUMNS_N.fullmatch(word) is not None
    )


def is_known_parameter(kind: str, word: str) -> bool:
    return kind in _PARAMETERS and _PARAMETERS[kind].fullmatch(word) is not None


def words_of(cell: Any) -> list[str]:
    """The words of an appearance, the parts of parameters."""
    return [word for word in re.split(r"[\s,;]+", str(cell or "").strip()) if word]


def _sheets(sheets: Any) -> Iterator[Problem]:
    for name in sheets.sheet_names or ():
        if name.lower() not in _SHEETS and not name.startswith("_"):
            yield _unsupported(f"工作表 {name}", f"the sheet {name}", name, None, "")


def _settings(sheets: Any) -> Iterator[Problem]:
    for column in _headings(sheets.settings_header):
        if not is_known_setting(column):
            yield _unsupported(f"设置 {column}", f"the setting {column}", "settings", 1, column)


def _missing_settings(sheets: Any) -> Iterator[Problem]:
    if not any(cells.get("version") for cells in sheets.settings or ()):
        zh, en = "要写版本号（version）。", "The workbook needs a version."
        yield Problem("form.no_version", zh, en, "settings", 2, "version")


def _unused_lists(sheets: Any) -> Iterator[Problem]:
    """Lists of choices that no question offers, each at its first row."""
    offered = {word for cells in sheets.survey or () for word in str(cells.get("type") or "").split()[1:]}
    seen = set(offered)
    for row, cells in enumerate(sheets.choices or (), start=2):
        name = str(cells.get("list_name") or cells.get("list name") or "").strip()
        if name and name not in seen:
            seen.add(name)
            zh, en = f"没有一道题用选项列表 {name}。", f"No question uses the choice list {name}."
            yield Problem("form.unused_list", zh, en, "choices", row, "list_name")


def _survey_columns(sheets: Any) -> Iterator[Problem]:
    for column in _headings(sheets.survey_header):
        if not is_known_column(None, column):
            yield _unsupported(f"列 {column}", f"the column {column}", "survey", 1, column)


def _choice_columns(sheets: Any) -> Iterator[Problem]:
    for column in _headings(sheets.choices_header):
        if not is_known_choice_column(column):
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
        if written is not None and is_known_column(None, column) and not is_known_column(kind, column):
            base = base_of(column)
            zh, en = f"{kind} 上的 {base} 列", f"the column {base} on {kind}"
            yield _unsupported(zh, en, "survey", row, column)
    for word in words_of(cells.get("appearance")):
        yield from _appearance(kind, word, row)
    for word in words_of(cells.get("parameters")):
        if not is_known_parameter(kind, word):
            yield _unsupported(f"参数 {word}", f"the parameter {word}", "survey", row, "parameters")


def _appearance(kind: str, word: str, row: int) -> Iterator[Problem]:
    if is_known_look(kind, word):
        return
    on = f" on {kind}" if word in _ANYWHERE or _COLUMNS_N.fullmatch(word) else ""
    zh = f"{kind} 的外观 {word}" if on else f"外观 {word}"
    yield _unsupported(zh, f"the appearance {word}{on}", "survey", row, "appearance")


def _headings(header: Any) -> list[str]:
    return [str(column) for cells in header or () for column in cells]


def _unsupported(zh: str, en: str, sheet: str, row: int | None, column: str) -> Problem:
    return Problem("form.unsupported", f"这里还不会用{zh}。", f"Ruhu does not know {en}.", sheet, row, column)
