"""What an application form says, checked field by field; every sentence stands beside its field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from server.domain.days import parse_date
from server.domain.household import INCOME_KINDS, RELATIONS, SEXES
from server.domain.identity import birth_in, check_identity_number, sex_in
from server.domain.money import divide_fen, parse_yuan
from server.errors import Refusal
from server.web.desk.household_rows import MemberRow
from server.web.form import Form


@dataclass(frozen=True)
class Sums:
    """What the amounts written so far add up to."""

    persons: int
    income_fen: int
    per_capita_fen: int


def read_household(form: Form, rows: Sequence[MemberRow], today: date) -> dict[str, Any]:
    """The plain data of a household; what is wrong is noted in ``form``."""
    return {
        "address": _needed(form, "address", gettext("写上现在住的地方。")),
        "building": _needed(form, "building", gettext("写上哪一栋楼，公示要贴在那里。")),
        "phone": form.text("phone"),
        "note": form.text("note"),
        "members": [_read_member(form, i, row, today) for i, row in enumerate(rows)],
    }


def add_up(rows: Sequence[MemberRow]) -> Sums:
    """The sums of the amounts that can be read; the others count as nothing yet."""
    income = sum(_fen(item.get("amount", "")) for row in rows for item in row.incomes)
    return Sums(len(rows), income, divide_fen(income, max(1, len(rows))))


def _read_member(form: Form, i: int, row: MemberRow, today: date) -> dict[str, Any]:
    prefix = f"members-{i}-"
    number = form.read(f"{prefix}identity_number", _optional_number, "")
    return {
        "name": _needed(form, f"{prefix}name", gettext("写上姓名。")),
        "relation": "head"
        if i == 0
        else _one_of(form, f"{prefix}relation", RELATIONS[1:], gettext("选和户主的关系。")),
        "identity_number": number,
        "sex": _read_sex(form, f"{prefix}sex", number),
        "birth": _read_birth(form, f"{prefix}birth", number, today),
        "incomes": [
            _read_income(form, f"{prefix}incomes-{j}-")
            for j, income in enumerate(row.incomes)
            if any(income.values())
        ],
    }


def _read_sex(form: Form, name: str, number: str) -> str:
    """The seventeenth digit says it (GB 11643); without a number it is asked."""
    if not form.text(name) and _number_is_wrong(form, name):
        return ""
    if form.text(name) or not number:
        return _one_of(form, name, SEXES, gettext("选性别。"))
    return sex_in(number)


def _read_birth(form: Form, name: str, number: str, today: date) -> str:
    """The number carries the day of birth; one written beside it must be the same."""
    in_number = birth_in(number)
    if not form.text(name):
        if not in_number and not _number_is_wrong(form, name):
            form.refuse(name, gettext("写上出生日期。"))
        return in_number
    born = form.read(name, parse_date, today)
    if born > today:
        form.refuse(name, gettext("出生日期在今天以后。请再看一遍。"))
    if in_number and born.isoformat() != in_number:
        form.refuse(name, gettext("出生日期和身份证号里的 %(day)s 不一样。请照原件再看一遍。", day=in_number))
    return born.isoformat()


def _number_is_wrong(form: Form, name: str) -> bool:
    """Whether the number beside a field is being asked for again; what it says is not asked as well."""
    return f"{name.rpartition('-')[0]}-identity_number" in form.errors


def _read_income(form: Form, prefix: str) -> dict[str, Any]:
    return {
        "kind": _one_of(form, f"{prefix}kind", INCOME_KINDS, gettext("选这项收入的种类。")),
        "source": _needed(form, f"{prefix}source", gettext("写上谁给的、做什么得的。")),
        "amount_fen": form.read(f"{prefix}amount", parse_yuan, 0),
    }


def _optional_number(text: str) -> str:
    return check_identity_number(text) if text else ""


def _needed(form: Form, name: str, sentence: str) -> str:
    if not form.text(name):
        form.refuse(name, sentence)
    return form.text(name)


def _one_of(form: Form, name: str, choices: Sequence[str], sentence: str) -> str:
    if form.text(name) not in choices:
        form.refuse(name, sentence)
    return form.text(name)


def _fen(text: str) -> int:
    try:
        return parse_yuan(text)
    except Refusal:
        return 0
