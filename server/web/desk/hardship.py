"""Urgent hardship is referred to temporary relief, with a clock of its own (C-23, national-rules §11)."""

from __future__ import annotations

from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.money import parse_yuan
from server.services.contributions import effective_answers
from server.services.hardship import GRANTED, complete_relief, decide_relief, list_hardship, refer_hardship
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit
from server.web.paging import asked_page

# Where a decision that is refused is to be changed.
_FIELDS: Final = {
    "hardship.outcome": "outcome",
    "hardship.amount": "amount",
    "hardship.over_limit": "amount",
    "hardship.reason": "reason",
}


@desk.get("/hardship")
@permit("case.read")
def show_hardship() -> ResponseReturnValue:
    """Referrals that wait for a decision or for their papers, the ones due first in front."""
    found = list_hardship(current_district(), current_actor(), asked_page())
    return render_template("registers/hardship.html", found=found, here="worklist")


@desk.route("/cases/<case:number>/hardship", methods=["GET", "POST"])
@permit("hardship.refer")
def refer(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/hardship.html",
        lambda form: _refer(form, number),
        gettext("转急难救助了。低保照常往下办。"),
        {"urgent": "yes"},
    )


@desk.route("/cases/<case:number>/hardship-decision", methods=["GET", "POST"])
@permit("hardship.decide")
def decide_hardship(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/hardship_decision.html",
        lambda form: _decide(form, number),
        gettext("记下了。"),
        fields=_FIELDS,
        told=_told(number),
    )


@desk.route("/cases/<case:number>/hardship-papers", methods=["GET", "POST"])
@permit("hardship.decide")
def complete_hardship(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/hardship_papers.html",
        lambda _form: complete_relief(current_district(), current_actor(), number),
        gettext("手续补齐了。"),
    )


def _decide(form: Form, number: str) -> None:
    outcome = form.text("outcome")
    amount = form.read("amount", parse_yuan, 0) if outcome == GRANTED else 0
    if not form.errors:
        decide_relief(current_district(), current_actor(), number, outcome, amount, form.text("reason"))


def _told(number: str) -> str:
    """What the hardship is: as referred at the desk, or as the assessors wrote it in the home."""
    district = current_district()
    case = district.get_case(number)
    if case.hardship is None:
        return ""
    if case.hardship.words:
        return district.get_text(number, "reason", case.hardship.words)
    return str(effective_answers(district, case).get("urgent_words") or "") if case.visit else ""


def _refer(form: Form, number: str) -> None:
    urgent = form.text("urgent") != "no"
    refer_hardship(current_district(), current_actor(), number, form.text("words"), urgent=urgent)
