"""A credential issued on a pass, suspended, lifted, revoked; somebody new registered (S7-CRED-03/07)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.area import STREET
from server.domain.credential import Standing
from server.domain.days import parse_date
from server.domain.training import USUAL_YEARS
from server.errors import Refusal
from server.services.areas import open_areas
from server.services.assessor_files import AssessorFile, get_file
from server.services.credentials import Certificate, get_portrait, issue_credential, set_standing
from server.services.training import register_assessor
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit


@desk.route("/assessors/new", methods=["GET", "POST"])
@permit("assessor.register")
def new_assessor() -> ResponseReturnValue:
    """Somebody to be trained; a credential comes only after a pass."""
    form, status = posted_form(), 200
    if request.method == "POST":
        street = current_actor().street or form.text("street")
        try:
            added = register_assessor(current_district(), current_actor(), form.text("name"), street)
        except Refusal as refusal:
            form.refuse_with("name" if refusal.code == "person.unnamed" else "", refusal)
            status = refusal.status
        else:
            flash(gettext("登记好了。下一步是培训、考试。"))
            return see(url_for("desk.show_assessor", assessor_id=added.id))
    streets = open_areas(current_district(), STREET)
    return render_template("assessors/new.html", form=form, streets=streets, here="reference"), status


@desk.route("/assessors/<office:assessor_id>/certificate", methods=["GET", "POST"])
@permit("credential.issue")
def certify(assessor_id: str) -> ResponseReturnValue:
    """A first certificate, a longer one, or a card printed anew."""
    today = current_district().today()
    file = get_file(current_district(), current_actor(), assessor_id)
    is_anew = file.step == "none" and file.entry is not None
    first = file.entry.valid_from if is_anew and file.entry else today
    last = file.entry.valid_until if is_anew and file.entry else _years_later(first)
    fresh = {"valid_from": first.isoformat(), "valid_until": last.isoformat()}
    return _act(
        file,
        "assessors/certificate.html",
        lambda form: _certify(form, file),
        gettext("发证了，工作证可以打印。"),
        fresh,
    )


@desk.route("/assessors/<office:assessor_id>/suspension", methods=["GET", "POST"])
@permit("credential.issue")
def suspend(assessor_id: str) -> ResponseReturnValue:
    return _withdraw(assessor_id, Standing.SUSPENDED, gettext("暂停了，名册已经更新。"))


@desk.route("/assessors/<office:assessor_id>/revocation", methods=["GET", "POST"])
@permit("credential.issue")
def revoke(assessor_id: str) -> ResponseReturnValue:
    return _withdraw(assessor_id, Standing.REVOKED, gettext("吊销了，名册已经更新。"))


@desk.route("/assessors/<office:assessor_id>/reinstatement", methods=["GET", "POST"])
@permit("credential.issue")
def reinstate(assessor_id: str) -> ResponseReturnValue:
    return _withdraw(assessor_id, Standing.VALID, gettext("恢复了，名册已经更新。"))


def _withdraw(assessor_id: str, standing: Standing, said: str) -> ResponseReturnValue:
    district = current_district()
    file = get_file(district, current_actor(), assessor_id)
    return _act(
        file,
        "assessors/standing.html",
        lambda form: _set_standing(form, file, standing),
        said,
        {"first_day": district.today().isoformat()},
        wanted=standing.value,
    )


def _act(
    file: AssessorFile,
    template: str,
    do: Callable[[Form], object],
    said: str,
    fresh: dict[str, str],
    **words: object,
) -> ResponseReturnValue:
    """Shows an act, or does it; a refusal gives the form back as it was filled in."""
    form, status = Form(dict(fresh)), 200
    if request.method == "POST":
        form, status = posted_form(), 422
        try:
            do(form)
        except Refusal as refusal:
            form.refuse_with("", refusal)
            status = refusal.status
        if not form.errors:
            flash(said)
            return see(url_for("desk.show_assessor", assessor_id=file.assessor.id))
    return render_template(template, file=file, form=form, here="reference", **words), status


def _certify(form: Form, file: AssessorFile) -> None:
    upload = request.files.get("portrait")
    portrait = upload.read() if upload else b""
    if not portrait and file.assessor.portrait:
        portrait = get_portrait(current_district(), file.assessor.id)
    if not portrait:
        form.refuse("portrait", gettext("选一张正面免冠照片。"))
    first = form.read("valid_from", parse_date, date.min)
    last = form.read("valid_until", parse_date, date.min)
    if form.errors:
        return
    if last < first:
        form.refuse("valid_until", gettext("最后一天不能早于第一天。"))
        return
    certificate = Certificate(file.assessor.name, file.assessor.street, first, last, portrait)
    issue_credential(current_district(), current_actor(), file.assessor.id, certificate)


def _set_standing(form: Form, file: AssessorFile, standing: Standing) -> None:
    today = current_district().today()
    first = form.read("first_day", parse_date, today) if standing is not Standing.VALID else today
    last = form.read("last_day", parse_date, today) if form.text("last_day") else None
    if not form.text("reason"):
        form.refuse("reason", gettext("写明原因：名册只说结果，档案要说为什么。"))
    if form.errors:
        return
    set_standing(
        current_district(),
        current_actor(),
        file.assessor.id,
        standing,
        form.text("reason"),
        first_day=first,
        last_day=last if standing is Standing.SUSPENDED else None,
    )


def _years_later(first: date) -> date:
    """The last day of the usual years: the day before the anniversary."""
    leap_safe = first.replace(day=28) if (first.month, first.day) == (2, 29) else first
    return leap_safe.replace(year=first.year + USUAL_YEARS) - timedelta(days=1)
