"""The repeating rows of the application form: read from flat names, changed, written back.

A field is named ``members-<i>-<field>`` or ``members-<i>-incomes-<j>-<field>``; the first member heads the
household. What was written is never dropped: a row goes only when somebody asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from flask_babel import gettext

MEMBER_FIELDS: Final = ("name", "relation", "identity_number", "sex", "birth")
INCOME_FIELDS: Final = ("kind", "source", "amount")
MOST_ROWS: Final = 30

_MEMBER: Final = re.compile(r"members-(\d{1,2})-")
_INCOME: Final = re.compile(r"members-(\d{1,2})-incomes-(\d{1,2})-")
_ASKED: Final = re.compile(
    r"(add-member|add-income|remove-member|remove-income)(?:-(\d{1,2}))?(?:-(\d{1,2}))?"
)


@dataclass
class MemberRow:
    """A member as written, with the incomes as written."""

    fields: dict[str, str] = field(default_factory=dict)
    incomes: list[dict[str, str]] = field(default_factory=list)


def read_rows(values: Mapping[str, str]) -> list[MemberRow]:
    """The rows of a form, gaps closed; a form without any has the head's empty row."""
    members = sorted({int(found[1]) for name in values if (found := _MEMBER.match(name))})[:MOST_ROWS]
    return [_read_member(values, member) for member in members] or [MemberRow()]


def write_rows(rows: list[MemberRow]) -> dict[str, str]:
    """The flat fields of ``rows``; the inverse of :func:`read_rows`."""
    values: dict[str, str] = {}
    for i, member in enumerate(rows):
        values |= {f"members-{i}-{name}": member.fields.get(name, "") for name in MEMBER_FIELDS}
        for j, income in enumerate(member.incomes):
            values |= {f"members-{i}-incomes-{j}-{name}": income.get(name, "") for name in INCOME_FIELDS}
    return values


def change_rows(rows: list[MemberRow], asked: str) -> str | None:
    """Adds or removes the row a button asked for; the field to write in next, None for any other button."""
    found = _ASKED.fullmatch(asked)
    if found is None:
        return None
    what, i, j = found[1], int(found[2] or 0), int(found[3] or 0)
    if what == "add-member" and len(rows) < MOST_ROWS:
        rows.append(MemberRow())
        return f"members-{len(rows) - 1}-name"
    if what == "remove-member" and 0 < i < len(rows):
        del rows[i]
        return f"members-{i - 1}-name"
    return _change_incomes(rows[i].incomes, what, i, j) if i < len(rows) else ""


def label_of(i: int, row: MemberRow) -> str:
    """Whose row it is, by name where one is written."""
    name = row.fields.get("name", "").strip() or gettext("第 %(n)d 位", n=i + 1)
    return str(gettext("%(name)s：", name=name))


def _change_incomes(incomes: list[dict[str, str]], what: str, i: int, j: int) -> str:
    if what == "add-income" and len(incomes) < MOST_ROWS:
        incomes.append({})
        return f"members-{i}-incomes-{len(incomes) - 1}-kind"
    if what == "remove-income" and j < len(incomes):
        del incomes[j]
    return f"members-{i}-name"


def _read_member(values: Mapping[str, str], member: int) -> MemberRow:
    prefix = f"members-{member}-"
    places = sorted(
        {int(found[2]) for name in values if (found := _INCOME.match(name)) and int(found[1]) == member}
    )
    return MemberRow(
        {name: values.get(prefix + name, "") for name in MEMBER_FIELDS},
        [
            {name: values.get(f"{prefix}incomes-{place}-{name}", "") for name in INCOME_FIELDS}
            for place in places[:MOST_ROWS]
        ],
    )
