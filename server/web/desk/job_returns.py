"""The copy of the feedback form that came back, entered at the desk as it was filled in (S7-EMP-06)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.days import parse_date
from server.domain.employment import TOOK_POST, form_id
from server.domain.money import parse_yuan
from server.errors import Refusal
from server.services.forms import get_form
from server.services.job_forms import FEEDBACK, FormOffer, ReturnedForm
from server.services.job_returns import receive_form
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.desk.jobs import act_on_member, parse_count
from server.web.employment_words import period_name
from server.web.form import Form
from server.web.guard import permit
from server.web.language import current_language

OFFERS: Final = 4  # lines of the printed form


@desk.route(
    "/cases/<case:number>/employment/<office:member>/forms/<int:year>/<int:period>", methods=["GET", "POST"]
)
@permit("job.record")
def take_job_form(number: str, member: str, year: int, period: int) -> ResponseReturnValue:
    district = current_district()
    per_year = district.policy_of(district.get_case(number).policy).employment.feedback_forms
    today = district.today().isoformat()
    return act_on_member(
        number,
        member,
        "employment/return.html",
        lambda form: _receive(form, number, member, year, period),
        gettext("反馈表收回登记了。"),
        fresh={"on": today, "centre_copy": "yes"},
        lines=range(OFFERS),
        lists=_lists(),
        period_title=period_name(year, period, per_year),
        form_number=form_id(member, year, period),
        took_post=TOOK_POST,
    )


def _lists() -> Mapping[str, list[tuple[str, str]]]:
    """The choices of the published form, in its own words."""
    language, lists = current_language(), get_form(current_district(), FEEDBACK)["lists"]
    names = ("offer_kind", "suitable", "answer", "justified", "outcome")
    return {name: [(each["value"], str(each["label"][language])) for each in lists[name]] for name in names}


def _receive(form: Form, number: str, member: str, year: int, period: int) -> None:
    given = _read(form)
    if not form.errors:
        receive_form(current_district(), current_actor(), number, member, (year, period), given)


def _read(form: Form) -> ReturnedForm:
    outcome = form.text("outcome")
    if not outcome:
        form.refuse("outcome", gettext("请选现在怎么样。"))
    offers = [offer for n in range(OFFERS) if (offer := _offer(form, n)) is not None]
    if not offers and not form.text("no_offer_reason"):
        form.refuse("no_offer_reason", gettext("没有提供岗位和培训的，写明为什么。"))
    works = outcome in TOOK_POST
    if works and not form.text("employer"):
        form.refuse("employer", gettext("请写在哪里、做什么。"))
    return ReturnedForm(
        on=form.read("on", parse_date, date.min),
        registered_on=form.read("registered_on", parse_date, date.min),
        outcome=outcome,
        offers=offers,
        no_offer_reason=form.text("no_offer_reason"),
        employer=form.text("employer"),
        started_on=form.read("started_on", parse_date, date.min) if works else None,
        unemployed_since=_optional(form, "unemployed_since", _parse_month, None),
        pay_fen=form.read("pay", parse_yuan, 0) if works else 0,
        work_cost_fen=_optional(form, "work_cost", parse_yuan, 0) if works else 0,
        centre_copy=form.text("centre_copy") == "yes",
    )


def _offer(form: Form, n: int) -> FormOffer | None:
    """One line of offers; None where nothing was written on it: a browser sends what is chosen already."""
    names = {key: f"offer-{n}-{key}" for key in _OFFER_FIELDS}
    if not any(form.text(name) for key, name in names.items() if key != "suitable"):
        return None
    for key in ("kind", "who", "what", "answer"):
        if not form.text(names[key]):
            form.refuse(names[key], gettext("这一行没有填完。"))
    refused = form.text(names["answer"]) == "refused"
    if refused and not (form.text(names["justified"]) and form.text(names["reason"])):
        form.refuse(names["reason"], gettext("没有去的，写明理由，再定有没有正当理由。"))
    kind = form.text(names["kind"])
    return FormOffer(
        kind=kind,
        on=form.read(names["on"], parse_date, date.min),
        who=form.text(names["who"]),
        what=form.text(names["what"]),
        answer=form.text(names["answer"]),
        suitable=form.text(names["suitable"]) or "yes",
        justified=form.text(names["justified"]),
        reason=form.text(names["reason"]),
        wage_fen=_optional(form, names["wage"], parse_yuan, 0) if kind == "post" else 0,
        days=_optional(form, names["days"], parse_count, 0) if kind == "training" else 0,
    )


_OFFER_FIELDS: Final = (
    "kind",
    "on",
    "who",
    "what",
    "wage",
    "days",
    "suitable",
    "answer",
    "justified",
    "reason",
)


def _optional(form: Form, name: str, parse: Callable[[str], Any], default: Any) -> Any:
    return form.read(name, parse, default) if form.text(name) else default


def _parse_month(text: str) -> date:
    """A month as browsers send it, ``2026-03``, by its first day."""
    if len(text) != len("2026-03"):
        raise Refusal("date.malformed", text=text)
    return parse_date(f"{text}-01")
