"""The class of a household, its renewal, and the stop on death or move (S7-AMB-14, S7-DUTY-C7, D-31)."""

from __future__ import annotations

from typing import Final

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.services.household_classes import set_class, suggest
from server.services.renewals import register_renewal
from server.services.stops import REASONS, stop_receipt
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.desk.marks import read_signed
from server.web.form import Form
from server.web.guard import grave, permit
from server.web.language import in_language
from server.web.review_words import WHO_CAME, options, reasons

_HERE: Final = "desk.show_reviews_of"


@desk.route("/cases/<case:number>/class", methods=["GET", "POST"])
@permit("class.set")
def set_household_class(number: str) -> ResponseReturnValue:
    district = current_district()
    case = district.get_case(number)
    suggestion = suggest(district, case)
    fresh = {}
    if suggestion is not None:
        fresh = {"class": suggestion.klass, "words": in_language(suggestion.zh, suggestion.en)}
    return act_on_case(
        number,
        "reviews/class.html",
        lambda form: _set_class(form, number),
        gettext("分类定好了。"),
        fresh,
        _HERE,
        suggestion=suggestion,
        classes=district.policy_of(case.policy).review.classes,
    )


@desk.route("/cases/<case:number>/renewal", methods=["GET", "POST"])
@permit("renewal.register")
def register_household_renewal(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "reviews/renewal.html",
        lambda form: _register(form, number),
        gettext("续保登记好了。"),
        {"came_on": current_district().today().isoformat(), "who": "head"},
        _HERE,
        who=options(WHO_CAME),
    )


@desk.route("/cases/<case:number>/stop", methods=["GET", "POST"])
@permit("receipt.stop")
@grave
def stop_guarantee(number: str) -> ResponseReturnValue:
    return act_on_case(
        number,
        "reviews/stop.html",
        lambda form: _stop(form, number),
        gettext("停发了。下一步：把通知书送到家里。"),
        {"happened_on": current_district().today().isoformat()},
        _HERE,
        stop_reasons=reasons(REASONS),
    )


def _set_class(form: Form, number: str) -> None:
    set_class(current_district(), current_actor(), number, form.text("class"), form.text("words"))


def _register(form: Form, number: str) -> None:
    came_on = form.read("came_on", parse_date, current_district().today())
    if form.errors:
        return
    register_renewal(
        current_district(),
        current_actor(),
        number,
        came_on,
        form.text("who"),
        changed=form.text("changed") == "yes",
        signed=read_signed(form),
        words=form.text("words"),
    )


def _stop(form: Form, number: str) -> None:
    happened_on = form.read("happened_on", parse_date, current_district().today())
    if not form.errors:
        place = (current_district(), current_actor(), number, form.text("reason"))
        stop_receipt(*place, happened_on, form.text("words"))
