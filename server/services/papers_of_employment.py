"""The employment feedback form of one member and period (DOC-14), from the record."""

from __future__ import annotations

from server.documents.family import SEXES
from server.documents.issued import Sheet
from server.documents.job_form import JobFormPaper, job_form_sheet
from server.domain.days import parse_date
from server.domain.employment import JobRecord, parse_form_id, period_ends_on
from server.domain.notice import mask_name
from server.errors import Refusal
from server.records.employment_rows import SeekerRow, seekers_in
from server.services.dossiers import Dossier, need


def job_form(dossier: Dossier, about: str) -> Sheet:
    """The form an act gave out; ``about`` is its id within the case: ``m2-2026-1``."""
    try:
        member, year, period = parse_form_id(about)
    except ValueError as error:
        raise Refusal("paper.unknown") from error
    issued = need(dossier.case.jobs.get(member, JobRecord()).form(year, period))
    row = need(
        next(
            (row for row in seekers_in(dossier.district.index, dossier.case.number) if row.member == member),
            None,
        )
    )
    policy = dossier.policy
    return job_form_sheet(
        JobFormPaper(
            title=policy.forms.doc14.zh,
            organ=dossier.street_office,
            case=dossier.case.number,
            community=dossier.community.name_zh,
            centre=policy.org.employment.zh,
            name=row.name,
            shown_name=mask_name(row.name),
            sex=SEXES.get(row.sex, ""),
            birth=row.birth,
            education=_education(dossier, row),
            phone=dossier.household.phone,
            year=year,
            period=period,
            issued_on=parse_date(issued.issued_on),
            last_day=period_ends_on(year, period, max(1, policy.employment.feedback_forms)),
            seal_hint=dossier.notice_seal,
        )
    )


def _education(dossier: Dossier, row: SeekerRow) -> str:
    """In the words of the form the visit was made with; empty where nobody asked."""
    if not row.education:
        return ""
    choices = dossier.view.form["lists"]["education"]
    return next((str(each["label"]["zh"]) for each in choices if each["value"] == row.education), "")
