"""Signing in and out at the desk: a password, and a code where the person set one up."""

from __future__ import annotations

import logging
from typing import Final

from flask import make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from server.domain.account import HALF_WAY
from server.domain.days import format_instant, parse_instant
from server.errors import Refusal
from server.services import people
from server.services.second_factors import check_code, has_factor
from server.services.sessions import begin_session, end_token
from server.web.answers import leads_here
from server.web.current import SignedIn, current_district, find_actor
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.known_browsers import remember_browser
from server.web.limits import (
    CODE_AS,
    CODE_AT_DOOR,
    CODE_HERE,
    SIGN_IN_AS,
    SIGN_IN_AT_DOOR,
    SIGN_IN_HERE,
    remember_place,
)

_log: Final = logging.getLogger("ruhu.sign_in")
_HALF: Final = "half"  # who gave the password and still owes the code, and since when


@desk.route("/sign-in", methods=["GET", "POST"])
@SIGN_IN_AT_DOOR
@SIGN_IN_HERE
@SIGN_IN_AS
def sign_in() -> ResponseReturnValue:
    if request.method == "GET":
        if find_actor() is not None:
            return redirect(_inside(request.args.get("next", "")))
        return _page(Form({"next": request.args.get("next", "")}))
    form, district = posted_form(), current_district()
    try:
        actor = people.sign_in(district, form.text("user"), form.values.get("password", ""))
    except Refusal as refusal:
        _note_failure(form.text("user"), "password")
        form.refuse_with("user", refusal)
        return _page(form), refusal.status
    session.clear()
    if has_factor(district, actor.user_id):
        session[_HALF] = [actor.user_id, format_instant(district.now())]
        return redirect(url_for("desk.give_code", next=form.text("next") or None))
    return _begin(actor.user_id, form.text("next"))


@desk.route("/sign-in/code", methods=["GET", "POST"])
@CODE_AT_DOOR
@CODE_HERE
@CODE_AS
def give_code() -> ResponseReturnValue:
    """The second step; whoever waits too long begins again."""
    user_id = _half_way()
    if user_id is None:
        return redirect(url_for("desk.sign_in", next=request.args.get("next") or None))
    if request.method == "GET":
        return render_template("sign_in/code.html", form=Form({"next": request.args.get("next", "")}))
    form, district = posted_form(), current_district()
    try:
        check_code(district, people.get_actor(district, user_id), form.text("code"))
    except Refusal as refusal:
        _note_failure(user_id, "code")
        form.values.pop("code", None)
        form.refuse_with("code", refusal)
        return render_template("sign_in/code.html", form=form), refusal.status
    session.clear()
    return _begin(user_id, form.text("next"))


@desk.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    end_token(current_district(), str(session.get("_user_id", "")))
    logout_user()
    session.clear()
    return redirect(url_for("desk.sign_in"))


def _begin(user_id: str, leads_to: str) -> ResponseReturnValue:
    """A session of its own for everybody who signs in, whoever sat there before; the browser and
    the place are known now."""
    district = current_district()
    token = begin_session(district, user_id, request.headers.get("User-Agent", ""))
    session.permanent = True
    event = {"event": "signed_in", "account": user_id, "address": request.remote_addr}
    _log.info("signed_in", extra={"event": event})
    login_user(SignedIn(people.get_actor(district, user_id), token))
    remember_place(user_id)
    return remember_browser(make_response(redirect(_inside(leads_to))), user_id)


def _note_failure(tried: str, what: str) -> None:
    """Who was tried, from where, and what was wrong; a name nobody has may be a password typed too early."""
    account = people.known_id(current_district(), tried)
    event = {"event": "sign_in_failed", "account": account, "wrong": what, "address": request.remote_addr}
    _log.warning("sign_in_failed", extra={"event": event})


def _half_way() -> str | None:
    """Who gave a password a moment ago."""
    user_id, since = session.get(_HALF, ("", ""))
    if not user_id or current_district().now() - parse_instant(since) > HALF_WAY:
        return None
    return str(user_id)


def _page(form: Form) -> str:
    form.values.pop("password", None)
    return render_template("sign_in/page.html", form=form)


def _inside(address: str) -> str:
    """An address of this desk, never one that leads elsewhere."""
    if not (leads_here(address) and address.startswith("/desk")):
        return url_for("desk.worklist_page")
    return address
