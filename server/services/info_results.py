"""The list of whom to check goes out, the results come back: all of a file or nothing of it (C-13).

A row whose result is on record already is left as it is, so the same file may come twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from server.domain.case import Case
from server.domain.import_plan import WHOLE, Cells, Checked, Column, Fault, Row, choices_of
from server.domain.permission import Actor
from server.errors import Refusal
from server.services.district import District
from server.services.imports import ImportKind
from server.services.info_checks import (
    AGREES,
    CONTRADICTS,
    Adult,
    list_adults,
    list_waiting_checks,
    read_results,
    record_result,
)
from server.services.workbooks import format_workbook

NUMBER, MEMBER, NAME, IDENTITY, RESULT, WORDS = "number", "member", "name", "identity", "result", "words"
RESULTS: Final = {AGREES: ("无出入", "agrees"), CONTRADICTS: ("有出入", "contradicts")}
COLUMNS: Final = (
    Column(NUMBER, "案号", "Case"),
    Column(MEMBER, "成员", "Member"),
    Column(NAME, "姓名", "Name"),
    Column(IDENTITY, "身份证号", "Identity number"),
    Column(RESULT, "结果", "Result"),
    Column(WORDS, "说明", "What was found"),
)
_CHOICES: Final = choices_of(RESULTS)


@dataclass
class _Asked:
    """A case that waits, with whom it waits for by member id."""

    case: Case
    adults: Mapping[str, Adult]
    known: Mapping[str, Mapping[str, str]]
    rows: list[Row] = field(default_factory=list)


def list_requests(district: District, actor: Actor) -> list[list[str]]:
    """A row a person whose result is awaited, under :data:`COLUMNS`, the last two to be filled in."""
    rows = []
    for waiting in list_waiting_checks(district, actor):
        if waiting.state not in ("results", "recheck"):
            continue
        asked = set(waiting.case.info_check.adults) if waiting.case.info_check else set()
        for adult in list_adults(district, waiting.case):
            if adult.member.id in asked:
                member = adult.member
                rows.append([waiting.case.number, member.id, member.name, member.identity_number, "", ""])
    if not rows:
        raise Refusal("info.nothing")
    return rows


def format_xlsx(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as a workbook, every cell text: a number of eighteen digits stays itself."""
    return format_workbook([("名单", [header, *rows])])


def take_result(district: District, actor: Actor, item: tuple[Case, list[dict[str, str]]]) -> None:
    """Records what came back of everybody in a case."""
    record_result(district, actor, *item)


def examine(district: District, actor: Actor, rows: Sequence[Row]) -> list[Checked]:
    """Each row against the case that waits for it; the first row of a case carries all its results."""
    asked = _list_asked(district, actor, {row.cells.get(NUMBER, "") for row in rows})
    checked, seen = [], dict[tuple[str, str], int]()
    for row in rows:
        key = (row.cells.get(NUMBER, ""), row.cells.get(MEMBER, ""))
        checked.append(_examine_row(row, asked.get(key[0]), seen.get(key)))
        seen.setdefault(key, row.line)
        if key[0] in asked:
            asked[key[0]].rows.append(row)
    return _carry_results(_check_whole(checked, asked), asked)


def _list_asked(district: District, actor: Actor, numbers: set[str]) -> dict[str, _Asked]:
    """The cases of a file that wait for a result, and those that have it already and may be named again."""
    found = {}
    for number in numbers:
        row = district.index.find_case(number)
        if row is None or (actor.street and row.street != actor.street):
            continue
        case = district.get_case(number)
        if case.info_check is not None:
            found[number] = _asked_of(district, case)
    return found


def _asked_of(district: District, case: Case) -> _Asked:
    check = case.info_check
    wanted = set(check.adults) if check else set()
    adults = {each.member.id: each for each in list_adults(district, case) if each.member.id in wanted}
    waits = check is not None and check.waits_for in ("results", "recheck")
    results = [] if waits else read_results(district, case)
    known = {row["member"]: row for row in results[-1]["adults"]} if results else {}
    return _Asked(case, adults, known)


def _examine_row(row: Row, asked: _Asked | None, earlier: int | None) -> Checked:
    cells = Cells(row)
    is_known = _check_row(cells, asked, earlier)
    return Checked(row, cells.faults, is_known=is_known and not cells.faults)


def _check_row(cells: Cells, asked: _Asked | None, earlier: int | None) -> bool:
    """Notes what is wrong with a row; answers whether what it says is on record already."""
    number, member = cells.text(NUMBER), cells.text(MEMBER)
    if asked is None:
        cells.refuse(NUMBER, Refusal("info.row_case", number=number))
        return False
    if earlier is not None:
        cells.refuse(WHOLE, Refusal("import.row_twice", line=earlier))
    if member not in asked.adults:
        cells.refuse(MEMBER, Refusal("info.row_member", number=number))
    elif cells.text(IDENTITY).upper() != asked.adults[member].member.identity_number.upper():
        cells.refuse(IDENTITY, Refusal("info.row_identity"))
    if cells.choose(RESULT, _CHOICES) == CONTRADICTS and not cells.text(WORDS):
        cells.refuse(WORDS, Refusal("info.row_words"))
    if asked.known and not cells.faults and asked.known.get(member) != _result_of(cells.row):
        cells.refuse(WHOLE, Refusal("info.row_case", number=number))
    return bool(asked.known)


def _check_whole(checked: Sequence[Checked], asked: Mapping[str, _Asked]) -> list[Checked]:
    """A case is answered for everybody at once: its first row says who is lacking."""
    lacking = {}
    for number, each in asked.items():
        named = {row.cells.get(MEMBER) for row in each.rows}
        names = [adult.member.name for member, adult in each.adults.items() if member not in named]
        if names:
            lacking[number] = Refusal("info.row_others", number=number, names="、".join(names))
    whole = []
    for one in checked:
        refusal = lacking.pop(one.row.cells.get(NUMBER, ""), None) if not one.faults else None
        whole.append(replace(one, faults=(Fault(WHOLE, refusal),)) if refusal else one)
    return whole


def _carry_results(checked: Sequence[Checked], asked: Mapping[str, _Asked]) -> list[Checked]:
    """A case whose rows all hold is recorded once, by its first row."""
    left = {number: each for number, each in asked.items() if not each.known}
    for one in checked:
        if one.faults:
            left.pop(one.row.cells.get(NUMBER, ""), None)
    carried = []
    for one in checked:
        each = left.pop(one.row.cells.get(NUMBER, ""), None)
        item = (each.case, [_result_of(row) for row in each.rows]) if each else None
        carried.append(replace(one, item=item))
    return carried


def _result_of(row: Row) -> dict[str, str]:
    says = _CHOICES[row.cells[RESULT].casefold()]
    return {"member": row.cells[MEMBER], "says": says, "words": row.cells.get(WORDS, "")}


RESULT_IMPORT: Final = ImportKind(
    name="info-results",
    permission="info.check",
    columns=COLUMNS,
    examine=examine,
    take=take_result,
    words=("信息核对结果", "Results of information checks"),
    about=("导出的核对名单，填好结果。", "The exported list of whom to check, with the results filled in."),
)
