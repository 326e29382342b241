"""Identity numbers (GB 11643): eighteen characters, the last a check character."""

from __future__ import annotations

import re
from datetime import date

from stdnum.iso7064 import mod_11_2

from server.errors import Refusal

_SHAPE = re.compile(r"\d{17}[\dX]")


def check_identity_number(text: str) -> str:
    """The number in capital form; refuses a wrong length or check character (ISO 7064 MOD 11-2).

    The area code is not looked up: synthetic districts use codes that stand for no place.
    """
    number = text.strip().upper()
    if _SHAPE.fullmatch(number) is None:
        raise Refusal("identity.malformed")
    if not mod_11_2.is_valid(number):
        raise Refusal("identity.checksum")
    return number


def birth_in(number: str) -> str:
    """The day of birth a number carries, ``2026-03-12``; empty where it carries none."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14])).isoformat()
    except ValueError:
        return ""


def sex_in(number: str) -> str:
    """What the seventeenth digit says (GB 11643)."""
    return "male" if int(number[16]) % 2 else "female"


def mask_identity_number(number: str) -> str:
    """First six and last four characters; the eight of the birthday hidden (PR-16)."""
    return f"{number[:6]}********{number[-4:]}" if len(number) == 18 else number
