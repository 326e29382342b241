"""What the acts of a case established, part by part; words and names lie in evidence, by digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from server.domain.days import parse_date
from server.domain.notice import NoticePeriod


@dataclass(frozen=True)
class Materials:
    """The checklist of the disclosure letter (S7-APPLY-04): what was handed in, what was asked for once."""

    given: tuple[str, ...] = ()
    waived: tuple[str, ...] = ()  # not needed of this family
    asked: tuple[str, ...] = ()  # everything missing, told in one list (C-07)
    asked_at: str = ""


@dataclass(frozen=True)
class StaffRelative:
    """Registered apart: a near relative handles assistance or sits on the residents' committee (C-08)."""

    relation: str  # of the staff to the family: a code of the pack's near relatives
    who: str  # digest of the relative's name and post
    district_visit: bool  # the district itself must visit (C-17)


@dataclass(frozen=True)
class Team:
    """Who was sent, in which round (the number of the assignment within the case)."""

    round: int
    assessors: tuple[str, ...]
    lead: str
    form: str
    due_on: date
    assigned_at: str


def team_of(facts: Mapping[str, Any], number: int) -> Team:
    """The team of an act that sends one, under the number of a round."""
    due_on = parse_date(facts["due_on"])
    return Team(number, tuple(facts["assessors"]), facts["lead"], facts["form"], due_on, facts["assigned_at"])


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
    proofs: Mapping[str, Proof] = field(default_factory=dict)  # by which: posted, removed
    provisional: bool = False  # the last day hangs on holidays that are not published yet (design §6)


@dataclass(frozen=True)
class Resolution:
    meeting: str
    base: int
    agree: int
    against: int
    abstain: int
    not_voting: int
    passed: bool
    effect: str  # gate or advisory, as the pack said (S7-AMB-04)
    ballot: str  # digest of the meeting's act that took the ballot
    invalid: int = 0  # slips alone have these two (D-12)
    issued: int = 0


@dataclass(frozen=True)
class Approval:
    amount_fen: int
    start_month: str
    reason: str  # digest of the reason in evidence; needed where a check failed
    certificate: str = ""  # the certificate's number (S7-APPR-09)
    stamp: str = ""  # how the seal was set: on_paper, or the digest of a picture of it (S7-APPR-08)


@dataclass(frozen=True)
class Comparison:
    """Copies laid beside originals, by the street (S7-EVAL-03) or at the district (S7-APPR-02)."""

    documents: Mapping[str, str]  # code → same | differs | missing
    how: str  # at the counter, at home, by proxy
    words: str  # digest of what was noted, empty where nothing was
    by: str
    at: str


@dataclass(frozen=True)
class Investigation:
    """A comprehensive investigation where something was in doubt (S7-EVAL-05)."""

    methods: tuple[str, ...]
    words: str  # digest of what was found
    by: str
    at: str


@dataclass(frozen=True)
class InfoCheck:
    """The information check of the household's adults (C-06, C-13, C-14)."""

    requested_at: str
    adults: tuple[str, ...]  # ids of the members asked about
    # digest of an imported result → agrees | contradicts, in the order they came
    results: Mapping[str, str] = field(default_factory=dict)
    told_at: str = ""  # when the applicant was told of the contradiction
    objected_at: str = ""
    words: str = ""  # digest of the objection
    rechecked_at: str = ""

    @property
    def says(self) -> str:
        """The newest result; empty while there is none."""
        return list(self.results.values())[-1] if self.results else ""

    @property
    def waits_for(self) -> str:
        """results | recheck | telling; empty once nothing is open."""
        if not self.results:
            return "results"
        if self.objected_at and not self.rechecked_at:
            return "recheck"
        return "telling" if self.says == "contradicts" and not self.told_at else ""


@dataclass(frozen=True)
class Proof:
    """A photo of the notice as it hung, or of the place once it was taken down (S7-AMB-22)."""

    photo: str
    taken_at: str
    by: str
    details: str = ""  # digest of where it was taken and how that is known


@dataclass(frozen=True)
class Objection:
    """An objection to a notice, or the applicant's to a resolution (S7-AMB-05, S7-AMB-06)."""

    id: str  # the receipt number
    kind: str  # notice | resolution
    how: str  # in_person | phone | page | feedback
    named: bool  # whoever gave a name is answered
    words: str  # digest
    filed_at: str
    notice: str = ""  # the notice objected to
    once: str = ""  # digest of the form it was written in: sent twice, it is filed once
    answered: str = ""  # digest of the answer


@dataclass(frozen=True)
class Feedback:
    """How the applicant took the resolution (S7-MEET-A8d, S7-MEET-A8e, S7-AMB-05)."""

    outcome: str  # agreed | not_signed | objected
    signature: str  # digest of the ink of the pad, empty where it was signed on paper or not at all
    words: str  # digest of the reason, or of the objection
    at: str
    sheet: str = ""  # digest of a photo of the signed sheet
    witness: str = ""  # digest of who saw that it was not signed


@dataclass(frozen=True)
class Audit:
    """The committee's second meeting, from the file (S7-AUDIT-01…03)."""

    passed: bool
    auditor: str
    responsible: str
    members: tuple[str, ...]
    stamp: str  # how the street's stamp was set: on_paper, or the digest of a picture of it
    words: str
    at: str
    visited: tuple[str, ...] = ()  # of the two who signed, those who were in the home (S7-AMB-10)
    signed: str = ""  # how the responsible signed: on_paper, or the digest of the ink or of the sheet


@dataclass(frozen=True)
class OriginalsCall:
    """The call to bring the originals to the district (S7-AUDIT-05, S7-AMB-08)."""

    called_on: date
    due_on: date
    received_on: date | None = None  # the clock runs from then; until then ``due_on`` is as if from the call
    reminded: int = 0
    extended: int = 0


@dataclass(frozen=True)
class Examination:
    """The district's four checks, each with what was looked at (S7-APPR-02…06)."""

    opinion: str  # approve | refuse
    checks: Mapping[str, str]  # rule → holds | fails
    words: str  # digest of what was looked at, check by check
    by: str
    at: str


@dataclass(frozen=True)
class Refused:
    reason: str  # digest
    by: str
    at: str


LEGS: Final = ("street", "community", "family")


@dataclass(frozen=True)
class Handover:
    """The certificate or the refusal on its way: district → street → community → family (S7-APPR-11…14)."""

    legs: Mapping[str, str] = field(
        default_factory=dict
    )  # street | community | family → when it was received
    passbook: str = ""  # digest of the account's last digits (S7-APPR-12)
    undertaking: str = ""  # digest of the signed undertaking (S7-APPR-14)


@dataclass(frozen=True)
class Hardship:
    """A referral to temporary relief (national-rules §11)."""

    referred_at: str
    words: str  # digest; empty where the visit says it
    due_at: str = ""  # the instant by which the street decides
    outcome: str = ""  # granted | not_granted
    amount_fen: int = 0
    decided_at: str = ""
    papers_due_on: str = ""  # the day by which the papers are completed
    completed_at: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the decision, or the papers of a relief that was granted, is still to come."""
        return not self.outcome or (self.outcome == "granted" and not self.completed_at)
