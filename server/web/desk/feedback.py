"""How the applicant took the resolution, and the family's file goes to the street (S7-MEET-A8d…A9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.services.feedback import AGREED, NOT_SIGNED, complete_file, give_feedback
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.desk.meeting_signing import read_ink, sent_picture
from server.web.form import Form
from server.web.guard import permit


@desk.route("/cases/<case:number>/feedback", methods=["GET", "POST"])
@permit("feedback.record")
def feed_back(number: str) -> ResponseReturnValue:
    return act_on_case(
        number, "cases/feedback.html", lambda form: _give(number, form), gettext("反馈记下了。")
    )


@desk.route("/cases/<case:number>/file", methods=["GET", "POST"])
@permit("file.complete")
def send_file(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/file.html",
        lambda _form: complete_file(current_district(), current_actor(), number),
        gettext("《低保档案》报到街道了。下一步：街道审核。"),
    )


def _give(number: str, form: Form) -> None:
    outcome = form.text("outcome")
    if not outcome:
        form.refuse("outcome", gettext("选申请人怎么说。"))
        return
    if outcome == NOT_SIGNED and not form.text("witness"):
        form.refuse("witness", gettext("写明谁在场看见。"))
    if outcome != AGREED and not form.text("words"):
        form.refuse("words", gettext("写明申请人说了什么、为什么。"))
    if form.errors:
        return
    signed = _signed(form) if outcome == AGREED else None
    words = form.text("words") if outcome != AGREED else ""
    witness = form.text("witness") if outcome == NOT_SIGNED else ""
    district, actor = current_district(), current_actor()
    give_feedback(district, actor, number, outcome, words, witness=witness, signed=signed)


def _signed(form: Form) -> Mapping[str, Any] | bytes | None:
    """What was drawn on the pad, else the picture of the signed form, else nothing but the paper."""
    return read_ink(form.text("ink")) if form.text("ink") else sent_picture("sheet")
