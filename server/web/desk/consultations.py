"""Who came to ask, what was explained, whether the letter was given (S7-APPLY-01…03)."""

from __future__ import annotations

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.errors import Refusal
from server.services.consultations import Asked, list_consultations, record_consultation
from server.services.sentences import Names
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.registers import asked_year
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.intake_words import EXPLAINED
from server.web.paging import asked_page


@desk.get("/consultations")
@permit("register.read")
def show_consultations() -> ResponseReturnValue:
    district, year = current_district(), asked_year()
    return render_template(
        "registers/consultations.html",
        found=list_consultations(district, current_actor(), year, asked_page()),
        year=year,
        names=Names(district),
        explained=EXPLAINED,
        here="reference",
    )


@desk.get("/consultations/new")
@permit("consultation.record")
def new_consultation() -> ResponseReturnValue:
    return _page(Form({"letter": "yes"}), [])


@desk.post("/consultations/new")
@permit("consultation.record")
def consult() -> ResponseReturnValue:
    form, explained = posted_form(), request.form.getlist("explained")
    asked = Asked(
        name=form.text("name"),
        phone=form.text("phone"),
        words=form.text("words"),
        explained=explained,
        letter=form.text("letter") == "yes",
    )
    try:
        found = record_consultation(current_district(), current_actor(), asked)
    except Refusal as refusal:
        field = {"consultation.name": "name", "consultation.explained": "explained"}.get(refusal.code, "")
        form.refuse_with(field, refusal)
        return _page(form, explained), refusal.status
    flash(gettext("咨询记下了，编号 %(id)s。", id=found.id))
    return see(url_for("desk.show_consultations"))


def _page(form: Form, explained: list[str]) -> str:
    actor = current_actor()
    return render_template(
        "registers/consultation.html",
        form=form,
        chosen=explained,
        explained=EXPLAINED,
        area=actor.community or actor.street,
        here="reference",
    )
