"""One's own account: the password, the telephone's code, and where one is signed in."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.documents.qr import qr_svg
from server.errors import Refusal
from server.services.accounts import change_password
from server.services.second_factors import (
    confirm_factor,
    has_factor,
    owes_factor,
    propose_factor,
    secret_of,
)
from server.services.sessions import end_session, list_sessions, session_id_of
from server.web.current import current_actor, current_district, current_token, owes_password
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.limits import SIGN_IN

_FIELDS: Final = {"account.old_password": "old", "account.repeated": "again"}


@desk.get("/account")
@permit("desk.use")
def show_account() -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    return render_template(
        "account/page.html",
        sessions=list_sessions(district, actor.user_id),
        this=session_id_of(current_token()),
        has_factor=has_factor(district, actor.user_id),
        here="account",
    )


@desk.route("/account/password", methods=["GET", "POST"])
@permit("desk.use")
@SIGN_IN
def change_own_password() -> ResponseReturnValue:
    form = posted_form() if request.method == "POST" else Form()
    status = 200
    if request.method == "POST":
        status = _change(form)
        if not form.errors:
            flash(_("密码换好了。别处的登录都退出了。"))
            return redirect(url_for("desk.show_account"))
    form.values.clear()
    return render_template("account/password.html", form=form, owed=owes_password(), here="account"), status


def _change(form: Form) -> int:
    """Changes the password; 422 and what is wrong where it cannot be done."""
    new = form.values.get("new", "")
    try:
        if new != form.values.get("again", ""):
            raise Refusal("account.repeated")
        old = form.values.get("old", "")
        change_password(current_district(), current_actor(), old, new, current_token())
    except Refusal as refusal:
        form.refuse_with(_FIELDS.get(refusal.code, "new"), refusal)
        return refusal.status
    return 200


@desk.route("/account/code", methods=["GET", "POST"])
@permit("desk.use")
@SIGN_IN
def set_up_code() -> ResponseReturnValue:
    """A secret for the telephone, and the first code of it as the proof that it arrived."""
    district, actor = current_district(), current_actor()
    form = posted_form() if request.method == "POST" else Form()
    address, status = propose_factor(district, actor), 200
    if request.method == "POST":
        try:
            codes = confirm_factor(district, actor, form.text("code"))
        except Refusal as refusal:
            form.refuse_with("code", refusal)
            status = 422
        else:
            return render_template("account/recovery.html", codes=codes, here="account")
    page = render_template(
        "account/code.html",
        form=form,
        qr=qr_svg(address),
        secret=secret_of(district, actor),
        owed=owes_factor(district, actor),
        here="account",
    )
    return page, status


@desk.post("/account/sessions/<office:session_id>/end")
@permit("desk.use")
def end_own_session(session_id: str) -> ResponseReturnValue:
    end_session(current_district(), current_actor(), session_id)
    flash(_("那一次登录退出了。"))
    return redirect(url_for("desk.show_account"))
