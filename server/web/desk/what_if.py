"""What if the standard, a wage or a member were another: the amount, and what work brings (S1-INC)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.benefit import Benefit, work_out_benefit
from server.domain.benefit_curve import POINTS, CurvePoint, wage_curve, wages_of, with_wages
from server.domain.benefit_household import BenefitHousehold, Income, Member
from server.domain.benefit_standard import with_standard
from server.domain.case import Case
from server.domain.days import parse_date
from server.domain.money import parse_yuan, plain_yuan
from server.domain.permission import check_in_area
from server.domain.policy import Policy, find_in_force
from server.domain.policy_benefit import Disregard
from server.errors import Refusal
from server.services.benefits import household_of_case
from server.services.households_now import household_now
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
    """A household in hand, or the one of a case as last found; nothing asked here is kept anywhere."""
    form = Form({name: value for name, value in request.args.items() if len(value) <= 200})
    case = _asked_case(form)
    base = _base(form, case) if case else None
    on = form.read("on", _day, current_district().today())
    form.values.setdefault("on", on.isoformat())
    household = _household(form, base, on)
    found = _work_out(form, household, on)
    page = render_template(
        "policies/what_if.html",
        form=form,
        rows=household.members,
        found=found,
        benefit=found.benefit if found else None,
        packs=sorted(_policies().values(), key=lambda policy: policy.key),
        case=case if base else None,
    )
    return page, 422 if form.errors else 200


@dataclass(frozen=True)
class Found:
    """The benefit, the curve of one member's wages, and with a disregard the curve without it."""

    benefit: Benefit
    points: list[CurvePoint]
    without: list[CurvePoint]

    @property
    def chart(self) -> Chart:
        lines = [[point.total_fen for point in self.points], [point.amount_fen for point in self.points]]
        if self.without:
            lines.append([point.total_fen for point in self.without])
        return draw_lines([point.wages_fen for point in self.points], lines)


def _work_out(form: Form, household: BenefitHousehold, on: date) -> Found | None:
    """None where something is not rightly asked, or the pack does not say it."""
    disregard = _asked_disregard(form)
    if form.errors:
        return None
    try:
        policy = _policy(form, household, on)
        policy = _with_disregard(policy, disregard) if disregard else policy
        benefit = work_out_benefit(policy, household, on)
        curve = partial(_curve, household=household, on=on, benefit=benefit, who=form.text("who"))
        without = curve(_with_disregard(policy, Disregard())) if policy.income.disregard.applies else []
        return Found(benefit, curve(policy), without)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        return None


def _asked_disregard(form: Form) -> Disregard | None:
    """What of the wages shall not count (S1-INC-01); None leaves the pack's own rule."""
    fixed, share = form.read("fixed", _yuan, 0), form.read("share", _percent, 0)
    asked = form.text("fixed") or form.text("share")
    return Disregard(fixed_fen=fixed, share=(share, 100)) if asked else None


def _with_disregard(policy: Policy, disregard: Disregard) -> Policy:
    return replace(policy, income=replace(policy.income, disregard=disregard))


def _asked_case(form: Form) -> Case | None:
    """The case that was named, of the person's own area."""
    if not form.text("case"):
        return None
    case = current_district().get_case(form.text("case"))
    check_in_area(current_actor(), case.street, case.community)
    return case


def _base(form: Form, case: Case) -> BenefitHousehold | None:
    """The household as last found: by a review or a new standard where there was one, else by the visit."""
    district = current_district()
    form.values.setdefault("pack", case.policy)
    if case.receipt is None:
        return household_of_case(district, case)
    if case.standard and case.standard.fen:
        form.values.setdefault("standard", plain_yuan(case.standard.fen))
    return household_now(district, case)


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
    if wages != wages_of(member):  # else it is the work they have, begun when it began
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


def _yuan(text: str) -> int:
    return parse_yuan(text) if text.strip() else 0


def _percent(text: str) -> int:
    if not text:
        return 0
    if not text.isascii() or not text.isdecimal() or int(text[:4]) > 100:
        raise Refusal("request.field", field=gettext("其余再不计"), why="0–100")
    return int(text)


def _day(text: str) -> date:
    return parse_date(text) if text.strip() else current_district().today()


def _persons(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= _MOST_PERSONS:
        raise Refusal("request.field", field=gettext("几口人"), why=f"1–{_MOST_PERSONS}")
    return int(text)


def _name(number: int) -> str:
    return str(gettext("第 %(n)d 人", n=number))
