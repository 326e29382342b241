"""The community deliberation meeting: attendance, the nine items in order, the vote (S7-MEET).

A meeting is a file of its own whose acts fold into :class:`Meeting`; each case it decides goes through
items 1 to 7, and the papers of items 8 and 9 follow for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from server.domain.act import Act
from server.domain.ballot import Ballot, Choice, Tally, count_hands
from server.domain.days import parse_date
from server.domain.policy import Policy
from server.errors import Refusal

LEAVING: Final = 5
DISCUSSION: Final = 6
VOTE: Final = 7
AGENDA: Final[dict[int, tuple[str, str, str]]] = {
    1: ("申请人宣读申请书", "The applicant reads the application", "S7-MEET-A1"),
    2: ("评估员介绍情况、读报告", "The assessors report", "S7-MEET-A2"),
    3: ("成员询问申请人", "Members question the applicant", "S7-MEET-A3"),
    4: ("申请人回答", "The applicant answers", "S7-MEET-A4"),
    5: ("申请人退场", "The applicant leaves", "S7-MEET-A5"),
    6: ("全体成员讨论", "All members discuss", "S7-MEET-A6"),
    7: ("举手表决", "Show of hands", "S7-MEET-A7"),
    8: ("填表、盖章、签字、反馈", "Papers, stamp, signatures, feedback", "S7-MEET-A8"),
    9: ("发《低保档案》，报街道", "The family's file goes to the street", "S7-MEET-A9"),
}


@dataclass(frozen=True)
class CaseAgenda:
    """One case's way through the meeting: when each item was done, and the vote once it is closed."""

    case: str
    done: Mapping[int, str] = field(default_factory=dict)
    tally: Tally | None = None
    votes: Mapping[str, Choice] = field(default_factory=dict)
    ballot_digest: str = ""
    ballot_at: str = ""

    @property
    def now(self) -> int:
        """The item that is next, 8 once the vote is closed."""
        return 8 if self.tally else len(self.done) + 1


@dataclass(frozen=True)
class Meeting:
    """The fold of a meeting's acts."""

    id: str
    community: str
    chair: str
    held_on: date
    place: str
    policy: str
    members: tuple[str, ...]
    cases: tuple[CaseAgenda, ...]
    present: tuple[str, ...] = ()
    recused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    attendance_at: str = ""
    signatures: Mapping[str, str] = field(default_factory=dict)  # member → evidence digest or "on_paper"
    closed_at: str = ""
    acts: tuple[Act, ...] = ()

    @property
    def absent(self) -> tuple[str, ...]:
        return tuple(member for member in self.members if member not in self.present)

    def agenda(self, case: str) -> CaseAgenda:
        """The agenda of one of the meeting's cases."""
        found = next((agenda for agenda in self.cases if agenda.case == case), None)
        if found is None:
            raise Refusal("case.unknown", number=case)
        return found

    def voters(self, case: str) -> tuple[str, ...]:
        """Members present who do not recuse themselves in this case (S7-AMB-09)."""
        recused = self.recused.get(case, ())
        return tuple(member for member in self.present if member not in recused)

    @property
    def all_voted(self) -> bool:
        return all(agenda.tally for agenda in self.cases)

    @property
    def unsigned(self) -> tuple[str, ...]:
        return tuple(member for member in self.present if member not in self.signatures)


def fold_meeting(acts: Sequence[Act], policy: Policy) -> Meeting:
    """The meeting its chain of acts adds up to."""
    if not acts or acts[0].kind != "convened":
        raise Refusal("meeting.unknown", id=acts[0].file if acts else "?")
    meeting = _convene(acts[0])
    for act in acts[1:]:
        meeting = replace(_FOLDS[act.kind](meeting, act, policy), acts=(*meeting.acts, act))
    return meeting


def check_roll(members: Collection[str], community: str, policy: Policy) -> None:
    """The community has a roll with at least the pack's number of members (S7-AMB-02)."""
    if not members:
        raise Refusal("meeting.roll_missing", community=community)
    if len(members) < policy.meeting.min_members:
        raise Refusal("meeting.roll_too_small", needed=policy.meeting.min_members, given=len(members))


def check_attendance(
    meeting: Meeting, present: Collection[str], recused: Mapping[str, Collection[str]], policy: Policy
) -> None:
    """Those present are members, enough of them, and the list is fixed once discussion began (S7-AMB-03)."""
    check_open(meeting)
    if any(agenda.done or agenda.tally for agenda in meeting.cases):
        raise Refusal("meeting.attendance_fixed")
    for who in (*present, *(member for members in recused.values() for member in members)):
        if who not in meeting.members:
            raise Refusal("meeting.not_a_member", who=who)
    part, whole = policy.meeting.quorum
    needed = max(1, -(-part * len(meeting.members) // whole))
    if len(set(present)) < needed:
        raise Refusal("meeting.quorum", present=len(set(present)), needed=needed)


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


def vote_base(meeting: Meeting, policy: Policy) -> int:
    """The number two thirds are taken of: all members, or those present (S7-AMB-01)."""
    return len(meeting.members if policy.meeting.vote_base == "all_members" else meeting.present)


def count_votes(meeting: Meeting, case: str, votes: Mapping[str, Choice], policy: Policy) -> Tally:
    """Every voter's hand, nobody else's, counted over the pack's base; before it the applicant left."""
    check_open(meeting)
    _check_attendance_taken(meeting)
    agenda = meeting.agenda(case)
    if agenda.tally:
        raise Refusal("meeting.ballot_taken")
    if LEAVING not in agenda.done:
        raise Refusal("meeting.applicant_present")
    if agenda.now != VOTE:
        raise Refusal("meeting.agenda_order", now=agenda.now)
    voters = meeting.voters(case)
    for who in votes:
        if who not in voters:
            raise Refusal("meeting.ballot_stranger", who=who)
    for who in voters:
        if who not in votes:
            raise Refusal("meeting.ballot_missing", who=who)
    ballots = [Ballot(member, choice) for member, choice in votes.items()]
    return count_hands(ballots, vote_base(meeting, policy), policy.meeting.threshold)


def check_signing(meeting: Meeting, member: str) -> None:
    """Everyone who attended signs, once, after the votes (S7-MEET-A8c)."""
    check_open(meeting)
    if not meeting.all_voted:
        raise Refusal("meeting.votes_first")
    if member not in meeting.present:
        raise Refusal("meeting.not_a_member", who=member)
    if member in meeting.signatures:
        raise Refusal("meeting.signed", who=member)


def check_closing(meeting: Meeting) -> None:
    """The meeting ends when every case is voted on and all present have signed."""
    check_open(meeting)
    if not meeting.all_voted:
        raise Refusal("meeting.votes_first")
    if meeting.unsigned:
        raise Refusal("meeting.signatures_missing", count=len(meeting.unsigned))


def check_open(meeting: Meeting) -> None:
    """Nothing is added to a meeting that has ended."""
    if meeting.closed_at:
        raise Refusal("meeting.closed")


def _check_attendance_taken(meeting: Meeting) -> None:
    if not meeting.attendance_at:
        raise Refusal("meeting.attendance_first")


def _convene(act: Act) -> Meeting:
    facts = act.facts
    return Meeting(
        id=act.file,
        community=facts["community"],
        chair=facts["chair"],
        held_on=parse_date(facts["held_on"]),
        place=facts["place"],
        policy=act.policy,
        members=tuple(facts["members"]),
        cases=tuple(CaseAgenda(case) for case in facts["cases"]),
        acts=(act,),
    )


def _attend(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    facts = act.facts
    recused = {case: tuple(members) for case, members in facts["recused"].items()}
    return replace(
        meeting, present=tuple(facts["present"]), recused=recused, attendance_at=act.at.isoformat()
    )


def _advance(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    agenda = meeting.agenda(act.facts["case"])
    done = {**agenda.done, act.facts["item"]: act.at.isoformat()}
    return _with_agenda(meeting, replace(agenda, done=done))


def _ballot(meeting: Meeting, act: Act, policy: Policy) -> Meeting:
    agenda = meeting.agenda(act.facts["case"])
    votes = {member: Choice(choice) for member, choice in act.facts["votes"].items()}
    ballots = [Ballot(member, choice) for member, choice in votes.items()]
    tally = count_hands(ballots, act.facts["base"], policy.meeting.threshold)
    taken = replace(agenda, votes=votes, tally=tally, ballot_digest=act.digest, ballot_at=act.at.isoformat())
    return _with_agenda(meeting, taken)


def _sign(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    return replace(meeting, signatures={**meeting.signatures, **act.facts["signatures"]})


def _close(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    return replace(meeting, closed_at=act.at.isoformat())


def _with_agenda(meeting: Meeting, changed: CaseAgenda) -> Meeting:
    cases = tuple(changed if agenda.case == changed.case else agenda for agenda in meeting.cases)
    return replace(meeting, cases=cases)


_FOLDS: Final[Mapping[str, Callable[[Meeting, Act, Policy], Meeting]]] = {
    "attendance_taken": _attend,
    "agenda_done": _advance,
    "ballot_taken": _ballot,
    "signed": _sign,
    "closed": _close,
}
