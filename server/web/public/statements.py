"""What a resident states on a page without a name or with one, and how they follow it by its receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from server.domain.objection import Statement
from server.errors import Refusal
from server.web.form import Form, posted_form
from server.web.public.blueprint import public
from server.web.refusals import answer_http, with_headers_of

# How what was written is given back, by endpoint, where it comes too often to be taken.
GIVEN_BACK: Final[dict[str, Callable[[Form], str]]] = {}
TRAP: Final = "website"  # a field nobody sees and only a robot fills in


@public.errorhandler(429)
def give_back(error: HTTPException) -> ResponseReturnValue:
    """What somebody wrote is not lost because others behind their address wrote before them."""
    show = GIVEN_BACK.get(request.endpoint or "")
    if show is None or request.method != "POST":
        return answer_http(error)
    form = posted_form()
    form.refuse_with("", Refusal("objection.too_often"))
    return with_headers_of(error, (show(form), 429))


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
