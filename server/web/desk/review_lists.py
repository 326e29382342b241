"""The plan of a review month, its roll-up, and the register of renewals (S7-REV-11, S7-DUTY-C7)."""

from __future__ import annotations

import re
from typing import Final

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.month import month_of_day
from server.domain.page import ALL
from server.domain.permission import may
from server.domain.renewal import period_of, periods_of_year
from server.records.entries import Area
from server.services.review_lists import (
    STATES,
    RollUp,
    count_for,
    renewal_register,
    review_plan,
    roll_up,
    waiting_for,
)
from server.web.answers import saved_file
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.guard import permit
from server.web.paging import asked_page
from server.web.review_words import STATES as STATE_WORDS
from server.web.review_words import WHO_CAME, occasion_words, opinion_words, step_words
from server.web.words import area

_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
MINE: Final = "mine"


@desk.get("/reviews")
@permit("review.read")
def show_review_plan() -> ResponseReturnValue:
    """Who is due, under review and done, by month, community and class; or what waits for this person."""
    district, actor = current_district(), current_actor()
    asked = {name: request.args.get(name, "").strip() for name in ("month", "community", "class", "state")}
    month = asked["month"] if _MONTH.fullmatch(asked["month"]) else month_of_day(district.today())
    asked["month"] = month
    if asked["state"] == MINE:
        found = waiting_for(district, actor, asked_page())
    else:
        found = review_plan(
            district,
            actor,
            month=month,
            community=asked["community"],
            klass=asked["class"],
            state=asked["state"],
            page=asked_page(),
        )
    return render_template(
        "reviews/plan.html",
        found=found,
        asked=asked,
        month=month,
        states=[(state, str(STATE_WORDS[state])) for state in (MINE, *STATES)],
        state_words=STATE_WORDS,
        mine=count_for(district, actor),
        communities=list_communities(),
        classes=[each.code for each in district.policy.review.classes],
        occasion_words=occasion_words,
        opinion_words=opinion_words,
        step_words=step_words,
        here="upkeep",
    )


@desk.get("/reviews/months/<month:month>")
@permit("review.read")
def show_roll_up(month: str) -> ResponseReturnValue:
    return render_template("reviews/roll_up.html", found=_roll_up(month), here="upkeep")


@desk.get("/reviews/months/<month:month>/roll-up.csv")
@permit("review.read")
def download_roll_up(month: str) -> Response:
    return saved_file(_roll_up(month).as_csv(), f"reviews-{month}.csv")


@desk.get("/renewals")
@permit("review.read")
def show_renewals() -> ResponseReturnValue:
    """The register of a community and period, with whoever is missing in front."""
    district, actor = current_district(), current_actor()
    months = district.policy.review.renewal_months
    if not months:
        return render_template("reviews/no_renewals.html", here="upkeep")
    asked = _asked_renewals(months)
    return render_template(
        "reviews/renewals.html",
        found=renewal_register(district, actor, asked["community"], asked["period"], asked_page()),
        asked=asked,
        periods=periods_of_year(int(asked["period"][:4]), months),
        is_now=asked["period"] == period_of(district.today(), months),
        communities=list_communities(),
        who_came=WHO_CAME,
        may_register=may(actor, "renewal.register"),
        here="upkeep",
    )


@desk.get("/renewals.csv")
@permit("review.read")
def download_renewals() -> Response:
    district = current_district()
    asked = _asked_renewals(district.policy.review.renewal_months)
    found = renewal_register(district, current_actor(), asked["community"], asked["period"], ALL)
    return saved_file(found.as_csv(), f"renewals-{asked['period']}.csv")


def list_communities() -> list[tuple[str, str]]:
    """The communities of this person's area; none to choose where it is one."""
    actor = current_actor()
    areas = current_district().office.every(Area)
    return [
        (each.id, area(each.id))
        for each in areas
        if each.kind == "community" and not actor.community and actor.street in ("", each.parent)
    ]


def _roll_up(month: str) -> RollUp:
    return roll_up(current_district(), current_actor(), month)


def _asked_renewals(months: int) -> dict[str, str]:
    period = request.args.get("period", "")
    if not _MONTH.fullmatch(period):
        period = period_of(current_district().today(), months)
    return {"period": period, "community": request.args.get("community", "").strip()}
