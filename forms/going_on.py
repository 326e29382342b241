"""How a workbook is read on past its problems, so that an author sees all of them at once.

What Ruhu does not know, and each cell pyxform refuses, is named elsewhere; here it is taken out, with
something harmless in its place, and every row keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from forms.features import (
    is_known_choice_column,
    is_known_column,
    is_known_look,
    is_known_parameter,
    is_known_setting,
    kind_of,
    words_of,
)

Cells = Mapping[str, Any]

# "[row : 4] On the 'survey' sheet, the 'name' value 'a' is invalid. …"
_PLACE: Final = re.compile(
    r"\[row : (?P<row>\d+)\]\s*"
    r"(?:On the '(?P<sheet>\w+)' sheet, the '(?P<column>[^']+)' value(?: '[^']*')? is \w+\.\s*)?"
)
_UNKNOWN_NAME: Final = re.compile(r"Could not find the name '([^']+)'")
_KEPT: Final = frozenset(("type", "name", "relevant"))


def known_part(sheets: Any) -> Any:
    """The workbook without what `features.find_unsupported` names."""
    return replace(
        sheets,
        survey=[_known_row(cells) for cells in sheets.survey or ()],
        survey_header=_headings(sheets.survey_header, lambda column: is_known_column(None, column)),
        choices=[_only(cells, is_known_choice_column) for cells in sheets.choices or ()],
        choices_header=_headings(sheets.choices_header, is_known_choice_column),
        settings=[_only(cells, is_known_setting) for cells in sheets.settings or ()],
        settings_header=_headings(sheets.settings_header, is_known_setting),
        **dict.fromkeys(["entities", "entities_header", "osm", "osm_header"]),
        **dict.fromkeys(["external_choices", "external_choices_header"]),
    )


def without_refused(sheets: Any, said: str) -> Any | None:
    """The workbook without what pyxform's message is about; None where that cannot be told."""
    place = _PLACE.match(said)
    sheet = (place["sheet"] or "survey") if place else ""
    if place is None or sheet not in ("survey", "choices"):
        return None
    rows, at = list(getattr(sheets, sheet) or ()), int(place["row"]) - 2
    if not 0 <= at < len(rows):
        return None
    mended = _mended(rows[at], place["column"], said, int(place["row"]))
    if mended is None or mended == rows[at]:
        return None
    rows[at] = mended
    return replace(sheets, **{sheet: rows})


def place_of(said: str) -> tuple[str, str, int | None, str]:
    """What pyxform's message says, and the sheet, row and column it names."""
    place = _PLACE.match(said)
    if place is None:
        return said, "", None, ""
    return said[place.end() :], place["sheet"] or "survey", int(place["row"]), place["column"] or ""


def _known_row(cells: Cells) -> Cells:
    written = str(cells.get("type") or "")
    kind = kind_of(written)
    if kind is None:
        return _stand_in(cells) if written else cells
    known: Cells = _only(cells, lambda column: is_known_column(kind, column))
    for column, is_known in (("appearance", is_known_look), ("parameters", is_known_parameter)):
        kept = [word for word in words_of(known.get(column)) if is_known(kind, word)]
        known = _with(known, column, " ".join(kept) or None)
    return known


def _stand_in(cells: Cells) -> Cells:
    """In place of a question nobody here can ask: one nobody sees, so that its name still stands."""
    written = str(cells.get("type") or "").lower()
    if written.startswith(("begin", "end")):
        return {**cells, "type": f"{written.split('_')[0].split()[0]} group"}
    return {**{column: text for column, text in cells.items() if column in _KEPT}, "type": "hidden"}


def _mended(cells: Cells, column: str | None, said: str, row: int) -> Cells | None:
    if column is None:
        edge = str(cells.get("type") or "").lower().startswith(("begin", "end"))
        return None if edge else _stand_in(cells)
    if column == "name":
        return _with(cells, "name", f"row_{row}")
    unknown = _UNKNOWN_NAME.search(said)
    about = [each for each in cells if each.split("::")[0].strip() == column.split("::")[0]]
    if unknown is None:
        return {each: text for each, text in cells.items() if each not in about}
    name = re.compile(r"\$\{\s*" + re.escape(unknown[1]) + r"\s*\}")
    return {**cells, **{each: name.sub("''", str(cells[each])) for each in about}}


def _with(cells: Cells, column: str, text: str | None) -> Cells:
    rest = {each: written for each, written in cells.items() if each != column}
    return rest if text is None else {**rest, column: text}


def _only(cells: Cells, is_known: Any) -> dict[str, Any]:
    return {column: text for column, text in cells.items() if is_known(column)}


def _headings(header: Iterable[Cells] | None, is_known: Any) -> list[dict[str, Any]] | None:
    return None if header is None else [_only(cells, is_known) for cells in header]
