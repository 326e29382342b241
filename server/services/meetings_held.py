"""A meeting under way: attendance, the agenda, the vote, signatures, the end (S7-MEET-A1…A8).

What the chair's page notes down carries a jotting: sent twice it is recorded once, and what rests on a page
that has not seen the newest acts is refused in words (two chairs on one meeting).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import Any, Final

from server.domain.act import ActDraft
from server.domain.ballot import Choice, Counts, Tally, Way
from server.domain.case import Case, check_notice_over
from server.domain.days import SHANGHAI, parse_instant, shanghai_date
from server.domain.jotting import ENTERED_AT, Jotting, find_jotted, find_unseen
from server.domain.meeting import Meeting, vote_way
from server.domain.meeting_rules import (
    check_agenda,
    check_attendance,
    check_closing,
    check_day,
    check_open,
    check_present_roles,
    check_sheet,
    check_signing,
    check_stamping,
    check_unseen,
    count_numbers,
    count_votes,
)
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import check_step
from server.domain.roll import check_roll
from server.domain.signature import ON_SHEET
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.meetings import member_names, members_of, with_roll_of_the_day
from server.services.pictures import normal_sheet
from server.services.rolls import roll_on
from server.services.sentences import Names
from server.services.signing import keep_ink

Facts = Mapping[str, object]
_CLOCK: Final = "%H:%M"


def take_attendance(
    district: District,
    actor: Actor,
    meeting_id: str,
    present: Sequence[str],
    recused: Mapping[str, Sequence[str]],
    notes: Mapping[str, str] | None = None,
    jotting: Jotting | None = None,
) -> Meeting:
    """Who came, and who stands back from which case, with the words said of it (S7-AMB-03, S7-AMB-09).

    The members are fixed here: they are those of the roll of the day.
    """
    with district.casebook.turn:
        meeting = _get_to_run(district, actor, meeting_id)
        facts: dict[str, object] = {
            "present": list(dict.fromkeys(present)),
            "recused": {meeting.agenda(case).case: list(members) for case, members in recused.items()},
        }
        if find_jotted(meeting.acts, jotting, "attendance_taken", facts):
            return meeting
        check_open(meeting)
        check_day(meeting, _noted_on(district, meeting, jotting))
        _check_seen(district, meeting, jotting)
        meeting = with_roll_of_the_day(district, meeting)
        with _names_said(district, meeting):
            _check_present(district, meeting, present, recused)
        facts["members"] = list(meeting.members)
        facts["absent"] = [member for member in meeting.members if member not in present]
        facts |= _keep_notes(district, meeting_id, notes or {})
        return _append(district, actor, meeting, "attendance_taken", facts, jotting)


def do_agenda(
    district: District, actor: Actor, meeting_id: str, case: str, item: int, jotting: Jotting | None = None
) -> Meeting:
    """Marks an item of a case's agenda as done, in their order (S7-MEET-A1…A6)."""
    with district.casebook.turn:
        meeting = _get_to_run(district, actor, meeting_id)
        facts = {"case": case, "item": item}
        if find_jotted(meeting.acts, jotting, "agenda_done", facts):
            return meeting
        check_open(meeting)
        _check_seen(district, meeting, jotting)
        check_agenda(meeting, case, item)
        return _append(district, actor, meeting, "agenda_done", facts, jotting)


def take_ballot(
    district: District,
    actor: Actor,
    meeting_id: str,
    case: str,
    votes: Mapping[str, Choice | str] | Counts,
    jotting: Jotting | None = None,
) -> Meeting:
    """Closes the vote on a case and carries the result into the case (S7-MEET-A7).

    ``votes`` are the hands by member, or numbers where the pack has them counted or slips drawn. Two acts:
    the ballot in the meeting's file, the resolution in the case's. Where the second is missing after a crash,
    :func:`carry_resolutions` adds it.
    """
    with district.casebook.turn:
        meeting = _get_to_run(district, actor, meeting_id)
        entered = _entered(case, votes)
        if find_jotted(meeting.acts, jotting, "ballot_taken", entered):
            carry_resolutions(district, meeting)
            return meeting
        check_open(meeting)
        _check_seen(district, meeting, jotting)
        with _names_said(district, meeting):
            tally = _count(district, meeting, case, votes)
        decided = district.get_case(case)
        check_step(decided, "resolved")
        check_notice_over(decided, district.today())
        way = vote_way(district.policy_of(meeting.policy))
        result = {"way": way.value, "base": tally.base, "passed": tally.passed}
        meeting = _append(district, actor, meeting, "ballot_taken", {**entered, **result}, jotting)
        _resolve(district, meeting, case)
        return meeting


def carry_resolutions(district: District, meeting: Meeting) -> int:
    """Adds to each case the resolution its ballot made, where a crash left it out; returns how many."""
    carried = 0
    for agenda in meeting.cases:
        if agenda.tally and not _is_resolved(district, agenda.case, agenda.ballot_digest):
            _resolve(district, meeting, agenda.case)
            carried += 1
    return carried


def sign_minutes(
    district: District,
    actor: Actor,
    meeting_id: str,
    member: str,
    ink: Mapping[str, Any] | None = None,
    jotting: Jotting | None = None,
) -> Meeting:
    """One of those present signs: with ``ink`` drawn on the pad, or on the printed sheet (S7-MEET-A8c)."""
    with district.casebook.turn:
        meeting = _get_to_run(district, actor, meeting_id)
        if find_jotted(meeting.acts, jotting, "signed", {"member": member}):
            return meeting
        with _names_said(district, meeting):
            check_signing(meeting, member)
        facts = {"member": member, "signatures": {member: keep_ink(district, meeting_id, member, ink)}}
        return _append(district, actor, meeting, "signed", facts, jotting)


def add_sheet(
    district: District, actor: Actor, meeting_id: str, members: Sequence[str], photo: bytes
) -> Meeting:
    """The signed sheet as a photo or scan: whoever signed on it has signed (S7-MEET-A8c, DOC-05)."""
    with district.casebook.turn:
        meeting = _get_to_run(district, actor, meeting_id)
        with _names_said(district, meeting):
            check_sheet(meeting, members)
        digest = district.evidence.put_photo(meeting_id, normal_sheet(photo), "image/jpeg")
        anew = [member for member in meeting.unseen if member in members]
        if digest in meeting.sheets and not anew:
            return meeting
        facts = {"sheet": digest, "signatures": dict.fromkeys(anew, ON_SHEET)}
        return _append(district, actor, meeting, "sheet_signed", facts, None)


def stamp_papers(
    district: District, actor: Actor, meeting_id: str, photo: bytes | None, note: str
) -> Meeting:
    """The residents' committee's seal is on DOC-05 and DOC-06: seen on a photo, or noted (STAMP-01)."""
    with district.casebook.turn:
        meeting = district.get_meeting(meeting_id)
        check_may(actor, "meeting.stamp")
        check_in_area(actor, district.area(meeting.community).parent, meeting.community)
        check_stamping(meeting)
        if photo is None and not note.strip():
            raise Refusal("meeting.stamp_empty")
        facts: dict[str, object] = {}
        if photo is not None:
            facts["photo"] = district.evidence.put_photo(meeting_id, normal_sheet(photo), "image/jpeg")
        if note.strip():
            facts["note"] = district.put_text(meeting_id, "note", note)
        return district.append_to_meeting(meeting, draft_act(actor, "meeting.stamp", "stamped", facts))


def close_meeting(
    district: District, actor: Actor, meeting_id: str, jotting: Jotting | None = None
) -> Meeting:
    """Ends the meeting when every case is voted on and everybody present has signed."""
    with district.casebook.turn:
        meeting = _get_to_run(district, actor, meeting_id)
        if find_jotted(meeting.acts, jotting, "closed", {}):
            return meeting
        check_closing(meeting)
        return _append(district, actor, meeting, "closed", {}, jotting)


def get_sheet(district: District, meeting_id: str, digest: str) -> bytes:
    """The photo of a signed or stamped sheet."""
    return district.evidence.get_photo(meeting_id, digest)


def get_stamp_note(district: District, meeting: Meeting) -> str:
    """Where and by whom the papers were stamped, where somebody wrote it."""
    note = meeting.stamp.get("note", "")
    return district.get_text(meeting.id, "note", note) if note else ""


def _get_to_run(district: District, actor: Actor, meeting_id: str) -> Meeting:
    meeting = district.get_meeting(meeting_id)
    check_may(actor, "meeting.run")
    check_in_area(actor, district.area(meeting.community).parent, meeting.community)
    return meeting


@contextmanager
def _names_said(district: District, meeting: Meeting) -> Iterator[None]:
    """The rules know members by id; whoever reads a refusal knows them by name."""
    try:
        yield
    except Refusal as refusal:
        names = member_names(district, meeting.community)
        if refusal.facts.get("who") not in names:
            raise
        raise Refusal(refusal.code, **{**refusal.facts, "who": names[str(refusal.facts["who"])]}) from refusal


def _check_seen(district: District, meeting: Meeting, jotting: Jotting | None) -> None:
    unseen = find_unseen(meeting.acts, jotting)
    if unseen is not None:
        at = unseen.at.astimezone(SHANGHAI).strftime(_CLOCK)
        check_unseen(unseen, Names(district).actor(unseen.by), at)


def _append(
    district: District, actor: Actor, meeting: Meeting, kind: str, facts: Facts, jotting: Jotting | None
) -> Meeting:
    """The act with what its jotting says: the key, and when it was noted down, where that can be true."""
    kept = jotting.facts(_morning(meeting), district.now()) if jotting else {}
    draft: ActDraft = draft_act(actor, "meeting.run", kind, {**facts, **kept})
    return district.append_to_meeting(meeting, draft)


def _noted_on(district: District, meeting: Meeting, jotting: Jotting | None) -> date:
    """The day it was noted down: by the page's clock where it was sent later and that can be true."""
    kept = jotting.facts(_morning(meeting), district.now()) if jotting else {}
    return shanghai_date(parse_instant(kept[ENTERED_AT])) if ENTERED_AT in kept else district.today()


def _morning(meeting: Meeting) -> datetime:
    return datetime.combine(meeting.held_on, time(), SHANGHAI)


def _keep_notes(district: District, meeting_id: str, notes: Mapping[str, str]) -> dict[str, object]:
    """What was said of members, as evidence: acts hold no words about people."""
    said = {member: words.strip() for member, words in notes.items() if words.strip()}
    if not said:
        return {}
    salt = district.new_salt()
    return {"notes": district.evidence.put("attendance_notes", meeting_id, {"notes": said}, salt=salt)}


def _entered(case: str, votes: Mapping[str, Choice | str] | Counts) -> dict[str, object]:
    if isinstance(votes, Counts):
        return {"case": case, "counts": dict(vars(votes))}
    return {"case": case, "votes": {member: _parse_choice(choice).value for member, choice in votes.items()}}


def _count(
    district: District, meeting: Meeting, case: str, votes: Mapping[str, Choice | str] | Counts
) -> Tally:
    policy = district.policy_of(meeting.policy)
    if isinstance(votes, Counts):
        return count_numbers(meeting, case, votes, policy)
    return count_votes(meeting, case, {who: _parse_choice(each) for who, each in votes.items()}, policy)


def _is_resolved(district: District, number: str, ballot: str) -> bool:
    acts = district.get_case(number).acts
    return any(act.kind == "resolved" and act.facts.get("ballot") == ballot for act in acts)


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
    if agenda.way is Way.SLIPS:
        facts |= {"invalid": tally.invalid, "issued": tally.issued, "returned": tally.returned}
    case = district.get_case(number)
    act = draft_act(Actor(ballot.by, "", frozenset({ballot.role})), "meeting.run", "resolved", facts)
    return district.append_to_case(case, act)


def _check_present(
    district: District, meeting: Meeting, present: Sequence[str], recused: Mapping[str, Sequence[str]]
) -> None:
    policy, day = district.policy_of(meeting.policy), meeting.held_on
    if not meeting.attendance_at:
        community = district.area(meeting.community)
        check_roll(roll_on(district, community.id, day), community.name_zh, policy)
    check_attendance(meeting, present, recused, policy)
    roles = {member.id: member.role for member in members_of(district, meeting).values()}
    check_present_roles(present, roles, policy)


def _parse_choice(choice: Choice | str) -> Choice:
    try:
        return Choice(choice)
    except ValueError as error:
        raise Refusal("request.field", field="votes", why=str(choice)) from error
