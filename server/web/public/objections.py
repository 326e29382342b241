"""A resident objects on the page of a notice, and follows it with the receipt (S7-NOTICE-03, S7-AMB-06).

Nobody has to say who they are. What is written is shown to nobody here, not even by the receipt.
"""

from __future__ import annotations

import secrets
from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.objection import MOST_WORDS
from server.errors import Refusal
from server.services.notices import PostedNotice, get_notice
from server.services.objection_files import follow_objection, read_answer
from server.services.objections import Filed, object_on_page
from server.web.answers import see
from server.web.current import current_district
from server.web.form import Form, posted_form
from server.web.language import sentence_of
from server.web.limits import FOLLOWING, OBJECTING, OBJECTING_TO_ONE
from server.web.public.blueprint import public
from server.web.public.board import board_page
from server.web.public.statements import GIVEN_BACK, TRAP, read_statement, show_followed

_FIELDS: Final[dict[str, str]] = {
    "objection.words": "text",
    "objection.too_long": "text",
    "objection.name_needed": "name",
    "objection.name_long": "name",
    "objection.secret_length": "password",
}


@public.route("/board/notices/<notice:notice_id>/objection", methods=["GET", "POST"])
@OBJECTING
@OBJECTING_TO_ONE
def object_to(notice_id: str) -> ResponseReturnValue:
    """The form; what is sent after the period is kept as a report, so that nothing written is lost."""
    if request.method == "GET":
        notice = get_notice(current_district(), notice_id)
        return _form(notice_id, notice, Form({"once": secrets.token_hex(16)}))
    form, status = posted_form(), 422
    try:
        filed = _object(form, notice_id)
    except Refusal as refusal:
        if refusal.code == "notice.unknown":
            raise
        form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)
        status = refusal.status
    else:
        return see(url_for("public.follow", receipt=filed.receipt, filed=1))
    return _form(notice_id, _find_notice(notice_id), form), status


@public.get("/board/objections")
@FOLLOWING
def find_objection() -> ResponseReturnValue:
    """Leads from a receipt number typed on the board to its page; a wrong one stays there to be put right."""
    asked = request.args.get("receipt", "").strip()
    try:
        receipt = follow_objection(current_district(), asked).receipt
    except Refusal as refusal:
        return board_page(asked, sentence_of(refusal)), refusal.status
    return redirect(url_for("public.follow", receipt=receipt))


@public.route("/board/objections/<office:receipt>", methods=["GET", "POST"])
@FOLLOWING
def follow(receipt: str) -> ResponseReturnValue:
    """How far an objection has come; with the password set on filing, the answer."""
    district = current_district()
    return show_followed(
        "public/followed.html",
        follow_objection(district, receipt),
        lambda password: read_answer(district, receipt, password),
    )


def _object(form: Form, notice_id: str) -> Filed:
    return object_on_page(current_district(), notice_id, read_statement(form))


def _form(notice_id: str, notice: PostedNotice | None, form: Form) -> str:
    return render_template(
        "public/objection.html", notice=notice, notice_id=notice_id, form=form, most=MOST_WORDS, trap=TRAP
    )


def _form_again(form: Form) -> str:
    notice_id = str((request.view_args or {})["notice_id"])
    return _form(notice_id, _find_notice(notice_id), form)


GIVEN_BACK["public.object_to"] = _form_again


def _find_notice(notice_id: str) -> PostedNotice | None:
    """The notice while it hangs; None where it ran out while somebody wrote."""
    try:
        return get_notice(current_district(), notice_id)
    except Refusal:
        return None
