"""The papers of a case: what kinds there are, how each is numbered, whether one still counts (DOC-01…17).

A paper is issued by an act of its case and numbered within it: ``SL-2026-0137-3`` is the third paper of the
case 0137 of a street and year, printed 松低保〔2026〕137-3 号. What it rests on is an act of the case, by its
number; once the case has moved past that act the paper is no longer the newest there is.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.domain.act import Act
from server.errors import Refusal

ISSUED: Final = "paper_issued"
WITHDRAWN: Final = "paper_withdrawn"
_SUMMARY_BYTES: Final = 48  # of UTF-8: what the code has room for beside a host name
_CODE_BYTES: Final = 16  # of the digest: 128 bits, so that the code stays small


class PaperKind(StrEnum):
    """What a paper is; stable, and short, since it stands in the code."""

    DISCLOSURE = "disclosure"  # DOC-01
    APPLICATION = "application"  # DOC-16
    NOT_HANDLED = "not-handled"  # S7-PRE-03
    MISSING = "missing"
    ASSESSMENT_FORM = "assessment"  # DOC-02
    INELIGIBLE = "ineligible"  # DOC-03
    REPORT = "report"  # DOC-04
    OBJECTION = "objection"
    MINUTES = "minutes"  # S7-MEET-A8; of a meeting, not of a case
    APPROVAL_FORM = "approval"  # DOC-05
    FEEDBACK = "feedback"  # DOC-06
    FAMILY_FILE = "file"  # DOC-07
    ORIGINALS = "originals"  # S7-AUDIT-05
    CERTIFICATE = "certificate"  # DOC-08
    REFUSAL = "refusal"  # DOC-09
    PASSBOOK = "passbook"  # DOC-10
    UNDERTAKING = "undertaking"  # DOC-11
    JOB_FORM = "job-form"  # DOC-14
    REVIEW_LETTER = "review"  # of an adjustment or a stop (C-26)
    RECOVERY = "recovery"  # S7-DUTY-D2
    HOUSING = "housing"  # S8-SURV-02
    CAMPAIGN = "campaign"  # S3-PH-4
    SUMMARY = "annual"  # S4; like the report of a campaign, of no case
    ACCESS_COPY = "access-copy"  # PR-13
    REGISTER = "families"  # DOC-17; of no case


PAPER_WORDS: Final[Mapping[PaperKind, tuple[str, str]]] = {
    PaperKind.DISCLOSURE: ("申请公开告知书", "letter to applicants"),
    PaperKind.APPLICATION: ("申请书", "application letter"),
    PaperKind.NOT_HANDLED: ("社区不予代理告知书", "notice that the community does not handle it"),
    PaperKind.MISSING: ("补齐材料告知书", "list of missing papers"),
    PaperKind.ASSESSMENT_FORM: ("入户调查评估表", "home assessment form"),
    PaperKind.INELIGIBLE: ("评估不符合条件的通知书", "notice of a finding of not eligible"),
    PaperKind.REPORT: ("评估报告", "assessment report"),
    PaperKind.OBJECTION: ("异议回执", "receipt of an objection"),
    PaperKind.MINUTES: ("议事会会议记录", "minutes of the meeting"),
    PaperKind.APPROVAL_FORM: ("审批表", "approval form"),
    PaperKind.FEEDBACK: ("议事会决议反馈意见书", "feedback on the resolution"),
    PaperKind.FAMILY_FILE: ("低保档案", "family file"),
    PaperKind.ORIGINALS: ("核对原件通知书", "call to bring the originals"),
    PaperKind.CERTIFICATE: ("低保证", "certificate"),
    PaperKind.REFUSAL: ("不予批准的通知书", "notice of refusal"),
    PaperKind.PASSBOOK: ("存折发放登记", "passbook record"),
    PaperKind.UNDERTAKING: ("家庭承诺书", "undertaking of the family"),
    PaperKind.JOB_FORM: ("就业情况反馈表", "employment feedback form"),
    PaperKind.REVIEW_LETTER: ("待遇调整、停发通知书", "notice of adjusting or stopping the guarantee"),
    PaperKind.RECOVERY: ("多发款项追回告知书", "letter about an overpayment"),
    PaperKind.HOUSING: ("住房保障决定告知书", "decision on housing support"),
    PaperKind.CAMPAIGN: ("专项核查总结报告", "report of an inspection campaign"),
    PaperKind.SUMMARY: ("低保统计小结", "summary of the statistics"),
    PaperKind.ACCESS_COPY: ("个人信息查阅复制件", "copy of what the record holds about a person"),
    PaperKind.REGISTER: ("申请家庭登记册", "register of families that apply"),
}


class PaperStanding(StrEnum):
    """Whether a paper still counts."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


PAPER_STANDING_WORDS: Final[Mapping[PaperStanding, tuple[str, str]]] = {
    PaperStanding.CURRENT: ("算数", "counts"),
    PaperStanding.SUPERSEDED: ("有新的代替了", "superseded"),
    PaperStanding.WITHDRAWN: ("收回了", "withdrawn"),
    PaperStanding.UNKNOWN: ("没有这份", "unknown"),
}
# The acts a paper of a kind rests on: the last of them that was done.
_RESOLVED: Final = ("resolved", "feedback_given")
BASIS: Final[Mapping[PaperKind, tuple[str, ...]]] = {
    PaperKind.DISCLOSURE: ("applied",),
    PaperKind.APPLICATION: ("applied",),
    PaperKind.NOT_HANDLED: ("not_handled",),
    PaperKind.MISSING: ("materials_asked",),
    PaperKind.ASSESSMENT_FORM: ("visit_received", "contribution_received", "discrepancy_decided"),
    PaperKind.INELIGIBLE: ("committee_found",),
    PaperKind.REPORT: ("visit_received", "discrepancy_decided", "investigated", "committee_found"),
    PaperKind.OBJECTION: ("objection_filed", "feedback_given"),
    PaperKind.APPROVAL_FORM: ("resolved", "audited", "examined", "approved", "refused"),
    PaperKind.FEEDBACK: _RESOLVED,
    PaperKind.ORIGINALS: ("originals_called", "originals_extended"),
    PaperKind.CERTIFICATE: ("approved", "class_set"),
    PaperKind.REFUSAL: ("refused",),
    PaperKind.PASSBOOK: ("approved", "passbook_arranged", "passed_on"),
    PaperKind.UNDERTAKING: ("approved",),
    PaperKind.JOB_FORM: ("job_form_issued",),
    PaperKind.REVIEW_LETTER: ("review_decided", "stopped"),
    PaperKind.RECOVERY: ("overpayment_found",),
    PaperKind.HOUSING: ("applied", "taken_over"),  # the decision stands in the housing file
    PaperKind.ACCESS_COPY: ("applied", "taken_over"),  # of its day; it promises nothing of later ones
}


@dataclass(frozen=True)
class PaperCode:
    """What the code on a paper says; ``summary`` repeats what stands on it, names masked."""

    kind: PaperKind
    paper: str
    digest: str  # 128 bits of the digest of what it says, base64url
    issued_on: str
    summary: str

    @property
    def claims(self) -> dict[str, str]:
        """The JWS payload, its names short for the sake of cheap cameras."""
        shown = _shortened(self.summary, _SUMMARY_BYTES)
        return {"k": self.kind, "n": self.paper, "d": self.digest, "t": self.issued_on, "w": shown}


def _shortened(text: str, limit: int) -> str:
    """A text of at most ``limit`` bytes, cut between characters and marked where it was cut."""
    if len(text.encode()) <= limit:
        return text
    return text.encode()[: limit - len("…".encode())].decode(errors="ignore") + "…"


def short_digest(digest: str) -> str:
    """The first 128 bits of a digest in hex, as base64url without padding (RFC 7515 §2)."""
    return base64.urlsafe_b64encode(bytes.fromhex(digest)[:_CODE_BYTES]).rstrip(b"=").decode("ascii")


BEYOND_FILE: Final = frozenset({PaperKind.OBJECTION, PaperKind.ACCESS_COPY})  # bound in no family file


def paper_id(case: str, ordinal: int) -> str:
    return f"{case}-{ordinal}"


def parse_paper_id(text: str) -> tuple[str, int]:
    """The case and the ordinal of a paper."""
    case, _, ordinal = text.rpartition("-")
    return case, int(ordinal)


def printed_number(prefix: str, case: str, ordinal: int) -> str:
    """``松低保〔2026〕137-3 号`` of ``SL-2026-0137`` and 3."""
    _, year, number = case.split("-")
    return f"{prefix}低保〔{year}〕{int(number)}-{ordinal} 号"


def issues(acts: Sequence[Act]) -> Iterator[Act]:
    """The acts by which papers were issued, in order; the ordinal of each is its place."""
    return (act for act in acts if act.kind == ISSUED)


def find_issue(acts: Sequence[Act], ordinal: int) -> Act:
    """The act that issued the paper of an ordinal."""
    for place, act in enumerate(issues(acts), start=1):
        if place == ordinal:
            return act
    raise Refusal("paper.unknown")


def basis_of(acts: Sequence[Act], kind: PaperKind, about: str = "") -> int:
    """The number of the act a paper of a kind would rest on now; refuses where nothing of it was done yet.

    ``about`` is the one thing among several a paper is of: the receipt of one objection, one feedback form.
    """
    kinds = BASIS.get(kind, ())
    thing = "" if kind is PaperKind.ACCESS_COPY else about  # that one is about a person, not about an act
    done = [act.n for act in acts if act.kind in kinds and thing in ("", *_things_of(act))]
    if not done:
        raise Refusal("paper.not_yet")
    return done[-1]


def _things_of(act: Act) -> tuple[object, ...]:
    return act.facts.get("objection"), act.facts.get("job_form")


def standing_of(acts: Sequence[Act], issue: Act) -> PaperStanding:
    """Whether an issued paper is still the newest of its kind and rests on how the case stands now."""
    kind, about = PaperKind(issue.facts["kind"]), issue.facts["about"]
    if any(act.kind == WITHDRAWN and act.facts["issue"] == issue.n for act in acts):
        return PaperStanding.WITHDRAWN
    newer = any(
        act.n > issue.n and (act.facts["kind"], act.facts["about"]) == (kind, about) for act in issues(acts)
    )
    if newer or basis_of(acts, kind, about) != issue.facts["basis"]:
        return PaperStanding.SUPERSEDED
    return PaperStanding.CURRENT
