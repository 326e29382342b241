"""Beside the visit: originals compared, a comprehensive investigation, the finding's letter (S7-EVAL)."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.services.finding_letters import Handed, deliver_letter
from server.services.investigations import record_investigation
from server.services.originals_compared import compare_originals, compared_papers, list_copies
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.desk.meeting_signing import read_ink
from server.web.form import Form
from server.web.guard import permit
from server.web.intake_words import COMPARED, COMPARED_WAYS, DELIVERY_WAYS, METHODS


@desk.route("/cases/<case:number>/originals-compared", methods=["GET", "POST"])
@permit("originals.compare")
def compare_papers(number: str) -> ResponseReturnValue:
    district = current_district()
    case = district.get_case(number)
    return act_on_case(
        number,
        "cases/originals_compared.html",
        lambda form: _compare(form, number),
        gettext("核对的结果记下了。"),
        fields={"originals.words": "words"},
        fresh={"how": "counter"},
        papers=[paper for paper in compared_papers(district, case) if paper.code in list_copies(case)],
        states=COMPARED,
        ways=COMPARED_WAYS,
    )


@desk.route("/cases/<case:number>/investigation", methods=["GET", "POST"])
@permit("investigation.record")
def investigate(number: str) -> ResponseReturnValue:
    methods = request.form.getlist("methods")
    return act_on_case(
        number,
        "cases/investigation.html",
        lambda form: record_investigation(
            current_district(), current_actor(), number, methods, form.text("words")
        ),
        gettext("综合调查记下了。"),
        fields={"investigation.words": "words"},
        chosen=methods,
        methods=METHODS,
    )


@desk.route("/cases/<case:number>/letter-delivery", methods=["GET", "POST"])
@permit("paper.deliver")
def deliver(number: str) -> ResponseReturnValue:
    """The letter of a finding of not eligible reaches the applicant, who signs for it (S7-EVAL-09)."""
    return act_on_case(
        number,
        "cases/letter_delivery.html",
        lambda form: _deliver(form, number),
        gettext("送达记下了，这一件办完了。"),
        fresh={"on": current_district().today().isoformat(), "how": "in_person"},
        ways=DELIVERY_WAYS,
    )


def _compare(form: Form, number: str) -> None:
    prefix = "paper-"
    documents = {
        name.removeprefix(prefix): form.text(name) for name in form.values if name.startswith(prefix)
    }
    how, words = form.text("how"), form.text("words")
    compare_originals(current_district(), current_actor(), number, documents, how, words)


def _deliver(form: Form, number: str) -> None:
    on = form.read("on", parse_date, current_district().today())
    if form.errors:
        return
    signed = form.text("signed")
    ink = read_ink(form.text("ink")) if signed == "pad" and form.text("ink") else None
    handed = Handed(form.text("how"), on, ink, signed == "paper", form.text("words"))
    deliver_letter(current_district(), current_actor(), number, handed)
