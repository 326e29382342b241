"""Anybody complains of a false claim or of staff, and follows it with the receipt (S7-DUTY-S6).

Nothing here says who receives: the place is chosen from all communities, the household is only words.
"""

from __future__ import annotations

import secrets
from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.objection import MOST_WORDS
from server.errors import Refusal
from server.services.complaint_files import follow_complaint, read_complaint_answer
from server.services.complaints import complain_on_page, list_communities
from server.web import complaint_words
from server.web.answers import see
from server.web.current import current_district
from server.web.form import Form, posted_form
from server.web.limits import COMPLAINING, FOLLOWING, OBJECTING
from server.web.public.blueprint import public
from server.web.public.statements import GIVEN_BACK, TRAP, read_statement, show_followed

_FIELDS: Final[dict[str, str]] = {
    "complaint.words": "text",
    "complaint.about": "about",
    "complaint.community": "community",
    "objection.too_long": "text",
    "objection.name_long": "name",
    "objection.secret_length": "password",
}


@public.route("/report", methods=["GET", "POST"])
@OBJECTING
@COMPLAINING
def complain() -> ResponseReturnValue:
    """The form; what is wrong with it is said, and nothing written is lost."""
    if request.method == "GET":
        return _form(Form({"once": secrets.token_hex(16), "about": "household"}))
    form = posted_form()
    try:
        receipt = _complain(form)
    except Refusal as refusal:
        form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)
        return _form(form), refusal.status
    return see(url_for("public.follow_complaint_page", receipt=receipt, filed=1))


@public.get("/report/find")
@FOLLOWING
def find_complaint_page() -> ResponseReturnValue:
    """Leads from a receipt number typed to its page."""
    receipt = follow_complaint(current_district(), request.args.get("receipt", "")).receipt
    return redirect(url_for("public.follow_complaint_page", receipt=receipt))


@public.route("/report/<office:receipt>", methods=["GET", "POST"])
@FOLLOWING
def follow_complaint_page(receipt: str) -> ResponseReturnValue:
    """How far a complaint has come; with the password set on filing, the answer."""
    district = current_district()
    return show_followed(
        "public/followed_complaint.html",
        follow_complaint(district, receipt),
        lambda password: read_complaint_answer(district, receipt, password),
        said=complaint_words,
    )


def _complain(form: Form) -> str:
    statement = read_statement(form)
    return complain_on_page(current_district(), form.text("about"), form.text("community"), statement)


def _form(form: Form) -> str:
    return render_template(
        "public/complaint.html",
        form=form,
        communities=list_communities(current_district()),
        said=complaint_words,
        most=MOST_WORDS,
        trap=TRAP,
    )


GIVEN_BACK["public.complain"] = _form
