"""Members' rolls from a file, of one community or of many (S7-MEET-10).

A row is known by community, name and first day; one that says the last day of somebody who still serves ends
their term.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from server.domain.area import COMMUNITY
from server.domain.import_plan import WHOLE, Cells, Checked, Column, Row, choices_of
from server.domain.permission import Actor
from server.domain.roll import Member, MemberRole, check_ending, check_new_member
from server.domain.sheet_days import parse_day
from server.errors import Refusal
from server.services.areas import get_named_area
from server.services.district import District
from server.services.imports import ImportKind
from server.services.rolls import IMPORT, add_member, check_keeper, end_member, read_roll

_ROLES: Final = {
    MemberRole.REPRESENTATIVE: ("居民代表", "representative"),
    MemberRole.COMMITTEE: ("居委会成员", "residents' committee"),
    MemberRole.PARTY: ("党组织成员、党员代表", "party"),
    MemberRole.DEPUTY: ("人大代表、政协委员", "deputy"),
    MemberRole.SUPERVISION: ("居务监督委员会成员", "supervision"),
    MemberRole.OTHER: ("其他", "other"),
}
_CHOICES: Final = choices_of({role.value: words for role, words in _ROLES.items()})
_COLUMNS: Final = (
    Column("community", "社区", "Community", ("社区的名称或代号", "the community's name or id"), "huaian"),
    Column("name", "姓名", "Name", example="林试远"),
    Column(
        "role",
        "身份",
        "Role",
        ("、".join(zh for zh, _ in _ROLES.values()), ", ".join(en for _, en in _ROLES.values())),
        "居民代表",
    ),
    Column("from", "从哪天起", "From", ("2026-03-01", "2026-03-01"), "2026-01-01"),
    Column("until", "到哪天止", "Until", ("还在任的空着", "empty while they serve"), needed=False),
)
_NO_DAY: Final = date(1, 1, 1)


@dataclass(frozen=True)
class _Term:
    """A row that could be read; ``member`` is who is on the roll already and ends with it."""

    community: str
    name: str
    role: str
    from_on: date
    until_on: date | None
    member: Member | None = None


def examine(district: District, actor: Actor, rows: Sequence[Row]) -> list[Checked]:
    """Each row against the roll there is, with the rows before it."""
    rolls: dict[str, list[Member]] = {}
    lines, checked = dict[tuple[str, str, date], int](), []
    for row in rows:
        cells, is_known = Cells(row), False
        term = _read(district, actor, cells)
        key = (term.community, term.name, term.from_on)
        if key in lines:
            cells.refuse(WHOLE, Refusal("import.row_twice", line=lines[key]))
        lines.setdefault(key, row.line)
        if term.community not in rolls:
            rolls[term.community] = list(read_roll(district, term.community))
        if not cells.faults:
            term, is_known = _place(cells, term, rolls[term.community])
        checked.append(Checked(row, cells.faults, is_known, term))
    return checked


def take_term(district: District, actor: Actor, term: _Term) -> None:
    """Adds a member, ends one, or adds one whose term is over."""
    member = term.member or add_member(
        district, actor, term.community, term.name, term.role, term.from_on, permission=IMPORT
    )
    if term.until_on:
        end_member(district, actor, term.community, member.id, term.until_on, permission=IMPORT)


def _read(district: District, actor: Actor, cells: Cells) -> _Term:
    cells.needed("community")
    community = cells.read("community", lambda text: _find_community(district, actor, text), "")
    cells.needed("from")
    return _Term(
        community,
        cells.needed("name"),
        cells.choose("role", _CHOICES),
        cells.read("from", parse_day, _NO_DAY),
        cells.read("until", parse_day, None),
    )


def _find_community(district: District, actor: Actor, text: str) -> str:
    community = get_named_area(district, text, COMMUNITY).id
    check_keeper(district, actor, community, IMPORT)
    return community


def _place(cells: Cells, term: _Term, roll: list[Member]) -> tuple[_Term, bool]:
    """The term beside the roll, which it joins; true where the roll says it already."""
    kept = next((one for one in roll if (one.name, one.from_on) == (term.name, term.from_on)), None)
    if kept is None:
        member = Member("", term.name, MemberRole(term.role), term.from_on, term.until_on)
        _refuse(cells, "name", lambda: check_new_member(roll, term.name, term.from_on))
        _check_until(cells, _still(member), term)
        roll.append(member)
        return term, False
    if kept.role.value != term.role or (kept.until_on and kept.until_on != term.until_on):
        cells.refuse(WHOLE, Refusal("import.known_otherwise"))
        return term, False
    if kept.until_on == term.until_on:
        return term, True
    _check_until(cells, kept, term)
    roll[roll.index(kept)] = replace(kept, until_on=term.until_on)
    return replace(term, member=kept), False


def _still(member: Member) -> Member:
    """A member before the term ended."""
    return replace(member, until_on=None)


def _check_until(cells: Cells, member: Member, term: _Term) -> None:
    until_on = term.until_on
    if until_on is not None:
        _refuse(cells, "until", lambda: check_ending(member, until_on))


def _refuse(cells: Cells, column: str, check: Callable[[], object]) -> None:
    """Notes what a check refuses."""
    try:
        check()
    except Refusal as refusal:
        cells.refuse(column, refusal)


ROLL_IMPORT: Final = ImportKind(
    name="rolls",
    permission=IMPORT,
    columns=_COLUMNS,
    examine=examine,
    take=take_term,
    words=("成员名册", "Members' rolls"),
    about=(
        "社区议事会的成员。还在名册上、写了止期的，任期就到那天。",
        "Members of the communities' meetings. Who is on the roll and has a last day here serves until then.",
    ),
)
