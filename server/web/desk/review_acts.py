"""A household's reviews, and each step of one on a page of its own (S7-REV, S7-DUTY-C6, S7-AMB-23)."""

from __future__ import annotations

from typing import Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.case import Case
from server.domain.days import parse_date
from server.domain.periodic_review import CHANGES, OCCASIONS, last_review
from server.domain.permission import may
from server.domain.procedure import TRANSITIONS, allowed_acts
from server.domain.review_plan import plan_of
from server.errors import Refusal
from server.services.assignments import NO_RELATION, list_assignable
from server.services.cases import get_case_view
from server.services.committee import list_committee
from server.services.expiries import expiries_of_case
from server.services.home_reviews import assign_home_review
from server.services.household_classes import suggest
from server.services.households_now import EVIDENCE
from server.services.periodic_reviews import Change, begin_review, tell_family
from server.services.review_decisions import (
    audit_review,
    decide_review,
    foresee_decision,
    notify_family,
    return_review,
)
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.assignment import USUAL_DAYS
from server.web.desk.blueprint import desk
from server.web.desk.errand_teams import read_sending
from server.web.desk.marks import read_signed
from server.web.desk.review_sayings import said_before
from server.web.form import Form
from server.web.guard import grave_unless, permit
from server.web.intake_words import KIN
from server.web.language import current_language
from server.web.review_words import DELIVERY, occasion_words, options, reasons

HERE: Final = "desk.show_reviews_of"
_PLAN: Final = ("month", "community", "class", "state", "page")  # what the plan was asked for
# The page of each step of a review.
PAGES: Final = {
    "review_opened": "desk.open_periodic_review",
    "review_recorded": "desk.record_periodic_review",
    "review_told": "desk.tell_of_review",
    "review_team_assigned": "desk.assign_home_review_team",
    "review_audited": "desk.audit_periodic_review",
    "review_decided": "desk.decide_periodic_review",
    "review_notified": "desk.deliver_review_letter",
}


@desk.get("/cases/<case:number>/reviews")
@permit("review.read")
def show_reviews_of(number: str) -> ResponseReturnValue:
    """What the household receives, its class and next review, and every review so far."""
    district, actor = current_district(), current_actor()
    view = get_case_view(district, actor, number)
    case = view.case
    review = last_review(case)
    return render_template(
        "reviews/household.html",
        view=view,
        case=case,
        plan=plan_of(case, view.policy),
        classes={each.code: each.title for each in view.policy.review.classes},
        suggestion=suggest(district, case) if case.receipt and not case.receipt.now.klass else None,
        steps=_steps(case) if review else [],
        **said_before(case),
        next_page=_next_page(case),
        expiries=expiries_of_case(district, actor, number),
        came_from={name: request.args[name] for name in _PLAN if request.args.get(name)},
        beside=[act for act in ("class_set", "renewal_registered", "stopped") if _is_mine(case, act)],
        here="upkeep",
    )


@desk.route("/cases/<case:number>/reviews/new", methods=["GET", "POST"])
@permit("review.open")
def open_periodic_review(number: str) -> ResponseReturnValue:
    """``?occasion=`` fills in why: the page it was found on leads here."""
    district = current_district()
    case = district.get_case(number)
    asked = request.args.get("occasion", "")
    occasion = asked if asked in OCCASIONS else "periodic"
    return act_on_case(
        number,
        "reviews/open.html",
        lambda form: _open(form, number),
        gettext("复核开始了。"),
        {"occasion": occasion, "happened_on": district.today().isoformat()},
        HERE,
        plan=plan_of(case, district.policy_of(case.policy)),
        occasions=[(code, occasion_words(code)) for code in OCCASIONS],
        changes=reasons(CHANGES),
    )


@desk.route("/cases/<case:number>/reviews/telling", methods=["GET", "POST"])
@permit("review.record")
def tell_of_review(number: str) -> ResponseReturnValue:
    district = current_district()
    case = district.get_case(number)
    return act_on_case(
        number,
        "reviews/tell.html",
        lambda form: _tell(form, number),
        gettext("记下了。"),
        {"told_on": district.today().isoformat(), "objects": ""},
        HERE,
        review=last_review(case),
        benefit_steps=_steps(case),
        home=district.policy_of(case.policy).review.home_on_objection,
    )


@desk.route("/cases/<case:number>/reviews/team", methods=["GET", "POST"])
@permit("team.assign")
def assign_home_review_team(number: str) -> ResponseReturnValue:
    """The page of a team for a visit, with the words of a review (S7-REV-15)."""
    district = current_district()
    case = district.get_case(number)
    policy = district.policy_of(case.policy)
    chosen = request.form.getlist("assessors")
    return act_on_case(
        number,
        "reviews/team.html",
        lambda form: _assign(form, number, chosen),
        gettext("派好了。主办人的平板下次联网就会收到复核表。"),
        {"due_on": (district.today() + USUAL_DAYS).isoformat()},
        HERE,
        assessors=list_assignable(district, case.street),
        chosen=chosen,
        min_team=policy.visit.min_team,
        barred=(),
        kin=[(code, KIN[code]) for code in policy.conflict.near_relatives],
        review=last_review(case),
        **said_before(case),
        registers_relatives=False,
        no_relation=NO_RELATION,
    )


@desk.route("/cases/<case:number>/reviews/audit", methods=["GET", "POST"])
@permit("review.audit")
def audit_periodic_review(number: str) -> ResponseReturnValue:
    district, actor = current_district(), current_actor()
    case = district.get_case(number)
    committee = list_committee(district, case.street)
    return act_on_case(
        number,
        "reviews/audit.html",
        lambda form: _audit(form, number),
        gettext("审核记下了。"),
        {},
        HERE,
        review=last_review(case),
        benefit_steps=_steps(case),
        **said_before(case),
        officers=[(user.id, user.name) for user in committee if user.id != actor.user_id],
    )


@desk.route("/cases/<case:number>/reviews/decision", methods=["GET", "POST"])
@permit("review.decide")
@grave_unless("do", "return")
def decide_periodic_review(number: str) -> ResponseReturnValue:
    district = current_district()
    case = district.get_case(number)
    return act_on_case(
        number,
        "reviews/decide.html",
        lambda form: _decide(form, number),
        gettext("记下了。"),
        {},
        HERE,
        review=last_review(case),
        benefit_steps=_steps(case),
        **said_before(case),
        foreseen=foresee_decision(district, case),
    )


@desk.route("/cases/<case:number>/reviews/letter", methods=["GET", "POST"])
@permit("review.notify")
def deliver_review_letter(number: str) -> ResponseReturnValue:
    district = current_district()
    return act_on_case(
        number,
        "reviews/letter.html",
        lambda form: _notify(form, number),
        gettext("送达记下了，这次复核办完。"),
        {"on": district.today().isoformat(), "how": "in_person"},
        HERE,
        ways=options(DELIVERY),
        review=last_review(district.get_case(number)),
    )


def _next_page(case: Case) -> str:
    """Where this person does what the review waits for; empty where it is not theirs."""
    review = last_review(case)
    act = review.waits_for if review and review.waits_for else "review_opened"
    return url_for(PAGES[act], number=case.number) if act in PAGES and _is_mine(case, act) else ""


def _is_mine(case: Case, act: str) -> bool:
    return act in allowed_acts(case) and may(current_actor(), TRANSITIONS[act].permission)


def _steps(case: Case) -> list[dict[str, str]]:
    """How the amount of the newest review was worked out, in the person's language."""
    review = last_review(case)
    if review is None or review.recorded is None:
        return []
    try:
        kept = current_district().evidence.get(EVIDENCE, case.number, review.recorded.household)
    except Refusal:
        return []
    language = current_language()
    return [step | {"words": step["text"][language]} for step in kept["steps"]]


def _open(form: Form, number: str) -> None:
    occasion = form.text("occasion")
    change = None
    if occasion in ("change", "death"):
        happened_on = form.read("happened_on", parse_date, current_district().today())
        change = Change("died" if occasion == "death" else form.text("change"), happened_on)
    if not form.errors:
        words = form.text("words")
        begin_review(current_district(), current_actor(), number, occasion, change=change, words=words)


def _tell(form: Form, number: str) -> None:
    told_on = form.read("told_on", parse_date, current_district().today())
    objects = form.text("objects")
    if objects not in ("yes", "no"):
        form.refuse("objects", gettext("选家里有没有异议。"))
    if objects == "yes" and not form.text("objection"):
        form.refuse("objection", gettext("照家里的原话写。"))
    if form.errors:
        return
    objection = form.text("objection") if objects == "yes" else ""
    unsigned = form.text("unsigned")
    signed = None if unsigned else read_signed(form)
    place = (current_district(), current_actor(), number, told_on)
    tell_family(*place, objection=objection, signed=signed, unsigned=unsigned)


def _assign(form: Form, number: str, chosen: list[str]) -> None:
    sending = read_sending(form, chosen)
    if not form.errors:
        assign_home_review(current_district(), current_actor(), number, sending)


def _audit(form: Form, number: str) -> None:
    passed = form.text("passed")
    if passed not in ("yes", "no", "home"):
        form.refuse("passed-yes", gettext("选审核的结论。"))
    if not form.text("responsible"):
        form.refuse("responsible", gettext("选负责人，他和您不是同一个人。"))
    if form.errors:
        return
    responsible, words = form.text("responsible"), form.text("words")
    place = (current_district(), current_actor(), number, passed == "yes", responsible)
    audit_review(*place, words=words, signed=read_signed(form), home=passed == "home")


def _decide(form: Form, number: str) -> None:
    if form.text("do") in ("return", "home"):
        home = form.text("do") == "home"
        return_review(current_district(), current_actor(), number, form.text("words"), home=home)
        return
    decide_review(current_district(), current_actor(), number, words=form.text("words"))


def _notify(form: Form, number: str) -> None:
    on = form.read("on", parse_date, current_district().today())
    if form.errors:
        return
    unsigned = form.text("unsigned")
    signed = None if unsigned else read_signed(form)
    place = (current_district(), current_actor(), number, on, form.text("how"))
    notify_family(*place, signed=signed, unsigned=unsigned)
