"""Two records of one visit laid side by side, question by question (design §5, S7-EVAL-05).

What both say agrees; what only the other says is taken; where they differ a person decides. Only what people
answer is compared: calculations follow. Rows are the same by their id, else by the identity number in them.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from forms.record import Record
from forms.scopes import Scope, read_scopes

ROW_ID: Final = "_id"
_IDENTITY: Final = "id_number"
_STEP: Final = re.compile(r"([^.\[]+)(?:\[([^\]]*)\])?(?:\.|$)")
_UNORDERED: Final = frozenset(("select_multiple", "image"))
_OWN: Final = frozenset(("signature", "acknowledge"))  # said by whoever held the tablet, not about the home

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Differing:
    """A question, or a row (``member[m3]``), of which the visit says one thing and the other another."""

    path: str
    visit: Any
    other: Any


@dataclass
class Beside:
    """``taken``: what the visit left open or has fewer photos of, with what stands there now."""

    agreeing: list[str] = field(default_factory=list)
    taken: dict[str, Any] = field(default_factory=dict)
    differing: list[Differing] = field(default_factory=list)


@dataclass(frozen=True)
class Other:
    """Somebody else's answers, and for which paths they were decided to count.

    Of what nobody signed (a draft) nothing is taken: where it alone has an answer, that is decided too.
    """

    answers: Answers
    counting: frozenset[str] = frozenset()
    signed: bool = True


def lay_beside(definition: Mapping[str, Any], visit: Answers, other: Answers) -> Beside:
    """Compares two trees of one form, both of its shape (``forms.validate``)."""
    found, scope = Beside(), read_scopes(dict(definition))
    _compare(scope, visit, _with_ids_of(scope, visit, other), "", found)
    return found


def lay_all_beside(definition: Mapping[str, Any], visit: Answers, others: Sequence[Other]) -> list[Beside]:
    """Each of several records beside the visit and what was taken from those before it.

    Where two of them answer what the visit left open, the second is compared with the first.
    """
    base, found = copy.deepcopy(dict(visit)), list[Beside]()
    for other in others:
        beside = lay_beside(definition, base, other.answers)
        if not other.signed:
            beside.differing += [Differing(path, None, value) for path, value in beside.taken.items()]
            beside.taken.clear()
        for path, value in beside.taken.items():
            _put(base, path, value)
        found.append(beside)
    return found


def effective(
    definition: Mapping[str, Any], visit: Answers, others: Sequence[Other], *, today: dt.date
) -> dict[str, Any]:
    """The visit with what was taken and decided, in the order it came; calculations worked out again."""
    result = copy.deepcopy(dict(visit))
    laid = lay_all_beside(definition, visit, others)
    for beside in laid:
        for path, value in beside.taken.items():
            _put(result, path, value)
    for other, beside in zip(others, laid, strict=True):
        for each in beside.differing:
            if each.path in other.counting:
                _put(result, each.path, each.other)
    return Record(dict(definition), result, today=today.isoformat()).sealed()


def _compare(scope: Scope, mine: Answers, theirs: Answers, prefix: str, found: Beside) -> None:
    for item in scope.items.values():
        path, own, other = prefix + item.name, mine.get(item.name), theirs.get(item.name)
        if item.inner is not None:
            _compare_rows(item.inner, own or (), other or (), path, found)
        elif not item.is_asked or item.type in _OWN or not other:
            continue
        elif not own:
            found.taken[path] = other
        elif item.type == "image":
            _unite(path, own, other, found)
        elif _same(item.type, own, other):
            found.agreeing.append(path)
        else:
            found.differing.append(Differing(path, own, other))


def _compare_rows(
    scope: Scope, mine: Sequence[Answers], theirs: Sequence[Answers], path: str, found: Beside
) -> None:
    """A row only the other has may change who lives there or what they have: that is decided, not taken."""
    own = {row[ROW_ID]: row for row in mine}
    for row in theirs:
        place = f"{path}[{row[ROW_ID]}]"
        if row[ROW_ID] in own:
            _compare(scope, own[row[ROW_ID]], row, f"{place}.", found)
        else:
            found.differing.append(Differing(place, None, row))


def _unite(path: str, own: Sequence[str], other: Sequence[str], found: Beside) -> None:
    more = [digest for digest in other if digest not in own]
    if more:
        found.taken[path] = [*own, *more]
    else:
        found.agreeing.append(path)


def _same(kind: str, own: Any, other: Any) -> bool:
    return set(own) == set(other) if kind in _UNORDERED else bool(own == other)


def _with_ids_of(scope: Scope, mine: Answers, theirs: Answers) -> dict[str, Any]:
    """The other's tree with the visit's ids for the rows that speak of the same."""
    result = dict(theirs)
    for name, item in scope.items.items():
        if item.inner is not None and theirs.get(name):
            result[name] = list(_matched(item.inner, mine.get(name) or (), theirs[name]))
    return result


def _matched(scope: Scope, mine: Sequence[Answers], theirs: Sequence[Answers]) -> Iterator[dict[str, Any]]:
    own = {row[ROW_ID]: row for row in mine}
    numbered = {row[_IDENTITY]: row[ROW_ID] for row in mine if row.get(_IDENTITY)}
    given = {row[ROW_ID] for row in theirs}
    for row in theirs:
        alike = numbered.get(row.get(_IDENTITY) or "")
        is_free = alike is not None and alike not in given
        row_id = alike if row[ROW_ID] not in own and is_free else row[ROW_ID]
        yield {**_with_ids_of(scope, own.get(row_id, {}), row), ROW_ID: row_id}


def leave_out(answers: dict[str, Any], path: str) -> None:
    """Takes a value or a row at a path out of a tree; nothing where it is not there."""
    *above, (name, row) = _STEP.findall(path)
    here: dict[str, Any] = answers
    for step, inner in above:
        here = next((each for each in here.get(step) or () if each[ROW_ID] == inner), {})
    if row:
        here[name] = [each for each in here.get(name) or () if each[ROW_ID] != row]
    else:
        here.pop(name, None)


def _put(answers: dict[str, Any], path: str, value: Any) -> None:
    """Writes a value or a row at a path into a tree; rows on the way are there."""
    steps = [(name, row) for name, row in _STEP.findall(path)]
    here = answers
    for name, row in steps[:-1]:
        here = next(each for each in here[name] if each[ROW_ID] == row)
    name, row = steps[-1]
    if row:
        here[name] = [*(each for each in here.get(name, ()) if each[ROW_ID] != row), copy.deepcopy(value)]
    else:
        here[name] = copy.deepcopy(value)
