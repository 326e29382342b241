"""Assessors: their credentials, badges and tablets; letting a tablet in (S7-CRED-03…07, design §4)."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from server.documents.qr import qr_svg
from server.domain.thumbprint import spoken_thumbprint
from server.services.assessor_files import get_file, list_page
from server.services.credentials import get_portrait
from server.services.devices import find_enrolled, list_devices, open_enrolment
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.guard import permit
from server.web.paging import asked_page


@desk.get("/assessors")
@permit("assessor.read")
def show_assessors() -> ResponseReturnValue:
    district = current_district()
    tablets: dict[str, list[str]] = {}
    for device in list_devices(district, current_actor()):
        tablets.setdefault(device.assessor, []).append(device.number)
    return render_template(
        "assessors/list.html",
        found=list_page(district, current_actor(), asked_page()),
        tablets=tablets,
        here="reference",
    )


@desk.get("/assessors/<office:assessor_id>")
@permit("assessor.read")
def show_assessor(assessor_id: str) -> ResponseReturnValue:
    district, file = current_district(), get_file(current_district(), current_actor(), assessor_id)
    return render_template(
        "assessors/page.html",
        assessor=file.assessor,
        file=file,
        devices=[
            (device, spoken_thumbprint(device.id))
            for device in list_devices(district, current_actor(), assessor_id)
        ],
        here="reference",
    )


@desk.get("/assessors/<office:assessor_id>/portrait.jpg")
@permit("assessor.read")
def send_portrait(assessor_id: str) -> Response:
    assessor = get_file(current_district(), current_actor(), assessor_id).assessor
    answer = Response(get_portrait(current_district(), assessor.id), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@desk.post("/assessors/<office:assessor_id>/enrolment")
@permit("device.enrol")
def enrol(assessor_id: str) -> ResponseReturnValue:
    """Opens a one-time code and shows it this once; opening the page again opens another."""
    opened = open_enrolment(current_district(), current_actor(), assessor_id)
    return render_template(
        "assessors/enrolment.html", opened=opened, qr=qr_svg(opened.link), here="reference"
    )


@desk.get("/assessors/<office:assessor_id>/enrolment/<office:enrolment_id>")
@permit("device.enrol")
def show_enrolled(assessor_id: str, enrolment_id: str) -> ResponseReturnValue:
    """The tablet that used a code, as soon as one has, with the digits to compare with what it shows."""
    assessor = get_file(current_district(), current_actor(), assessor_id).assessor
    device = find_enrolled(current_district(), assessor.id, enrolment_id)
    spoken = spoken_thumbprint(device.id) if device else ""
    return render_template(
        "assessors/_enrolled.html", assessor=assessor, enrolment=enrolment_id, device=device, spoken=spoken
    )
