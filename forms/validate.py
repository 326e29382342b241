"""The server's re-check of what a tablet sealed: relevance, required, constraints, calculations.

A difference says where, what the form makes of it and what was sent. None means the tablet and the
server agree on every answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forms.record import Record, Row, sealed_value
from forms.scopes import Item, Scope, read_scopes
from forms.shapes import Difference, Kind, find_misshapen
from forms.values import plain

__all__ = ["Checked", "Checker", "Difference", "recheck"]


@dataclass(frozen=True)
class Checked:
    """What a form says of a sealed tree: where it differs, and the digests of the photos it answers with."""

    differences: list[Difference]
    photos: set[str]


class Checker:
    """A form as the server checks sealed trees by it; its definition is read once and never changes."""

    def __init__(self, definition: Mapping[str, Any]) -> None:
        self._definition = dict(definition)
        self._scope = read_scopes(self._definition)

    def recheck(self, answers: Any, *, today: dt.date) -> list[Difference]:
        """Every difference between a sealed tree and what the form makes of it, in its order.

        `today` is the day of sealing in Shanghai: today() in the form's expressions is that day.
        A tree of another shape (unknown paths, wrong types) is not worked out any further.
        """
        return self.check(answers, today=today).differences

    def check(self, answers: Any, *, today: dt.date) -> Checked:
        """:meth:`recheck`, and the photos it answers with; there are none in a tree of another shape."""
        misshapen = list(find_misshapen(self._scope, answers))
        if misshapen:
            return Checked(misshapen, set())
        record = Record(self._definition, answers, today=today.isoformat(), scope=self._scope)
        return Checked(list(_differences(record, record.root)), set(_photos(self._scope, answers)))


def recheck(definition: Mapping[str, Any], answers: Any, *, today: dt.date) -> list[Difference]:
    """:meth:`Checker.recheck` by a definition that is used once."""
    return Checker(definition).recheck(answers, today=today)


def _photos(scope: Scope, answers: Mapping[str, Any]) -> Iterator[str]:
    for item in scope.pictured:
        answer = answers.get(item.name) or ()
        if item.inner is None:
            yield from answer
        else:
            for row in answer:
                yield from _photos(item.inner, row)


def _differences(record: Record, row: Row) -> Iterator[Difference]:
    """Those of a row, then those of the rows inside it; a hidden repeat is one, whatever is in it."""
    for item in row.scope.judged:
        sent = row.answers.get(item.name)
        if sent is None and item.may_be_left_out:
            continue
        difference = _find_difference(record, row, item, sent)
        if difference is not None:
            yield difference
    for name, rows in row.below.items():
        if record.is_shown(row, row.scope.items[name]):
            for inner in rows:
                yield from _differences(record, inner)


def _find_difference(record: Record, row: Row, item: Item, sent: Any) -> Difference | None:
    if item.shown_with is not None and not record.is_shown(row, item):  # the row is, or it were not walked
        return None if sent is None else _difference(row, item, "hidden", None, sent)
    if item.inner is not None:
        return _check_rows(record, row, item, len(sent or []))
    if not item.is_asked:
        return _check_calculation(record, row, item, sent)
    return _check_answer(record, row, item, sent) if sent else _check_missing(record, row, item)


def _check_missing(record: Record, row: Row, item: Item) -> Difference | None:
    return _difference(row, item, "missing", None, None) if record.is_required(row, item) else None


def _check_rows(record: Record, row: Row, item: Item, sent: int) -> Difference | None:
    """A repeat_count says how many rows there are; else only whether there must be one."""
    count = record.count(row, item)
    if count is not None and count != sent:
        return _difference(row, item, "rows", count, sent)
    return _check_missing(record, row, item) if sent == 0 else None


def _check_calculation(record: Record, row: Row, item: Item, sent: Any) -> Difference | None:
    value = record.value(row, item)
    expected = None if value is None else sealed_value(item.node, value)
    return None if expected == sent else _difference(row, item, "calculation", expected, sent)


def _check_answer(record: Record, row: Row, item: Item, sent: Any) -> Difference | None:
    if item.is_written is not None and isinstance(sent, str) and not item.is_written(sent):
        return _difference(row, item, "type", item.type, sent)
    if "list" in item.node and not _are_choices(record, row, item, sent):
        return _difference(row, item, "choice", record.choices(row, item), sent)
    if item.constraint is not None and not record.is_allowed(row, item, plain(sent)):
        return _difference(row, item, "constraint", None, sent)
    return None


def _are_choices(record: Record, row: Row, item: Item, sent: Any) -> bool:
    """What was offered; a ranking has a place for each of them."""
    if isinstance(sent, str):
        return record.is_choice(row, item, sent)
    if item.type == "rank" and len(sent) != len(record.choices(row, item)):
        return False
    return all(record.is_choice(row, item, name) for name in sent)


_SENTENCES: dict[Kind, tuple[str, str]] = {
    "hidden": ("不该问却带了答案。", "was not asked but has an answer."),
    "missing": ("必须填，没有填。", "must be answered and is not."),
    "constraint": ("的答案不符合要求。", "has an answer that is not allowed."),
    "choice": ("的答案不在可选的里面。", "has an answer that is not among the choices."),
    "calculation": ("算出来不是这个数。", "does not work out to this."),
    "type": ("的写法不对。", "is not written as this form writes it."),
    "rows": ("的行数和该有的不一样。", "has another number of rows than it must have."),
    "unknown": ("不在表里。", "is not in the form."),
}


def _difference(row: Row, item: Item, kind: Kind, expected: Any, got: Any) -> Difference:
    zh, en = _SENTENCES[kind]
    label = item.node.get("label", {})
    names = {language: _label(label.get(language), item.name) for language in ("zh", "en")}
    message = {"zh": f"{names['zh']}{zh}", "en": f"{names['en']} {en}"}
    return Difference(row.prefix + item.name, kind, expected, got, message)


def _label(label: Any, name: str) -> str:
    return label if isinstance(label, str) else name
