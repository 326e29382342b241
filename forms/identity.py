"""Identity numbers as GB 11643 writes them, by the rules of python-stdnum.

The area code is not looked up: codes change with the map, and synthetic districts use codes of no
place. The twin of static/app/core/identity.mjs; tests/vectors/identity.json holds both to one answer.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

Fault = Literal["length", "old", "letters", "date", "check"]

_LENGTH: Final = 18
_OLD_LENGTH: Final = 15
_SHAPE: Final = re.compile(r"[0-9]{17}[0-9X]")


def fault_of(number: str) -> Fault | None:
    """What is wrong with an identity number; None where nothing is.

    `old` is one of fifteen figures, out of use since 2013 (Resident Identity Card Law, article 23).
    """
    if len(number) != _LENGTH:
        return "old" if len(number) == _OLD_LENGTH and number.isascii() and number.isdigit() else "length"
    if _SHAPE.fullmatch(number) is None:
        return "letters"
    if not _has_birthday(number):
        return "date"
    return None if number[-1] == ric.calc_check_digit(number) else "check"


def _has_birthday(number: str) -> bool:
    try:
        ric.get_birth_date(number)
    except InvalidComponent:
        return False
    return True
