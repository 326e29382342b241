"""The employment feedback form: issued to whom it concerns, received back, printed (S7-EMP-03…07, DOC-14).

The form comes back on paper, filled in by the employment centre. The desk enters it under the names and the
constraints of the published form, and its answers are kept as evidence; the signatures stay on the paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from server.documents.issued import print_sheets
from server.domain.case import Case
from server.domain.employment import (
    TOOK_POST,
    JobForm,
    JobRecord,
    form_id,
    period_ends_on,
    period_of,
)
from server.domain.paper import PaperKind, issues
from server.domain.permission import Actor, check_in_area, check_may
from server.domain.procedure import allowed_under, check_step
from server.errors import Refusal
from server.records.employment_rows import Listed, PeriodFilter, SeekerRow, list_period
from server.services.district import District, draft_act
from server.services.dossiers import open_dossier
from server.services.forms import get_form
from server.services.issued_papers import issue_paper, read_sheet
from server.services.jobs import check_member, get_case_in_area
from server.services.papers_of_employment import job_form

FEEDBACK: Final = "employment-feedback@1"
EVIDENCE: Final = "job-form"
_MEASURES: Final[Mapping[str, str]] = {"post": "market", "training": "training"}


@dataclass(frozen=True)
class FormOffer:
    """One line of the form: a post or training, and what came of it; texts as the centre wrote them."""

    kind: str  # post | training
    on: date
    who: str
    what: str
    answer: str
    suitable: str = "yes"
    justified: str = ""  # yes | no, of a refusal
    reason: str = ""
    wage_fen: int = 0
    days: int = 0

    @property
    def has_good_reason(self) -> bool:
        """What does not suit a person may be refused; else somebody judged the reason (C-28)."""
        return not (self.suitable == "yes" and self.justified == "no")


@dataclass(frozen=True)
class ReturnedForm:
    """The copy that came back to the community (S7-EMP-07)."""

    on: date
    registered_on: date
    outcome: str
    offers: Sequence[FormOffer] = ()
    no_offer_reason: str = ""
    employer: str = ""
    started_on: date | None = None
    unemployed_since: date | None = None  # the month
    pay_fen: int = 0
    work_cost_fen: int = 0
    centre_copy: bool = False


@dataclass(frozen=True)
class Period:
    """One of the year's periods; ``per_year`` is 0 where the pack has no form."""

    year: int
    number: int
    per_year: int

    @property
    def last_day(self) -> date:
        return period_ends_on(self.year, self.number, max(1, self.per_year))


def present_period(district: District) -> Period:
    """The period of today under the pack new cases go by."""
    today, per_year = district.today(), district.policy.employment.feedback_forms
    return Period(today.year, period_of(today, max(1, per_year)), per_year)


def issue_form(district: District, actor: Actor, number: str, member: str) -> Case:
    """Issues the form of the present period to one member, with its paper in two copies (S7-EMP-03)."""
    case = get_case_in_area(district, actor, number, "job.issue")
    row = check_member(district, case, member)
    with district.casebook.turn:
        case = district.get_case(number)
        check_step(case, "job_form_issued")
        period = _period_of_case(district, case)
        _check_due(case, row, period)
        facts = {
            "member": member,
            "year": period.year,
            "period": period.number,
            "job_form": form_id(member, period.year, period.number),
        }
        case = district.append_to_case(case, draft_act(actor, "job.issue", "job_form_issued", facts))
        about = str(facts["job_form"])
        sheet = job_form(open_dossier(district, number), about)
        issue_paper(district, actor, case, PaperKind.JOB_FORM, sheet, about=about)
    return district.get_case(number)


def issue_to_community(district: District, actor: Actor, community: str) -> int:
    """Issues the present form to everybody of a community who has it not yet; how many were issued."""
    check_may(actor, "job.issue")
    check_in_area(actor, district.area(community).parent, community)
    waiting = _listed(district, community, present_period(district), state="due")
    if not waiting:
        raise Refusal("job.nobody")
    for each in waiting:
        issue_form(district, actor, each.file, each.member)
    return len(waiting)


def forms_pdf(district: District, actor: Actor, community: str, year: int, number: int) -> bytes:
    """Every form of a community and period that was issued, both copies, as one PDF, as first printed."""
    check_may(actor, "employment.read")
    check_in_area(actor, district.area(community).parent, community)
    period = Period(year, number, district.policy.employment.feedback_forms)
    listed = [each for each in _listed(district, community, period) if each.issued_on]
    sheets = [printed for each in listed for printed in _printed(district, each, period)]
    if not sheets:
        raise Refusal("job.nothing_to_print")
    newest = max(mark.issued_at for _, mark in sheets)
    return print_sheets(f"{sheets[0][0]['title']}（{len(sheets)} 份）", sheets, newest)


def keep_returned(
    district: District, number: str, of: tuple[str, int, int], given: ReturnedForm, content: dict[str, Any]
) -> dict[str, Any]:
    """The facts of a form that came back; ``content``, which it says word for word, is kept as evidence."""
    member, year, period = of
    return {
        "member": member,
        "year": year,
        "period": period,
        "on": given.on.isoformat(),
        "outcome": given.outcome,
        "offers": [_offer_facts(offer) for offer in given.offers],
        "centre_copy": given.centre_copy,
        "months": _months_without_work(given),
        "content": district.evidence.put(EVIDENCE, number, content, salt=district.new_salt()),
    }


def read_form(district: District, case: Case, form: JobForm) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a returned form says, with the definition it was entered under; empty where it is erased."""
    try:
        content = district.evidence.get(EVIDENCE, case.number, form.content)
    except Refusal:
        return {}, {}
    return get_form(district, content["form"]), dict(content["answers"])


def _period_of_case(district: District, case: Case) -> Period:
    """The present period under the pack the case keeps; refuses where it has no form."""
    policy, today = district.policy_of(case.policy), district.today()
    per_year = policy.employment.feedback_forms
    if "job_form_issued" not in allowed_under(case, policy):
        raise Refusal("job.no_forms")
    return Period(today.year, period_of(today, per_year), per_year)


def _check_due(case: Case, row: SeekerRow, period: Period) -> None:
    if row.status != "seeking":
        raise Refusal("job.not_seeking")
    if case.jobs.get(row.member, JobRecord()).form(period.year, period.number):
        raise Refusal("job.issued_already")


def _listed(district: District, community: str, period: Period, state: str = "") -> list[Listed]:
    late = district.today() > period.last_day
    street = district.area(community).parent
    wanted = PeriodFilter(period.year, period.number, late, street, community, state)
    return list_period(district.index, wanted)


def _printed(district: District, listed: Listed, period: Period) -> Iterator[Any]:
    """The newest paper of a person's form; none where it was issued before papers were kept."""
    case, about = district.get_case(listed.file), form_id(listed.member, period.year, period.number)
    of_form = [act for act in issues(case.acts) if act.facts["about"] == about]
    yield from (read_sheet(district, case, act) for act in of_form[-1:])


def check_open(form: JobForm | None) -> None:
    """The form is out and did not come back."""
    if form is None:
        raise Refusal("job.not_issued")
    if form.returned_on:
        raise Refusal("job.returned_already")


def check_returned_days(district: District, form: JobForm | None, given: ReturnedForm) -> None:
    """It came back after it was issued, and not in the future."""
    if given.on > district.today():
        raise Refusal("job.future")
    if form and given.on.isoformat() < form.issued_on:
        raise Refusal("job.before_issue")


def _months_without_work(given: ReturnedForm) -> int | None:
    """Whole months from the loss of work to work found; None where either is not known (S1-VAR-01)."""
    began, ended = given.unemployed_since, given.started_on
    if given.outcome not in TOOK_POST or began is None or ended is None or ended < began:
        return None
    return (ended.year - began.year) * 12 + ended.month - began.month


def _offer_facts(offer: FormOffer) -> dict[str, Any]:
    """Codes and a day: nothing of who offered what to whom."""
    refused = offer.answer == "refused"
    return {
        "on": offer.on.isoformat(),
        "measure": _MEASURES[offer.kind],
        "answer": offer.answer,
        "justified": refused and offer.has_good_reason,
    }
