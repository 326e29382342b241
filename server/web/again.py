"""Before what cannot be undone: the password once more, and the code where the person has one.

What was filled in waits on the page that asks, field by field and file by file, and is done when both are
right: nobody types or attaches anything twice but their password (OWASP ASVS 5.0, V7.5.3). The server keeps
nothing of it meanwhile.
"""

from __future__ import annotations

import logging
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from server.errors import Refusal
from server.services import people
from server.services.second_factors import check_code, has_factor
from server.services.sessions import is_confirmed, note_confirmed
from server.web.current import current_actor, current_district
from server.web.form import AGAIN, AGAIN_CODE, Form, waiting_fields
from server.web.limits import AGAIN_AS

_log: Final = logging.getLogger("ruhu.sign_in")


def ask_again() -> ResponseReturnValue | None:
    """The page that asks; None where the act may go on."""
    if is_confirmed(current_district(), current_user.token):
        return None
    if AGAIN not in request.form:
        return _page(Form())
    answer: ResponseReturnValue | None = _check()
    return answer


@AGAIN_AS
def _check() -> ResponseReturnValue | None:
    district, actor, form = current_district(), current_actor(), Form()
    try:
        _check_password(actor.user_id)
    except Refusal as refusal:
        return _refused(form, AGAIN, refusal)
    try:
        if has_factor(district, actor.user_id):
            check_code(district, actor, request.form.get(AGAIN_CODE, ""))
    except Refusal as refusal:
        return _refused(form, AGAIN_CODE, refusal)
    note_confirmed(district, current_user.token)
    return None


def _check_password(user_id: str) -> None:
    stored = people.get_user(current_district(), user_id).password
    if not people.matches(stored, request.form[AGAIN]):
        raise Refusal("account.again")


def _refused(form: Form, field: str, refusal: Refusal) -> ResponseReturnValue:
    what = "password" if field == AGAIN else "code"
    event = {"event": "again_failed", "account": current_actor().user_id, "wrong": what}
    _log.warning("again_failed", extra={"event": event | {"address": request.remote_addr}})
    form.refuse_with(field, refusal)
    return _page(form), refusal.status


def _page(form: Form) -> str:
    """Everything that was sent waits in it, what was attached too."""
    waiting = waiting_fields()
    needs_code = has_factor(current_district(), current_actor().user_id)
    address = request.full_path.rstrip("?")
    return render_template(
        "sign_in/again.html", form=form, waiting=waiting, needs_code=needs_code, address=address
    )
