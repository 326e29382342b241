"""A case: what its acts add up to (S7 part three). What may be done next stands in ``procedure``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from server.domain.act import Act
from server.domain.case_folds import FOLDS
from server.domain.case_parts import (
    Approval,
    Audit,
    Comparison,
    Examination,
    Feedback,
    Finding,
    Handover,
    Hardship,
    InfoCheck,
    Investigation,
    Materials,
    Notice,
    Objection,
    OriginalsCall,
    Refused,
    Resolution,
    StaffRelative,
    Team,
    Visit,
)
from server.domain.changed import changed
from server.domain.contribution import Contribution
from server.domain.days import shanghai_date
from server.domain.employment import JobRecord
from server.domain.errand import Errand
from server.domain.periodic_review import PeriodicReview
from server.domain.procedure import STEPS, check_step
from server.domain.question import Note, Question
from server.domain.receipt import Receipt
from server.domain.recovery import Recovery
from server.domain.renewal import Renewal
from server.domain.stage import Stage
from server.domain.standard import Standard
from server.domain.transition import Transition
from server.errors import Refusal

# A case is opened by an application, or with the state in which the system before it left a household.
OPENINGS: Final = ("applied", "taken_over")


@dataclass(frozen=True)
class Case:
    """The fold of a case's acts."""

    number: str
    stage: Stage
    street: str
    community: str
    policy: str
    persons: int
    declared: str
    applied_on: date
    channel: str = "community"  # where the family applied (D-01)
    acts: tuple[Act, ...] = ()
    materials: Materials = field(default_factory=Materials)
    relative: StaffRelative | None = None  # registered apart (C-08)
    authorised: Mapping[str, str] = field(
        default_factory=dict
    )  # member → digest of the ink, or on_paper (C-06)
    not_handled: str = ""  # digest of the community's reason (S7-PRE-03)
    accepted_on: date | None = None
    compared: tuple[Comparison, ...] = ()  # by the street (S7-EVAL-03)
    info_check: InfoCheck | None = None
    team: Team | None = None
    earlier_teams: tuple[Team, ...] = ()
    visit: Visit | None = None
    contributions: tuple[Contribution, ...] = ()  # of others to this visit
    investigations: tuple[Investigation, ...] = ()
    finding: Finding | None = None
    notice: Notice | None = None
    objections: tuple[Objection, ...] = ()
    resolution: Resolution | None = None
    feedback: Feedback | None = None
    audit: Audit | None = None
    originals: OriginalsCall | None = None
    checked: tuple[Comparison, ...] = ()  # at the district (S7-APPR-02)
    examination: Examination | None = None
    approval: Approval | None = None
    refused: Refused | None = None
    handover: Handover = field(default_factory=Handover)
    hardship: Hardship | None = None
    residence: str = "urban"  # where its members are registered: urban | rural (S4-04)
    receipt: Receipt | None = None  # what it receives, month by month, once it is approved
    jobs: Mapping[str, JobRecord] = field(default_factory=dict)  # by member, of those it concerns (S7-EMP)
    errands: tuple[Errand, ...] = ()  # teams sent with a feedback form
    reviews: tuple[PeriodicReview, ...] = ()  # S7-REV, the oldest first
    renewals: tuple[Renewal, ...] = ()  # S7-DUTY-C7
    recovery: Recovery = field(default_factory=Recovery)  # S7-DUTY-D2
    standard: Standard | None = None  # the last new standard that was applied (S1-ADJ-08)
    withdrawn: str = ""  # digest of the reason
    returned: str = ""  # digest of the reason, while a returned case waits
    questions: tuple[Question, ...] = ()  # of the district to the street
    notes: tuple[Note, ...] = ()
    dismissed: tuple[str, ...] = ()  # ids of flags a person looked at and put away

    @property
    def last(self) -> Act:
        return self.acts[-1]

    @property
    def step(self) -> Transition | None:
        """What the case waits for; None when nothing is left to do."""
        return STEPS[self.stage]

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Who was on the visit and has not signed it with a key of their own; the lead did by sealing."""
        if self.visit is None or self.team is None:
            return ()
        signed = {self.visit.sealed_by, *self.visit.confirmed}
        return tuple(assessor for assessor in self.visit.assessors if assessor not in signed)

    @property
    def originals_seen(self) -> bool:
        """Whether somebody at the district has seen every original; one still missing is waited for."""
        return bool(self.checked) and "missing" not in self.checked[-1].documents.values()

    @property
    def undecided(self) -> tuple[tuple[str, str], ...]:
        """Where records of the visit differ and nobody has decided: a contribution's digest and the path."""
        return tuple((each.digest, path) for each in self.contributions for path in each.undecided)

    @property
    def unanswered(self) -> tuple[Objection, ...]:
        """Objections whose author gave a name and still waits for an answer (S7-AMB-06)."""
        return tuple(each for each in self.objections if each.named and not each.answered)

    @property
    def unanswered_questions(self) -> tuple[Question, ...]:
        """What the district asked and the street has not answered."""
        return tuple(each for each in self.questions if not each.answer)


def fold_case(acts: Sequence[Act]) -> Case:
    """The case its chain of acts adds up to; the chain must be complete (``check_chain``)."""
    *_, case = fold_stages(acts)
    return case


def fold_stages(acts: Sequence[Act]) -> Iterator[Case]:
    """The case after each act of its chain."""
    if not acts or acts[0].kind not in OPENINGS:
        raise Refusal("case.unknown", number=acts[0].file if acts else "?")
    case = _apply_for(acts[0])
    if acts[0].kind == "taken_over":
        case = FOLDS["taken_over"](case, acts[0])
    yield case
    for act in acts[1:]:
        case = fold_on(case, act)
        yield case


def fold_on(case: Case, act: Act) -> Case:
    """The case with the act that follows its last."""
    return changed(FOLDS[act.kind](case, act), acts=(*case.acts, act))


def check_confirmed(case: Case) -> None:
    """Everybody of the visit's team signed it with a key of their own (design §4, S7-CRED-05)."""
    if case.unconfirmed:
        raise Refusal("visit.unconfirmed", who="、".join(case.unconfirmed))


def check_decided(case: Case) -> None:
    """Where assessors' records of the visit differ somebody has decided (S7-EVAL-05)."""
    if case.undecided:
        raise Refusal("case.undecided", count=len(case.undecided))


def check_notice_over(case: Case, today: date) -> None:
    """Nothing follows a notice before it has run out without objection (S7-NOTICE-03, S7-MEET-01)."""
    if case.notice is None:
        check_step(case, "resolved")
    elif not case.notice.period.is_over(today):
        raise Refusal("notice.running", last_day=case.notice.period.last_day.isoformat())


def _apply_for(act: Act) -> Case:
    facts = act.facts
    channel = str(facts.get("channel", "community"))
    return Case(
        number=act.file,
        stage=_first_stage(channel, reviewed=facts.get("reviewed", True)),
        street=facts["street"],
        community=facts["community"],
        policy=act.policy,
        persons=facts["persons"],
        declared=facts["declared"],
        applied_on=shanghai_date(act.at),
        channel=channel,
        residence=facts.get("residence", "urban"),
        acts=(act,),
        materials=Materials(tuple(facts.get("materials", ())), tuple(facts.get("waived", ()))),
    )


def _first_stage(channel: str, *, reviewed: bool) -> Stage:
    """A community reviews before it forwards; where the pack has no such step it hands on (D-02)."""
    if channel != "community":
        return Stage.DIRECT
    return Stage.APPLIED if reviewed else Stage.FORWARDED
