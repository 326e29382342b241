"""One person's pass through many files: where one stands in the list they came from, and its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from server.domain.permission import Actor, check_may
from server.records.index import CaseFilter
from server.services.cases import narrow
from server.services.district import District

_AROUND: Final = 20  # files a list may have moved by since its page was opened


@dataclass(frozen=True)
class Place:
    """Where a file stands in a list, counted from 1; ``has_left``: what was done took it off the list.

    ``total`` is None where it is not counted.
    ``before`` and ``after`` are the numbers of the files next to it, empty at either end.
    """

    at: int
    total: int | None
    before: str
    after: str
    has_left: bool


def find_place(
    district: District, actor: Actor, wanted: CaseFilter, community: str, number: str, at: int
) -> Place:
    """The place of a file that stood ``at`` a place of the list; one that left lets the next move up."""
    check_may(actor, "case.read")
    asked = narrow(actor, wanted, community)
    total = sum(district.index.count_by_stage(asked).values())
    first = max(0, at - 1 - _AROUND)
    rows = district.index.cases(asked, limit=2 * _AROUND + 2, offset=first)
    numbers = [row.number for row in rows]
    if number in numbers:
        here = numbers.index(number)
        return Place(first + here + 1, total, _at(numbers, here - 1), _at(numbers, here + 1), has_left=False)
    here = min(at - 1 - first, len(numbers))
    return Place(at, total, _at(numbers, here - 1), _at(numbers, here), has_left=True)


def _at(numbers: list[str], place: int) -> str:
    return numbers[place] if 0 <= place < len(numbers) else ""
