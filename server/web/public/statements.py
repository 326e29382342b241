"""What a resident states on a page without a name or with one, and how they follow it by its receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from server.domain.objection import Statement
from server.errors import Refusal
from server.web.form import Form

TRAP: Final = "website"  # a field nobody sees and only a robot fills in


def read_statement(form: Form) -> Statement:
    """What was written; refuses a robot."""
    if form.text(TRAP):
        raise Refusal("objection.trap")
    return Statement(
        text=form.text("text"),
        name=form.text("name"),
        contact=form.text("contact"),
        secret=form.values.get("password", ""),
        once=form.text("once")[:64],
    )


def show_followed(
    template: str, followed: object, read_answer: Callable[[str], object], **words: Any
) -> ResponseReturnValue:
    """How far a statement has come; with the password set on filing, the answer."""
    form, answer, status = Form(), None, 200
    if request.method == "POST":
        try:
            answer = read_answer(request.form.get("password", ""))
        except Refusal as refusal:
            form.refuse_with("password", refusal)
            status = refusal.status
    just_filed = "filed" in request.args
    return render_template(
        template, followed=followed, form=form, answer=answer, just_filed=just_filed, **words
    ), status
