"""Pictures of the feedback form that came back on paper, kept beside what was entered from it (DOC-14)."""

from __future__ import annotations

from typing import Final

from server.domain.case import Case
from server.domain.employment import MOST_SCANS, JobForm, JobRecord
from server.domain.permission import Actor
from server.domain.procedure import check_step
from server.errors import Refusal
from server.services.district import District, draft_act
from server.services.jobs import check_member, get_case_in_area
from server.services.pictures import normal_sheet

KEPT: Final = "job_form_scanned"


def keep_scan(
    district: District, actor: Actor, number: str, member: str, of: tuple[int, int], content: bytes
) -> Case:
    """A photographed or scanned page, JPEG or PNG; ``of`` is the year and the period of the form."""
    case = get_case_in_area(district, actor, number, "job.record")
    check_member(district, case, member)
    with district.casebook.turn:
        case = district.get_case(number)
        check_step(case, KEPT)
        form = _returned(case, member, of)
        if len(form.scans) >= MOST_SCANS:
            raise Refusal("job.scans", most=MOST_SCANS)
        photo = district.evidence.put_photo(number, normal_sheet(content), "image/jpeg")
        if photo in form.scans:
            raise Refusal("job.scan_kept")
        facts = {"member": member, "year": of[0], "period": of[1], "photo": photo}
        return district.append_to_case(case, draft_act(actor, "job.record", KEPT, facts))


def get_scan(district: District, actor: Actor, number: str, digest: str) -> bytes:
    """A picture of a form of the household; refuses any other photo of the case."""
    case = get_case_in_area(district, actor, number, "employment.read")
    kept = {scan for record in case.jobs.values() for form in record.forms for scan in form.scans}
    if digest not in kept:
        raise Refusal("record.missing", document=f"photo:{number}:{digest[:12]}")
    return district.evidence.get_photo(number, digest)


def _returned(case: Case, member: str, of: tuple[int, int]) -> JobForm:
    form = case.jobs.get(member, JobRecord()).form(*of)
    if form is None or not form.returned_on:
        raise Refusal("job.not_returned")
    return form
