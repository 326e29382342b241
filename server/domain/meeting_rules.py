"""What may be done in a meeting, and what is refused: who came, the order, the vote, the end (S7-MEET)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

from server.domain.act import Act
from server.domain.ballot import (
    Ballot,
    Choice,
    Counts,
    Tally,
    Way,
    check_counts,
    check_slips,
    count_hands,
    tally_of,
)
from server.domain.meeting import (
    DISCUSSION,
    LEAVING,
    VOTE,
    CaseAgenda,
    Meeting,
    vote_base,
    vote_rule,
    vote_way,
)
from server.domain.policy import Policy
from server.domain.roll import MemberRole, check_representatives
from server.errors import Refusal

MEETING_ACT_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "convened": ("召开", "convened it"),
    "postponed": ("改期", "postponed it"),
    "called_off": ("取消或者中止", "called it off, or broke it off"),
    "case_deferred": ("撤下一案", "took a case off it"),
    "attendance_taken": ("到会的人", "attendance"),
    "agenda_done": ("一项议程", "an item of the agenda"),
    "ballot_taken": ("表决", "a vote"),
    "signed": ("签字", "a signature"),
    "sheet_signed": ("签字页", "the signed sheet"),
    "stamped": ("盖章", "the stamp"),
    "closed": ("散会", "the end"),
    "part_erased": ("删去一家的内容", "what was said of a family was erased"),
}


def check_open(meeting: Meeting) -> None:
    """Nothing is added to a meeting that has ended or was called off."""
    if meeting.is_broken_off:
        raise Refusal("meeting.broken_off")
    if meeting.called_off_at:
        raise Refusal("meeting.called_off")
    if meeting.closed_at:
        raise Refusal("meeting.closed")


def check_moving(meeting: Meeting) -> None:
    """A meeting moves to another day as long as no case has begun; later, cases are taken off it."""
    check_open(meeting)
    if any(agenda.done for agenda in meeting.cases):
        raise Refusal("meeting.begun")


def check_calling_off(meeting: Meeting) -> None:
    """Before the first vote; once a case has begun it is broken off. What was voted on stays decided."""
    check_open(meeting)
    if any(agenda.tally for agenda in meeting.cases):
        raise Refusal("meeting.voted")


def check_deferring(meeting: Meeting, case: str) -> None:
    """A case may be taken off as long as it is not voted on; with the last one the meeting is broken off."""
    check_open(meeting)
    if meeting.agenda(case).tally:
        raise Refusal("meeting.ballot_taken")
    if len(meeting.cases) == 1:
        raise Refusal("meeting.last_case")


def check_attendance(
    meeting: Meeting, present: Collection[str], recused: Mapping[str, Collection[str]], policy: Policy
) -> None:
    """Those present are members and enough of them; the list is fixed by the last discussion (S7-AMB-03)."""
    check_open(meeting)
    if meeting.cases and all(agenda.is_discussed for agenda in meeting.cases):
        raise Refusal("meeting.attendance_fixed")
    _check_recusals(meeting, present, recused)
    for who in (*present, *(member for members in recused.values() for member in members)):
        if who not in meeting.members:
            raise Refusal("meeting.not_a_member", who=who)
    part, whole = policy.meeting.quorum
    needed = max(1, -(-part * len(meeting.members) // whole))
    if len(set(present)) < needed:
        raise Refusal("meeting.quorum", present=len(set(present)), needed=needed)


def _check_recusals(
    meeting: Meeting, present: Collection[str], recused: Mapping[str, Collection[str]]
) -> None:
    """Who stands back from a case is fixed by its discussion (S7-AMB-09), whoever comes or goes later."""
    for agenda in meeting.cases:
        given = recused.get(agenda.case, ())
        if agenda.is_discussed and any((who in given) != (who in agenda.recused) for who in present):
            raise Refusal("meeting.recusal_fixed", case=agenda.case)


def check_present_roles(present: Collection[str], roles: Mapping[str, MemberRole], policy: Policy) -> None:
    """Enough of those present are residents' representatives, where the pack asks for it (P-21 art 22)."""
    check_representatives([roles[member] for member in present if member in roles], policy)


def check_day(meeting: Meeting, day: date) -> None:
    """Attendance is taken on the day of the meeting: the minutes name it, and its roll counts.

    ``day`` is when it was noted down; who comes later is added while the meeting lasts, be it past midnight.
    """
    if day < meeting.held_on:
        raise Refusal("meeting.before_day", day=meeting.held_on.isoformat())
    if day > meeting.held_on and not meeting.attendance_at:
        raise Refusal("meeting.after_day", day=meeting.held_on.isoformat())


def check_agenda(meeting: Meeting, case: str, item: int) -> None:
    """The items come in their order; discussion waits until the applicant has left (S7-MEET-A5)."""
    check_open(meeting)
    _check_attendance_taken(meeting)
    agenda = meeting.agenda(case)
    if agenda.tally:
        raise Refusal("meeting.ballot_taken")
    if item >= DISCUSSION and LEAVING not in agenda.done:
        raise Refusal("meeting.applicant_present")
    if item != agenda.now or item >= VOTE:
        raise Refusal("meeting.agenda_order", now=agenda.now)


def count_votes(meeting: Meeting, case: str, votes: Mapping[str, Choice], policy: Policy) -> Tally:
    """Every voter's hand, nobody else's, counted over the pack's base; before it the applicant left."""
    _check_voting(meeting, case, Way.MEMBERS, policy)
    voters = meeting.voters(case)
    for who in votes:
        if who not in voters:
            raise Refusal("meeting.ballot_stranger", who=who)
    for who in voters:
        if who not in votes:
            raise Refusal("meeting.ballot_missing", who=who)
    ballots = [Ballot(member, choice) for member, choice in votes.items()]
    return count_hands(ballots, vote_rule(vote_base(meeting, case, policy), policy))


def count_numbers(meeting: Meeting, case: str, counts: Counts, policy: Policy) -> Tally:
    """Hands by number, or opened slips, where the pack has the vote taken so (D-12)."""
    way = vote_way(policy)
    _check_voting(meeting, case, Way.SLIPS if way is Way.SLIPS else Way.COUNTS, policy)
    check = check_slips if way is Way.SLIPS else check_counts
    check(counts, len(meeting.voters(case)))
    return tally_of(counts, vote_rule(vote_base(meeting, case, policy), policy))


def check_signing(meeting: Meeting, member: str) -> None:
    """Everyone who attended signs, once, after the votes (S7-MEET-A8c)."""
    check_votes_done(meeting)
    if member not in meeting.attended:
        raise Refusal("meeting.not_there", who=member)
    if member in meeting.signatures:
        raise Refusal("meeting.signed", who=member)


def check_sheet(meeting: Meeting, members: Sequence[str]) -> None:
    """A photographed sheet says who signed on it; it may come after the end.

    Minutes of a meeting broken off are signed on paper too.
    """
    if not meeting.is_broken_off:
        _check_decided(meeting)
    if not members:
        raise Refusal("meeting.sheet_members")
    for member in members:
        if member not in meeting.attended:
            raise Refusal("meeting.not_there", who=member)


def check_stamping(meeting: Meeting) -> None:
    """The residents' committee stamps once all is voted on, often the day after the end (S7-MEET-A8b)."""
    _check_decided(meeting)
    if meeting.stamp:
        raise Refusal("meeting.stamped")


def check_votes_done(meeting: Meeting) -> None:
    check_open(meeting)
    _check_decided(meeting)


def check_closing(meeting: Meeting) -> None:
    """The meeting ends when every case is voted on and all who were there have signed."""
    check_votes_done(meeting)
    if meeting.unsigned:
        raise Refusal("meeting.signatures_missing", count=len(meeting.unsigned))


def check_unseen(act: Act | None, who: str, at: str) -> None:
    """What a page enters rests on what it has seen: two chairs do not write over each other in silence."""
    if act is not None:
        zh, en = MEETING_ACT_WORDS[act.kind]
        raise Refusal("meeting.other_chair", who=who, at=at, what=zh, what_en=en)


def _check_voting(meeting: Meeting, case: str, way: Way, policy: Policy) -> CaseAgenda:
    check_open(meeting)
    _check_attendance_taken(meeting)
    agenda = meeting.agenda(case)
    if agenda.tally:
        raise Refusal("meeting.ballot_taken")
    if LEAVING not in agenda.done:
        raise Refusal("meeting.applicant_present")
    if agenda.now != VOTE:
        raise Refusal("meeting.agenda_order", now=agenda.now)
    if way is not vote_way(policy):
        raise Refusal("meeting.ballot_way")
    if not meeting.voters(case):
        raise Refusal("meeting.no_voters")
    return agenda


def _check_decided(meeting: Meeting) -> None:
    if meeting.called_off_at:
        check_open(meeting)
    if not meeting.all_voted:
        raise Refusal("meeting.votes_first")


def _check_attendance_taken(meeting: Meeting) -> None:
    if not meeting.attendance_at:
        raise Refusal("meeting.attendance_first")
