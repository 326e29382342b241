"""Every paper of a case by its kind: what it is gathered by, and whether it can be printed yet (DOC-01…11).

``<doc>_pdf(district, actor, number)`` issues a paper, or prints the one there is; ``list_papers`` says which
of them a case has come far enough for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from server.documents.disclosure import disclosure_sheet
from server.documents.issued import Sheet
from server.documents.typesetting import find_unprintable
from server.domain.case import Case
from server.domain.employment import job_form_ids
from server.domain.paper import PaperKind, PaperStanding, basis_of
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.policy import Policy
from server.errors import Refusal
from server.services.district import District
from server.services.dossiers import Dossier, open_dossier
from server.services.issued_papers import (
    IssuedPaper,
    issue_paper,
    list_issued,
    may_see,
    print_again,
    print_unnumbered,
)
from server.services.papers_of_applications import (
    application,
    disclosure,
    disclosure_letter,
    missing_papers,
    not_handled,
)
from server.services.papers_of_decisions import (
    certificate,
    objection_receipt,
    originals_call,
    passbook,
    refusal,
    undertaking,
)
from server.services.papers_of_employment import job_form
from server.services.papers_of_meetings import approval_form, feedback
from server.services.papers_of_recoveries import recovery_letter
from server.services.papers_of_reviews import review_letter
from server.services.papers_of_visits import assessment_form, assessment_report, ineligible

SHEETS: Final[Mapping[PaperKind, Callable[[Dossier], Sheet]]] = {
    PaperKind.DISCLOSURE: disclosure,
    PaperKind.APPLICATION: application,
    PaperKind.NOT_HANDLED: not_handled,
    PaperKind.MISSING: missing_papers,
    PaperKind.ASSESSMENT_FORM: assessment_form,
    PaperKind.REPORT: assessment_report,
    PaperKind.INELIGIBLE: ineligible,
    PaperKind.APPROVAL_FORM: approval_form,
    PaperKind.FEEDBACK: feedback,
    PaperKind.ORIGINALS: originals_call,
    PaperKind.CERTIFICATE: certificate,
    PaperKind.REFUSAL: refusal,
    PaperKind.PASSBOOK: passbook,
    PaperKind.UNDERTAKING: undertaking,
    PaperKind.REVIEW_LETTER: review_letter,
    PaperKind.RECOVERY: recovery_letter,
}


@dataclass(frozen=True)
class ReadyPaper:
    """A paper the case has come far enough for; ``current`` is its newest issue that still counts."""

    kind: PaperKind
    title: str
    current: IssuedPaper | None
    about: str = ""  # the receipt number of the objection it is of, or the id of the feedback form


@dataclass(frozen=True)
class PaperList:
    """The papers of a case: which can be printed, which were, and what no font can print of its names."""

    ready: Sequence[ReadyPaper]
    issued: Sequence[IssuedPaper]
    unprintable: str


def print_paper(district: District, actor: Actor, number: str, kind: PaperKind) -> bytes:
    """The paper of a kind as PDF, issued if it was not yet or says something else now."""
    return print_again(district, actor, number, issue_kind(district, actor, number, kind))


def issue_kind(district: District, actor: Actor, number: str, kind: PaperKind, about: str = "") -> int:
    """Issues the paper of a kind, or finds the one that says the same; its ordinal.

    ``about`` is the receipt number of the objection whose receipt it is, or the id of a feedback form.
    """
    check_may(actor, "paper.issue")
    dossier = open_dossier(district, number)
    check_in_area(actor, dossier.case.street, dossier.case.community)
    basis_of(dossier.case.acts, kind, about)
    if kind is PaperKind.OBJECTION:
        check_may(actor, "objection.record")
        sheet = objection_receipt(dossier, about)
    elif kind is PaperKind.JOB_FORM:
        sheet = job_form(dossier, about)
    elif kind in SHEETS and not about:
        sheet = SHEETS[kind](dossier)
    else:
        raise Refusal("paper.unknown")
    return issue_paper(district, actor, dossier.case, kind, sheet, about=about)


def letter_pdf(district: District, actor: Actor, area_id: str) -> bytes:
    """DOC-01 for whoever asks at a community or a street and has not applied yet (S7-APPLY-03)."""
    check_may(actor, "consultation.record")
    at = district.area(area_id)
    street = district.area(at.parent) if at.parent else at
    check_in_area(actor, street.id, at.id if at.parent else "")
    stamps = district.policy.stamps
    hint = f"加盖{stamps.stamp01.zh}" if at.parent else stamps.notice.zh
    sheet = disclosure_sheet(disclosure_letter(district.policy, at, street, hint))
    return print_unnumbered(district, PaperKind.DISCLOSURE, sheet)


def objection_receipt_pdf(district: District, actor: Actor, number: str, objection_id: str) -> bytes:
    """The receipt of one objection of a case."""
    ordinal = issue_kind(district, actor, number, PaperKind.OBJECTION, objection_id)
    return print_again(district, actor, number, ordinal)


disclosure_pdf = partial(print_paper, kind=PaperKind.DISCLOSURE)
not_handled_pdf = partial(print_paper, kind=PaperKind.NOT_HANDLED)
missing_papers_pdf = partial(print_paper, kind=PaperKind.MISSING)
assessment_form_pdf = partial(print_paper, kind=PaperKind.ASSESSMENT_FORM)
assessment_report_pdf = partial(print_paper, kind=PaperKind.REPORT)
ineligible_pdf = partial(print_paper, kind=PaperKind.INELIGIBLE)
approval_form_pdf = partial(print_paper, kind=PaperKind.APPROVAL_FORM)
feedback_pdf = partial(print_paper, kind=PaperKind.FEEDBACK)
originals_call_pdf = partial(print_paper, kind=PaperKind.ORIGINALS)
certificate_pdf = partial(print_paper, kind=PaperKind.CERTIFICATE)
refusal_pdf = partial(print_paper, kind=PaperKind.REFUSAL)
passbook_pdf = partial(print_paper, kind=PaperKind.PASSBOOK)
undertaking_pdf = partial(print_paper, kind=PaperKind.UNDERTAKING)


def list_papers(district: District, actor: Actor, number: str) -> PaperList:
    """What of a case's papers there is to print and to print again."""
    check_may(actor, "case.read")
    dossier = open_dossier(district, number)
    check_in_area(actor, dossier.case.street, dossier.case.community)
    issued = [paper for paper in list_issued(district, dossier.case) if may_see(actor, paper.kind)]
    counting = [paper for paper in issued if paper.standing is PaperStanding.CURRENT]
    current = {(paper.kind, paper.about): paper for paper in counting}
    forms = dossier.policy.forms
    ready = [
        ReadyPaper(kind, title_of(dossier.policy, kind), current.get((kind, "")))
        for kind in SHEETS
        if _is_ready(dossier, kind)
    ]
    if may_see(actor, PaperKind.OBJECTION):
        ready += [
            ReadyPaper(PaperKind.OBJECTION, "", current.get((PaperKind.OBJECTION, each.id)), each.id)
            for each in dossier.case.objections
        ]
    ready += [
        ReadyPaper(PaperKind.JOB_FORM, forms.doc14.zh, current.get((PaperKind.JOB_FORM, about)), about)
        for about in job_form_ids(dossier.case)
    ]
    return PaperList(ready, issued, _unprintable_names(dossier))


def title_of(policy: Policy, kind: PaperKind) -> str:
    """What the pack calls a paper; the seed names no form for some."""
    forms = policy.forms
    named = {
        PaperKind.DISCLOSURE: forms.doc01,
        PaperKind.APPLICATION: forms.doc16,
        PaperKind.ASSESSMENT_FORM: forms.doc02,
        PaperKind.INELIGIBLE: forms.doc03,
        PaperKind.REPORT: forms.doc04,
        PaperKind.APPROVAL_FORM: forms.doc05,
        PaperKind.FEEDBACK: forms.doc06,
        PaperKind.FAMILY_FILE: forms.doc07,
        PaperKind.CERTIFICATE: forms.doc08,
        PaperKind.REFUSAL: forms.doc09,
        PaperKind.PASSBOOK: forms.doc10,
        PaperKind.UNDERTAKING: forms.doc11,
        PaperKind.JOB_FORM: forms.doc14,
        PaperKind.REVIEW_LETTER: policy.review.letter,
    }
    return named[kind].zh if kind in named else ""


def has_basis(case: Case, kind: PaperKind) -> bool:
    """Whether the act a paper rests on was done."""
    try:
        basis_of(case.acts, kind)
    except Refusal:
        return False
    return True


def _is_ready(dossier: Dossier, kind: PaperKind) -> bool:
    """What a paper needs beside the act it rests on only gathering it shows."""
    if not has_basis(dossier.case, kind):
        return False
    try:
        SHEETS[kind](dossier)
    except Refusal:
        return False
    return True


def _unprintable_names(dossier: Dossier) -> str:
    """The characters of the family's names and address no font has, told before anything is printed."""
    try:
        household = dossier.household
    except Refusal:
        return ""
    return find_unprintable("".join([*(member.name for member in household.members), household.address]))
