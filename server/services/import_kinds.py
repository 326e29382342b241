"""What can be imported, by name; and the template of each: a file to fill in, as CSV or as a workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pkgutil import resolve_name
from typing import Any, Final

from server.domain.permission import Actor, may
from server.domain.sheet import format_csv
from server.errors import Refusal
from server.services.area_imports import AREA_IMPORT
from server.services.assessor_imports import ASSESSOR_IMPORT
from server.services.household_imports import HOUSEHOLD_IMPORT
from server.services.imports import ImportKind
from server.services.info_results import RESULT_IMPORT
from server.services.position_files import POSITION_IMPORT
from server.services.roll_imports import ROLL_IMPORT
from server.services.sheet_files import MOST_ROWS

# In the order a district begins with them.
KINDS: Final[Mapping[str, ImportKind]] = {
    kind.name: kind
    for kind in (
        AREA_IMPORT,
        ASSESSOR_IMPORT,
        ROLL_IMPORT,
        HOUSEHOLD_IMPORT,
        POSITION_IMPORT,
        RESULT_IMPORT,
    )
}
_TEXT: Final = "@"  # the number format that keeps what is typed as it is


def get_kind(name: str) -> ImportKind:
    if name not in KINDS:
        raise Refusal("import.unknown", kind=name)
    return KINDS[name]


def kinds_for(actor: Actor) -> list[ImportKind]:
    """What a person may import."""
    return [kind for kind in KINDS.values() if may(actor, kind.permission)]


def template_csv(kind: ImportKind) -> bytes:
    """The headings alone."""
    return format_csv(kind.headings, [])


def template_xlsx(kind: ImportKind) -> bytes:
    """A sheet to fill in whose cells are text, and one that says what goes into each column."""
    book = resolve_name("openpyxl:Workbook")()
    bold = resolve_name("openpyxl.styles:Font")(bold=True)
    sheet = book.active
    sheet.title = "填写 Fill in"
    sheet.append(kind.headings)
    for cell in sheet[1]:
        column = sheet.column_dimensions[cell.column_letter]
        column.width = max(12, len(cell.value) + 4)
        column.number_format = _TEXT
        cell.font = bold
    sheet.freeze_panes = "A2"
    _explain(book, kind)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _explain(book: Any, kind: ImportKind) -> None:
    notes = book.create_sheet("说明 Notes")
    notes.append([*kind.about])
    notes.append([f"一次最多 {MOST_ROWS} 行", f"At most {MOST_ROWS} rows at a time"])
    notes.append([])
    notes.append(["列 Column", "怎么填", "What goes in", "例 Example", "能不能没有 May be left out"])
    for column in kind.columns:
        needed = "要有 No" if column.needed else "可以没有 Yes"
        notes.append([column.heading, *column.note, column.example, needed])
    for letter in "ABCD":
        notes.column_dimensions[letter].width = 34
