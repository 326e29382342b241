"""Courses: announced, filled with assessors, attendance and marks written down (S7-CRED-02, S7-CRED-03)."""

from __future__ import annotations

from datetime import date

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from server.domain.days import parse_date
from server.domain.training import USUAL_FULL_MARK, USUAL_HOURS, USUAL_PASS_MARK, CoursePlan
from server.errors import Refusal
from server.services import training
from server.services.assessor_files import AssessorRow, list_rows
from server.services.training import Entered
from server.web.answers import see
from server.web.current import current_actor, current_district
from server.web.desk.blueprint import desk
from server.web.form import Form, posted_form
from server.web.guard import permit
from server.web.paging import asked_page


@desk.get("/courses")
@permit("training.read")
def show_courses() -> ResponseReturnValue:
    district = current_district()
    return render_template(
        "training/list.html",
        found=training.page_of_courses(district, current_actor(), asked_page()),
        today=district.today().isoformat(),
        here="reference",
    )


@desk.get("/courses/new")
@permit("training.record")
def new_course() -> ResponseReturnValue:
    fresh = {
        "hours": str(USUAL_HOURS),
        "full_mark": str(USUAL_FULL_MARK),
        "pass_mark": str(USUAL_PASS_MARK),
        "held_on": current_district().today().isoformat(),
    }
    return render_template("training/new.html", form=Form(fresh), here="reference")


@desk.post("/courses/new")
@permit("training.record")
def open_course() -> ResponseReturnValue:
    form = posted_form()
    plan = _read_plan(form)
    if not form.errors:
        try:
            course = training.open_course(current_district(), current_actor(), plan)
        except Refusal as refusal:
            form.refuse_with("", refusal)
        else:
            flash(gettext("这一期开好了。接着选谁来参加。"))
            return see(url_for("desk.show_course", course_id=course.id))
    return render_template("training/new.html", form=form, here="reference"), 422


@desk.get("/courses/<course:course_id>")
@permit("training.read")
def show_course(course_id: str) -> ResponseReturnValue:
    return _page(course_id, Form())


@desk.post("/courses/<course:course_id>/participants")
@permit("training.record")
def add_participants(course_id: str) -> ResponseReturnValue:
    chosen = request.form.getlist("assessors")
    training.add_participants(current_district(), current_actor(), course_id, chosen)
    flash(ngettext("加了 %(num)d 位。", "加了 %(num)d 位。", len(chosen)))
    return see(url_for("desk.show_course", course_id=course_id))


@desk.post("/courses/<course:course_id>/results")
@permit("training.record")
def record_results(course_id: str) -> ResponseReturnValue:
    """Writes down what differs from the record; one wrong mark writes none, and loses none."""
    form = posted_form()
    district = current_district()
    course = training.get_course(district, current_actor(), course_id)
    entered = {who: _read_result(form, who) for who in course.participants if form.text(f"there-{who}")}
    if not form.errors:
        try:
            changed = training.record_results(district, current_actor(), course_id, entered)
        except Refusal as refusal:
            form.refuse_with("", refusal)
        else:
            flash(ngettext("记下了 %(num)d 位的。", "记下了 %(num)d 位的。", len(changed)))
            return see(url_for("desk.show_course", course_id=course_id))
    return _page(course_id, form), 422


def _page(course_id: str, form: Form) -> str:
    district, actor = current_district(), current_actor()
    course = training.get_course(district, actor, course_id)
    rows = {row.assessor.id: row for row in list_rows(district, actor)}
    results = training.results_in(district, course)
    shown = {who: result for who, result in results.items() if who in rows}
    form.labels = {f"mark-{who}": gettext("%(name)s：", name=rows[who].assessor.name) for who in shown}
    for who, result in shown.items() if not form.values else ():
        if result:
            form.values[f"there-{who}"] = "yes" if result.attended else "no"
            form.values[f"mark-{who}"] = "" if result.mark is None else str(result.mark)
    return render_template(
        "training/course.html",
        course=course,
        results=shown,
        rows=rows,
        others=_others(rows, course.participants),
        is_held=course.plan.held_on <= district.today(),
        form=form,
        here="reference",
    )


def _others(rows: dict[str, AssessorRow], participants: tuple[str, ...]) -> list[AssessorRow]:
    """Who could be added, those who need it first."""
    others = [row for row in rows.values() if row.assessor.id not in participants]
    return sorted(others, key=lambda row: (row.step not in ("train", "train-again"), row.assessor.id))


def _read_plan(form: Form) -> CoursePlan:
    return CoursePlan(
        title=form.text("title"),
        held_on=form.read("held_on", parse_date, date.min),
        hours=form.read("hours", lambda text: _whole(text, "training.hours"), 1),
        place=form.text("place"),
        full_mark=form.read("full_mark", lambda text: _whole(text, "training.whole"), USUAL_FULL_MARK),
        pass_mark=form.read("pass_mark", lambda text: _whole(text, "training.whole"), 1),
    )


def _read_result(form: Form, who: str) -> Entered:
    mark = form.text(f"mark-{who}")
    read = form.read(f"mark-{who}", lambda text: _whole(text, "training.whole"), 0) if mark else None
    return Entered(form.text(f"there-{who}") == "yes", read)


def _whole(text: str, code: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise Refusal(code)
    return int(text[:6])
