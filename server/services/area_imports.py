"""Streets and communities from a file: a street before its communities, or there already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from server.domain.area import COMMUNITY, KIND_WORDS, STREET
from server.domain.import_plan import WHOLE, Cells, Checked, Column, Row, choices_of
from server.domain.permission import Actor
from server.errors import Refusal
from server.records.entries import Area
from server.services.areas import add_area, check_new_area
from server.services.district import District
from server.services.imports import ImportKind

_COLUMNS: Final = (
    Column("kind", "级别", "Kind", ("街道、社区", "street, community"), "社区"),
    Column(
        "id", "代号", "Id", ("小写字母开头，定了不能改", "begins with a small letter; it stays"), "huaian"
    ),
    Column("name_zh", "名称", "Name", ("全称", "in full"), "槐安社区"),
    Column("code", "编号", "Code", ("大写字母，定了不能改", "capitals; it stays"), "SLHA"),
    Column(
        "parent",
        "街道",
        "Street",
        ("社区写街道的名称或代号", "the street's name or id, for a community"),
        "songlin",
    ),
    Column("name_en", "英文名称", "Name in English", example="Huai'an", needed=False),
    Column("phone", "电话", "Telephone", example="0000-0000000", needed=False),
    Column("place", "接待地点", "Office", example="槐安路 1 号", needed=False),
)
_KINDS: Final = choices_of(KIND_WORDS)
_COLUMN_OF: Final = {
    "area.bad_id": "id",
    "area.taken": "id",
    "area.code": "code",
    "area.code_taken": "code",
    "area.unnamed": "name_zh",
    "area.parent": "parent",
}


def examine(district: District, _actor: Actor, rows: Sequence[Row]) -> list[Checked]:
    """Each row against the areas there are and those of the rows before it."""
    areas = district.office.every(Area)
    known, lines, checked = {area.id: area for area in areas}, dict[str, int](), []
    for row in rows:
        cells = Cells(row)
        area = _read(cells, areas)
        if area.id in lines:
            cells.refuse(WHOLE, Refusal("import.row_twice", line=lines[area.id]))
        lines.setdefault(area.id, row.line)
        is_known = _is_known(cells, area, known.get(area.id))
        if not is_known and not cells.faults:
            area = _check(cells, area, areas)
            areas.append(area)
        checked.append(Checked(row, cells.faults, is_known, area))
    return checked


def _read(cells: Cells, areas: Sequence[Area]) -> Area:
    """The area of a row; its street may be named by its name."""
    kind = cells.choose("kind", _KINDS)
    parent = cells.needed("parent") if kind == COMMUNITY else cells.text("parent")
    named = [area.id for area in areas if area.kind == STREET and parent in (area.name_zh, area.name_en)]
    parent = named[0] if len(named) == 1 else parent
    return Area(
        cells.needed("id"),
        kind,
        cells.needed("name_zh"),
        cells.text("name_en") or cells.text("name_zh"),
        cells.needed("code"),
        "" if kind == STREET and parent == cells.text("id") else parent,
        cells.text("phone"),
        cells.text("place"),
    )


def _is_known(cells: Cells, area: Area, kept: Area | None) -> bool:
    """Whether the area is there, as the row says it: nothing is changed by an import."""
    if kept is None or cells.faults:
        return False
    if (kept.kind, kept.code, kept.parent, kept.name_zh) != (area.kind, area.code, area.parent, area.name_zh):
        cells.refuse("id", Refusal("import.known_otherwise"))
        return False
    return True


def _check(cells: Cells, area: Area, areas: Sequence[Area]) -> Area:
    try:
        return check_new_area(area, areas)
    except Refusal as refusal:
        cells.refuse(_COLUMN_OF.get(refusal.code, WHOLE), refusal)
        return area


AREA_IMPORT: Final = ImportKind(
    name="areas",
    permission="area.manage",
    columns=_COLUMNS,
    examine=examine,
    take=add_area,
    words=("街道和社区", "Streets and communities"),
    about=("街道写在它的社区前面。", "A street stands before its communities."),
)
