"""The members' roll of each community's meeting: added, ended, never deleted (S7-MEET-10, S7-AMB-02).

The names lie in the office; the acts of the file ``roll-<community>`` hold ids, roles and terms, so that
who was a member on which day cannot be rewritten afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from server.domain.area import COMMUNITY
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.roll import (
    Member,
    MemberRole,
    check_ending,
    check_new_member,
    format_member,
    parse_member,
    serving_on,
)
from server.errors import Refusal
from server.records.entries import Roll
from server.services.areas import get_open_area
from server.services.district import District, draft_act

EDIT: Final = "roll.edit"
IMPORT: Final = "roll.import"  # of many at once, by whoever brings the rolls in


def list_roll(district: District, actor: Actor, community: str) -> tuple[Member, ...]:
    """Everybody who is or was on a community's roll, in the order they were added."""
    check_may(actor, "meeting.read")
    check_in_area(actor, district.area(community).parent, community)
    return read_roll(district, community)


def read_roll(district: District, community: str) -> tuple[Member, ...]:
    roll = district.office.find(Roll, community)
    return tuple(parse_member(member) for member in roll.members) if roll else ()


def roll_on(district: District, community: str, day: date) -> tuple[Member, ...]:
    """The roll of a day."""
    return serving_on(read_roll(district, community), day)


def add_member(
    district: District,
    actor: Actor,
    community: str,
    name: str,
    role: str,
    from_on: date,
    *,
    permission: str = EDIT,
) -> Member:
    """Puts somebody on the roll from a day on; of a community that is closed there is no new member."""
    get_open_area(district, community, COMMUNITY)
    check_keeper(district, actor, community, permission)
    with district.casebook.turn:
        members, name = read_roll(district, community), name.strip()
        check_new_member(members, name, from_on)
        member = Member(_next_id(community, members), name, parse_role(role), from_on)
        facts = {"member": member.id, "role": member.role.value, "from": from_on.isoformat()}
        _append(district, actor, community, permission, "member_added", facts)
        _save(district, community, (*members, member))
    return member


def end_member(
    district: District,
    actor: Actor,
    community: str,
    member_id: str,
    until_on: date,
    *,
    permission: str = EDIT,
) -> Member:
    """Ends a term with its last day; the member stays on the roll of the days before."""
    check_keeper(district, actor, community, permission)
    with district.casebook.turn:
        members = read_roll(district, community)
        member = next((one for one in members if one.id == member_id), None)
        if member is None:
            raise Refusal("roll.unknown")
        check_ending(member, until_on)
        facts = {"member": member.id, "until": until_on.isoformat()}
        _append(district, actor, community, permission, "member_ended", facts)
        ended = replace(member, until_on=until_on)
        _save(district, community, [ended if one.id == member.id else one for one in members])
    return ended


def check_keeper(district: District, actor: Actor, community: str, permission: str = EDIT) -> None:
    """Refuses what is no community, and whoever does not keep its roll."""
    area = district.area(community)
    if area.kind != COMMUNITY:
        raise Refusal("area.unknown", id=community)
    check_may(actor, permission)
    check_in_area(actor, area.parent, community)


def _append(
    district: District, actor: Actor, community: str, permission: str, kind: str, facts: dict[str, str]
) -> None:
    file = f"roll-{community}"
    acts = district.casebook.read(file)
    draft = draft_act(actor, permission, kind, facts)
    district.casebook.append(draft, file, acts[-1] if acts else None, policy=district.policy.key)


def _save(district: District, community: str, members: Sequence[Member]) -> None:
    district.office.save(Roll(community, tuple(format_member(member) for member in members)))


def _next_id(community: str, members: Sequence[Member]) -> str:
    """Ids run on: nobody ever takes another's."""
    taken = {member.id for member in members}
    number = len(members) + 1
    while f"m-{community}-{number:02d}" in taken:
        number += 1
    return f"m-{community}-{number:02d}"


def parse_role(role: str) -> MemberRole:
    try:
        return MemberRole(role)
    except ValueError as error:
        raise Refusal("roll.role") from error
