"""A tip-off: received, looked into by two others than before, found, answered (S7-DUTY-S6).

A chain of its own, ``complaint-<receipt>``. Who complained and in which words lies in evidence; which
household it is about is only here, so that the case shows neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from server.domain.act import Act
from server.domain.case import Case
from server.domain.clock_spans import count_days
from server.domain.days import Calendar, parse_date, shanghai_date
from server.domain.policy_reader import Clock
from server.errors import Refusal

SERIES: Final = "complaint-"
OPENING: Final = "complaint_received"
ASSIGNED: Final = "complaint_assigned"
LOOKED: Final = "complaint_looked_into"
FOUND: Final = "complaint_found"
ANSWERED: Final = "complaint_answered"
NOTHING_OWED: Final = "complaint_nothing_owed"
HOUSEHOLD, STAFF = "household", "staff"  # S7-DUTY-S6: false claims; breaches by those who decide
ABOUT: Final = (HOUSEHOLD, STAFF)
RECEIVED, LOOKING, WEIGHED, TO_ANSWER, CLOSED = "received", "assigned", "looked_into", "found", "closed"
STATES: Final = (RECEIVED, LOOKING, WEIGHED, TO_ANSWER, CLOSED)
WAYS: Final = ("visit", "documents", "words")
TRUE: Final = "true"
RESULTS: Final = (TRUE, "not_true", "not_established")
REVIEW, RECOVERY, NOTHING, DISCIPLINE = "review", "recovery", "nothing", "discipline"
CONSEQUENCES: Final = (REVIEW, RECOVERY, NOTHING, DISCIPLINE)
TEAM: Final = 2


@dataclass(frozen=True)
class Look:
    """One way it was looked into; ``words`` is a digest."""

    way: str
    looked_on: date
    words: str
    by: str


@dataclass(frozen=True)
class Complaint:
    """The fold of a tip-off; ``words``, ``reason`` and ``answer`` are digests."""

    id: str
    about: str
    how: str
    named: bool
    street: str  # empty: for the district, as is everything about staff
    community: str
    received_on: date
    words: str
    once: str
    policy: str
    acts: tuple[Act, ...]
    case: str = ""
    officers: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()
    result: str = ""
    consequence: str = ""
    reason: str = ""
    found_on: date | None = None
    answer: str = ""
    answered_on: date | None = None
    nothing_owed: str = ""  # why nothing is asked back after all, a digest

    @property
    def receipt(self) -> str:
        return self.id.removeprefix(SERIES)

    @property
    def last(self) -> Act:
        return self.acts[-1]

    @property
    def state(self) -> str:
        """received | assigned | looked_into | found | closed: found without a name, nobody waits."""
        if self.answered_on or (self.found_on and not self.named):
            return CLOSED
        if self.found_on:
            return TO_ANSWER
        if self.looks:
            return WEIGHED
        return LOOKING if self.officers else RECEIVED


def file_of(receipt: str) -> str:
    return f"{SERIES}{receipt}"


def due_on(received_on: date, timer: Clock | None, calendar: Calendar) -> date | None:
    """By when it is found and a named complainant answered; None where the pack sets no time."""
    return count_days(received_on, timer, calendar) if timer else None


def sent_to(case: Case) -> frozenset[str]:
    """Every assessor who was ever sent to the household: none of them looks into a complaint about it."""
    return frozenset(
        assessor for act in case.acts if act.kind == "team_assigned" for assessor in act.facts["assessors"]
    )


def check_officers(officers: Mapping[str, str], barred: frozenset[str]) -> None:
    """Two different people, none of the first team; ``officers`` holds the assessor of each, if any."""
    if len(officers) != TEAM:
        raise Refusal("complaint.two")
    again = [officer for officer, assessor in officers.items() if assessor and assessor in barred]
    if again:
        raise Refusal("complaint.same_team")


def check_state(complaint: Complaint, *states: str) -> None:
    """Refuses a step out of its order, and anything after the end."""
    if complaint.state not in states:
        raise Refusal("complaint.step", state=complaint.state)


def check_finding(complaint: Complaint, result: str, consequence: str) -> None:
    """What is not true, or cannot be established, has no consequence for the household (S7-DUTY-S6)."""
    check_state(complaint, WEIGHED)
    if result not in RESULTS or consequence not in CONSEQUENCES:
        raise Refusal("complaint.result")
    if consequence != NOTHING and result != TRUE:
        raise Refusal("complaint.consequence")
    if consequence in (REVIEW, RECOVERY) and not complaint.case:
        raise Refusal("complaint.case")


def check_nothing_owed(complaint: Complaint) -> None:
    """Said once, of a complaint that suggested to ask something back."""
    if complaint.consequence != RECOVERY:
        raise Refusal("complaint.no_recovery")
    if complaint.nothing_owed:
        raise Refusal("complaint.nothing_owed")


def fold_complaint(acts: Sequence[Act]) -> Complaint:
    """The complaint its chain adds up to."""
    if not acts or acts[0].kind != OPENING:
        raise Refusal("objection.unknown")
    first, facts = acts[0], acts[0].facts
    complaint = Complaint(
        id=first.file,
        about=facts["about"],
        how=facts["how"],
        named=facts["named"],
        street=facts["street"],
        community=facts["community"],
        received_on=shanghai_date(first.at),
        words=facts["words"],
        once=facts["once"],
        policy=first.policy,
        acts=(first,),
    )
    for act in acts[1:]:
        complaint = replace(_FOLDS[act.kind](complaint, act), acts=(*complaint.acts, act))
    return complaint


def _assign(complaint: Complaint, act: Act) -> Complaint:
    return replace(complaint, case=act.facts["case"], officers=tuple(act.facts["officers"]))


def _look(complaint: Complaint, act: Act) -> Complaint:
    facts = act.facts
    look = Look(facts["way"], parse_date(facts["looked_on"]), facts["words"], act.by)
    return replace(complaint, looks=(*complaint.looks, look))


def _find(complaint: Complaint, act: Act) -> Complaint:
    facts = act.facts
    return replace(
        complaint,
        result=facts["result"],
        consequence=facts["consequence"],
        reason=facts["reason"],
        found_on=shanghai_date(act.at),
    )


def _answer(complaint: Complaint, act: Act) -> Complaint:
    return replace(complaint, answer=act.facts["words"], answered_on=shanghai_date(act.at))


def _owe_nothing(complaint: Complaint, act: Act) -> Complaint:
    return replace(complaint, nothing_owed=act.facts["words"])


def _stay(complaint: Complaint, _act: Act) -> Complaint:
    """What was erased lay in evidence; when it came and what was found stays."""
    return complaint


_FOLDS: Final[Mapping[str, Callable[[Complaint, Act], Complaint]]] = {
    ASSIGNED: _assign,
    LOOKED: _look,
    FOUND: _find,
    ANSWERED: _answer,
    NOTHING_OWED: _owe_nothing,
    "erased": _stay,
}
