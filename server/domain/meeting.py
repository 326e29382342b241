"""The community deliberation meeting: who is there, the nine items in order, the vote (S7-MEET).

A meeting is a file of its own whose acts fold into :class:`Meeting`; each case it decides goes through
items 1 to 7, and the papers of items 8 and 9 follow for all of them. What may be done next stands in
``meeting_rules``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from server.domain.act import Act
from server.domain.ballot import Ballot, Choice, Counts, Rule, Tally, Way, count_hands, tally_of
from server.domain.changed import changed
from server.domain.days import parse_date
from server.domain.jotting import entered_at
from server.domain.part_erasure import PART_ERASED, without_gone
from server.domain.policy import Policy
from server.domain.signature import ON_PAPER
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
    """One case's way through the meeting: when each item was done, and the vote once it is closed.

    ``present`` and ``recused`` are fixed by the discussion: whoever comes later does not vote (S7-AMB-03).
    """

    case: str
    done: Mapping[int, str] = field(default_factory=dict)
    present: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    way: Way = Way.MEMBERS
    tally: Tally | None = None
    votes: Mapping[str, Choice] = field(default_factory=dict)  # empty where hands or slips were only counted
    ballot_digest: str = ""
    ballot_at: str = ""

    @property
    def now(self) -> int:
        """The item that is next, 8 once the vote is closed."""
        return 8 if self.tally else len(self.done) + 1

    @property
    def is_discussed(self) -> bool:
        """Whether those who may vote are fixed."""
        return DISCUSSION in self.done


@dataclass(frozen=True)
class Meeting:
    """The fold of a meeting's acts; ``members`` is the roll of the day once attendance is taken."""

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
    notes: str = ""  # digest of the words said of those who stand back or stay away
    attendance_at: str = ""
    signatures: Mapping[str, str] = field(default_factory=dict)  # member → digest, ON_PAPER or ON_SHEET
    sheets: tuple[str, ...] = ()  # digests of the photos of the signed sheet
    stamp: Mapping[str, str] = field(default_factory=dict)  # {"at", "photo" | "note"} (STAMP-01)
    deferred: tuple[str, ...] = ()  # cases taken off this meeting
    put_off: tuple[CaseAgenda, ...] = ()  # what had been done on those of them that had begun
    closed_at: str = ""
    called_off_at: str = ""
    acts: tuple[Act, ...] = ()
    erased: frozenset[str] = frozenset()  # cases whose part is no longer in it

    @property
    def absent(self) -> tuple[str, ...]:
        return tuple(member for member in self.members if member not in self.present)

    @property
    def attended(self) -> tuple[str, ...]:
        """Everybody who was there for some case or is now: they all sign (S7-MEET-A8c)."""
        seen = {member for agenda in self.cases for member in agenda.present} | set(self.present)
        return tuple(member for member in self.members if member in seen)

    @property
    def is_begun(self) -> bool:
        """Whether something was done on a case, be it one taken off since."""
        return bool(self.put_off) or any(agenda.done for agenda in self.cases)

    @property
    def is_broken_off(self) -> bool:
        """Ended before a vote, after a case had begun: it has minutes, and its cases wait for another."""
        return bool(self.called_off_at) and self.is_begun

    @property
    def is_open(self) -> bool:
        return not (self.closed_at or self.called_off_at)

    def agenda(self, case: str) -> CaseAgenda:
        """The agenda of one of the meeting's cases."""
        found = next((agenda for agenda in self.cases if agenda.case == case), None)
        if found is None:
            raise Refusal("case.unknown", number=case)
        return found

    def present_for(self, case: str) -> tuple[str, ...]:
        """Who is there for a case: those at its discussion, until then those who are there now."""
        agenda = self.agenda(case)
        return agenda.present if agenda.is_discussed else self.present

    def recused_in(self, case: str) -> tuple[str, ...]:
        """Who stands back from a case (S7-AMB-09)."""
        agenda = self.agenda(case)
        return agenda.recused if agenda.is_discussed else self.recused.get(case, ())

    def voters(self, case: str) -> tuple[str, ...]:
        """Members present who do not recuse themselves in this case (S7-AMB-09)."""
        recused = self.recused_in(case)
        return tuple(member for member in self.present_for(case) if member not in recused)

    @property
    def pending(self) -> tuple[str, ...]:
        """Cases this meeting still has to decide."""
        return tuple(agenda.case for agenda in self.cases if agenda.tally is None) if self.is_open else ()

    @property
    def all_voted(self) -> bool:
        return bool(self.cases) and all(agenda.tally for agenda in self.cases)

    @property
    def unsigned(self) -> tuple[str, ...]:
        return tuple(member for member in self.attended if member not in self.signatures)

    @property
    def unseen(self) -> tuple[str, ...]:
        """Of whom no signature can be looked at: neither ink nor a photo of the sheet they signed."""
        return tuple(who for who in self.attended if self.signatures.get(who, ON_PAPER) == ON_PAPER)

    @property
    def ending(self) -> Act | None:
        """The act that ended it; a stamp or a signed sheet may follow, and changes nothing it says."""
        return next((act for act in self.acts if act.kind in ("closed", "called_off")), None)


def vote_base(meeting: Meeting, case: str, policy: Policy) -> int:
    """The number two thirds are taken of: all members, or those present (S7-AMB-01)."""
    everybody = policy.meeting.vote_base == "all_members"
    return len(meeting.members if everybody else meeting.present_for(case))


def vote_way(policy: Policy) -> Way:
    """How the pack has a vote taken (S7-MEET-A7, D-12)."""
    if policy.meeting.ballot == "secret":
        return Way.SLIPS
    return Way.MEMBERS if policy.meeting.member_by_member else Way.COUNTS


def vote_rule(base: int, policy: Policy) -> Rule:
    """What passes over ``base`` under a pack."""
    return Rule(base, policy.meeting.threshold, policy.meeting.comparator)


def fold_meeting(acts: Sequence[Act], policy: Policy) -> Meeting:
    """The meeting its chain of acts adds up to."""
    if not acts or acts[0].kind != "convened":
        raise Refusal("meeting.unknown", id=acts[0].file if acts else "?")
    meeting = _convene(acts[0])
    for act in without_gone(acts)[1:]:
        meeting = changed(_FOLDS[act.kind](meeting, act, policy), acts=(*meeting.acts, act))
    return meeting


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


def _postpone(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    """Another day, and everything about who came begins again."""
    moved = changed(meeting, held_on=parse_date(act.facts["held_on"]), place=act.facts["place"])
    return changed(moved, present=(), recused={}, notes="", attendance_at="")


def _defer(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    case = act.facts["case"]
    kept = tuple(agenda for agenda in meeting.cases if agenda.case != case)
    begun = tuple(agenda for agenda in meeting.cases if agenda.case == case and agenda.done)
    off = (*meeting.deferred, case)
    return changed(meeting, cases=kept, deferred=off, put_off=(*meeting.put_off, *begun))


def _attend(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    facts = act.facts
    return changed(
        meeting,
        members=tuple(facts.get("members") or meeting.members),
        present=tuple(facts["present"]),
        recused={case: tuple(members) for case, members in facts["recused"].items()},
        notes=str(facts.get("notes", "")),
        attendance_at=entered_at(act),
    )


def _advance(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    agenda, item = meeting.agenda(act.facts["case"]), int(act.facts["item"])
    if item == DISCUSSION:
        recused = meeting.recused.get(agenda.case, ())
        agenda = changed(agenda, present=meeting.present, recused=recused)
    return _with_agenda(meeting, changed(agenda, done={**agenda.done, item: entered_at(act)}))


def _ballot(meeting: Meeting, act: Act, policy: Policy) -> Meeting:
    facts = act.facts
    agenda, way = meeting.agenda(facts["case"]), Way(facts.get("way", Way.MEMBERS))
    votes = {member: Choice(choice) for member, choice in facts.get("votes", {}).items()}
    taken = changed(
        agenda,
        way=way,
        votes=votes,
        tally=_tally(way, votes, facts, policy),
        ballot_digest=act.digest,
        ballot_at=entered_at(act),
    )
    return _with_agenda(meeting, taken)


def _tally(way: Way, votes: Mapping[str, Choice], facts: Mapping[str, Any], policy: Policy) -> Tally:
    rule = vote_rule(facts["base"], policy)
    if way is Way.MEMBERS:
        return count_hands([Ballot(member, choice) for member, choice in votes.items()], rule)
    return tally_of(Counts(**facts["counts"]), rule)


def _sign(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    return changed(meeting, signatures={**meeting.signatures, **act.facts["signatures"]})


def _sign_sheet(meeting: Meeting, act: Act, policy: Policy) -> Meeting:
    """A photo of the signed sheet stands for whoever signed on it."""
    return changed(_sign(meeting, act, policy), sheets=(*meeting.sheets, *filter(None, [act.facts["sheet"]])))


def _erase_part(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    """What was said of a family that was erased is gone; of others it is kept anew (PR-07)."""
    notes = str(act.facts.get("notes", meeting.notes))
    return changed(meeting, erased=meeting.erased | {act.facts["case"]}, notes=notes)


def _stamp(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    kept = {key: act.facts[key] for key in ("photo", "note") if act.facts.get(key)}
    return changed(meeting, stamp={"at": entered_at(act), **kept})


def _close(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    return changed(meeting, closed_at=entered_at(act))


def _call_off(meeting: Meeting, act: Act, _policy: Policy) -> Meeting:
    return changed(meeting, called_off_at=act.at.isoformat())


def _with_agenda(meeting: Meeting, agenda: CaseAgenda) -> Meeting:
    cases = tuple(agenda if each.case == agenda.case else each for each in meeting.cases)
    return changed(meeting, cases=cases)


_FOLDS: Final[Mapping[str, Callable[[Meeting, Act, Policy], Meeting]]] = {
    "postponed": _postpone,
    "called_off": _call_off,
    "case_deferred": _defer,
    "attendance_taken": _attend,
    "agenda_done": _advance,
    "ballot_taken": _ballot,
    "signed": _sign,
    "sheet_signed": _sign_sheet,
    "stamped": _stamp,
    "closed": _close,
    PART_ERASED: _erase_part,
}
