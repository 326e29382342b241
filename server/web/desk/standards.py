"""A new standard: confirmed by the bureau's head, applied household by household, told (S1-ADJ-08)."""

from __future__ import annotations

from typing import Any, Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.money import parse_yuan
from server.domain.permission import may
from server.errors import Refusal
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
from server.web.desk.policies import asked_area
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.language import sentence_of
from server.web.words import RESIDENCES

_SHOWN: Final = 200


@desk.get("/standards")
@permit("policy.plan")
def show_standards() -> ResponseReturnValue:
    rows = list_standards(current_district(), current_actor())
    return render_template("standards/list.html", rows=rows, areas=RESIDENCES, here="reference")


@desk.post("/standards")
@permit("standard.confirm")
def confirm_new_standard() -> ResponseReturnValue:
    """Confirms what the page of the proposal showed; refused where the totals have moved on."""
    form = posted_form()
    fen = form.read("standard", parse_yuan, 0) if form.text("standard") else None
    totals = _whole(form, "before"), _whole(form, "after")
    taken = request.form.getlist("take")
    month, words = form.text("since"), form.text("words")
    wanted = Wanted(fen, form.text("pack"), month, *totals, asked_area(form), taken, words)
    try:
        confirmed = confirm_standard(current_district(), current_actor(), wanted)
    except Refusal as refusal:
        flash(sentence_of(refusal))
        names = ("standard", "area", "pack", "since", "words")
        given: dict[str, Any] = {name: form.text(name) for name in names}
        return see(url_for("desk.plan_standard", **given, take=taken))
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


def _whole(form: Form, name: str) -> int:
    text = form.text(name)
    return int(text) if text.isdecimal() else -1
