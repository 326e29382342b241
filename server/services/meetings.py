"""The community deliberation meeting, convened by the community and run by a street assessor (S7-MEET)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from server.domain.ballot import Choice
from server.domain.case import Case, check_notice_over
from server.domain.meeting import (
    Meeting,
    check_agenda,
    check_attendance,
    check_closing,
    check_roll,
    check_signing,
    count_votes,
)
from server.domain.permission import CHAIR, Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.errors import Refusal
from server.records.entries import Roll, User
from server.records.index import CaseFilter, CaseRow, MeetingRow
from server.services.district import District, draft_act

ON_PAPER = "on_paper"
SIGNATURE = "signature"


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

    The members are those on the community's roll that day (S7-DUTY-C2, S7-MEET-01, S7-MEET-02).
    """
    to_decide = [district.get_case(number) for number in dict.fromkeys(cases)]
    check_may(actor, "meeting.convene")
    area = district.area(community)
    check_in_area(actor, area.parent, community)
    _check_cases(to_decide, community, held_on)
    policy = district.policy_of(to_decide[0].policy)
    roll = district.office.find(Roll, community)
    members = [member["id"] for member in roll.members] if roll else []
    check_roll(members, area.name_zh, policy)
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
        "members": members,
    }
    with district.casebook.turn:
        meeting_id = district.casebook.next_file(f"M-{area.code}-{held_on.year}-", width=3)
        draft = draft_act(actor, "meeting.convene", "convened", facts)
        district.casebook.append(draft, meeting_id, None, policy=policy.key)
    return district.get_meeting(meeting_id)


def take_attendance(
    district: District,
    actor: Actor,
    meeting_id: str,
    present: Sequence[str],
    recused: Mapping[str, Sequence[str]],
) -> Meeting:
    """Who came, and who stands back from which case (S7-AMB-03, S7-AMB-09)."""
    meeting = _get_to_run(district, actor, meeting_id)
    check_attendance(meeting, present, recused, district.policy_of(meeting.policy))
    here = list(dict.fromkeys(present))
    facts = {
        "present": here,
        "absent": [member for member in meeting.members if member not in here],
        "recused": {meeting.agenda(case).case: list(members) for case, members in recused.items()},
    }
    return district.append_to_meeting(meeting, draft_act(actor, "meeting.run", "attendance_taken", facts))


def do_agenda(district: District, actor: Actor, meeting_id: str, case: str, item: int) -> Meeting:
    """Marks an item of a case's agenda as done, in their order (S7-MEET-A1…A6)."""
    meeting = _get_to_run(district, actor, meeting_id)
    check_agenda(meeting, case, item)
    facts = {"case": case, "item": item}
    return district.append_to_meeting(meeting, draft_act(actor, "meeting.run", "agenda_done", facts))


def take_ballot(
    district: District, actor: Actor, meeting_id: str, case: str, votes: Mapping[str, Choice | str]
) -> Meeting:
    """Closes the show of hands on a case and carries the result into the case (S7-MEET-A7).

    Two acts: the ballot in the meeting's file, the resolution in the case's. Where the second is missing
    after a crash, :func:`carry_resolutions` adds it.
    """
    with district.casebook.turn:
        meeting = _get_to_run(district, actor, meeting_id)
        policy = district.policy_of(meeting.policy)
        choices = {member: _parse_choice(choice) for member, choice in votes.items()}
        tally = count_votes(meeting, case, choices, policy)
        decided = district.get_case(case)
        check_step(decided, "resolved")
        check_notice_over(decided, district.today())
        facts = {
            "case": case,
            "votes": {member: choice.value for member, choice in choices.items()},
            "base": tally.base,
            "passed": tally.passed,
        }
        draft = draft_act(actor, "meeting.run", "ballot_taken", facts)
        meeting = district.append_to_meeting(meeting, draft)
        _resolve(district, meeting, case)
        return meeting


def carry_resolutions(district: District, meeting: Meeting) -> int:
    """Adds to each case the resolution its ballot made, where a crash left it out; returns how many."""
    carried = 0
    for agenda in meeting.cases:
        if agenda.tally and district.get_case(agenda.case).resolution is None:
            _resolve(district, meeting, agenda.case)
            carried += 1
    return carried


def sign_minutes(
    district: District, actor: Actor, meeting_id: str, member: str, ink: Mapping[str, Any] | None = None
) -> Meeting:
    """One of those present signs: with ``ink`` drawn on the pad, or on the printed sheet (S7-MEET-A8c)."""
    meeting = _get_to_run(district, actor, meeting_id)
    check_signing(meeting, member)
    signature = ON_PAPER
    if ink is not None:
        content = {"who": member, "ink": _checked_ink(ink)}
        signature = district.evidence.put(SIGNATURE, meeting_id, content, salt=district.new_salt())
    facts = {"signatures": {member: signature}}
    return district.append_to_meeting(meeting, draft_act(actor, "meeting.run", "signed", facts))


def close_meeting(district: District, actor: Actor, meeting_id: str) -> Meeting:
    """Ends the meeting when every case is voted on and everybody present has signed."""
    meeting = _get_to_run(district, actor, meeting_id)
    check_closing(meeting)
    return district.append_to_meeting(meeting, draft_act(actor, "meeting.run", "closed"))


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
    """Cases whose notice has run out and that no meeting has decided (S7-MEET-01)."""
    noticed = district.index.cases(CaseFilter(community=community, stages=["noticed"]))
    return [row for row in noticed if row.due_on < district.today().isoformat()]


def list_chairs(district: District, street: str) -> list[User]:
    """Street assessors who may chair (S7-MEET-02)."""
    return [user for user in district.office.every(User) if _may_chair(user, street)]


def member_names(district: District, community: str) -> dict[str, str]:
    """The names of a community's members by id; acts hold the ids alone."""
    roll = district.office.find(Roll, community)
    return {member["id"]: member["name"] for member in roll.members} if roll else {}


def get_signature(district: District, meeting_id: str, digest: str) -> dict[str, Any]:
    """The ink of a signature made on the pad."""
    return dict(district.evidence.get(SIGNATURE, meeting_id, digest)["ink"])


def _get_to_run(district: District, actor: Actor, meeting_id: str) -> Meeting:
    meeting = district.get_meeting(meeting_id)
    check_may(actor, "meeting.run")
    check_in_area(actor, district.area(meeting.community).parent, meeting.community)
    return meeting


def _resolve(district: District, meeting: Meeting, number: str) -> Case:
    """The resolution as an act of the case, by whoever took the ballot."""
    agenda = meeting.agenda(number)
    ballot = next(act for act in meeting.acts if act.digest == agenda.ballot_digest)
    tally = agenda.tally
    if tally is None:
        raise Refusal("meeting.ballot_missing", who=number)
    facts = {
        "meeting": meeting.id,
        "base": tally.base,
        "agree": tally.agree,
        "against": tally.against,
        "abstain": tally.abstain,
        "not_voting": tally.not_voting,
        "passed": tally.passed,
        "ballot": agenda.ballot_digest,
        "effect": district.policy_of(meeting.policy).meeting.effect,
    }
    case = district.get_case(number)
    act = draft_act(Actor(ballot.by, "", frozenset({ballot.role})), "meeting.run", "resolved", facts)
    return district.append_to_case(case, act)


def _check_cases(cases: Sequence[Case], community: str, held_on: date) -> None:
    """Every case is of this community and its notice has run out by the day of the meeting."""
    if not cases:
        raise Refusal("meeting.no_cases")
    for case in cases:
        if case.community != community:
            raise Refusal("person.other_area")
        if case.policy != cases[0].policy:
            raise Refusal("meeting.packs")
        check_step(case, "resolved")
        check_notice_over(case, held_on)


def _check_chair(district: District, chair: str, street: str) -> None:
    user = district.office.find(User, chair)
    if user is None or not _may_chair(user, street):
        raise Refusal("meeting.chair")


def _may_chair(user: User, street: str) -> bool:
    return user.active and user.street == street and CHAIR in user.roles and bool(user.assessor_id)


def _parse_choice(choice: Choice | str) -> Choice:
    try:
        return Choice(choice)
    except ValueError as error:
        raise Refusal("request.field", field="votes", why=str(choice)) from error


def _checked_ink(ink: Mapping[str, Any]) -> dict[str, Any]:
    """Strokes as a pad gives them: a size and SVG paths, nothing else."""
    paths = ink.get("paths")
    sizes = [ink.get("width"), ink.get("height")]
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) for path in paths):
        raise Refusal("paper.bad_ink")
    if not all(isinstance(size, int) and 0 < size < 10_000 for size in sizes):
        raise Refusal("paper.bad_ink")
    return {"width": sizes[0], "height": sizes[1], "paths": list(paths)}
