"""The checklist of an application: what came, what is not needed, everything missing told once (C-07)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.domain.material import ALWAYS
from server.services.materials import ask_for_materials, list_materials, note_materials
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit

_USUAL_DAYS: Final = timedelta(days=10)


@desk.route("/cases/<case:number>/materials", methods=["GET", "POST"])
@permit("case.materials")
def note_papers(number: str) -> ResponseReturnValue:
    district = current_district()
    given, waived, mistaken = (request.form.getlist(name) for name in ("given", "waived", "mistaken"))
    return act_on_case(
        number,
        "cases/materials.html",
        lambda _form: note_materials(district, current_actor(), number, given, waived, mistaken),
        gettext("记下了。"),
        papers=list_materials(district, district.get_case(number)),
        given=given,
        waived=waived,
        mistaken=mistaken,
        always=ALWAYS,
    )


@desk.route("/cases/<case:number>/missing-materials", methods=["GET", "POST"])
@permit("case.materials")
def ask_for_papers(number: str) -> ResponseReturnValue:
    district = current_district()
    return act_on_case(
        number,
        "cases/missing_materials.html",
        lambda form: _ask(form, number),
        gettext("一次告知了。补来的请在“收补来的材料”里记；告知单在“文件”里印。"),
        fresh={"due_on": (district.today() + _USUAL_DAYS).isoformat()},
        papers=list_materials(district, district.get_case(number)),
    )


def _ask(form: Form, number: str) -> None:
    due_on = form.read("due_on", parse_date, current_district().today())
    if not form.errors:
        ask_for_materials(current_district(), current_actor(), number, due_on)
