"""The originals: the call received, a reminder, more days, each beside its copy (S7-AUDIT-05, S7-APPR-02)."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.services import originals
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.words import material


@desk.route("/cases/<case:number>/originals/receipt", methods=["GET", "POST"])
@permit("originals.call")
def receive_call(number: str) -> ResponseReturnValue:
    today = current_district().today().isoformat()
    return act_on_case(
        number,
        "cases/originals_receipt.html",
        lambda form: _receive(form, number),
        gettext("记下了。从收到那天起算。"),
        {"received_on": today},
    )


@desk.route("/cases/<case:number>/originals/reminder", methods=["GET", "POST"])
@permit("originals.call")
def remind_of_originals(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/originals_reminder.html",
        lambda form: originals.remind(current_district(), current_actor(), number, form.text("words")),
        gettext("催过了，记在案卷里。"),
    )


@desk.route("/cases/<case:number>/originals/extension", methods=["GET", "POST"])
@permit("originals.call")
def extend_originals(number: str) -> ResponseReturnValue:
    district = current_district()
    case = district.get_case(number)
    return act_on_case(
        number,
        "cases/originals_extension.html",
        lambda form: originals.extend(current_district(), current_actor(), number, form.text("reason")),
        gettext("延期了，请告诉申请人新的日子。"),
        fields={"originals.extension_reason": "reason"},
        until=originals.extended_to(district, case, case.originals) if case.originals else None,
    )


@desk.route("/cases/<case:number>/originals/check", methods=["GET", "POST"])
@permit("originals.check")
def check_originals(number: str) -> ResponseReturnValue:
    codes = originals.originals_of(current_district().get_case(number))
    return act_on_case(
        number,
        "cases/originals_check.html",
        lambda form: _check(form, number, codes),
        gettext("原件核过了，记在案卷里。"),
        fields={"originals.checked_words": "words"},
        copies=[(code, material(code)) for code in codes],
    )


def _receive(form: Form, number: str) -> None:
    received_on = form.read("received_on", parse_date, current_district().today())
    if not form.errors:
        originals.receive_call(current_district(), current_actor(), number, received_on)


def _check(form: Form, number: str, codes: tuple[str, ...]) -> None:
    for code in codes:
        if form.text(f"original-{code}") not in originals.OUTCOMES:
            form.refuse(f"original-{code}", gettext("这一份还没答。"))
    if form.text("how") not in originals.HOW:
        form.refuse("how", gettext("选在哪里核的。"))
    if form.errors:
        return
    documents = {code: form.text(f"original-{code}") for code in codes}
    how, words = form.text("how"), form.text("words")
    originals.check_originals(current_district(), current_actor(), number, documents, how, words)
