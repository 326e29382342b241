"""Deliberation meetings: convened, moved, called off, listed (S7-DUTY-C2, S7-MEET-01, S7-MEET-02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from server.domain.case import Case, check_notice_over
from server.domain.meeting import Meeting
from server.domain.meeting_rules import check_calling_off, check_deferring, check_moving
from server.domain.permission import CHAIR, Actor, check_in_area, check_may
from server.domain.policy import Policy
from server.domain.procedure import check_step
from server.domain.roll import Member, check_roll
from server.domain.stage import Stage
from server.errors import Refusal
from server.records.entries import User
from server.records.index import CaseFilter, CaseRow, MeetingRow
from server.services.district import District, draft_act
from server.services.rolls import read_roll, roll_on
from server.services.signing import SIGNATURE


def convene(
    district: District,
    actor: Actor,
    community: str,
    cases: Sequence[str],
    held_on: date,
    place: str,
    chair: str,
) -> Meeting:
    """Convenes a meeting for cases whose notice has run out; ``chair`` is the user id of a street assessor.

    The members are those on the community's roll on the day it is held (S7-DUTY-C2, S7-MEET-01, S7-MEET-02).
    """
    to_decide = [district.get_case(number) for number in dict.fromkeys(cases)]
    check_may(actor, "meeting.convene")
    area = district.area(community)
    check_in_area(actor, area.parent, community)
    _check_cases(to_decide, community, held_on)
    policy = district.policy_of(to_decide[0].policy)
    check_roll(roll_on(district, community, held_on), area.name_zh, policy)
    _check_chair(district, chair, area.parent)
    if held_on < district.today():
        raise Refusal("team.due_past")
    facts = {
        "community": community,
        "street": area.parent,
        "chair": chair,
        "recorder": actor.user_id,
        "cases": [case.number for case in to_decide],
        "held_on": held_on.isoformat(),
        "place": place.strip(),
        "members": member_ids(district, community, held_on, chair, policy),
    }
    with district.casebook.turn:
        _check_free(district, community, [case.number for case in to_decide])
        meeting_id = district.casebook.next_file(f"M-{area.code}-{held_on.year}-", width=3)
        draft = draft_act(actor, "meeting.convene", "convened", facts)
        district.casebook.append(draft, meeting_id, None, policy=policy.key)
    return district.get_meeting(meeting_id)


def postpone(
    district: District, actor: Actor, meeting_id: str, held_on: date, place: str, reason: str
) -> Meeting:
    """Moves a meeting to another day or place before its first case has begun, and says why."""
    meeting = _get_to_arrange(district, actor, meeting_id)
    check_moving(meeting)
    if held_on < district.today():
        raise Refusal("team.due_past")
    for agenda in meeting.cases:
        check_notice_over(district.get_case(agenda.case), held_on)
    facts = {
        "held_on": held_on.isoformat(),
        "place": place.strip() or meeting.place,
        "reason": _put_reason(district, meeting_id, reason),
    }
    return district.append_to_meeting(meeting, draft_act(actor, "meeting.arrange", "postponed", facts))


def call_off(district: District, actor: Actor, meeting_id: str, reason: str) -> Meeting:
    """Calls a meeting off, or breaks it off before the vote, and says why; its cases wait for another.

    What was done until then stands in the minutes (S7-MEET-A8); of no case anything is decided.
    """
    meeting = _get_to_arrange(district, actor, meeting_id)
    check_calling_off(meeting)
    facts = {"reason": _put_reason(district, meeting_id, reason)}
    return district.append_to_meeting(meeting, draft_act(actor, "meeting.arrange", "called_off", facts))


def defer_case(district: District, actor: Actor, meeting_id: str, case: str, reason: str) -> Meeting:
    """Takes a case that is not voted on off a meeting, so that the others can go on and end."""
    meeting = _get_to_arrange(district, actor, meeting_id)
    check_deferring(meeting, case)
    facts = {"case": case, "reason": _put_reason(district, meeting_id, reason)}
    return district.append_to_meeting(meeting, draft_act(actor, "meeting.arrange", "case_deferred", facts))


def get_meeting(district: District, actor: Actor, meeting_id: str) -> Meeting:
    meeting = district.get_meeting(meeting_id)
    check_may(actor, "meeting.read")
    check_in_area(actor, district.area(meeting.community).parent, meeting.community)
    return meeting


def list_meetings(district: District, actor: Actor) -> list[MeetingRow]:
    """The meetings of the person's area, newest first."""
    check_may(actor, "meeting.read")
    return district.index.meetings(street=actor.street, community=actor.community)


def list_ready(district: District, community: str) -> list[CaseRow]:
    """Cases whose notice has run out and that no meeting has decided or is to decide (S7-MEET-01)."""
    noticed = district.index.cases(CaseFilter(community=community, stages=["noticed"]))
    taken = _taken(district, community)
    today = district.today().isoformat()
    return [row for row in noticed if row.due_on < today and row.number not in taken]


def open_meetings(district: District, actor: Actor) -> dict[str, str]:
    """Cases of the person's area that a meeting has still to decide, with that meeting."""
    return _taken(district, actor.community, actor.street)


def list_chairs(district: District, street: str) -> list[User]:
    """Street assessors who may chair (S7-MEET-02)."""
    return [user for user in district.office.every(User) if _may_chair(user, street)]


def member_names(district: District, community: str) -> dict[str, str]:
    """The names of a community's members by id; acts hold the ids alone. A chair who votes has their own."""
    names = {user.id: user.name for user in district.office.every(User) if CHAIR in user.roles}
    return names | {member.id: member.name for member in read_roll(district, community)}


def member_ids(district: District, community: str, day: date, chair: str, policy: Policy) -> list[str]:
    """Who has a vote on a day: the roll, and the chair where the pack says so (S7-AMB-02)."""
    members = [member.id for member in roll_on(district, community, day)]
    return [*members, chair] if policy.meeting.chair_votes else members


def with_roll_of_the_day(district: District, meeting: Meeting) -> Meeting:
    """The meeting with the members of the day it is held, until the first attendance fixes them."""
    if meeting.attendance_at or not meeting.is_open:
        return meeting
    policy = district.policy_of(meeting.policy)
    ids = member_ids(district, meeting.community, meeting.held_on, meeting.chair, policy)
    return replace(meeting, members=tuple(ids))


def members_of(district: District, meeting: Meeting) -> dict[str, Member]:
    """The members as they stand on the roll, by id."""
    return {member.id: member for member in read_roll(district, meeting.community)}


def get_signature(district: District, meeting_id: str, digest: str) -> dict[str, Any]:
    """The ink of a signature made on the pad."""
    return dict(district.evidence.get(SIGNATURE, meeting_id, digest)["ink"])


def get_notes(district: District, meeting: Meeting) -> Mapping[str, str]:
    """What was said of those who stand back or stay away, by member."""
    if not meeting.notes:
        return {}
    return dict(district.evidence.get("attendance_notes", meeting.id, meeting.notes)["notes"])


def get_deferral(district: District, meeting: Meeting, case: str) -> str:
    """Why a case was taken off a meeting."""
    acts = (act.facts for act in meeting.acts if act.kind == "case_deferred")
    given = next((facts["reason"] for facts in acts if facts["case"] == case), "")
    return district.get_text(meeting.id, "reason", given) if given else ""


def get_reason(district: District, meeting: Meeting) -> str:
    """Why a meeting was moved or called off last."""
    given = [act.facts["reason"] for act in meeting.acts if act.kind in ("postponed", "called_off")]
    return district.get_text(meeting.id, "reason", given[-1]) if given else ""


def _get_to_arrange(district: District, actor: Actor, meeting_id: str) -> Meeting:
    meeting = district.get_meeting(meeting_id)
    check_may(actor, "meeting.arrange")
    check_in_area(actor, district.area(meeting.community).parent, meeting.community)
    return meeting


def _put_reason(district: District, meeting_id: str, reason: str) -> str:
    if not reason.strip():
        raise Refusal("meeting.reason")
    return district.put_text(meeting_id, "reason", reason)


def _check_cases(cases: Sequence[Case], community: str, held_on: date) -> None:
    """Every case is of this community and its notice has run out by the day of the meeting."""
    if not cases:
        raise Refusal("meeting.no_cases")
    for case in cases:
        if case.community != community:
            raise Refusal("person.other_area")
        if case.policy != cases[0].policy:
            raise Refusal("meeting.packs")
        if case.stage is Stage.NOTICED_ONLY:
            raise Refusal("meeting.not_needed", number=case.number)
        check_step(case, "resolved")
        check_notice_over(case, held_on)


def _check_free(district: District, community: str, cases: Sequence[str]) -> None:
    """No case is on two meetings at a time."""
    taken = _taken(district, community)
    for case in cases:
        if case in taken:
            raise Refusal("meeting.case_taken", number=case, meeting=taken[case])


def _taken(district: District, community: str, street: str = "") -> dict[str, str]:
    """Cases that an open meeting has still to decide, with that meeting."""
    rows = district.index.meetings(street=street, community=community)
    open_meetings = [district.get_meeting(row.id) for row in rows if not row.closed]
    return {case: meeting.id for meeting in open_meetings for case in meeting.pending}


def _check_chair(district: District, chair: str, street: str) -> None:
    user = district.office.find(User, chair)
    if user is None or not _may_chair(user, street):
        raise Refusal("meeting.chair")


def _may_chair(user: User, street: str) -> bool:
    return user.active and user.street == street and CHAIR in user.roles and bool(user.assessor_id)
