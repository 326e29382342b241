"""Where many homes lie, out of one file: tried row by row first, then all of it or nothing (design §5).

The list of addresses goes out without positions and comes back with them, each in the coordinate system it
was read in. A row that says what is kept already changes nothing, so the same file may come twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from server.domain.import_plan import WHOLE, Cells, Checked, Column, Row
from server.domain.permission import Actor, check_may
from server.domain.position import System, is_in_china, parse_position
from server.errors import Refusal
from server.records.entries import HomePosition
from server.records.index import CaseFilter, CaseRow
from server.services.district import District
from server.services.imports import ImportKind
from server.services.positions import set_home
from server.services.sheet_files import MOST_ROWS

NUMBER, ADDRESS, LATITUDE, LONGITUDE = "number", "address", "lat", "lon"
SYSTEM, ACCURACY = "system", "accuracy_m"
_SYSTEMS: Final = {system.value for system in System}
COLUMNS: Final = (
    Column(NUMBER, "案号", "Case"),
    Column(ADDRESS, "住址", "Address", needed=False),
    Column(LATITUDE, "纬度", "Latitude"),
    Column(LONGITUDE, "经度", "Longitude"),
    Column(SYSTEM, "坐标", "System"),
    Column(ACCURACY, "误差米", "Accuracy in metres", needed=False),
)
_SAID: Final = (LATITUDE, LONGITUDE, SYSTEM, ACCURACY)


def list_addresses(district: District, actor: Actor) -> list[list[str]]:
    """A row a home whose position is not kept, under :data:`COLUMNS`, the last four to be filled in."""
    check_may(actor, "position.set")
    placed = {entry.id for entry in district.office.every(HomePosition)}
    wanted = CaseFilter(street=actor.street, community=actor.community)
    rows = district.index.cases(wanted, limit=MOST_ROWS + len(placed))
    lacking = [[row.number, row.address, "", "", "", ""] for row in rows if row.number not in placed]
    return lacking[:MOST_ROWS]


def examine(district: District, actor: Actor, rows: Sequence[Row]) -> list[Checked]:
    """Each row: a case of the actor's area, once, with a position in a named system."""
    checked, seen = [], dict[str, int]()
    for row in rows:
        cells = Cells(row)
        found = cells.read(NUMBER, lambda number: _find_case(district, actor, number), None)
        number = cells.needed(NUMBER)
        if number in seen:
            cells.refuse(WHOLE, Refusal("import.row_twice", line=seen[number]))
        seen.setdefault(number, row.line)
        named = _check(cells)
        is_known = found is not None and not cells.faults and _is_kept(district, number, named)
        checked.append(Checked(row, cells.faults, is_known, (number, named)))
    return checked


def take_position(district: District, actor: Actor, item: tuple[str, dict[str, str]]) -> None:
    """Keeps one position and looks at the photos anew."""
    set_home(district, actor, *item)


def _find_case(district: District, actor: Actor, number: str) -> CaseRow:
    """A case of the actor's area; another area's is not told from none."""
    row = district.index.find_case(number)
    mine = row and actor.street in ("", row.street) and actor.community in ("", row.community)
    if row is None or not mine:
        raise Refusal("case.unknown", number=number)
    return row


def _check(cells: Cells) -> dict[str, str]:
    """The position of a row; notes one that names no system, or nowhere."""
    named = {name: cells.text(name) for name in _SAID}
    named[SYSTEM] = named[SYSTEM].upper()
    if named[SYSTEM] not in _SYSTEMS:
        cells.refuse(SYSTEM, Refusal("position.row_system"))
        return named
    position = parse_position(named)
    if position is None or not is_in_china(position):
        cells.refuse(LATITUDE, Refusal("position.nowhere"))
    return named


def _is_kept(district: District, number: str, named: Mapping[str, str]) -> bool:
    entry = district.office.find(HomePosition, number)
    return entry is not None and dict(entry.position) == {key: value for key, value in named.items() if value}


POSITION_IMPORT: Final = ImportKind(
    name="positions",
    permission="position.set",
    columns=COLUMNS,
    examine=examine,
    take=take_position,
    words=("住址的位置", "Positions of homes"),
    about=(
        "导出的住址名单，填好经纬度。",
        "The exported list of addresses, with latitude and longitude filled in.",
    ),
)
