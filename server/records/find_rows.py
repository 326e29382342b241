"""Finds cases by the tables of :mod:`server.records.find_tables`, a page at a time, the newest first.

What FTS5 finds only narrows: ``instr`` on the words decides, so that what a plain scan finds is found.

A page is read in one of two ways. Where one condition leaves at most :data:`FEW` cases, those are read and
counted. Else the newest are walked along an index that is in the order of the list until the page is full:
so many match then that it soon is, and nobody is told how many there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import fields

from server.records.index_rows import CaseRow

if TYPE_CHECKING:
    from server.records.index import Index

FEW: Final = 2000
_TRIGRAM: Final = 3
_CHUNK: Final = 200  # rows read at once while those with a flag are sifted out
_END: Final = "\uffff"  # behind every number that begins so
_SELECT: Final = "SELECT finds.applied_on, finds.file"
_ORDER: Final = (  # by whether it is walked backwards
    "ORDER BY finds.applied_on DESC, finds.file DESC",
    "ORDER BY finds.applied_on, finds.file",
)
_BEYOND: Final = (
    ["(finds.applied_on, finds.file) < (:day, :number)"],
    ["(finds.applied_on, finds.file) > (:day, :number)"],
)


@dataclass(frozen=True)
class Wanted:
    """Which cases are looked for; an empty field does not narrow. ``words`` are plain ones."""

    words: Sequence[str] = ()
    tail: str = ""
    street: str = ""
    community: str = ""
    stage: str = ""
    assessor: str = ""
    since: str = ""  # the day the application was registered, this one included
    until: str = ""
    files: Set[str] | None = None  # only these: cases with a flag


@dataclass(frozen=True)
class Found:
    """A page of cases, the newest application first; ``total`` is None where it was not counted."""

    rows: Sequence[CaseRow]
    total: int | None
    has_later: bool  # towards newer applications
    has_earlier: bool


@dataclass(frozen=True)
class Beside:
    """The cases next to one in what is looked for, empty at either end; ``is_found``: it is in it itself."""

    total: int | None
    later: str
    earlier: str
    is_found: bool


Place = tuple[str, str]  # the day and the number a page begins behind


def find_cases(
    index: Index, wanted: Wanted, *, size: int, after: Place | None = None, before: Place | None = None
) -> Found:
    """A page of what is looked for: the first, the one ``after`` a place, or the one ``before`` it."""
    few = _find_few(index, wanted)
    files = list(islice(_walk(index, wanted, few, after, before, size + 1), size + 1))
    has_more, page = len(files) > size, files[:size]
    return Found(
        rows=_rows(index, page[::-1] if before else page),
        total=_count(index, wanted, few),
        has_later=has_more if before else after is not None,
        has_earlier=before is not None or has_more,
    )


def find_beside(index: Index, wanted: Wanted, place: Place) -> Beside:
    """What stands next to the case at a place, also where it is not found itself any more."""
    few, (day, number) = _find_few(index, wanted), place
    from_here = _walk(index, wanted, few, (day, f"{number}{_END}"), None, 2)
    here = next(from_here, "")
    return Beside(
        total=_count(index, wanted, few),
        later=next(_walk(index, wanted, few, None, place, 1), ""),
        earlier=next(from_here, "") if here == number else here,
        is_found=here == number,
    )


def _walk(
    index: Index,
    wanted: Wanted,
    few: Sequence[int] | None,
    after: Place | None,
    before: Place | None,
    enough: int,
) -> Iterator[str]:
    """The numbers found, the newest first; backwards from a place ``before`` which they are asked for.

    Mostly so many are ``enough``; where only some of them have a flag, more are read at once.
    """
    place, limit = before or after, enough if wanted.files is None else max(enough, _CHUNK)
    while True:
        rows = _read(index, wanted, few, place, backwards=before is not None, limit=limit)
        yield from (file for _, file in rows if wanted.files is None or file in wanted.files)
        if len(rows) < limit:
            return
        place = rows[-1]


def _read(
    index: Index,
    wanted: Wanted,
    few: Sequence[int] | None,
    place: Place | None,
    *,
    backwards: bool,
    limit: int,
) -> list[Place]:
    """Some of what is found behind a place, not yet narrowed to ``wanted.files``."""
    day, number = place or ("", "")
    values = _values(wanted) | {"ids": json.dumps(few), "day": day, "number": number, "limit": limit}
    beyond = _BEYOND[backwards] if place else []
    parts = (_SELECT, _from(few), _where([*_conditions(wanted), *beyond]), _ORDER[backwards], "LIMIT :limit")
    return [(str(row[0]), str(row[1])) for row in index.query(" ".join(parts), values)]


def _rows(index: Index, files: Sequence[str]) -> list[CaseRow]:
    names = ", ".join(field.name for field in fields(CaseRow))
    query = " ".join(("SELECT", names, "FROM cases WHERE number IN (SELECT value FROM json_each(?))"))
    rows = {str(row[0]): CaseRow(*row) for row in index.query(query, (json.dumps(files),))}
    return [rows[file] for file in files if file in rows]


def _count(index: Index, wanted: Wanted, few: Sequence[int] | None) -> int | None:
    """How many there are, where it can be told by what was narrowed already or from an index alone."""
    if few is None and not _is_placed_only(wanted):
        return None
    if wanted.files is not None:
        return sum(1 for _ in _walk(index, wanted, few, None, None, FEW))
    query = " ".join(("SELECT count(*)", _from(few), _where(_conditions(wanted))))
    return int(index.query(query, _values(wanted) | {"ids": json.dumps(few)})[0][0])


def _is_placed_only(wanted: Wanted) -> bool:
    return not (wanted.words or wanted.tail or wanted.assessor or wanted.files is not None)


def _find_few(index: Index, wanted: Wanted) -> list[int] | None:
    """The cases one of the conditions leaves, where it leaves few; None where none of them does."""
    for query, value in _narrowings(wanted):
        found = index.query(f"{query} LIMIT {FEW + 1}", (value,))
        if len(found) <= FEW:
            return [int(row[0]) for row in found]
    return None


def _narrowings(wanted: Wanted) -> Iterator[tuple[str, str]]:
    """Keyed ways to the cases looked for, what mostly leaves fewest in front."""
    if wanted.tail:
        yield "SELECT id FROM find_tails WHERE tail = ?", wanted.tail
    long = [f'"{word}"' for word in wanted.words if len(word) >= _TRIGRAM]
    short = [f'"{word}"{"*" if len(word) == 1 else ""}' for word in wanted.words if len(word) < _TRIGRAM]
    if long:
        yield "SELECT rowid FROM find_words WHERE find_words MATCH ?", " AND ".join(long)
    if short:
        yield "SELECT rowid FROM find_pairs WHERE find_pairs MATCH ?", " AND ".join(short)
    if wanted.files is not None and len(wanted.files) <= FEW:
        query = "SELECT id FROM finds WHERE file IN (SELECT value FROM json_each(?))"
        yield query, json.dumps(list(wanted.files))
    if wanted.assessor:
        yield "SELECT id FROM find_teams WHERE assessor = ?", wanted.assessor


def _from(few: Sequence[int] | None) -> str:
    if few is None:
        return "FROM finds"
    return "FROM json_each(:ids) AS few CROSS JOIN finds ON finds.id = few.value"


def _where(conditions: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _conditions(wanted: Wanted) -> list[str]:
    """Fixed pieces of SQL; every value is bound."""
    named = {
        "finds.street = :street": wanted.street,
        "finds.community = :community": wanted.community,
        "finds.stage = :stage": wanted.stage,
        "finds.applied_on >= :since": wanted.since,
        "finds.applied_on <= :until": wanted.until,
        "EXISTS (SELECT 1 FROM find_tails WHERE tail = :tail AND id = finds.id)": wanted.tail,
        "EXISTS (SELECT 1 FROM find_teams WHERE assessor = :assessor AND id = finds.id)": wanted.assessor,
    }
    words = [f"instr(finds.words, :word_{place}) > 0" for place in range(len(wanted.words))]
    return [condition for condition, value in named.items() if value] + words


def _values(wanted: Wanted) -> dict[str, Any]:
    return {
        "street": wanted.street,
        "community": wanted.community,
        "stage": wanted.stage,
        "since": wanted.since,
        "until": wanted.until,
        "tail": wanted.tail,
        "assessor": wanted.assessor,
        **{f"word_{place}": word for place, word in enumerate(wanted.words)},
    }
