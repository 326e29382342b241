"""The whitelisted functions that work on plain values.

The twin of static/app/core/form_functions.mjs. What each takes is in `ARGUMENTS`; the parser
refuses every name and every count of arguments that is not there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Protocol

from forms.dates import date_of_days, day_part, days_of, format_date, is_date, is_moment, is_time
from forms.powers import exponential, logarithm, logarithm_10, power, root
from forms.values import Value, finite, round_half_up, to_boolean, to_number, to_text


class Moment(Protocol):
    """What a function may ask of its surroundings."""

    @property
    def today(self) -> str:
        """The day in Shanghai, an ISO date."""

    @property
    def now(self) -> str:
        """The moment by Shanghai's clock."""

    def new_id(self) -> str:
        """A fresh identifier."""


Function = Callable[[Sequence[Value], Moment], Value]


def call(name: str, args: Sequence[Value], moment: Moment) -> Value:
    """The result of one whitelisted function."""
    return FUNCTIONS[name](args, moment)


def _chosen(value: Value) -> list[str]:
    return value if isinstance(value, list) else [part for part in to_text(value).split(" ") if part]


def _selected(args: Sequence[Value], _moment: Moment) -> Value:
    return args[1] is not None and to_text(args[1]) in _chosen(args[0])


def _selected_at(args: Sequence[Value], _moment: Moment) -> Value:
    chosen, at = _chosen(args[0]), to_number(args[1])
    if at is None or not at.is_integer() or not 0 <= at < len(chosen):
        return None
    return chosen[int(at)]


def _whole(cut: Callable[[float], float]) -> Function:
    def cut_number(args: Sequence[Value], _moment: Moment) -> Value:
        number = to_number(args[0])
        return None if number is None else finite(float(cut(number)))

    return cut_number


def _round(args: Sequence[Value], _moment: Moment) -> Value:
    number = to_number(args[0])
    places = to_number(args[1]) if len(args) > 1 else 0.0
    return None if number is None or places is None else round_half_up(number, places)


def _pow(args: Sequence[Value], _moment: Moment) -> Value:
    base, exponent = to_number(args[0]), to_number(args[1])
    return None if base is None or exponent is None else _kept(power(base, exponent))


def _worked(function: Callable[[float], float | None]) -> Function:
    def work(args: Sequence[Value], _moment: Moment) -> Value:
        number = to_number(args[0])
        return None if number is None else _kept(function(number))

    return work


def _kept(result: float | None) -> float | None:
    return None if result is None else finite(result)


def _before(args: Sequence[Value], _moment: Moment) -> Value:
    text, mark = to_text(args[0]), to_text(args[1])
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(args: Sequence[Value], _moment: Moment) -> Value:
    text, mark = to_text(args[0]), to_text(args[1])
    return text.partition(mark)[2] if mark else text


def _decimal_time(args: Sequence[Value], _moment: Moment) -> Value:
    """The part of the day a time of day is: 06:00 is 0.25."""
    text = to_text(args[0])
    if is_moment(text):
        return days_of(text) % 1
    return day_part(text) if is_time(text) else None


def _substr(args: Sequence[Value], _moment: Moment) -> Value:
    text, start = to_text(args[0]), to_number(args[1])
    end = to_number(args[2]) if len(args) > 2 else None
    if start is None or (len(args) > 2 and end is None):
        return None
    return text[int(start) : None if end is None else int(end)]


def _regex(args: Sequence[Value], _moment: Moment) -> Value:
    return re.fullmatch(to_text(args[1]), to_text(args[0]), re.ASCII) is not None


def _translate(args: Sequence[Value], _moment: Moment) -> Value:
    text, old, new = (to_text(arg) for arg in args)
    table = {letter: new[at] if at < len(new) else "" for at, letter in reversed(list(enumerate(old)))}
    return "".join(table.get(letter, letter) for letter in text)


def _is_when(value: Value) -> bool:
    return isinstance(value, str) and (is_date(value) or is_moment(value))


def _date(args: Sequence[Value], _moment: Moment) -> Value:
    days = to_number(args[0])
    return None if days is None else date_of_days(math.floor(days))


def _format_date(args: Sequence[Value], _moment: Moment) -> Value:
    return format_date(to_text(args[0]), to_text(args[1])) if _is_when(args[0]) else None


def _decimal_date_time(args: Sequence[Value], _moment: Moment) -> Value:
    return days_of(to_text(args[0])) if _is_when(args[0]) else None


def _normalize_space(args: Sequence[Value], _moment: Moment) -> Value:
    return " ".join(part for part in re.split(r"[ \t\r\n]+", to_text(args[0])) if part)


FUNCTIONS: dict[str, Function] = {
    "true": lambda _args, _moment: True,
    "false": lambda _args, _moment: False,
    "not": lambda args, _moment: not to_boolean(args[0]),
    "boolean": lambda args, _moment: to_boolean(args[0]),
    "empty": lambda args, _moment: args[0] is None,
    "selected": _selected,
    "selected-at": _selected_at,
    "count-selected": lambda args, _moment: float(len(_chosen(args[0]))),
    "number": lambda args, _moment: to_number(args[0]),
    "int": _whole(math.trunc),
    "floor": _whole(math.floor),
    "ceiling": _whole(math.ceil),
    "abs": _whole(abs),
    "round": _round,
    "pow": _pow,
    "exp": _worked(exponential),
    "exp10": _worked(lambda number: power(10.0, number)),
    "log": _worked(logarithm),
    "log10": _worked(logarithm_10),
    "sqrt": _worked(root),
    "pi": lambda _args, _moment: math.pi,
    "string": lambda args, _moment: to_text(args[0]),
    "substr": _substr,
    "string-length": lambda args, _moment: float(len(to_text(args[0]))),
    "normalize-space": _normalize_space,
    "regex": _regex,
    "contains": lambda args, _moment: to_text(args[1]) in to_text(args[0]),
    "starts-with": lambda args, _moment: to_text(args[0]).startswith(to_text(args[1])),
    "ends-with": lambda args, _moment: to_text(args[0]).endswith(to_text(args[1])),
    "substring-before": _before,
    "substring-after": _after,
    "boolean-from-string": lambda args, _moment: to_text(args[0]) in ("true", "1"),
    "translate": _translate,
    "today": lambda _args, moment: moment.today,
    "now": lambda _args, moment: moment.now,
    "uuid": lambda _args, moment: moment.new_id(),
    "date": _date,
    "format-date": _format_date,
    "format-date-time": _format_date,
    "decimal-date-time": _decimal_date_time,
    "decimal-time": _decimal_time,
}

ANY = 99
# How many arguments each function of a workbook may have. The names are ODK's
# (https://docs.getodk.org/form-operators-functions/).
ARGUMENTS: dict[str, tuple[int, int]] = {
    "true": (0, 0),
    "false": (0, 0),
    "not": (1, 1),
    "boolean": (1, 1),
    "if": (3, 3),
    "coalesce": (2, 2),
    "once": (1, 1),
    "selected": (2, 2),
    "selected-at": (2, 2),
    "count-selected": (1, 1),
    "jr:choice-name": (2, 2),
    "count": (1, 1),
    "count-non-empty": (1, 1),
    "sum": (1, 1),
    "min": (1, ANY),
    "max": (1, ANY),
    "number": (1, 1),
    "int": (1, 1),
    "floor": (1, 1),
    "ceiling": (1, 1),
    "abs": (1, 1),
    "round": (1, 2),
    "pow": (2, 2),
    "exp": (1, 1),
    "exp10": (1, 1),
    "log": (1, 1),
    "log10": (1, 1),
    "sqrt": (1, 1),
    "pi": (0, 0),
    "string": (1, 1),
    "concat": (1, ANY),
    "join": (2, ANY),
    "substr": (2, 3),
    "string-length": (1, 1),
    "normalize-space": (1, 1),
    "regex": (2, 2),
    "contains": (2, 2),
    "starts-with": (2, 2),
    "ends-with": (2, 2),
    "substring-before": (2, 2),
    "substring-after": (2, 2),
    "boolean-from-string": (1, 1),
    "translate": (3, 3),
    "today": (0, 0),
    "now": (0, 0),
    "uuid": (0, 0),
    "date": (1, 1),
    "format-date": (2, 2),
    "format-date-time": (2, 2),
    "decimal-date-time": (1, 1),
    "decimal-time": (1, 1),
    "last": (0, 0),
    "position": (0, 1),
    "indexed-repeat": (3, 7),
}
