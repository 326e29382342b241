"""What was said in the newest review of a household, in the words of whoever said it (S7-REV-15, C-26)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from server.domain.case import Case
from server.errors import Refusal
from server.services.district import District

# The fact of each act that is the digest of the words.
_FACTS: Final = {
    "review_opened": "words",
    "review_recorded": "reason",
    "review_told": "words",
    "review_audited": "reason",
    "review_returned": "reason",
    "review_decided": "reason",
}


@dataclass(frozen=True)
class Saying:
    """``act`` is the step it was said at; of ``review_told`` they are the family's words."""

    act: str
    text: str


def read_sayings(district: District, case: Case) -> list[Saying]:
    """From the opening of the newest review on, the oldest first; words that were erased are left out."""
    opened = [place for place, act in enumerate(case.acts) if act.kind == "review_opened"]
    return list(_read(district, case, opened[-1])) if opened else []


def _read(district: District, case: Case, first: int) -> Iterator[Saying]:
    for act in case.acts[first:]:
        digest = act.facts.get(_FACTS.get(act.kind, ""), "")
        if digest and (text := _text(district, case.number, digest)):
            yield Saying(act.kind, text)


def _text(district: District, number: str, digest: str) -> str:
    try:
        return district.get_text(number, "reason", digest)
    except Refusal:
        return ""
