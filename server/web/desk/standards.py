"""A new standard: confirmed by the bureau's head, applied household by household, told (S1-ADJ-08)."""

from __future__ import annotations

from typing import Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.money import parse_yuan
from server.domain.permission import may
from server.errors import Refusal
from server.services.sentences import Names
from server.services.standards import (
    Wanted,
    apply_standard,
    confirm_standard,
    get_standard,
    list_standards,
)
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.policies import asked_area, show_plan
from server.web.form import Form, posted_form
from server.web.guard import grave, permit
from server.web.words import RESIDENCES

_SHOWN: Final = 200
_FIELDS: Final = {
    "standard.since": "since",
    "standard.basis": "basis",
    "standard.retype": "again",
    "standard.words": "words",
}


@desk.get("/standards")
@permit("policy.plan")
def show_standards() -> ResponseReturnValue:
    rows = list_standards(current_district(), current_actor())
    return render_template("standards/list.html", rows=rows, areas=RESIDENCES, here="reference")


@desk.post("/standards")
@grave
@permit("standard.confirm")
def confirm_new_standard() -> ResponseReturnValue:
    """Confirms what the page of the proposal showed; a refusal shows it again as it is by now."""
    form = posted_form()
    wanted = _wanted(form)
    try:
        if form.errors:
            return show_plan(form)
        confirmed = confirm_standard(current_district(), current_actor(), wanted)
    except Refusal as refusal:
        form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)
        return show_plan(form)
    flash(gettext("定了。现在一户一户地调整。"))
    return see(url_for("desk.show_standard", file=confirmed.id))


@desk.get("/standards/<office:file>")
@permit("policy.plan")
def show_standard(file: str) -> ResponseReturnValue:
    """How far it has come; the page goes on by itself where the browser can, else by its button."""
    found = get_standard(current_district(), current_actor(), file)
    return render_template(
        "standards/page.html",
        found=found,
        areas=RESIDENCES,
        names=Names(current_district()),
        left_out=found.left_out[:_SHOWN] if found.is_finished else (),
        may_apply=may(current_actor(), "standard.confirm"),
        here="reference",
    )


@desk.post("/standards/<office:file>")
@permit("standard.confirm")
def apply_new_standard(file: str) -> ResponseReturnValue:
    """The next households; asked again until none is left."""
    found = apply_standard(current_district(), current_actor(), file)
    if found.is_finished:
        flash(gettext("全部调整完了。"))
    return see(url_for("desk.show_standard", file=file))


def _wanted(form: Form) -> Wanted:
    fen = form.read("standard", parse_yuan, 0) if form.text("standard") else None
    again = form.read("again", parse_yuan, 0) if form.text("again") else None
    return Wanted(
        standard_fen=fen,
        pack=form.text("pack"),
        since=form.text("since"),
        before_fen=_whole(form, "before"),
        after_fen=_whole(form, "after"),
        area=asked_area(form),
        basis=form.text("basis"),
        again_fen=again,
        taken=request.form.getlist("take"),
        words=form.text("words"),
    )


def _whole(form: Form, name: str) -> int:
    text = form.text(name)
    return int(text) if text.isdecimal() else -1
