"""Finds cases within a person's area: by words, an identity number's last four, place, step, people, days.

Lists show names and addresses as the work list does and are no read of a file. What is found by the end of
an identity number is: it says of each case shown that somebody in it has that number. Only whoever may see
numbers in full may ask (``identity.read``), and what was shown is on the record, without the digits, as is a
search that found nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from typing import Final

from server.domain.days import parse_date
from server.domain.permission import Actor, check_may, may, may_in_area
from server.domain.wording import parse_tail, query_words
from server.errors import Refusal
from server.records.entries import Assessor
from server.records.find_rows import Beside, Found, Place, Wanted, find_beside, find_cases
from server.services.cases import PAGE, WorkRow, name_late, work_row
from server.services.district import District
from server.services.reads import note_digits
from server.services.sentences import Names

ANY_FLAG: Final = "any"
_CURSOR: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\.([A-Z]{1,6}-\d{4}-\d{3,7})")


@dataclass(frozen=True)
class Asked:
    """What was asked for, as it stands in the address; an empty field does not narrow."""

    q: str = ""
    tail: str = ""
    community: str = ""
    stage: str = ""
    assessor: str = ""
    flag: str = ""
    since: str = ""
    until: str = ""

    @property
    def named(self) -> dict[str, str]:
        """The fields that narrow."""
        return {name: value for name, value in asdict(self).items() if value}


NAMES: Final = tuple(Asked.__dataclass_fields__)


@dataclass(frozen=True)
class SearchPage:
    """A page of what was found; ``later`` and ``earlier`` are where the pages beside it begin, or empty."""

    rows: Sequence[WorkRow]
    total: int | None  # None: more than are counted
    later: str
    earlier: str


def read_asked(given: Mapping[str, str]) -> Asked:
    """What an address asks for; a name that is none of a search's is left out."""
    return Asked(**{name: given.get(name, "").strip() for name in NAMES})


def search(
    district: District, actor: Actor, asked: Asked, *, after: str = "", before: str = ""
) -> SearchPage:
    """A page of the cases asked for, the newest application first."""
    wanted = _wanted(district, actor, asked)
    found = find_cases(
        district.index, wanted, size=PAGE, after=_place(after), before=None if after else _place(before)
    )
    if asked.tail:
        note_digits(district, actor, [row.number for row in found.rows])
    names, calendar = Names(district), district.calendar()
    return SearchPage(
        rows=name_late(district, [work_row(district, row, names, calendar) for row in found.rows]),
        total=found.total,
        later=_cursor(found, 0) if found.has_later else "",
        earlier=_cursor(found, -1) if found.has_earlier else "",
    )


def find_by_number(district: District, actor: Actor, number: str) -> str:
    """The case of this number in the person's area; empty where there is none."""
    check_may(actor, "case.read")
    row = district.index.find_case(number.strip().upper())
    return row.number if row and may_in_area(actor, row.street, row.community) else ""


def find_beside_case(district: District, actor: Actor, asked: Asked, number: str) -> Beside:
    """The neighbours of a file in what was found, also where it is no longer found itself."""
    row = district.index.find_case(number)
    if row is None:
        raise Refusal("case.unknown", number=number)
    return find_beside(district.index, _wanted(district, actor, asked), (row.applied_on, row.number))


def list_assessors(district: District, actor: Actor) -> list[Assessor]:
    """Whom one may look for: the assessors of the person's street, by name."""
    check_may(actor, "case.read")
    every = (one for one in district.office.every(Assessor) if actor.street in ("", one.street))
    return sorted(every, key=lambda one: (one.name, one.id))


def may_search_by_digits(actor: Actor) -> bool:
    return may(actor, "identity.read")


def _wanted(district: District, actor: Actor, asked: Asked) -> Wanted:
    """What is asked for within the actor's own area: narrowed by the address, never widened."""
    check_may(actor, "case.read")
    return Wanted(
        words=query_words(asked.q),
        tail=_tail(actor, asked.tail),
        street=actor.street,
        community=actor.community or _sound(asked.community),
        stage=_sound(asked.stage),
        assessor=_sound(asked.assessor),
        since=_day(asked.since),
        until=_day(asked.until),
        files=_flagged(district, actor, asked.flag),
    )


def _tail(actor: Actor, text: str) -> str:
    if not text:
        return ""
    check_may(actor, "identity.read")
    return parse_tail(text)


def _sound(text: str) -> str:
    """What SQLite can be asked for: half of a surrogate pair is no text."""
    return text.encode("utf-8", "replace").decode()


def _day(text: str) -> str:
    return parse_date(text).isoformat() if text else ""


def _flagged(district: District, actor: Actor, flag: str) -> Set[str] | None:
    """The cases with such a flag that nobody put away; None where none is asked for."""
    if not flag:
        return None
    check_may(actor, "flag.read")
    return district.tallies.flagged("" if flag == ANY_FLAG else flag)


def _place(cursor: str) -> Place | None:
    """Where a page begins; what is no such place is the beginning of the list."""
    read = _CURSOR.fullmatch(cursor)
    return (read[1], read[2]) if read else None


def _cursor(found: Found, line: int) -> str:
    if not found.rows:
        return ""
    row = found.rows[line]
    return f"{row.applied_on}.{row.number}"
