"""A household's employment page, and a small page for each thing that is recorded there (S7-EMP, C-27)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from server.domain.case import Case
from server.domain.days import parse_date
from server.domain.employment import STATUSES, JobForm, form_id
from server.domain.errand import Errand
from server.domain.job_exit import ExitMonth, NewJob
from server.domain.money import parse_yuan
from server.errors import Refusal
from server.services.activities import list_attended
from server.services.job_forms import issue_form, present_period, read_form
from server.services.jobs import (
    OfferMade,
    TrainingGiven,
    begin_exit,
    preview_exit,
    record_offer,
    record_training,
    set_status,
    suggest_review,
    view_jobs,
)
from server.services.offer_words import read_counted, read_offers
from server.services.readings import read_out
from server.services.sentences import Names
from server.services.sentences_employment import ANSWER_WORDS, MEASURE_WORDS, STATUS_WORDS
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.acts import act_on_case
from server.web.desk.blueprint import desk
from server.web.employment_words import WORDS, options_of, period_name
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.language import current_language, sentence_of

PAGE: Final = "desk.show_jobs"
TRAINING_STATES: Final = ("yes", "no", "going")
TRAINING_FIELDS: Final = {"job.reason": "words", "job.days": "days", "job.future": "on"}


@desk.get("/cases/<case:number>/employment")
@permit("employment.read")
def show_jobs(number: str) -> ResponseReturnValue:
    """Who of a household can work and has none, with everything recorded of each (S7-EMP-01)."""
    return jobs_page(number)


@desk.post("/cases/<case:number>/employment/<office:member>/form")
@permit("job.issue")
def issue_job_form(number: str, member: str) -> ResponseReturnValue:
    try:
        issue_form(current_district(), current_actor(), number, member)
    except Refusal as refusal:
        return jobs_page(number, sentence_of(refusal)), refusal.status
    flash(gettext("发了，到“文件”里打印，一式两联。"))
    return see(url_for(PAGE, number=number))


@desk.route("/cases/<case:number>/employment/<office:member>/status", methods=["GET", "POST"])
@permit("job.record")
def note_status(number: str, member: str) -> ResponseReturnValue:
    return act_on_member(
        number,
        member,
        "employment/status.html",
        lambda form: set_status(
            current_district(), current_actor(), number, member, form.text("status"), form.text("reason")
        ),
        gettext("记下了。"),
        options=options_of(STATUS_WORDS, STATUSES),
    )


@desk.route("/cases/<case:number>/employment/<office:member>/offer", methods=["GET", "POST"])
@permit("job.record")
def note_offer(number: str, member: str) -> ResponseReturnValue:
    return act_on_member(
        number,
        member,
        "employment/offer.html",
        lambda form: _offer(form, number, member),
        gettext("记下了。"),
        fresh={"on": current_district().today().isoformat()},
        fields={"job.reason": "reason", "job.future": "on"},
        measures=options_of(MEASURE_WORDS),
        answers=options_of(ANSWER_WORDS),
    )


@desk.route("/cases/<case:number>/employment/<office:member>/training", methods=["GET", "POST"])
@permit("job.record")
def note_training(number: str, member: str) -> ResponseReturnValue:
    return act_on_member(
        number,
        member,
        "employment/training.html",
        lambda form: _training(form, number, member),
        gettext("记下了。"),
        fields=TRAINING_FIELDS,
    )


@desk.route("/cases/<case:number>/employment/<office:member>/exit", methods=["GET", "POST"])
@permit("job.issue")
def plan_job_exit(number: str, member: str) -> ResponseReturnValue:
    """Works a gradual exit out month by month, each with its steps, before it is begun (C-27)."""
    district, actor = current_district(), current_actor()
    posted = request.method == "POST"
    form = posted_form() if posted else Form(dict(request.args.items()))
    plan: Sequence[ExitMonth] = ()
    status = 200
    try:
        job, months = _new_job(form, member) if form.values else (None, 0)
        if posted and job and not form.errors:
            begin_exit(district, actor, number, job, months)
            flash(gettext("渐退开始了，期满那个月会提醒复核。"))
            return see(url_for(PAGE, number=number))
        if job and not form.errors:
            plan = preview_exit(district, actor, number, job, months)
    except Refusal as refusal:
        form.refuse_with("", refusal)
        status = refusal.status
    view = view_jobs(district, actor, number)
    page = render_template(
        "employment/exit.html",
        form=form,
        plan=plan,
        view=view,
        case=view.case,
        person=view.find(member),
        most=view.policy.employment.exit_months,
        language=current_language(),
        here="find",
    )
    return page, 422 if form.errors and status == 200 else status


@desk.route("/cases/<case:number>/employment/<office:member>/review", methods=["GET", "POST"])
@permit("job.issue")
def suggest_job_review(number: str, member: str) -> ResponseReturnValue:
    return act_on_member(
        number,
        member,
        "employment/review.html",
        lambda form: suggest_review(current_district(), current_actor(), number, member, form.text("reason")),
        gettext("建议记下了，等复核。金额没有变。"),
        against=lambda: read_counted(current_district(), number, member),
    )


def act_on_member(
    number: str,
    member: str,
    template: str,
    do: Callable[[Form], object],
    said: str,
    **words: Any,
) -> ResponseReturnValue:
    """:func:`act_on_case` for one member of a household, back to its employment page."""
    person = view_jobs(current_district(), current_actor(), number).find(member)
    return act_on_case(number, template, do, said, then=PAGE, back_to=PAGE, person=person, **words, **WORDS)


def jobs_page(number: str, refused: str = "") -> str:
    district = current_district()
    view = view_jobs(district, current_actor(), number)
    per_year = view.policy.employment.feedback_forms
    returned = {
        form.content: read_out(*read_form(district, view.case, form), current_language())
        for each in view.members
        for form in each.record.forms
        if form.content
    }
    return render_template(
        "employment/household.html",
        view=view,
        case=view.case,
        period=present_period(district),
        returned=returned,
        attended=list_attended(district, number),
        read_offers=lambda offers: read_offers(district, view.case, offers),
        refused=refused,
        names=Names(district),
        sent_with=lambda member, form: _sent_with(view.case, member, form),
        period_name=lambda year, n: period_name(year, n, per_year),
        here="find",
        **WORDS,
    )


def _sent_with(case: Case, member: str, form: JobForm) -> Errand | None:
    """The team that is out with a form."""
    about = form_id(member, form.year, form.period)
    return next((each for each in case.errands if each.is_open and each.about == about), None)


def _offer(form: Form, number: str, member: str) -> None:
    on = form.read("on", parse_date, date.min)
    judged = {"yes": True, "no": False}.get(form.text("justified"))
    if not form.errors:
        texts = (form.text("words"), form.text("reason"))
        offer = OfferMade(on, form.text("measure"), form.text("answer"), judged, *texts)
        record_offer(current_district(), current_actor(), number, member, offer)


def _training(form: Form, number: str, member: str) -> None:
    training = read_training(form)
    if not form.errors:
        record_training(current_district(), current_actor(), number, member, training)


def read_training(form: Form) -> TrainingGiven:
    """What is asked of a training, new or put right."""
    on, days = form.read("on", parse_date, date.min), form.read("days", parse_count, 0)
    state = form.text("finished")
    if state not in TRAINING_STATES:
        form.refuse("finished", gettext("请选学完了没有。"))
    return TrainingGiven(on, days, state == "yes", form.text("words"), going=state == "going")


def _new_job(form: Form, member: str) -> tuple[NewJob, int]:
    started = form.read("started_on", parse_date, date.min)
    wage = form.read("wage", parse_yuan, 0)
    cost = form.read("cost", parse_yuan, 0) if form.text("cost") else 0
    months = form.read("months", parse_count, 0)
    return NewJob(member, started, wage, cost), months


def parse_count(text: str) -> int:
    """A whole number of at most three digits."""
    if not text.isascii() or not text.isdecimal() or len(text) > 3:
        raise Refusal("request.field", field=gettext("数目"), why=text or gettext("空着"))
    return int(text)
