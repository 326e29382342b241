"""Who the households in receipt are made of, and why they are poor, as the monthly table counts it (W-24).

Nothing here names anybody: a person is a sex, a day of birth, and what the last visit or review found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.domain.benefit_answers import is_able_to_work
from server.domain.cause import read_codes
from server.domain.household import Household

ABLE, PARTLY, LOST, UNASKED = ABILITIES = ("able", "partly", "lost", "unasked")
CAUSES: Final = ("illness", "disability", "schooling", "disaster", "labour", "other")
_LOST_ABILITY: Final = "lost_ability"  # 劳力病残: what it is by shows in the members
# Causes the visit codes otherwise than the monthly table; what is not named here counts as other.
_CAUSE_OF: Final[Mapping[str, str]] = {
    "schooling": "schooling",
    "disaster": "disaster",
    "sick_child": "illness",
}


@dataclass(frozen=True)
class Person:
    """One member; ``sex`` and ``birth`` are empty where nobody knows them."""

    sex: str
    birth: str  # ISO 8601
    disabled: bool
    ability: str  # one of ABILITIES


def people_in(answers: Mapping[str, Any], declared: Household) -> Iterator[Person]:
    """The members as last found; what was not asked again is as declared."""
    known = {member.id: member for member in declared.members}
    for row in answers.get("member") or ():
        member = known.get(str(row.get("_id")))
        yield Person(
            sex=str(row.get("sex") or (member.sex if member else "")),
            birth=str(row.get("birth") or (member.birth.isoformat() if member else "")),
            disabled=_is_disabled(row),
            ability=_ability(row),
        )


def causes_in(answers: Mapping[str, Any]) -> Iterator[str]:
    """The causes a visit coded, in the words of the monthly table; a household may have several."""
    for code in read_codes(answers):
        if code.kind == "cause" and code.code == _LOST_ABILITY:
            yield from _lost_by(answers)
        elif code.kind == "cause":
            yield _CAUSE_OF.get(code.code, "other")


def _lost_by(answers: Mapping[str, Any]) -> Iterator[str]:
    """Work was lost to disability or illness where a member has it; else hands are lacking (缺劳力)."""
    rows = answers.get("member") or ()
    disabled, ill = any(map(_is_disabled, rows)), any(map(_is_ill, rows))
    if disabled:
        yield "disability"
    if ill:
        yield "illness"
    if not (disabled or ill):
        yield "labour"


def _ability(row: Mapping[str, Any]) -> str:
    """Lost where found unable or disabled to that degree (P-26 art. 5), partly where disabled to a lesser."""
    if not (row.get("employment") or row.get("health")):
        return UNASKED
    if not is_able_to_work({**row, "age": ""}):
        return LOST
    return PARTLY if _is_disabled(row) else ABLE


def _is_disabled(row: Mapping[str, Any]) -> bool:
    return "disabled" in _chosen(row) or bool(row.get("disability_grade"))


def _is_ill(row: Mapping[str, Any]) -> bool:
    return bool({"chronic", "severe"}.intersection(_chosen(row)))


def _chosen(row: Mapping[str, Any]) -> tuple[str, ...]:
    health = row.get("health")
    return tuple(map(str, health)) if isinstance(health, list | tuple) else (str(health or ""),)
