"""Households in receipt from a file, a row a member: each household is taken over as one act (S7-DUTY-S7).

Rows with one old number are one household. What is of the household stands in one of its rows, or the same in
several. A household whose old number is in the record with the same content is known; another content, or a
member who receives elsewhere already, is for a person to look into.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from server.domain.area import COMMUNITY
from server.domain.identity import birth_in, check_identity_number, sex_in
from server.domain.import_plan import WHOLE, Cells, Checked, Row
from server.domain.money import parse_yuan
from server.domain.permission import Actor
from server.domain.sheet_days import parse_day, parse_month
from server.errors import Refusal
from server.records.takeover_rows import find_taken_over
from server.services import household_columns as columns
from server.services.areas import get_named_area
from server.services.district import District
from server.services.household_columns import COLUMNS, HOUSEHOLD_COLUMNS, INCOMES, ORIGIN
from server.services.imports import ImportKind
from server.services.taken_over import Takeover, check_takeover, check_untaken, is_taken_over, take_over

_MAY_BE_EMPTY: Final = ("phone",)
_COLUMN_OF: Final = {
    "taken_over.since": "since",
    "taken_over.amount": "amount",
    "taken_over.origin_known": ORIGIN,
    "household.no_head": "relation",
}


@dataclass
class _Group:
    """The rows of one household, in the order of the file."""

    rows: list[Cells] = field(default_factory=list)

    @property
    def first(self) -> Cells:
        return self.rows[0]

    @property
    def is_sound(self) -> bool:
        return not any(cells.faults for cells in self.rows)


@dataclass(frozen=True)
class _Examined:
    """A household's takeover, where its rows could be read, and whether the record has it."""

    takeover: Takeover | None = None
    is_known: bool = False


def examine(district: District, _actor: Actor, rows: Sequence[Row]) -> list[Checked]:
    """Each row by itself, each household as a whole, then all of them against one another and the record."""
    groups: dict[str, _Group] = defaultdict(_Group)
    cells_of = [Cells(row) for row in rows]
    for cells in cells_of:
        groups[cells.needed(ORIGIN) or f"\0{cells.row.line}"].rows.append(cells)
    _check_identities(cells_of)
    examined = {origin: _examine_group(district, origin, group) for origin, group in groups.items()}
    checked = []
    for cells in cells_of:
        origin = cells.text(ORIGIN) or f"\0{cells.row.line}"
        one = examined[origin]
        item = one.takeover if cells is groups[origin].first else None
        checked.append(Checked(cells.row, cells.faults, one.is_known and not cells.faults, item))
    return checked


def _check_identities(cells_of: Sequence[Cells]) -> None:
    """Nobody stands in a file twice, in one household or in two."""
    lines: dict[str, int] = {}
    for cells in cells_of:
        number = cells.read("identity", check_identity_number, "")
        if number in lines:
            cells.refuse("identity", Refusal("import.identity_twice", line=lines[number]))
        elif number:
            lines[number] = cells.row.line


def _examine_group(district: District, origin: str, group: _Group) -> _Examined:
    shared = _read_shared(district, group)
    household = {"address": shared["address"], "building": shared["building"], "phone": shared["phone"]}
    household["members"] = [_read_member(cells, district.today()) for cells in group.rows]
    if not group.is_sound:
        return _Examined()
    takeover = Takeover(
        household=household,
        community=shared["community"],
        residence=shared["residence"],
        klass=shared["class"],
        amount_fen=shared["amount"],
        since=shared["since"],
        source=shared["source"],
        origin=origin,
    )
    try:
        return _against_record(district, takeover)
    except Refusal as refusal:
        _blame(group, refusal)
        return _Examined()


def _against_record(district: District, takeover: Takeover) -> _Examined:
    """Whether the record has the household as the file says it; refuses what cannot be taken over."""
    household = check_takeover(takeover, district.today().isoformat()[:7])
    number = find_taken_over(district.index, takeover.origin)
    if not number:
        check_untaken(district, takeover, household)
        return _Examined(takeover)
    if not is_taken_over(district, number, takeover, household):
        raise Refusal("import.known_otherwise")
    return _Examined(takeover, is_known=True)


def _blame(group: _Group, refusal: Refusal) -> None:
    """Says at the row and column it concerns why a household is refused."""
    if refusal.code == "taken_over.identity_known":
        named = [cells for cells in group.rows if cells.text("name") == refusal.facts["name"]]
        named[0].refuse("identity", refusal)
        return
    group.first.refuse(_COLUMN_OF.get(refusal.code, WHOLE), refusal)


def _read_shared(district: District, group: _Group) -> dict[str, Any]:
    """What is of the whole household, by column."""
    readers: Mapping[str, Callable[[Cells, str], Any]] = {
        "community": lambda cells, key: cells.read(key, lambda text: _open(district, text), ""),
        "residence": lambda cells, key: cells.choose(key, columns.RESIDENCE_CHOICES),
        "class": lambda cells, key: cells.choose(key, columns.CLASS_CHOICES),
        "amount": lambda cells, key: cells.read(key, parse_yuan, 0),
        "since": lambda cells, key: cells.read(key, parse_month, ""),
    }
    return {
        column.key: readers.get(column.key, Cells.text)(_where(group, column.key), column.key)
        for column in HOUSEHOLD_COLUMNS
    }


def _where(group: _Group, key: str) -> Cells:
    """The row that says it: the first that is not empty; a later one may only say the same."""
    said = [cells for cells in group.rows if cells.text(key)]
    for cells in said[1:]:
        if cells.text(key) != said[0].text(key):
            cells.refuse(key, Refusal("import.differs", line=said[0].row.line))
    if not said and key not in _MAY_BE_EMPTY:
        group.first.needed(key)
    return said[0] if said else group.first


def _open(district: District, community: str) -> str:
    return get_named_area(district, community, COMMUNITY).id


def _read_member(cells: Cells, today: date) -> dict[str, Any]:
    number = cells.read("identity", check_identity_number, "")
    return {
        "name": cells.needed("name"),
        "relation": cells.choose("relation", columns.RELATION_CHOICES),
        "identity_number": number,
        "sex": _read_sex(cells, number),
        "birth": _read_birth(cells, number, today),
        "incomes": [item for n in INCOMES if (item := _read_income(cells, n))],
    }


def _read_sex(cells: Cells, number: str) -> str:
    if cells.text("identity") and not cells.text("sex"):
        return sex_in(number) if number else ""
    return cells.choose("sex", columns.SEX_CHOICES)


def _read_birth(cells: Cells, number: str, today: date) -> str:
    """The number carries the day of birth; one written beside it must be the same."""
    in_number = birth_in(number)
    if cells.text("identity") and not cells.text("birth"):
        if number and not in_number:
            cells.refuse("birth", Refusal("import.empty"))
        return in_number
    cells.needed("birth")
    born = cells.read("birth", parse_day, today)
    if born > today or (in_number and born.isoformat() != in_number):
        cells.refuse("birth", Refusal("import.birth", day=in_number or today.isoformat()))
    return born.isoformat()


def _read_income(cells: Cells, n: int) -> dict[str, Any]:
    """One item of income; nothing where none of its cells is filled in."""
    if not any(cells.text(f"{key}{n}") for key in ("kind", "source", "amount")):
        return {}
    cells.needed(f"amount{n}")
    return {
        "kind": cells.choose(f"kind{n}", columns.KIND_CHOICES),
        "source": cells.needed(f"source{n}"),
        "amount_fen": cells.read(f"amount{n}", parse_yuan, 0),
    }


HOUSEHOLD_IMPORT: Final = ImportKind(
    name="households",
    permission="case.take_over",
    columns=COLUMNS,
    examine=examine,
    take=take_over,
    words=("在领的家庭", "Households in receipt"),
    about=(
        "原系统里在领的，一人一行，一家人原编号一样。住址、金额等一户写一次就行。",
        "Those in receipt in the system before: a row a person, one old number a household. "
        "Address, amount and the like are written once a household.",
    ),
)
