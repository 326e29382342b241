"""Where many homes lie, out of one file: tried row by row first, then all of it or nothing (design §5).

The list of addresses goes out without positions and comes back with them, each in the coordinate system it
was read in. A row that says what is kept already changes nothing, so the same file may come twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from server.domain.permission import Actor, check_may
from server.domain.position import System, is_in_china, parse_position
from server.errors import Refusal
from server.records.entries import HomePosition
from server.records.index import CaseFilter, CaseRow
from server.services import info_results
from server.services.district import District
from server.services.info_results import DryRun, ResultRow
from server.services.positions import set_home

NUMBER, ADDRESS, LATITUDE, LONGITUDE = "案号", "住址", "纬度", "经度"
SYSTEM, ACCURACY = "坐标", "误差米"
COLUMNS: Final = (NUMBER, ADDRESS, LATITUDE, LONGITUDE, SYSTEM, ACCURACY)
_NAMES: Final = {LATITUDE: "lat", LONGITUDE: "lon", SYSTEM: "system", ACCURACY: "accuracy_m"}
_SYSTEMS: Final = {system.value for system in System}


def list_addresses(district: District, actor: Actor) -> list[list[str]]:
    """A row a home whose position is not kept, under :data:`COLUMNS`, the last four to be filled in."""
    check_may(actor, "position.set")
    placed = {entry.id for entry in district.office.every(HomePosition)}
    wanted = CaseFilter(street=actor.street, community=actor.community)
    rows = district.index.cases(wanted, limit=info_results.MOST_ROWS + len(placed))
    lacking = [[row.number, row.address, "", "", "", ""] for row in rows if row.number not in placed]
    return lacking[: info_results.MOST_ROWS]


def read_file(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV or XLSX file by column; the address is for people and may be left out."""
    try:
        return info_results.read_file(content, COLUMNS, optional=(ADDRESS, ACCURACY))
    except Refusal as refusal:
        if refusal.code != "info.file":
            raise
        raise Refusal("position.file") from refusal


def read_kept(text: str) -> list[dict[str, str]]:
    """The rows of a trial as the page kept them; they are gone through again like any others."""
    try:
        return info_results.read_kept(text, COLUMNS)
    except Refusal as refusal:
        raise Refusal("position.file") from refusal


def try_positions(district: District, actor: Actor, rows: Sequence[Mapping[str, str]]) -> DryRun:
    """Goes through every row and writes nothing."""
    check_may(actor, "position.set")
    seen: set[str] = set()
    examined = []
    for line, cells in enumerate(rows, start=2):
        number = cells.get(NUMBER, "")
        examined.append(_examine(district, actor, line, cells, again=number in seen))
        seen.add(number)
    return DryRun(examined)


def import_positions(district: District, actor: Actor, rows: Sequence[Mapping[str, str]]) -> DryRun:
    """Keeps every position of a file and looks at the photos anew, or nothing where one row is wrong."""
    run = try_positions(district, actor, rows)
    if run.wrong:
        raise Refusal("info.rows_wrong", count=run.wrong)
    for row in run.rows:
        if not row.is_known:
            set_home(district, actor, row.cells[NUMBER], _named(row.cells))
    return run


def _examine(
    district: District, actor: Actor, line: int, cells: Mapping[str, str], *, again: bool
) -> ResultRow:
    try:
        row = _find_case(district, actor, cells.get(NUMBER, ""))
        if again:
            raise Refusal("position.row_twice")
        return ResultRow(line, cells, is_known=_is_kept(district, row.number, _check(cells)))
    except Refusal as refusal:
        return ResultRow(line, cells, refusal)


def _find_case(district: District, actor: Actor, number: str) -> CaseRow:
    """A case of the actor's area; another area's is not told from none."""
    row = district.index.find_case(number)
    mine = row and actor.street in ("", row.street) and actor.community in ("", row.community)
    if row is None or not mine:
        raise Refusal("case.unknown", number=number)
    return row


def _check(cells: Mapping[str, str]) -> dict[str, str]:
    """The position of a row; refuses one that names no system, or nowhere."""
    named = _named(cells)
    if named["system"] not in _SYSTEMS:
        raise Refusal("position.row_system")
    position = parse_position(named)
    if position is None or not is_in_china(position):
        raise Refusal("position.nowhere")
    return named


def _named(cells: Mapping[str, str]) -> dict[str, str]:
    named = {name: cells.get(column, "").strip() for column, name in _NAMES.items()}
    return named | {"system": named["system"].upper()}


def _is_kept(district: District, number: str, named: Mapping[str, str]) -> bool:
    entry = district.office.find(HomePosition, number)
    return entry is not None and dict(entry.position) == {key: value for key, value in named.items() if value}
