"""What is said above a list of the files that broke off and may be in no list (design §2)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from server.domain.permission import may
from server.services.damaged_files import damaged_files
from server.web.converters import CaseNumber
from server.web.current import current_actor, current_district


@dataclass(frozen=True)
class Damage:
    """How many files there are, how many of them are not named, and each named with its page, or without."""

    count: int
    unnamed: int
    files: Sequence[tuple[str, str]]


def damage_told() -> Damage:
    found = damaged_files(current_district(), current_actor())
    files = [(file, _page_of(file)) for file in found.named]
    return Damage(found.count, found.count - len(files), files)


def _page_of(file: str) -> str:
    """The page that shows up to where a case holds; other files have none."""
    if not may(current_actor(), "case.read") or not re.fullmatch(CaseNumber.regex, file):
        return ""
    return url_for("desk.show_case", number=file)
