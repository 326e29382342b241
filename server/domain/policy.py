"""A policy pack: the dated, sourced values a case is decided under (design §6, national-rules §12).

A pack is groups of rules, one group a section of its file ``server/policies/<id>/<version>.toml``. The types
written here say what a value may be; ``policy_reader`` refuses by key whatever is not that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal

from server.domain.policy_benefit import (
    AmountRules,
    BenefitRules,
    EligibilityRules,
    IncomeRules,
    PropertyRules,
)
from server.domain.policy_checks import check_pack
from server.domain.policy_names import FormNames, Names, OrgNames, RemedyRules, StampNames
from server.domain.policy_reader import (
    AtLeast,
    Clock,
    Count,
    DayKind,
    Share,
    Whole,
    Words,
    read_head,
    read_pack,
    read_sources,
)
from server.errors import Refusal

_RULE = re.compile(r"S\d-[A-Z]+(?:-[A-Z0-9]+)?|[CDP]-\d+")
VoteBase = Literal["all_members", "present"]
MeetingMode = Literal["always", "on_objection", "never"]
NoticeField = Literal["head", "persons", "amount"]
BloodKin = Literal["spouse", "parent", "child", "sibling", "grandparent", "grandchild"]
Kin = Literal[BloodKin, "parent_in_law", "child_in_law"]
Material = Literal["application", "identity", "register", "income", "housing", "health"]
Month = Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]


@dataclass(frozen=True)
class ApplyRules:
    """Where a family may hand in its application (D-01), and what comes with it."""

    channels: tuple[Literal["community", "street", "online"], ...]
    materials: tuple[Material, ...]  # of the disclosure letter (S7-APPLY-04), less what is queried (C-07)


@dataclass(frozen=True)
class PreReviewRules:
    enabled: bool  # the community looks first and may refuse to handle (S7-PRE, D-02)


@dataclass(frozen=True)
class VisitRules:
    min_team: Count  # S7-CRED-05
    roster_stale_days: Count  # S7-AMB-13
    closing_days: Count  # how long a tablet that is being closed may still send (design §4)
    credential_required: bool  # S7-CRED-04
    signers: tuple[Literal["assessors", "applicant", "present_member"], ...]  # S7-EVAL-07, C-11, D-04
    remote_allowed: bool  # by telephone or video in a major emergency (C-12)


@dataclass(frozen=True)
class InfoCheckRules:
    """The check with other offices' data (C-06, C-13, C-14); days are working days."""

    enabled: bool
    authorisation_required: bool
    days: Whole
    recheck_days: Whole

    @property
    def needs_authorisation(self) -> bool:
        """Whether every adult authorises a check first (C-06)."""
        return self.enabled and self.authorisation_required


@dataclass(frozen=True)
class CommitteeRules:
    min_members: Count  # S7-ORG-04
    social_workers: Whole  # of the communities, at least so many of the members


@dataclass(frozen=True)
class NoticeRules:
    days: Count  # S7-NOTICE-02
    day_kind: DayKind  # S7-AMB-07
    extend_past_holiday: bool  # Civil Code art. 203
    fields: tuple[NoticeField, ...]  # PR-02, D-09
    mask_name: bool  # PR-16
    place: Literal["building", "community"]  # S7-NOTICE-01, D-08
    renotice_days: Count  # after a re-investigation (S7-AMB-06)
    proof_photos: bool  # posted and removed (S7-AMB-22)


@dataclass(frozen=True)
class ObjectionRules:
    """What follows when somebody objects to a notice (S7-AMB-06, D-10)."""

    path: Literal["reinvestigate"]
    answer_days: Count  # working days until a named objector has an answer
    anonymous: bool
    other_team: bool  # nobody of the first team investigates again


@dataclass(frozen=True)
class MeetingRules:
    vote_base: VoteBase  # S7-AMB-01
    threshold: Share  # S7-MEET-A7: (2, 3)
    min_members: Count  # S7-AMB-02
    quorum: Share  # share of the members who must be present
    effect: Literal["gate", "advisory"]  # S7-AMB-04
    mode: MeetingMode  # D-11
    comparator: Literal["at_least", "more_than"]  # 以上 includes the number (Civil Code art. 1259)
    ballot: Literal["hands", "secret"]  # S7-MEET-A7
    rep_share: Share  # of those present who are residents' representatives; 0 asks for none
    member_by_member: bool  # each hand is entered with its name
    chair_votes: bool  # S7-AMB-02
    pass_words: Words
    fail_words: Words


@dataclass(frozen=True)
class AuditRules:
    separation: Literal["block", "flag", "off"]  # who visited does not audit (S7-AMB-10)


@dataclass(frozen=True)
class OriginalsRules:
    """The call to bring the originals to the district (S7-AUDIT-05, S7-AMB-08, D-16)."""

    district_check: bool
    days: Whole
    day_kind: DayKind
    extension_days: Whole


@dataclass(frozen=True)
class ApprovalRules:
    level: Literal["district", "street"]  # D-13


@dataclass(frozen=True)
class PaymentRules:
    custody: bool  # somebody else may keep the passbook, by a written agreement (C-22, D-30)
    recovery_share: Share  # of a month's benefit, the most a roll keeps back of what was overpaid


@dataclass(frozen=True)
class Timers:
    """The clocks of a case; ``None`` is a clock that is off (S7-AMB-26, D-05, D-14, D-15, D-31)."""

    acceptance: Clock | None
    start_survey: Clock | None
    finding: Clock | None
    committee: Clock | None
    meeting: Clock | None
    audit: Clock | None
    district: Clock | None
    refusal_letter: Clock | None
    total: Clock | None
    total_special: Clock | None
    total_delegated: Clock | None  # where the street confirms
    hardship: Clock | None
    change_report: Clock | None  # a death or another major change (C-31)
    complaint: Clock | None  # a tip-off looked into and answered (S7-DUTY-S6)


@dataclass(frozen=True)
class ConflictRules:
    """Whose kin may not assess, vote or audit, and whose cases are registered (S7-AMB-09, D-23)."""

    near_relatives: tuple[Kin, ...]
    register_staff_relatives: bool
    full_district_visit: bool


@dataclass(frozen=True)
class HardshipRules:
    """Temporary relief in an emergency, never a way round the procedure (national-rules §11)."""

    reserve_limit_fen: Count  # S4-19
    decision_hours: Count
    papers_working_days: Count


@dataclass(frozen=True)
class ReviewClass:
    code: Literal["A", "B", "C"]
    title: Words
    months: tuple[Month, ...]


@dataclass(frozen=True)
class ReviewRules:
    classes: Annotated[tuple[ReviewClass, ...], AtLeast(1)]  # S7-REV-03…05, D-19
    home_on_objection: bool  # S7-REV-15
    renewal_months: Whole  # 3: every quarter (S7-DUTY-C7); 0: none
    death_last_month: Literal["death", "decision"]  # the last that is paid where nobody is left (D-31)
    letter: Words  # what the letter of an adjustment or a stop is called (C-26)


@dataclass(frozen=True)
class SpotRules:
    """Shares of the communities drawn each quarter (S7-SPOT); of the households in ``households`` (D-22)."""

    district_audit: Share
    street_audit: Share
    district_notice: Share
    street_notice: Share
    households: Share
    weak_factor: Count  # times the weight of a community with weak staffing (S7-SPOT-03)
    difficult_factor: Count  # and of a difficult one


@dataclass(frozen=True)
class QuarterListRules:
    """The public list of everybody in receipt (S7-QPUB, D-21)."""

    enabled: bool
    months: tuple[Month, ...]
    first_day: Count
    last_day: Count
    fields: tuple[NoticeField, ...]


@dataclass(frozen=True)
class EmploymentRules:
    """Of those able to work and without it (S7-EMP, C-27, C-28, D-24); 0 is a rule the pack has not."""

    feedback_forms: Whole  # a year (S7-EMP-03)
    refusals: Whole  # unjustified, one after another
    refusals_within_months: Whole
    exit_months: Whole  # the most a gradual exit takes


@dataclass(frozen=True)
class PublicServiceRules:
    enabled: bool  # S7-DUTY-C5, D-25


@dataclass(frozen=True)
class CheckRules:
    """From where on a person should look; nothing is decided by any of them (design §5)."""

    difference_share: Share  # of the larger of declared and found (S7-EVAL-05)
    answer_seconds: Count  # the least a question takes to be asked and answered
    clock_minutes: Count
    photo_metres: Count


@dataclass(frozen=True)
class RetentionRules:
    """How long what identifies people is kept (PR-07, PR-13)."""

    case_years: Count  # of a file, after the benefit or the application ended
    daily_years: Count  # of a record of daily work, after it was closed


@dataclass(frozen=True)
class Policy:
    id: str
    version: int
    title: str
    issuer: str
    valid_from: date
    valid_until: date | None
    apply: ApplyRules
    pre_review: PreReviewRules
    visit: VisitRules
    info_check: InfoCheckRules
    committee: CommitteeRules
    notice: NoticeRules
    objection: ObjectionRules
    meeting: MeetingRules
    audit: AuditRules
    originals: OriginalsRules
    approval: ApprovalRules
    amount: AmountRules
    payment: PaymentRules
    timers: Timers
    conflict: ConflictRules
    hardship: HardshipRules
    remedy: RemedyRules
    org: OrgNames
    stamps: StampNames
    forms: FormNames
    review: ReviewRules
    spot: SpotRules
    quarter_list: QuarterListRules
    employment: EmploymentRules
    public_service: PublicServiceRules
    eligibility: EligibilityRules
    property: PropertyRules
    income: IncomeRules
    benefit: BenefitRules
    checks: CheckRules
    retention: RetentionRules
    sources: Mapping[str, str] = field(compare=False, repr=False)  # by key: where the value is from

    @cached_property
    def key(self) -> str:
        """``sifang-seed@1``, as acts name it."""
        return f"{self.id}@{self.version}"

    @cached_property
    def names(self) -> Names:
        """What papers call things, in Chinese."""
        forms, stamps = self.forms, self.stamps
        return Names(forms.doc15.zh, forms.notice.zh, forms.doc02.zh, stamps.notice.zh)

    @cached_property
    def rules(self) -> Mapping[str, str]:
        """The rule each value cites first in its source, by key; the key itself where it cites none."""
        cited = ((key, _RULE.search(source)) for key, source in self.sources.items())
        return MappingProxyType({key: found[0] if found else key for key, found in cited})

    def covers(self, day: date) -> bool:
        """Whether the pack is in force on a day, both ends included."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def check_in_force(self, day: date) -> None:
        """Refuses what would be done under a pack on a day it is not in force."""
        if not self.covers(day):
            key = "valid_from" if day < self.valid_from else "valid_until"
            raise Refusal("policy.not_in_force", id=self.key, day=day.isoformat(), key=key)


def parse_policy(data: Mapping[str, Any]) -> Policy:
    """The pack a TOML file holds; refuses a missing, unsourced, unknown or impossible value by its key."""
    head = read_head(data)
    groups = read_pack(data, Policy, already=frozenset(head) | {"sources"})
    policy = Policy(**head, **groups, sources=read_sources(data))
    check_pack(policy)
    return policy


def find_in_force(policies: Iterable[Policy], wanted: str, on: date) -> Policy:
    """The version of a pack that covers a day; ``wanted`` is an id, or one version as ``id@version``.

    Refuses a pack nobody knows, and a day no version covers.
    """
    versions = [policy for policy in policies if wanted in (policy.id, policy.key)]
    if not versions:
        raise Refusal("policy.unknown", id=wanted)
    found = next((policy for policy in versions if policy.covers(on)), None)
    if found is None:
        key = "valid_from" if on < min(policy.valid_from for policy in versions) else "valid_until"
        raise Refusal("policy.not_in_force", id=wanted, day=on.isoformat(), key=key)
    return found
