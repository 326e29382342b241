"""Who may do what: the whole map on one screen. What is not written here nobody may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from server.errors import Refusal

CLERK: Final = "community_clerk"
STREET: Final = "street_officer"
COMMITTEE: Final = "committee_member"
ASSESSOR: Final = "assessor"
CHAIR: Final = "chair"
DISTRICT: Final = "district_reviewer"
HEAD: Final = "bureau_head"
ADMIN: Final = "administrator"
AUDITOR: Final = "auditor"
ROLES: Final = (CLERK, STREET, COMMITTEE, ASSESSOR, CHAIR, DISTRICT, HEAD, ADMIN, AUDITOR)

ROLE_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    CLERK: ("社区经办", "Community clerk"),
    STREET: ("街道经办", "Street officer"),
    COMMITTEE: ("评审委员", "Committee member"),
    ASSESSOR: ("评估员", "Assessor"),
    CHAIR: ("主持人", "Meeting chair"),
    DISTRICT: ("区审核员", "District reviewer"),
    HEAD: ("局负责人", "Bureau head"),
    ADMIN: ("管理员", "Administrator"),
    AUDITOR: ("审计", "Auditor"),
}

_DESK: Final = frozenset(ROLES) - {ASSESSOR}

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "desk.use": frozenset(ROLES),
    "case.read": _DESK,
    "case.register": frozenset({CLERK, STREET}),  # S7-APPLY-01, S7-DUTY-C1, S7-PRE-04
    "case.forward": frozenset({CLERK}),  # S7-PRE-02
    "case.materials": frozenset({CLERK, STREET}),  # S7-PRE-01, C-07
    "case.withdraw": frozenset({CLERK, STREET}),
    "relative.register": frozenset({CLERK, STREET}),  # C-08
    "register.read": _DESK,  # DOC-17, C-08
    "consultation.record": frozenset({CLERK, STREET}),  # S7-APPLY-01…03
    "case.accept": frozenset({STREET}),  # S7-ACC-01
    "team.assign": frozenset({STREET}),  # S7-EVAL-01
    "discrepancy.decide": frozenset({STREET}),  # S7-EVAL-05
    "finding.record": frozenset({STREET, COMMITTEE}),  # S7-ORG-03, S7-EVAL-08
    "investigation.record": frozenset({STREET}),  # S7-EVAL-05
    "info.check": frozenset({STREET}),  # C-06, C-13, C-14
    "originals.compare": frozenset({STREET}),  # S7-EVAL-03
    "paper.deliver": frozenset({STREET, CLERK}),  # S7-EVAL-09
    "hardship.refer": frozenset({CLERK, STREET}),  # national-rules §11
    "hardship.decide": frozenset({STREET}),
    "notice.post": frozenset({STREET}),  # S7-NOTICE-01
    "notice.prove": frozenset({STREET, CLERK}),  # S7-AMB-22
    "objection.read": frozenset({STREET, DISTRICT, HEAD, AUDITOR}),
    "objection.record": frozenset({STREET, CLERK}),  # S7-AMB-06
    "objection.answer": frozenset({STREET}),
    "notice.read": _DESK,
    "holiday.edit": frozenset({ADMIN}),  # design §6, S7-AMB-07
    "meeting.read": _DESK,
    "meeting.convene": frozenset({CLERK}),  # S7-DUTY-C2
    "meeting.arrange": frozenset({CLERK, CHAIR}),  # moved, called off, a case taken off
    "meeting.run": frozenset({CHAIR}),  # S7-MEET-02
    "meeting.stamp": frozenset({CLERK, CHAIR}),  # S7-MEET-A8b
    "roll.edit": frozenset({CLERK}),  # S7-AMB-02
    "feedback.record": frozenset({CLERK}),  # S7-MEET-A8d
    "file.complete": frozenset({CLERK}),  # S7-MEET-A9
    "case.audit": frozenset({STREET}),  # S7-AUDIT-01
    "originals.call": frozenset({STREET}),  # S7-AUDIT-05
    "originals.check": frozenset({DISTRICT}),  # S7-APPR-02
    "case.examine": frozenset({DISTRICT}),  # S7-APPR-02…06
    "case.approve": frozenset({HEAD}),  # S7-APPR-07, S7-APPR-08
    "passbook.arrange": frozenset({STREET}),  # S7-APPR-12
    "paper.pass_on": frozenset({DISTRICT, STREET, CLERK}),  # S7-APPR-11, S7-APPR-13
    "case.return": frozenset({DISTRICT, HEAD}),
    "question.ask": frozenset({DISTRICT, HEAD}),  # S7-APPR-03
    "question.answer": frozenset({STREET}),
    "note.write": frozenset({STREET, DISTRICT, HEAD}),
    "paper.issue": frozenset({CLERK, STREET, COMMITTEE, CHAIR, DISTRICT, HEAD}),  # each in their own area
    "paper.withdraw": frozenset({STREET, DISTRICT}),
    "paper.read": frozenset({STREET, DISTRICT, HEAD, AUDITOR}),  # the register of those of no case
    "case.take_over": frozenset({ADMIN}),  # households of the system before (S7-DUTY-S7)
    "class.set": frozenset({STREET}),  # S7-AMB-14
    # periodic reviews
    "review.read": _DESK,
    "review.open": frozenset({CLERK, STREET, DISTRICT}),  # S7-REV-13, D-31
    "review.record": frozenset({CLERK, STREET}),  # S7-DUTY-C6
    "review.audit": frozenset({STREET}),  # S7-AMB-23
    "review.decide": frozenset({HEAD}),  # S7-AMB-23
    "review.notify": frozenset({CLERK, STREET}),  # C-26
    "renewal.register": frozenset({CLERK, STREET}),  # S7-DUTY-C7
    "standard.confirm": frozenset({HEAD}),  # S1-ADJ-08
    "receipt.stop": frozenset({HEAD}),  # S7-REV-01, S7-AMB-23
    # spot checks and quarterly lists
    "burden.record": frozenset({STREET, DISTRICT}),  # S7-SPOT-03
    "draw.read": _DESK,
    "draw.make": frozenset({STREET, DISTRICT}),  # S7-SPOT-01, 02, 04, 05
    "draw.record": frozenset({STREET, DISTRICT}),  # S7-REV-12, S7-QPUB-05
    "list.read": _DESK,
    "list.make": frozenset({CLERK, STREET}),  # S7-QPUB-03, S7-QPUB-04
    "list.inspect": frozenset({STREET, DISTRICT}),  # S7-QPUB-05
    "list.object": frozenset({CLERK, STREET, DISTRICT}),
    # payments and recovery
    "payroll.read": frozenset({STREET, DISTRICT, HEAD, AUDITOR}),  # S7-DUTY-D2, S7-DUTY-S3
    "payroll.propose": frozenset({STREET}),
    "payroll.sign": frozenset({DISTRICT, HEAD}),  # two people, neither of whom proposed it
    "payroll.send": frozenset({DISTRICT}),
    "payment.read": frozenset({CLERK, STREET, DISTRICT, HEAD, AUDITOR}),  # of one household
    "recovery.find": frozenset({STREET, DISTRICT}),  # S7-DUTY-D2
    "recovery.receive": frozenset({STREET, DISTRICT}),
    "recovery.waive": frozenset({HEAD}),  # never whoever found it
    # budget and goods
    "budget.read": frozenset({STREET, DISTRICT, HEAD, AUDITOR}),  # S7-DUTY-D2
    "budget.propose": frozenset({STREET, DISTRICT}),
    "budget.confirm": frozenset({DISTRICT, HEAD}),  # never whoever proposed it
    "goods.read": frozenset({CLERK, STREET, DISTRICT, HEAD, AUDITOR}),
    "goods.list": frozenset({STREET}),  # S7-DUTY-S3
    "goods.hand_out": frozenset({CLERK, STREET}),
    # employment
    "employment.read": frozenset({CLERK, STREET, DISTRICT, HEAD, AUDITOR}),
    "job.issue": frozenset({STREET}),  # S7-EMP-03
    "job.record": frozenset({CLERK, STREET}),  # S7-EMP-05…07
    "activity.record": frozenset({CLERK}),  # S7-DUTY-C5, S7-EMP-08
    "cause.read": frozenset({CLERK, STREET, DISTRICT, HEAD, ADMIN, AUDITOR}),  # article 2
    "research.export": frozenset({DISTRICT}),  # S1-VAR-01
    # complaints
    "complaint.read": frozenset({STREET, DISTRICT, HEAD, AUDITOR}),  # never the community (S7-DUTY-S6)
    "complaint.record": frozenset({STREET, DISTRICT}),
    "complaint.assign": frozenset({STREET, DISTRICT}),
    "complaint.look": frozenset({STREET, DISTRICT}),  # the two who were assigned
    "complaint.answer": frozenset({STREET, DISTRICT}),
    "reconsideration.read": frozenset({STREET, DISTRICT, HEAD, AUDITOR}),
    "reconsideration.record": frozenset({DISTRICT}),  # S7-DUTY-D5, D-20
    # campaigns
    "campaign.read": _DESK,
    "campaign.open": frozenset({DISTRICT, HEAD}),  # S3-PH-1
    "campaign.check": frozenset({STREET, CLERK}),  # S3-PH-2
    "campaign.correct": frozenset({STREET, DISTRICT}),  # S3-PH-3
    "campaign.report": frozenset({DISTRICT}),  # S3-PH-4
    # housing
    "housing.read": _DESK,
    "housing.survey": frozenset({CLERK, STREET}),  # S8-SURV-01
    "housing.apply": frozenset({CLERK, STREET}),  # S8-SURV-02
    "housing.decide": frozenset({DISTRICT}),  # S8-ORG
    "housing.lines": frozenset({DISTRICT}),  # S8-ELIG-03
    # statistics and indicators
    "identity.read": frozenset({CLERK, STREET, DISTRICT, HEAD, AUDITOR}),  # in full, each time on the record
    "reading.read": frozenset({ADMIN, AUDITOR}),  # who read which file
    "statistics.read": _DESK,  # of one's own area (S4)
    "figures.report": frozenset({DISTRICT}),  # lines of which no record is kept here (S4-09…S4-20)
    "account.read": frozenset({ADMIN, AUDITOR}),
    "account.manage": frozenset({ADMIN}),
    "permission.read": _DESK,
    "indicator.read": _DESK,
    "indicator.enter": frozenset({DISTRICT, ADMIN}),  # S1-ADJ-06
    "policy.read": _DESK,
    "policy.plan": frozenset({DISTRICT, HEAD, ADMIN, AUDITOR}),  # a new standard, before anybody confirms it
    "assessor.read": frozenset({STREET, DISTRICT, ADMIN, AUDITOR}),
    "device.enrol": frozenset({STREET, ADMIN}),
    "assessor.register": frozenset({STREET, DISTRICT}),
    "training.read": frozenset({STREET, DISTRICT, ADMIN, AUDITOR}),
    "training.record": frozenset({DISTRICT}),  # S7-CRED-02
    "credential.issue": frozenset({DISTRICT, ADMIN}),  # S7-CRED-03
    "credential.rotate": frozenset({ADMIN}),
    "log.read": frozenset({STREET, DISTRICT, ADMIN, AUDITOR}),
    "flag.read": frozenset({STREET, COMMITTEE, DISTRICT, ADMIN, AUDITOR}),
    "flag.dismiss": frozenset({STREET, DISTRICT}),
    "position.set": frozenset({STREET, DISTRICT}),
    "freshness.read": frozenset({DISTRICT, ADMIN, AUDITOR}),
    "set_aside.read": frozenset({STREET, DISTRICT, ADMIN, AUDITOR}),
    "set_aside.return": frozenset({STREET}),  # the street arranges the visit (S7-EVAL-01)
    "set_aside.close": frozenset({STREET, DISTRICT}),
    "set_aside.accept": frozenset({STREET, DISTRICT}),
    "set_aside.override": frozenset({DISTRICT}),  # the district answers for the visit (S7-APPR-03)
    # retention
    "retention.read": frozenset({DISTRICT, HEAD, AUDITOR}),  # PR-07
    "case.erase": frozenset({HEAD}),  # PR-13
    # streets and communities, imports
    "area.read": frozenset({DISTRICT, ADMIN, AUDITOR}),
    "area.manage": frozenset({ADMIN}),
    "import.use": frozenset({CLERK, STREET, DISTRICT, ADMIN}),  # each kind asks for its own as well
    "roll.import": frozenset({CLERK, ADMIN}),  # S7-MEET-10
    # what leaves the house
    "export.make": frozenset({CLERK, STREET, DISTRICT, HEAD, AUDITOR}),  # each on the record
    "feed.use": frozenset({CLERK, STREET, DISTRICT, HEAD, AUDITOR}),
    "hook.read": frozenset({ADMIN, AUDITOR}),
    "hook.manage": frozenset({ADMIN}),
    "daily.erase": frozenset({HEAD}),  # PR-07
    # access copies
    "copy.make": frozenset({STREET, DISTRICT}),  # PR-13
}

# Who may enter an upload all the same that was set aside for a reason. The street judges who was sent and on
# which tablet; the district, what the rules ask of a visit. What is not written here nobody can release: the
# upload was not sealed over what came, or its figures do not follow from its answers.
RELEASED_BY: Final[dict[str, str]] = {
    "visit.not_their_case": "set_aside.accept",
    "errand.called_off": "set_aside.accept",  # they had been there before they heard of it
    "visit.not_lead": "set_aside.accept",
    "visit.device_closing": "set_aside.accept",
    "visit.already_received": "set_aside.accept",
    "draft.answers": "set_aside.accept",  # they do not count; what is allowed is laid beside the visit
    "visit.not_assigned": "set_aside.override",
    "visit.device_removed": "set_aside.override",
    "visit.too_few_assessors": "set_aside.override",
    "visit.badge_missing": "set_aside.override",
    "visit.bad_badge": "set_aside.override",
    "visit.signature_missing": "set_aside.override",
    "visit.signature_reason": "set_aside.override",
    "visit.signature_witness": "set_aside.override",
    "visit.signature_proxy": "set_aside.override",
    "visit.signature_by_party": "set_aside.override",
    "visit.times": "set_aside.override",
}

# Roles whose work is bound to one street, or to one community of it.
_BOUND_TO_STREET: Final = frozenset({CLERK, STREET, COMMITTEE, CHAIR, ASSESSOR})
_BOUND_TO_COMMUNITY: Final = frozenset({CLERK})


@dataclass(frozen=True)
class Actor:
    """The person signed in: their roles, and the area they work in (empty = the whole district)."""

    user_id: str
    name: str
    roles: frozenset[str]
    street: str = ""
    community: str = ""
    assessor_id: str = ""

    def role_for(self, permission: str) -> str:
        """The role under which this person does what ``permission`` names."""
        return next((role for role in ROLES if role in self.roles & PERMISSIONS[permission]), "")


def may(actor: Actor, permission: str) -> bool:
    """Whether one of the actor's roles holds the permission."""
    return bool(actor.roles & PERMISSIONS[permission])


def check_may(actor: Actor, permission: str) -> None:
    """Refuses a person whose post does not do this."""
    if not may(actor, permission):
        raise Refusal("person.may_not")


def may_in_area(actor: Actor, street: str, community: str) -> bool:
    """Whether an area is the actor's: a clerk has one community, a street officer one street."""
    if actor.roles - _BOUND_TO_STREET:
        return True
    if actor.street and actor.street != street:
        return False
    only_community = actor.roles <= _BOUND_TO_COMMUNITY
    return not (only_community and actor.community and actor.community != community)


def check_in_area(actor: Actor, street: str, community: str) -> None:
    """Refuses a person whose area this is not."""
    if not may_in_area(actor, street, community):
        raise Refusal("person.other_area")
