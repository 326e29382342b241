"""What is done to a housing file: surveyed, applied, decided, offered, reviewed, ended (article 8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.domain.housing import Housing, Mode, Survey
from server.domain.housing_lines import parse_area
from server.domain.money import parse_yuan
from server.errors import Refusal
from server.services import housing as services
from server.services.housing_changes import surveyed_homes
from server.web import housing_words
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_page
from server.web.desk.blueprint import desk
from server.web.desk.housing import home_page
from server.web.form import Form, posted_form
from server.web.guard import permit

_SURVEY_FIELDS: Final = {
    "housing.persons": "persons",
    "housing.area": "floor",
    "housing.bought": "bought_on",
    "housing.day": "surveyed_on",
}


@desk.get("/housing/<case:number>/survey")
@permit("housing.survey")
def new_survey(number: str) -> ResponseReturnValue:
    district = current_district()
    housing = services.read_housing(district, current_actor(), number)
    fresh = {"surveyed_on": district.today().isoformat(), "kind": "yearly" if housing else "first"}
    row = district.index.find_case(number)
    fresh["address"] = row.address if row else ""
    if housing is None:
        fresh["persons"] = str(district.get_case(number).persons)
    else:
        fresh |= _as_surveyed(housing)
    return _survey_page(number, Form(fresh))


@desk.post("/housing/<case:number>/survey")
@permit("housing.survey")
def record_survey(number: str) -> ResponseReturnValue:
    """Enters a survey; what is wrong is said beside its field, and nothing typed is lost."""
    form = posted_form()
    survey = _read_survey(form)
    if not form.errors:
        try:
            said = (form.text("words"), form.text("address"))
            services.survey_home(current_district(), current_actor(), number, survey, *said)
        except Refusal as refusal:
            form.refuse_with(_SURVEY_FIELDS.get(refusal.code, ""), refusal)
        else:
            flash(gettext("住房调查记下了。"))
            return see(url_for("desk.show_home", number=number))
    return _survey_page(number, form), 422


@desk.post("/housing/<case:number>/application")
@permit("housing.apply")
def apply_for_housing(number: str) -> ResponseReturnValue:
    form = posted_form()
    applied_on = form.read("applied_on", parse_date, date.min)
    mode = Mode.LETTING if form.text("mode") == Mode.LETTING else Mode.SUBSIDY
    return _act(
        number,
        form,
        lambda: services.apply_for_housing(current_district(), current_actor(), number, applied_on, mode),
    )


@desk.post("/housing/<case:number>/decision")
@permit("housing.decide")
def decide_housing(number: str) -> ResponseReturnValue:
    form = posted_form()
    granted = form.text("granted") == "yes"
    return _act(
        number,
        form,
        lambda: services.decide_housing(
            current_district(), current_actor(), number, granted, form.text("reason")
        ),
    )


@desk.post("/housing/<case:number>/move")
@permit("housing.decide")
def move_up(number: str) -> ResponseReturnValue:
    form = posted_form()
    return _act(
        number,
        form,
        lambda: services.move_up(current_district(), current_actor(), number, form.text("reason")),
    )


@desk.post("/housing/<case:number>/offer")
@permit("housing.decide")
def offer_home(number: str) -> ResponseReturnValue:
    form = posted_form()
    return _act(
        number,
        form,
        lambda: services.offer_home(current_district(), current_actor(), number, form.text("place")),
    )


@desk.post("/housing/<case:number>/answer")
@permit("housing.apply")
def answer_offer(number: str) -> ResponseReturnValue:
    form = posted_form()
    accepted = form.text("accepted") == "yes"
    return _act(
        number,
        form,
        lambda: services.answer_offer(
            current_district(), current_actor(), number, accepted, form.text("reason")
        ),
    )


@desk.post("/housing/<case:number>/review")
@permit("housing.decide")
def review_housing(number: str) -> ResponseReturnValue:
    form = posted_form()
    return _act(
        number,
        form,
        lambda: services.review_housing(current_district(), current_actor(), number, form.text("reason")),
    )


@desk.post("/housing/<case:number>/exit")
@permit("housing.decide")
def end_housing(number: str) -> ResponseReturnValue:
    form = posted_form()
    return _act(
        number,
        form,
        lambda: services.end_housing(
            current_district(), current_actor(), number, form.text("exit"), form.text("words")
        ),
    )


def _act(number: str, form: Form, do: Callable[[], Housing]) -> ResponseReturnValue:
    then = url_for("desk.show_home", number=number)
    return act_on_page(form, do, then, lambda sent: home_page(number, sent))


def _survey_page(number: str, form: Form) -> str:
    row = current_district().index.find_case(number)
    return render_template(
        "housing/survey.html",
        number=number,
        head=row.head if row else "",
        form=form,
        said=housing_words,
        here="upkeep",
    )


def _as_surveyed(housing: Housing) -> dict[str, str]:
    """What seldom changes from one survey to the next, to be corrected; what is measured is asked anew."""
    survey = housing.survey
    known = {"persons": str(survey.persons), "guarantee": survey.guarantee, "welfare": survey.welfare}
    known |= {"affordable": survey.affordable, "bought_on": str(survey.bought_on or "")}
    homes = surveyed_homes(current_district(), housing)
    address = next((home.address for home in reversed(homes) if home.address), "")
    return known | ({"address": address} if address else {})


def _read_survey(form: Form) -> Survey:
    return Survey(
        kind=form.text("kind") if form.text("kind") in housing_words.KINDS else "first",
        surveyed_on=form.read("surveyed_on", parse_date, date.min),
        persons=form.read("persons", _whole, 0),
        guarantee=form.text("guarantee"),
        income_fen=form.read("income", parse_yuan, 0),
        tenure=form.text("tenure"),
        dwelling=form.text("dwelling"),
        floor_dm2=_optional(form, "floor", parse_area),
        rent_fen=_optional(form, "rent", parse_yuan),
        welfare=form.text("welfare") or "no",
        affordable=form.text("affordable") or "no",
        bought_on=form.read("bought_on", parse_date, None) if form.text("bought_on") else None,
        bought_again=form.text("bought_again") == "yes",
        others_dm2=_optional(form, "others", parse_area),
    )


def _optional(form: Form, name: str, parse: Callable[[str], int]) -> int:
    return form.read(name, parse, 0) if form.text(name) else 0


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Refusal("housing.persons")
    return int(text[:6])
