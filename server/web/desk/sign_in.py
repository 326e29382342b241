"""Signing in and out at the desk."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from server.errors import Refusal
from server.services import people
from server.web.current import SignedIn, current_district, find_actor
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.limits import SIGN_IN


@desk.route("/sign-in", methods=["GET", "POST"])
@SIGN_IN
def sign_in() -> ResponseReturnValue:
    if request.method == "GET":
        if find_actor() is not None:
            return redirect(_inside(request.args.get("next", "")))
        return _page(Form({"next": request.args.get("next", "")}))
    form = posted_form()
    try:
        actor = people.sign_in(current_district(), form.text("user"), form.values.get("password", ""))
    except Refusal as refusal:
        form.refuse_with("user", refusal)
        return _page(form), refusal.status
    session.clear()
    session.permanent = True
    login_user(SignedIn(actor))
    return redirect(_inside(form.text("next")))


@desk.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    logout_user()
    session.clear()
    return redirect(url_for("desk.sign_in"))


def _page(form: Form) -> str:
    form.values.pop("password", None)
    return render_template("sign_in/page.html", form=form)


def _inside(address: str) -> str:
    """An address of this desk, never one that leads elsewhere."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/desk"):
        return url_for("desk.worklist_page")
    return address
