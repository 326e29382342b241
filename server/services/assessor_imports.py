"""Assessors from a file: registered to be trained; a credential comes only after a pass (S7-CRED-04)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from server.domain.area import STREET
from server.domain.import_plan import WHOLE, Cells, Checked, Column, Row
from server.domain.permission import Actor
from server.errors import Refusal
from server.records.entries import Assessor
from server.services.areas import get_named_area
from server.services.district import District
from server.services.imports import ImportKind
from server.services.training import register_assessor

_ID: Final = re.compile(r"a-\d{4,6}")
_COLUMNS: Final = (
    Column(
        "id",
        "工号",
        "Number",
        ("a- 加 4 到 6 位数字，定了不能改", "a- and 4 to 6 digits; it stays"),
        "a-0217",
    ),
    Column("name", "姓名", "Name", example="林试远"),
    Column("street", "街道", "Street", ("街道的名称或代号", "the street's name or id"), "songlin"),
)


def examine(district: District, actor: Actor, rows: Sequence[Row]) -> list[Checked]:
    """Each row: a number nobody else has, a name, and a street of the actor's."""
    lines, checked = dict[str, int](), []
    for row in rows:
        cells = Cells(row)
        cells.needed("street")
        street = cells.read("street", lambda text: _find_street(district, actor, text), "")
        item = {"name": cells.needed("name"), "street": street, "assessor_id": _read_id(cells)}
        if item["assessor_id"] in lines:
            cells.refuse("id", Refusal("import.row_twice", line=lines[item["assessor_id"]]))
        lines.setdefault(item["assessor_id"], row.line)
        is_known = _is_known(district, cells, item)
        checked.append(Checked(row, cells.faults, is_known, item))
    return checked


def take_assessor(district: District, actor: Actor, item: dict[str, Any]) -> Assessor:
    return register_assessor(district, actor, **item)


def _read_id(cells: Cells) -> str:
    text = cells.needed("id")
    if text and not _ID.fullmatch(text):
        cells.refuse("id", Refusal("assessor.bad_id"))
    return text


def _find_street(district: District, actor: Actor, text: str) -> str:
    street = get_named_area(district, text, STREET).id
    if actor.street and actor.street != street:
        raise Refusal("person.other_area")
    return street


def _is_known(district: District, cells: Cells, item: dict[str, str]) -> bool:
    if cells.faults:
        return False
    kept = district.office.find(Assessor, item["assessor_id"])
    if kept is not None and (kept.name, kept.street) != (item["name"], item["street"]):
        cells.refuse(WHOLE, Refusal("import.known_otherwise"))
    return kept is not None and not cells.faults


ASSESSOR_IMPORT: Final = ImportKind(
    name="assessors",
    permission="assessor.register",
    columns=_COLUMNS,
    examine=examine,
    take=take_assessor,
    words=("评估员", "Assessors"),
    about=(
        "登记为待培训的；考试及格才发资格证。",
        "They are registered to be trained; a certificate comes after the examination.",
    ),
)
