"""The members of a community's deliberation meeting, each with a term (S7-MEET-10, S7-AMB-02).

A roll only grows: a member is added, and ended with the last day they serve; nobody is taken off it. What
counts for a meeting is the roll of the day it is held.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from server.domain.days import parse_date
from server.domain.policy import Policy
from server.errors import Refusal


class MemberRole(StrEnum):
    """What somebody sits in the meeting as (national-rules §3: P-21, W-1)."""

    REPRESENTATIVE = "representative"
    COMMITTEE = "residents_committee"
    PARTY = "party"
    DEPUTY = "deputy"
    SUPERVISION = "supervision"
    OTHER = "other"


@dataclass(frozen=True)
class Member:
    """Somebody on the roll; ``from_on`` None: from the beginning, ``until_on`` None: still serving."""

    id: str
    name: str
    role: MemberRole = MemberRole.REPRESENTATIVE
    from_on: date | None = None
    until_on: date | None = None

    def serves_on(self, day: date) -> bool:
        """Whether the term covers a day; its last day is one of them."""
        return (self.from_on is None or self.from_on <= day) and (
            self.until_on is None or day <= self.until_on
        )


def parse_member(data: Mapping[str, Any]) -> Member:
    """A member as the office keeps them; what an older roll does not say takes its default."""
    return Member(
        id=str(data["id"]),
        name=str(data["name"]),
        role=MemberRole(data.get("role") or MemberRole.REPRESENTATIVE),
        from_on=parse_date(data["from"]) if data.get("from") else None,
        until_on=parse_date(data["until"]) if data.get("until") else None,
    )


def format_member(member: Member) -> dict[str, str]:
    """The inverse of :func:`parse_member`."""
    return {
        "id": member.id,
        "name": member.name,
        "role": member.role.value,
        "from": member.from_on.isoformat() if member.from_on else "",
        "until": member.until_on.isoformat() if member.until_on else "",
    }


def serving_on(members: Sequence[Member], day: date) -> tuple[Member, ...]:
    """The roll of a day."""
    return tuple(member for member in members if member.serves_on(day))


def check_new_member(members: Sequence[Member], name: str, from_on: date) -> None:
    """A member has a name, and is not on the roll twice at a time."""
    if not name:
        raise Refusal("roll.name")
    same = (member for member in members if member.name == name)
    if any(member.until_on is None or from_on <= member.until_on for member in same):
        raise Refusal("roll.already_member", who=name)


def check_ending(member: Member, until_on: date) -> None:
    """A term ends once, and not before it began."""
    if member.until_on is not None:
        raise Refusal("roll.ended", who=member.name, until=member.until_on.isoformat())
    if member.from_on is not None and until_on < member.from_on:
        raise Refusal("roll.until_before_from", who=member.name, day=member.from_on.isoformat())


def check_roll(members: Collection[Member], community: str, policy: Policy) -> None:
    """The roll of the day has the pack's number of members and share of representatives (S7-AMB-02)."""
    if not members:
        raise Refusal("meeting.roll_missing", community=community)
    if len(members) < policy.meeting.min_members:
        raise Refusal("meeting.roll_too_small", needed=policy.meeting.min_members, given=len(members))
    check_representatives([member.role for member in members], policy)


def check_representatives(roles: Collection[MemberRole], policy: Policy) -> None:
    """Enough of those who meet are residents' representatives, rounded up exactly (P-21 art 22)."""
    part, whole = policy.meeting.rep_share
    needed = -(-part * len(roles) // whole)
    given = sum(role is MemberRole.REPRESENTATIVE for role in roles)
    if given < needed:
        raise Refusal("meeting.too_few_representatives", needed=needed, given=given, people=len(roles))
