"""What if the standard, a wage or a member were another: the amount, and what work brings (S1-INC)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.benefit import Benefit, work_out_benefit
from server.domain.benefit_curve import POINTS, CurvePoint, wage_curve, wages_of, with_wages
from server.domain.benefit_household import BenefitHousehold, Income, Member
from server.domain.benefit_standard import with_standard
from server.domain.days import parse_date
from server.domain.money import parse_yuan, plain_yuan
from server.domain.permission import check_in_area
from server.domain.policy import Policy, find_in_force
from server.errors import Refusal
from server.services.benefits import household_of_case
from server.services.policies import shipped_policies
from server.web.chart import Chart, draw_lines
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form
from server.web.guard import permit

_MOST_PERSONS: Final = 12
_STEP_FEN: Final = 5_000  # the curve goes in steps of so much, or a multiple of it


@desk.get("/policies/what-if")
@permit("policy.read")
def what_if() -> ResponseReturnValue:
    """A household in hand, or the one a case's visit found; nothing asked here is kept anywhere."""
    form = Form({name: value for name, value in request.args.items() if len(value) <= 200})
    base = _base(form)
    on = form.read("on", _day, current_district().today())
    form.values.setdefault("on", on.isoformat())
    household = _household(form, base, on)
    benefit, points = None, list[CurvePoint]()
    if not form.errors:
        try:
            policy = _policy(form, household, on)
            benefit = work_out_benefit(policy, household, on)
            points = _curve(policy, household, on, benefit, form.text("who"))
        except Refusal as refusal:
            form.refuse_with("", refusal)
    page = render_template(
        "policies/what_if.html",
        form=form,
        rows=household.members,
        benefit=benefit,
        points=points,
        chart=_chart(points),
        packs=sorted(_policies().values(), key=lambda policy: policy.key),
        case=form.text("case") if base else "",
    )
    return page, 422 if form.errors else 200


def _base(form: Form) -> BenefitHousehold | None:
    """The household of the case that was named, of the person's own area."""
    number = form.text("case")
    if not number:
        return None
    case = current_district().get_case(number)
    check_in_area(current_actor(), case.street, case.community)
    form.values.setdefault("pack", case.policy)
    return household_of_case(current_district(), case)


def _household(form: Form, base: BenefitHousehold | None, on: date) -> BenefitHousehold:
    """So many members, each with the wages that are written; what was not written is as it was."""
    members = list(base.members) if base else []
    persons = form.read("persons", _persons, len(members) or 1) if form.text("persons") else len(members) or 1
    while len(members) < persons:
        members.append(Member(f"m{len(members) + 1}", _name(len(members) + 1)))
    members = [_member(form, place, member, on) for place, member in enumerate(members[:persons])]
    form.values["persons"] = str(len(members))
    return replace(base, members=tuple(members)) if base else BenefitHousehold(tuple(members))


def _member(form: Form, place: int, member: Member, on: date) -> Member:
    """A row of the form: wages, other income, and whether this person can work."""
    names = {what: f"{what}-{place}" for what in ("wages", "other", "unable")}
    form.values.setdefault(names["wages"], plain_yuan(wages_of(member)) if wages_of(member) else "")
    wages = form.read(names["wages"], _yuan, 0)
    member = with_wages(BenefitHousehold((member,)), member.id, wages, on).members[0]
    if other := form.read(names["other"], _yuan, 0):
        member = replace(member, income=(*member.income, Income("other", other)))
    return replace(member, able_to_work=False) if form.text(names["unable"]) else member


def _policy(form: Form, household: BenefitHousehold, on: date) -> Policy:
    form.values.setdefault("pack", current_district().policy.key)
    policy = find_in_force(_policies().values(), form.text("pack"), on)
    standard = form.read("standard", _yuan, 0)
    if not standard:
        return policy
    return with_standard(policy, len(household.members), standard, household.area)


def _policies() -> dict[str, Policy]:
    """The packs of the district and the examples of the articles."""
    return {**shipped_policies(), **current_district().policies}


def _curve(
    policy: Policy, household: BenefitHousehold, on: date, benefit: Benefit, who: str
) -> list[CurvePoint]:
    """From no wages to beyond where the benefit ends, in steps of fifty yuan or a multiple."""
    ids = [member.id for member in household.members]
    reach = 3 * benefit.persons * benefit.standard_fen // 2
    step = max(1, -(-reach // (POINTS - 1) // _STEP_FEN)) * _STEP_FEN
    return wage_curve(policy, household, who if who in ids else ids[0], on, step)


def _chart(points: list[CurvePoint]) -> Chart | None:
    if not points:
        return None
    totals, amounts = ([point.total_fen for point in points], [point.amount_fen for point in points])
    return draw_lines([point.wages_fen for point in points], [totals, amounts])


def _yuan(text: str) -> int:
    return parse_yuan(text) if text.strip() else 0


def _day(text: str) -> date:
    return parse_date(text) if text.strip() else current_district().today()


def _persons(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= _MOST_PERSONS:
        raise Refusal("request.field", field=gettext("几口人"), why=f"1–{_MOST_PERSONS}")
    return int(text)


def _name(number: int) -> str:
    return str(gettext("第 %(n)d 人", n=number))
