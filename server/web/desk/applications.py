"""The community clerk registers a family that applies (S7-APPLY-01, S7-DUTY-C1)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.errors import Refusal
from server.services.applications import register_application
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.household_checks import add_up, read_household
from server.web.desk.household_rows import MemberRow, change_rows, read_rows, write_rows
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.words import MATERIALS


@desk.get("/applications/new")
@permit("case.register")
def new_application() -> ResponseReturnValue:
    return _page(Form(), [MemberRow(incomes=[{}])], (), focus="members-0-name")


@desk.post("/applications/new")
@permit("case.register")
def register() -> ResponseReturnValue:
    """Registers, or gives the form back with one row more or less; nothing written is lost either way."""
    form, materials = posted_form(), [key for key in request.form.getlist("materials") if key in MATERIALS]
    rows = read_rows(form.values)
    asked = form.text("do")
    focus = change_rows(rows, asked)
    form.values |= write_rows(rows)
    if focus is not None or asked == "add-up":
        return _page(form, rows, materials, focus=focus or "")
    household = read_household(form, rows, current_district().today())
    if form.errors:
        return _page(form, rows, materials), 422
    try:
        case = register_application(current_district(), current_actor(), household, materials=materials)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return _page(form, rows, materials), refusal.status
    flash(gettext("登记好了，案号 %(number)s。", number=case.number))
    return see(url_for("desk.show_case", number=case.number))


def _page(form: Form, rows: Sequence[MemberRow], materials: Sequence[str], focus: str = "") -> str:
    form.labels = {f"members-{i}-": _label(i, row) for i, row in enumerate(rows)}
    return render_template(
        "applications/new.html",
        form=form,
        rows=rows,
        materials=materials,
        focus=focus,
        sums=add_up(rows),
        standard_fen=current_district().policy.benefit.standard_fen,
        MATERIALS=MATERIALS,
    )


def _label(i: int, row: MemberRow) -> str:
    """Whose row it is, by name where one is written."""
    name = row.fields.get("name", "").strip() or gettext("第 %(n)d 位", n=i + 1)
    return str(gettext("%(name)s：", name=name))
