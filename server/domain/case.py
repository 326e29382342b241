"""A case: what its acts add up to, and what may be done next (S7 part three).

The table ``STEPS`` is the procedure: each stage names the act that leaves it, who does it, and the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from server.domain.act import Act
from server.domain.contribution import Contribution
from server.domain.days import parse_date, shanghai_date
from server.domain.notice import NoticePeriod
from server.domain.permission import CHAIR, CLERK, DISTRICT, STREET
from server.errors import Refusal


class Stage(StrEnum):
    """Where a case stands; the value is stable, the words are the page's."""

    APPLIED = "applied"
    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    VISITED = "visited"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    NOTICED = "noticed"
    PASSED = "passed"
    NOT_PASSED = "not_passed"
    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True)
class Step:
    """The one act a stage waits for."""

    act: str
    permission: str
    role: str
    rule: str


STEPS: Final[dict[Stage, Step | None]] = {
    Stage.APPLIED: Step("forwarded", "case.forward", CLERK, "S7-PRE-02"),
    Stage.FORWARDED: Step("accepted", "case.accept", STREET, "S7-ACC-01"),
    Stage.ACCEPTED: Step("team_assigned", "team.assign", STREET, "S7-EVAL-01"),
    Stage.ASSIGNED: Step("visit_received", "", "assessor", "S7-EVAL-04"),
    Stage.VISITED: Step("committee_found", "finding.record", STREET, "S7-EVAL-08"),
    Stage.ELIGIBLE: Step("notice_posted", "notice.post", STREET, "S7-NOTICE-01"),
    Stage.NOTICED: Step("resolved", "meeting.run", CHAIR, "S7-MEET-01"),
    Stage.PASSED: Step("approved", "case.approve", DISTRICT, "S7-APPR-03"),
    Stage.RETURNED: Step("team_assigned", "team.assign", STREET, "S7-EVAL-01"),
    Stage.INELIGIBLE: None,
    Stage.NOT_PASSED: None,
    Stage.APPROVED: None,
}


# What may happen at a stage besides what it waits for: colleagues sign a visit one by one, and while one
# has not, another team may be sent; the reviewer returns instead of approving.
BESIDE: Final[Mapping[Stage, tuple[str, ...]]] = {
    Stage.VISITED: ("visit_confirmed", "team_assigned", "contribution_received", "discrepancy_decided"),
    Stage.PASSED: ("returned",),
}


@dataclass(frozen=True)
class Team:
    """Who was sent, in which round (the number of the assignment within the case)."""

    round: int
    assessors: tuple[str, ...]
    lead: str
    form: str
    due_on: date
    assigned_at: str


@dataclass(frozen=True)
class Visit:
    """What a received visit established; the answers themselves lie in evidence."""

    round: int
    digest: str
    photos: tuple[str, ...]
    assessors: tuple[str, ...]
    device: str
    persons: int
    income_total_fen: int  # what counts: net of what is left out and deducted (P-20 arts 12, 13)
    income_per_capita_fen: int
    differences: int
    received_at: str
    confirmed: tuple[str, ...] = ()  # colleagues who signed with a key of their own (design §4)
    sealed_by: str = ""  # the lead of its round; of an earlier one where it was released from set aside


@dataclass(frozen=True)
class Finding:
    eligible: bool
    members: tuple[str, ...]
    amount_fen: int
    reason: str  # digest of the reason in evidence, empty where none was needed


@dataclass(frozen=True)
class Notice:
    id: str
    number: int
    place: str  # digest of the place in evidence: a building can point at a family
    period: NoticePeriod


@dataclass(frozen=True)
class Resolution:
    meeting: str
    base: int
    agree: int
    against: int
    abstain: int
    not_voting: int
    passed: bool
    ballot: str  # digest of the meeting's act that took the ballot


@dataclass(frozen=True)
class Approval:
    amount_fen: int
    start_month: str
    reason: str  # digest of the reason in evidence; needed where a check failed


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
    acts: tuple[Act, ...] = ()
    team: Team | None = None
    visit: Visit | None = None
    contributions: tuple[Contribution, ...] = ()  # of others to this visit
    finding: Finding | None = None
    notice: Notice | None = None
    resolution: Resolution | None = None
    approval: Approval | None = None
    returned: str = field(default="")  # digest of the reason, while a returned case waits
    dismissed: tuple[str, ...] = ()  # ids of flags a person looked at and put away

    @property
    def last(self) -> Act:
        return self.acts[-1]

    @property
    def step(self) -> Step | None:
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
    def undecided(self) -> tuple[tuple[str, str], ...]:
        """Where records of the visit differ and nobody has decided: a contribution's digest and the path."""
        return tuple((each.digest, path) for each in self.contributions for path in each.undecided)


def fold_case(acts: Sequence[Act]) -> Case:
    """The case its chain of acts adds up to; the chain must be complete (``check_chain``)."""
    if not acts or acts[0].kind != "applied":
        raise Refusal("case.unknown", number=acts[0].file if acts else "?")
    case = _apply_for(acts[0])
    for act in acts[1:]:
        case = replace(_FOLDS[act.kind](case, act), acts=(*case.acts, act))
    return case


def check_step(case: Case, act: str) -> None:
    """Only the act the stage waits for may follow, and what :data:`BESIDE` allows there besides."""
    allowed = {case.step.act} if case.step else set()
    allowed.update(BESIDE.get(case.stage, ()))
    if case.stage is Stage.VISITED and not case.unconfirmed:
        allowed -= {"visit_confirmed", "team_assigned"}
    if act not in allowed:
        raise Refusal("case.wrong_step", step=STAGE_WORDS[case.stage][0], act=ACT_WORDS[act][0])


def check_confirmed(case: Case) -> None:
    """Everybody of the visit's team signed it with a key of their own (design §4, S7-CRED-05)."""
    if case.unconfirmed:
        raise Refusal("visit.unconfirmed", who="、".join(case.unconfirmed))


def check_decided(case: Case) -> None:
    """Where assessors' records of the visit differ somebody has decided (S7-EVAL-05)."""
    if case.undecided:
        raise Refusal("case.undecided", count=len(case.undecided))


def check_notice_over(case: Case, today: date) -> None:
    """No meeting before the notice has run out without objection (S7-NOTICE-03, S7-MEET-01)."""
    if case.notice is None:
        check_step(case, "resolved")
    elif not case.notice.period.is_over(today):
        raise Refusal("notice.running", last_day=case.notice.period.last_day.isoformat())


STAGE_WORDS: Final[dict[Stage, tuple[str, str]]] = {
    Stage.APPLIED: ("已登记", "registered"),
    Stage.FORWARDED: ("社区已转来", "forwarded by the community"),
    Stage.ACCEPTED: ("已受理", "accepted"),
    Stage.ASSIGNED: ("等入户", "waiting for the visit"),
    Stage.VISITED: ("已入户", "visited"),
    Stage.ELIGIBLE: ("评议符合条件", "found eligible"),
    Stage.INELIGIBLE: ("评议不符合条件", "found not eligible"),
    Stage.NOTICED: ("公示中", "on notice"),
    Stage.PASSED: ("议事会通过", "passed by the meeting"),
    Stage.NOT_PASSED: ("议事会没通过", "not passed by the meeting"),
    Stage.APPROVED: ("已批准", "approved"),
    Stage.RETURNED: ("区里退回", "returned by the district"),
}

ACT_WORDS: Final[dict[str, tuple[str, str]]] = {
    "applied": ("登记申请", "register the application"),
    "forwarded": ("转街道", "forward to the street"),
    "accepted": ("受理", "accept"),
    "team_assigned": ("派评估员", "assign the team"),
    "visit_received": ("收讫入户记录", "receive the visit"),
    "visit_confirmed": ("会签入户记录", "countersign the visit"),
    "contribution_received": ("收讫补充记录", "receive a contribution"),
    "discrepancy_decided": ("决定不一致的地方", "decide a discrepancy"),
    "committee_found": ("记评审委员会结论", "record the committee's finding"),
    "notice_posted": ("张贴公示", "post the notice"),
    "resolved": ("开议事会", "hold the meeting"),
    "approved": ("批准", "approve"),
    "returned": ("退回", "return"),
    "set_aside_accepted": ("收下搁置的上传", "accept what was set aside"),
    "set_aside_returned": ("把搁置的上传退回平板", "send back what was set aside"),
    "set_aside_closed": ("结掉搁置的上传", "close what was set aside"),
    "flag_dismissed": ("看过提醒", "put a flag away"),
    "paper_issued": ("印发文件", "issue a paper"),
    "paper_withdrawn": ("收回文件", "withdraw a paper"),
}


def _apply_for(act: Act) -> Case:
    facts = act.facts
    return Case(
        number=act.file,
        stage=Stage.APPLIED,
        street=facts["street"],
        community=facts["community"],
        policy=act.policy,
        persons=facts["persons"],
        declared=facts["declared"],
        applied_on=shanghai_date(act.at),
        acts=(act,),
    )


def _assign(case: Case, act: Act) -> Case:
    facts = act.facts
    team = Team(
        round=facts["round"],
        assessors=tuple(facts["assessors"]),
        lead=facts["lead"],
        form=facts["form"],
        due_on=parse_date(facts["due_on"]),
        assigned_at=facts["assigned_at"],
    )
    return replace(case, stage=Stage.ASSIGNED, team=team, returned="")


def _receive(case: Case, act: Act) -> Case:
    facts = act.facts
    visit = Visit(
        round=facts["round"],
        digest=facts["visit"],
        photos=tuple(facts["photos"]),
        assessors=tuple(facts["assessors"]),
        device=facts["device"],
        persons=facts["persons"],
        income_total_fen=facts["income_total_fen"],
        income_per_capita_fen=facts["income_per_capita_fen"],
        differences=facts["differences"],
        received_at=act.at.isoformat(),
        sealed_by=act.by.removeprefix("assessor:"),
    )
    anew = replace(case, stage=Stage.VISITED, visit=visit, contributions=())
    return replace(anew, finding=None, notice=None, resolution=None)


def _confirm(case: Case, act: Act) -> Case:
    if case.visit is None:
        raise Refusal("case.wrong_step", step=STAGE_WORDS[case.stage][0], act=ACT_WORDS[act.kind][0])
    confirmed = (*case.visit.confirmed, act.facts["assessor"])
    return replace(case, visit=replace(case.visit, confirmed=confirmed))


def _contribute(case: Case, act: Act) -> Case:
    facts = act.facts
    contribution = Contribution(
        digest=facts["contribution"],
        by=facts["assessor"],
        device=facts["device"],
        how=facts["how"],
        received_at=act.at.isoformat(),
        photos=tuple(facts["photos"]),
        taken=facts["taken"],
        differing=tuple(facts["differing"]),
    )
    return replace(_counted_anew(case, act), contributions=(*case.contributions, contribution))


def _decide(case: Case, act: Act) -> Case:
    digest, path, choice = (act.facts[key] for key in ("contribution", "path", "choice"))
    decided = tuple(
        replace(each, decided={**each.decided, path: choice}) if each.digest == digest else each
        for each in case.contributions
    )
    return replace(_counted_anew(case, act), contributions=decided)


def _counted_anew(case: Case, act: Act) -> Case:
    """The visit's totals as they are with what was taken and decided."""
    if case.visit is None:
        raise Refusal("case.wrong_step", step=STAGE_WORDS[case.stage][0], act=ACT_WORDS[act.kind][0])
    totals = {key: act.facts[key] for key in ("persons", "income_total_fen", "income_per_capita_fen")}
    return replace(case, visit=replace(case.visit, **totals))


def _find(case: Case, act: Act) -> Case:
    facts = act.facts
    finding = Finding(
        facts["eligible"], tuple(facts["members"]), facts["amount_fen"], facts.get("reason", "")
    )
    return replace(case, stage=Stage.ELIGIBLE if finding.eligible else Stage.INELIGIBLE, finding=finding)


def _post(case: Case, act: Act) -> Case:
    facts = act.facts
    period = NoticePeriod(*(parse_date(facts[key]) for key in ("posted_on", "first_day", "last_day")))
    notice = Notice(facts["notice"], facts["number"], facts["place"], period)
    return replace(case, stage=Stage.NOTICED, notice=notice)


def _resolve(case: Case, act: Act) -> Case:
    facts = act.facts
    numbers = {key: facts[key] for key in ("base", "agree", "against", "abstain", "not_voting", "passed")}
    resolution = Resolution(meeting=facts["meeting"], ballot=facts["ballot"], **numbers)
    return replace(case, stage=Stage.PASSED if resolution.passed else Stage.NOT_PASSED, resolution=resolution)


def _approve(case: Case, act: Act) -> Case:
    facts = act.facts
    approval = Approval(facts["amount_fen"], facts["start_month"], facts.get("reason", ""))
    return replace(case, stage=Stage.APPROVED, approval=approval)


_FOLDS: Final[Mapping[str, Callable[[Case, Act], Case]]] = {
    "forwarded": lambda case, _act: replace(case, stage=Stage.FORWARDED),
    "accepted": lambda case, _act: replace(case, stage=Stage.ACCEPTED),
    "team_assigned": _assign,
    "visit_received": _receive,
    "visit_confirmed": _confirm,
    "contribution_received": _contribute,
    "discrepancy_decided": _decide,
    "committee_found": _find,
    "notice_posted": _post,
    "resolved": _resolve,
    "approved": _approve,
    "returned": lambda case, act: replace(case, stage=Stage.RETURNED, returned=act.facts["reason"]),
    # What becomes of an upload set aside is on the record at any stage, and moves the case nowhere by itself.
    "set_aside_accepted": lambda case, _act: case,
    "set_aside_returned": lambda case, _act: case,
    "set_aside_closed": lambda case, _act: case,
    # A paper says what the case is and changes nothing of it; which there are is read from the acts (domain/paper).
    "paper_issued": lambda case, _act: case,
    "paper_withdrawn": lambda case, _act: case,
    "flag_dismissed": lambda case, act: replace(case, dismissed=(*case.dismissed, act.facts["flag"])),
}
