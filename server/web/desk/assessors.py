"""Assessors: their credentials, badges and tablets; letting a tablet in (S7-CRED-03…07, design §4)."""

from __future__ import annotations

from flask import Response, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.documents.qr import qr_svg
from server.errors import Refusal
from server.records.entries import Assessor
from server.services.credentials import get_portrait, list_assessors, standing_of
from server.services.device_orders import remove_device
from server.services.devices import list_devices, open_enrolment
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.guard import permit


@desk.get("/assessors")
@permit("assessor.read")
def show_assessors() -> ResponseReturnValue:
    district = current_district()
    today = district.today()
    assessors = list_assessors(district, current_actor())
    tablets: dict[str, list[str]] = {}
    for device in list_devices(district, current_actor()):
        tablets.setdefault(device.assessor, []).append(device.number)
    return render_template(
        "assessors/list.html",
        assessors=[(assessor, standing_of(assessor, today)) for assessor in assessors],
        tablets=tablets,
        here="assessors",
    )


@desk.get("/assessors/<office:assessor_id>")
@permit("assessor.read")
def show_assessor(assessor_id: str) -> ResponseReturnValue:
    district, assessor = current_district(), _get(assessor_id)
    return render_template(
        "assessors/page.html",
        assessor=assessor,
        standing=standing_of(assessor, district.today()),
        devices=list_devices(district, current_actor(), assessor_id),
        here="assessors",
    )


@desk.get("/assessors/<office:assessor_id>/portrait.jpg")
@permit("assessor.read")
def send_portrait(assessor_id: str) -> Response:
    answer = Response(get_portrait(current_district(), _get(assessor_id).id), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@desk.post("/assessors/<office:assessor_id>/enrolment")
@permit("device.enrol")
def enrol(assessor_id: str) -> ResponseReturnValue:
    """Opens a one-time code and shows it this once; opening the page again opens another."""
    opened = open_enrolment(current_district(), current_actor(), assessor_id)
    return render_template(
        "assessors/enrolment.html", opened=opened, qr=qr_svg(opened.link), here="assessors"
    )


@desk.post("/assessors/<office:assessor_id>/devices/<office:device_id>/removal")
@permit("device.enrol")
def remove_tablet(assessor_id: str, device_id: str) -> ResponseReturnValue:
    device = remove_device(current_district(), current_actor(), device_id)
    flash(gettext("平板 %(number)s 停用了，不能再收发。", number=device.number))
    return see(url_for("desk.show_assessor", assessor_id=assessor_id))


def _get(assessor_id: str) -> Assessor:
    """The assessor, where this person may see them."""
    found = (one for one in list_assessors(current_district(), current_actor()) if one.id == assessor_id)
    assessor = next(found, None)
    if assessor is None:
        raise Refusal("person.unknown", id=assessor_id)
    return assessor
