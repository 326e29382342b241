"""The bureau's head approves or refuses; the district returns a case to the street (S7-APPR-07…10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.case import Case
from server.domain.permission import Actor
from server.services.approvals import (
    approve,
    certificate_number,
    read_examination,
    refuse,
    return_case,
    start_month,
)
from server.services.district import District
from server.services.household_classes import suggest
from server.services.stamps import Stamp
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.desk.examination import CHECK_WORDS
from server.web.desk.marks import read_stamp, stamp_choices
from server.web.form import Form
from server.web.guard import grave, permit


@desk.route("/cases/<case:number>/approve", methods=["GET", "POST"])
@permit("case.approve")
@grave
def approve_case(number: str) -> ResponseReturnValue:
    return _decide(number, "cases/approve.html", _approve, gettext("批准了。"))


@desk.route("/cases/<case:number>/refusal", methods=["GET", "POST"])
@permit("case.approve")
@grave
def refuse_case(number: str) -> ResponseReturnValue:
    return _decide(number, "cases/refuse.html", refuse, gettext("不予批准，原因写在通知书里。"))


@desk.route("/cases/<case:number>/return", methods=["GET", "POST"])
@permit("case.return")
def send_back(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "cases/return.html",
        lambda form: _return(form, number),
        gettext("退回街道了，原因写在案卷里。"),
    )


def _decide(number: str, template: str, decide: Callable[..., Case], said: str) -> ResponseReturnValue:
    case = current_district().get_case(number)
    words = _decision_words(case)
    return act_on_case(
        number,
        template,
        lambda form: _sign(form, number, decide),
        said,
        {"paper": words["paper"], "class": words["suggested"]},
        **words,
    )


def _approve(district: District, actor: Actor, number: str, reason: str, *, stamp: Stamp) -> Case:
    """With the class it will be reviewed by, where the head named one (S7-AMB-14)."""
    klass = request.form.get("class", "")
    return approve(district, actor, number, reason, stamp=stamp, klass=klass)


def _decision_words(case: Case) -> dict[str, Any]:
    """What the head signs on: the four checks in words, the amount, the month, the number, the seals."""
    district = current_district()
    suggestion = suggest(district, case)
    return {
        "suggested": suggestion.klass if suggestion else "",
        "classes": district.policy_of(case.policy).review.classes,
        "four": CHECK_WORDS,
        "looked": read_examination(district, case),
        "start_month": start_month(district.policy_of(case.policy), district.today()),
        "certificate": certificate_number(case.number),
        **stamp_choices(district, case),
    }


def _sign(form: Form, number: str, decide: Callable[..., Case]) -> None:
    if not form.text("seal"):
        form.refuse("seal", gettext("选盖了哪一枚章。"))
        return
    decide(current_district(), current_actor(), number, form.text("reason"), stamp=read_stamp(form))


def _return(form: Form, number: str) -> None:
    if not form.text("reason"):
        form.refuse("reason", gettext("写明为什么退回，街道要照着改。"))
        return
    return_case(current_district(), current_actor(), number, form.text("reason"))
