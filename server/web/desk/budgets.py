"""Budgets at the desk: proposed, confirmed, amended, beside what is paid and committed (S7-DUTY-D2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.budget import DISTRICT, Standing
from server.domain.money import parse_yuan, plain_yuan
from server.domain.permission import Actor
from server.errors import Refusal
from server.services import budgets
from server.services.district import District
from server.services.sentences import Names
from server.web.current import current_actor, current_district
from server.web.desk.acts import act, act_on_page
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.payment_words import BUDGET_STATES, PROPOSAL_STATES
from server.web.statistics_charts import PlaceChart, month_chart

_FEN: Final = 100
_FIELDS: Final[Mapping[str, str]] = {
    "money.negative": "amount",
    "money.malformed": "amount",
    "money.missing": "amount",
    "budget.amount": "amount",
    "budget.below_paid": "amount",
    "budget.words": "words",
    "budget.year": "year",
}


@desk.get("/budgets")
@permit("budget.read")
def show_budgets() -> ResponseReturnValue:
    """One line an area: the year's budget, what is paid, what is committed, what is left."""
    district, this_year = current_district(), current_district().today().year
    year = request.args.get("year", this_year, int)
    years = range(this_year + 1, this_year - 4, -1)
    year = year if year in years else this_year
    return render_template(
        "budgets/list.html",
        views=budgets.list_budgets(district, current_actor(), year),
        year=year,
        years=years,
        DISTRICT=DISTRICT,
        states=BUDGET_STATES,
        here="upkeep",
    )


@desk.route("/budgets/new", methods=["GET", "POST"])
@permit("budget.propose")
def propose_budget() -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    areas = budgets.areas_of(district, actor)
    year, area = request.values.get("year", ""), request.values.get("area", "")
    fresh = {"year": year or str(district.today().year), "area": area or areas[0]}
    known = year if year.isdecimal() else fresh["year"]
    return act(
        "budgets/new.html",
        _propose,
        gettext("预算提好了，等另一个人确认。"),
        url_for("desk.show_budgets", year=known),
        fresh,
        areas=areas,
        DISTRICT=DISTRICT,
        here="upkeep",
    )


@desk.get("/budgets/<int:year>/<office:area>")
@permit("budget.read")
def show_budget(year: int, area: str) -> ResponseReturnValue:
    return _page(year, area, Form())


@desk.post("/budgets/<int:year>/<office:area>/confirmation")
@permit("budget.confirm")
def confirm_budget(year: int, area: str) -> ResponseReturnValue:
    """Confirms the amount the page showed, which comes with the form."""
    return _do(year, area, lambda form: budgets.confirm_budget(*_place(year, area), _shown(form)))


@desk.post("/budgets/<int:year>/<office:area>/return")
@permit("budget.confirm")
def return_budget(year: int, area: str) -> ResponseReturnValue:
    return _do(
        year, area, lambda form: budgets.return_budget(*_place(year, area), _shown(form), form.text("reason"))
    )


@desk.post("/budgets/<int:year>/<office:area>/amendment")
@permit("budget.propose")
def amend_budget(year: int, area: str) -> ResponseReturnValue:
    return _do(
        year,
        area,
        lambda form: budgets.amend_budget(
            *_place(year, area), parse_yuan(form.text("amount")), form.text("words")
        ),
    )


def _propose(form: Form) -> None:
    amount_fen, year = form.read("amount", parse_yuan, 0), form.read("year", _year, 0)
    if form.errors:
        return
    try:
        budgets.propose_budget(*_place(year, form.text("area")), amount_fen, form.text("words"))
    except Refusal as refusal:
        form.refuse_with(_FIELDS.get(refusal.code, ""), refusal)


def _do(year: int, area: str, do: Callable[[Form], object]) -> ResponseReturnValue:
    form, then = posted_form(), url_for("desk.show_budget", year=year, area=area)
    return act_on_page(form, lambda: do(form), then, lambda sent: _page(year, area, sent), _FIELDS)


def _page(year: int, area: str, form: Form) -> str:
    district, actor = current_district(), current_actor()
    view = budgets.view_budget(district, actor, year, area)
    budget = view.budget
    pending = budget.pending if budget else None
    return render_template(
        "budgets/page.html",
        view=view,
        standing=view.standing,
        chart=_chart(view.standing),
        told=budgets.read_proposals(district, budget) if budget else [],
        pending=pending,
        own=pending is not None and pending.by == actor.user_id,
        amount=plain_yuan(pending.amount_fen) if pending else "",
        names=Names(district),
        form=form,
        DISTRICT=DISTRICT,
        states=BUDGET_STATES,
        said=PROPOSAL_STATES,
        here="upkeep",
    )


def _chart(standing: Standing) -> PlaceChart:
    months = [each.month for each in standing.months]
    series = [
        [each.paid_fen // _FEN for each in standing.months],
        [each.committed_fen // _FEN for each in standing.months],
    ]
    keys = (gettext("已经发的"), gettext("还要发的"))
    return month_chart("budget", gettext("各月发放（元，角分不画）"), keys, months, series)


def _place(year: int, area: str) -> tuple[District, Actor, int, str]:
    return current_district(), current_actor(), year, area


def _shown(form: Form) -> int:
    return parse_yuan(form.text("shown"))


def _year(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) != len("2026"):
        raise Refusal("budget.year")
    return int(text)
