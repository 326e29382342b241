"""What the register of renewals asks of the index: who receives in a period, and who came (DOC-17)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.records.index import Index
from server.records.review_rows import RENEWALS, RenewalRow


@dataclass(frozen=True)
class Register:
    """An area, and a period by its first and last month."""

    street: str
    community: str
    period: str
    last: str


_AREA: Final = "(:street = '' OR street = :street) AND (:community = '' OR community = :community)"
_RECEIVES: Final = "since <= :last AND (until = '' OR (until >= :period AND until >= since))"
_SPELLS: Final = " ".join(("FROM spells WHERE", _RECEIVES, "AND", _AREA))
_CAME: Final = " ".join(
    ("FROM renewals WHERE period = :period AND", _AREA, "AND file IN ( SELECT file", _SPELLS, ")")
)
# Spells of a household of which an earlier one was counted already.
_AGAIN: Final = " ".join(
    (
        "FROM spells AS later WHERE n > 1 AND",
        _RECEIVES,
        "AND",
        _AREA,
        "AND EXISTS (SELECT 1 FROM spells WHERE file = later.file AND n < later.n AND",
        _RECEIVES,
        ")",
    )
)
_MISSING: Final = " ".join(
    (
        "SELECT DISTINCT file",
        _SPELLS,
        "AND file NOT IN (SELECT file FROM renewals WHERE period = :period)",
        "ORDER BY file LIMIT :limit OFFSET :offset",
    )
)
# Of each household the last spell that reaches into the period.
_TOLD: Final = " ".join(
    (
        "SELECT file, (SELECT head FROM cases WHERE number = file), klass, iif(stop_reason = '', '', until)",
        "FROM spells",
        "WHERE file IN (SELECT value FROM json_each(:files)) AND",
        _RECEIVES,
        "GROUP BY file HAVING n = max(n)",
    )
)


def count_receiving(index: Index, wanted: Register) -> int:
    """How many households receive in any month of the period."""
    spells, again = (_count(index, rest, wanted) for rest in (_SPELLS, _AGAIN))
    return spells - again


def count_came(index: Index, wanted: Register) -> int:
    """How many of them registered."""
    return _count(index, _CAME, wanted)


def list_missing(index: Index, wanted: Register, limit: int, offset: int) -> list[str]:
    """The numbers of those that did not, in their order."""
    rows = index.query(_MISSING, {**vars(wanted), "limit": limit, "offset": offset})
    return [str(row[0]) for row in rows]


def list_came(index: Index, wanted: Register, limit: int, offset: int) -> list[RenewalRow]:
    """Those that did, by the day they came."""
    rest = _CAME.removeprefix("FROM renewals ")
    rest = " ".join((rest, "ORDER BY came_on, file LIMIT :limit OFFSET :offset"))
    return index.rows(RENEWALS, rest, {**vars(wanted), "limit": limit, "offset": offset})


def names_in(index: Index, wanted: Register, files: Sequence[str]) -> dict[str, tuple[str, str, str]]:
    """The head and the class in the period of some households, and of one that is stopped the last month."""
    rows = index.query(_TOLD, {**vars(wanted), "files": json.dumps(list(files))})
    return {str(file): (str(head or ""), str(klass), str(until)) for file, head, klass, until in rows}


def _count(index: Index, rest: str, wanted: Register) -> int:
    return int(index.sums(" ".join(("SELECT count(*)", rest)), vars(wanted))[0][0])
