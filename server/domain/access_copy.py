"""What a person may take away of what the record holds about them (PIPL arts 45, 48; national rules PR-13).

The head of a household gets what concerns the household. Another adult gets what concerns themselves and what
the household has in common: nobody learns from a copy what a spouse or a child earns or has been asked.
Neighbours, objectors and voters spoke in confidence and stand in no copy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from server.domain.household import Household, Member
from server.errors import Refusal

IDENTITY_WAYS: Final = ("id_card", "temporary_id", "register")  # how it was made sure who asks
_ADULT: Final = 18
_MEMBERS: Final = "member"  # the repeat of a visit's form with a row for each member
# What neighbours said is theirs; what the team thinks of a contradiction is a note of theirs.
_CONFIDED: Final = frozenset({"neighbour", "neighbours_why", "doubts"})
# Sections of the forms that say something of the home or of the asker; the rest is others' too.
_COMMON: Final = frozenset({"privacy", "this_review", "members", "housing", "living"})
_SHARED_PHOTOS: Final = frozenset({"photo_door", "photo_room"})  # others may show papers


def check_asker(household: Household, member: str, today: date) -> Member:
    """The head, or an adult member; anybody else is refused."""
    asker = next((each for each in household.members if each.id == member), None)
    if asker is None:
        raise Refusal("copy.member")
    if asker.relation != "head" and asker.age_on(today) < _ADULT:
        raise Refusal("copy.minor", name=asker.name)
    return asker


def may_ask(household: Household, today: date) -> tuple[Member, ...]:
    """Who of a household may have a copy made, the head first."""
    others = (each for each in household.adults(today) if each.relation != "head")
    return (household.head, *others)


def is_of_all(asker: Member) -> bool:
    """Whether a copy is of the whole household."""
    return asker.relation == "head"


def shown_answers(answers: Mapping[str, Any], asker: Member) -> dict[str, Any]:
    """What a visit says, without what was confided and, for one member, without the others' rows."""
    shown = {name: value for name, value in answers.items() if name not in _CONFIDED}
    if not is_of_all(asker):
        shown[_MEMBERS] = [row for row in shown.get(_MEMBERS) or () if row.get("_id") == asker.id]
    return shown


def is_shown_section(name: str, asker: Member) -> bool:
    """Whether a section of a visit goes on a copy."""
    return is_of_all(asker) or name in _COMMON


def is_shown_photo(path: str, asker: Member) -> bool:
    """Whether a photo taken at ``path`` of a visit goes on a copy: of one member, theirs and the home's."""
    name = path.partition("[")[0]
    if name in _CONFIDED:
        return False
    return is_of_all(asker) or path in _SHARED_PHOTOS or path.startswith(f"{_MEMBERS}[{asker.id}]")


def shown_members(ids: Collection[str], asker: Member) -> list[str]:
    """Of the members an act names, those a copy may name."""
    return [each for each in ids if is_of_all(asker) or each == asker.id]
